-- shape: none
-- staged: organizations
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
SELECT s.record_no, s.code AS key, s.code, s.name, s.kind, s.parent_code, s.sector, s.region
FROM staged s
WHERE NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
