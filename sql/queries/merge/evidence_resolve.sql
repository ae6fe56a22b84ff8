-- Whom a row names: by the number at the source, by the national id, which is the natural key of its person. All versions of a record
-- are of one person.
-- shape: none
-- staged: certifications
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE resolved ON COMMIT DROP AS
WITH by_source AS (
    SELECT s.record_no, min(r.person_id) AS person_id
    FROM staged s JOIN cadre.source_record r
         ON r.key = (coalesce(s.person_source, $1) || chr(31) || '#' || s.source_person_id) COLLATE "C" AND upper_inf(r.recorded)
    GROUP BY s.record_no
)
SELECT s.record_no, k.person_id AS by_source, n.person_id AS by_id,
       s.person_source IS NOT NULL AND s.person_source NOT IN (SELECT code FROM cadre.source) AS source_unknown
FROM staged s LEFT JOIN by_source k USING (record_no) LEFT JOIN cadre.person n ON n.natural_key = s.national_id
