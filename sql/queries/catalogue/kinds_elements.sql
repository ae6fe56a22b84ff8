-- A cell that the row leaves empty keeps what was loaded before.
-- shape: none
-- $1::bigint load
-- $2::text[] frameworks
-- $3::text[] versions
-- $4::text[] types
-- $5::text[] codes
-- $6::text[] titles
-- $7::text[] group_codes
-- $8::text[] group_titles
-- $9::text[] texts
-- $10::text[] text_hashes
WITH given AS (
    SELECT * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10)
        AS u (framework, version, type, code, title_en, group_code, group_en, text, text_hash)),
replaced AS (
    UPDATE cadre.loaded_element l SET replaced_by = $1
    FROM given g
    WHERE (l.framework, l.version, l.type, l.code) = (g.framework, g.version, g.type, g.code) AND l.replaced_by IS NULL
    RETURNING l.*)
INSERT INTO cadre.loaded_element (framework, version, type, code, title_en, group_code, group_en, text, text_hash, load)
SELECT framework, version, type, code, coalesce(g.title_en, r.title_en), coalesce(g.group_code, r.group_code),
       coalesce(g.group_en, r.group_en), coalesce(g.text, r.text), coalesce(g.text_hash, r.text_hash), $1
FROM given g LEFT JOIN replaced r USING (framework, version, type, code)
