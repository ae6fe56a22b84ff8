-- Whom rows name, in pg_temp.resolved.
-- shape: none
-- staged: certifications
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
SELECT cadre.resolve_evidence($1)
