-- New people get their numbers in the order of their keys, bytewise.
-- shape: none
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE numbered ON COMMIT DROP AS
SELECT n.record_no, 'P' || lpad(nextval('cadre.person_number')::text, greatest(8, length(currval('cadre.person_number')::text)), '0') AS person_id
FROM (SELECT r.record_no
      FROM pg_temp.resolved r
      WHERE r.by_source IS NULL AND r.by_id IS NULL
        AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = r.record_no)
      ORDER BY r.national_id COLLATE "C", r.source_person_id COLLATE "C") AS n
