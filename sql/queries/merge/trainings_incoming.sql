-- shape: none
-- staged: trainings
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
SELECT s.record_no, concat_ws(chr(31), s.provider, s.code) AS key, s.provider, s.code, s.title, s.hours, s.cost,
       s.seats, s.starts_on, s.ends_on, s.region, s.language, s.grants
FROM staged s
