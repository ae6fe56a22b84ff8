-- shape: none
-- $1::bigint number
SELECT cadre.begin_undo($1)
