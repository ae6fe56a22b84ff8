-- shape: many
-- $1::text target
-- $2::text source
-- $3::date before_day
-- $4::timestamptz before_known
-- $5::date after_day
-- $6::timestamptz after_known
-- $7::text[] corrections
-- $8::bigint most
SELECT sort, what, column_name, found, record, was, becomes
FROM cadre.registry_changes($1::regclass, $2, $3, $4, $5, $6, $7, $8)
