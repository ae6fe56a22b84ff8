-- shape: none
-- $1::text[] from_types
-- $2::text[] from_codes
-- $3::text[] relations
-- $4::text[] to_types
-- $5::text[] to_codes
CREATE TEMPORARY TABLE document_relation ON COMMIT DROP AS
SELECT from_type, from_code, relation, to_type, to_code
FROM unnest($1, $2, $3, $4, $5) AS u (from_type, from_code, relation, to_type, to_code)
