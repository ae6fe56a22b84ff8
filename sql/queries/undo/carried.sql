-- shape: none
-- $1::bigint number
SELECT cadre.rest_on_carried($1)
