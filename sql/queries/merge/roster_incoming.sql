-- shape: none
-- staged: roster
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
SELECT s.record_no,
       $1 || chr(31) || coalesce('#' || s.source_person_id, '@' || s.national_id) AS key,
       $1 AS source, $5 AS owner, coalesce(r.by_source, r.by_id, n.person_id) AS person_id,
       s.source_person_id, s.national_id, s.family_name, s.given_name, s.patronymic, s.birth_date,
       s.sex, s.citizenship, s.region, s.district, s.employer_code, s.employer_name, s.job_title,
       s.employed_from, s.occupation, s.education_level, s.field_of_study, s.institution,
       s.graduated_on, s.email, s.phone, s.languages, s.service_status, s.service_ground,
       s.service_until, s.military_specialty, s.rank, s.fitness_category, s.fitness_on,
       s.clearance, s.available_from, s.relocates, s.consent_on, s.consent_until, s.consent_for,
       s.leave_reason, s.moved_to
FROM staged s JOIN pg_temp.resolved r USING (record_no) LEFT JOIN pg_temp.numbered n USING (record_no)
WHERE NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
