-- shape: none
-- $1::bigint load
-- $2::text[] frameworks
-- $3::text[] versions
-- $4::text[] from_types
-- $5::text[] from_codes
-- $6::text[] relations
-- $7::text[] to_types
-- $8::text[] to_codes
INSERT INTO cadre.loaded_relation (framework, version, from_type, from_code, relation, to_type, to_code, load)
SELECT framework, version, from_type, from_code, relation, to_type, to_code, $1
FROM unnest($2, $3, $4, $5, $6, $7, $8) AS u (framework, version, from_type, from_code, relation, to_type, to_code)
