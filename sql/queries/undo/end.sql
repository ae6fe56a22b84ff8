-- shape: none
-- $1::bigint number
-- $2::timestamptz undone_at
SELECT cadre.end_undo($1, $2)
