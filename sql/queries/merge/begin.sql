-- shape: one
-- $1::text target
-- $2::text kind
-- $3::text source
-- $4::boolean shared_keys
-- $5::bigint batch
-- $6::date effective
SELECT recorded_at, list_until, late, first
FROM cadre.begin_merge($1::regclass, $2, $3, $4, $5, $6)
