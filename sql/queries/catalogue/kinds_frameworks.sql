-- shape: none
-- $1::bigint load
-- $2::text[] codes
-- $3::text[] versions
-- $4::text[] titles
-- $5::text[] scales
-- $6::text[] currents
INSERT INTO cadre.loaded_framework (code, version, title_en, scale, current, load)
SELECT code, version, title, scale, current = '1', $1
FROM unnest($2, $3, $4, $5, $6) AS u (code, version, title, scale, current)
