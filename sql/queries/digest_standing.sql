-- shape: one
-- $1::text target
-- $2::text kind
-- $3::text source
-- $4::bigint batch
-- $5::date effective
-- $6::bigint open_count
-- $7::boolean by_digest
SELECT cadre.digest_standing($1::regclass, $2, $3, $4, $5, $6, $7) AS whole
