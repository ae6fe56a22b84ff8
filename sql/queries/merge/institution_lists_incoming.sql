-- shape: none
-- staged: institution_lists
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
SELECT s.record_no, concat_ws(chr(31), s.list, s.institution, s.listed_from) AS key,
       s.list, s.institution, s.listed_from, s.listed_until
FROM staged s
WHERE NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
