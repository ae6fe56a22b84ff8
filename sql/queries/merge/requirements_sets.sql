-- A set stands or falls as a whole.
-- shape: none
-- staged: requirements
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT s.record_no, 'X003', 'need_code'
FROM staged s
WHERE s.need_code IN (SELECT f.need_code FROM staged f JOIN pg_temp.merge_rejected m USING (record_no) WHERE m.code <> 'X006')
  AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
