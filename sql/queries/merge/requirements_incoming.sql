-- shape: none
-- staged: requirements
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
SELECT s.record_no,
       concat_ws(chr(31), s.need_code, s.clause, s.kind, s.code) AS key,
       s.need_code, s.clause, s.kind, s.code, s.level, s.importance,
       coalesce(s.weight, 1) AS weight, coalesce(s.k, 1) AS k, s.months, s.trust
FROM staged s
WHERE NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
