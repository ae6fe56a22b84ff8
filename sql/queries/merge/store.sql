-- shape: none
-- $1::text target
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
SELECT cadre.store_settled($1::regclass, $2, $3, $4)
