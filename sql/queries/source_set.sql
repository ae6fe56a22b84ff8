-- shape: one
-- $1::text code
-- $2::text settings
-- $3::bigint precedence
-- $4::bigint grace_days
SELECT cadre.set_source_settings($1, $2::jsonb, $3::integer, $4::integer)
