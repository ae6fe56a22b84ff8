-- shape: many
-- staged: organizations
SELECT m.record_no, m.code, m.column_name, s.line_no, s.byte_offset, s.byte_length
FROM pg_temp.merge_rejected m JOIN staged s USING (record_no)
ORDER BY m.record_no
