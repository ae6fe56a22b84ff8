-- What is wished for must be known.
-- shape: none
-- staged: preferences
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT s.record_no, CASE WHEN s.need_code IS NOT NULL THEN 'X006' ELSE 'X005' END,
       CASE WHEN s.need_code IS NOT NULL THEN 'need_code' ELSE 'organization_code' END
FROM staged s
WHERE s.work_role IS NULL
  AND NOT EXISTS (SELECT FROM cadre.need n WHERE n.need_code = s.need_code AND upper_inf(n.recorded))
  AND NOT EXISTS (SELECT FROM cadre.organization o
                  WHERE o.code = s.organization_code AND upper_inf(o.recorded) AND o.valid @> $2)
  AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
