-- shape: none
-- $1::text[] types
-- $2::text[] codes
-- $3::text[] titles
-- $4::text[] group_codes
-- $5::text[] group_titles
-- $6::text[] texts
-- $7::text[] text_hashes
CREATE TEMPORARY TABLE document_element ON COMMIT DROP AS
SELECT type, code, title_en, group_code, group_en, text, text_hash
FROM unnest($1, $2, $3, $4, $5, $6, $7) AS u (type, code, title_en, group_code, group_en, text, text_hash)
