-- shape: maybe
-- $1::text code
-- The settings are absent until they are stated.
SELECT s.code, s.owner, t.settings::text AS settings
FROM cadre.source s LEFT JOIN cadre.source_settings t ON t.source = s.code AND t.known_until IS NULL
WHERE s.code = $1
