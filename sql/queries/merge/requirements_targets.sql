-- What is asked for must be there, or nobody could ever have it. An organization to have served in may be closed by now.
-- shape: none
-- staged: requirements
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT s.record_no, CASE s.kind WHEN 'training' THEN 'R065' ELSE 'R066' END, 'code'
FROM staged s
WHERE (s.kind = 'training'
       AND s.code NOT IN (SELECT t.provider || '/' || t.code FROM cadre.training t WHERE upper_inf(t.recorded))
       OR s.kind = 'placement'
       AND s.code NOT IN (SELECT o.code FROM cadre.organization o WHERE upper_inf(o.recorded)))
  AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
