-- shape: many
-- staged: organizations
SELECT m.record_no, m.code, m.column_name, m.rivals, s.key_hash, p.line_no, p.byte_offset, p.byte_length
FROM pg_temp.merge_rejected m JOIN staged s USING (record_no), cadre.record_place_parts(s.record_place) p
ORDER BY m.record_no
