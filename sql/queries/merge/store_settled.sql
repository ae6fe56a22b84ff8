-- shape: none
-- $1::text target
-- $2::timestamptz at
-- $3::bigint batch
SELECT cadre.store_settled($1::regclass, $2, $3)
