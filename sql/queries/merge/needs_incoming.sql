-- shape: none
-- staged: needs
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
SELECT s.record_no, s.need_code AS key, s.need_code, s.organization_code, s.title, s.engagement,
       s.work_role, s.level, s.headcount, s.priority, s.region, s.location, s.starts_on, s.ends_on,
       s.term_months, s.min_age, s.max_age, s.citizenship, s.service_status, s.fitness_category,
       s.clearance, s.education_level, s.languages, coalesce(s.classification, 'open') AS classification,
       s.trust
FROM staged s
WHERE NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
