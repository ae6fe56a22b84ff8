-- Rows that ask for what is not known.
-- shape: many
-- staged: requirements
SELECT s.record_no, s.code AS name, s.kind AS sort
FROM staged s JOIN pg_temp.merge_rejected m USING (record_no)
WHERE m.code IN ('R065', 'R066')
ORDER BY s.record_no
