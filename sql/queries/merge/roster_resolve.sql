-- Whom a row names: by the number at the source, else by the national id. A number keeps its person though a later list of the same
-- day took the record back; a national id counts only while it is known.
-- shape: none
-- staged: roster
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE resolved ON COMMIT DROP AS
SELECT s.record_no, s.source_person_id, s.national_id, s.birth_date, s.given_name,
       by_source.person_id AS by_source, by_id.person_id AS by_id, by_id.people AS by_id_people
FROM staged s
LEFT JOIN LATERAL (
    SELECT max(r.person_id) AS person_id
    FROM cadre.source_record r
    WHERE r.source = $1 AND r.source_person_id = s.source_person_id) AS by_source ON true
LEFT JOIN LATERAL (
    SELECT max(r.person_id) AS person_id, count(DISTINCT r.person_id) AS people
    FROM cadre.source_record r
    WHERE upper_inf(r.recorded) AND r.national_id = s.national_id) AS by_id ON true
