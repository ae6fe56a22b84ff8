-- shape: one
-- $1::text target
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::boolean first
SELECT cadre.store_direct($1::regclass, $2, $3, $4, $5) AS rest
