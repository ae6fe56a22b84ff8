-- shape: many
-- $1::timestamptz known_at
SELECT e.framework, e.version, e.type, e.code, e.title_en, e.group_code, e.group_en, e.text, e.text_hash
FROM cadre.loaded_element_ever e
JOIN cadre.catalogue_load l ON l.number = e.from_load
LEFT JOIN cadre.catalogue_load r ON r.number = e.until_load
WHERE l.recorded_at <= $1 AND coalesce(r.recorded_at > $1, true)
ORDER BY e.framework COLLATE "C", e.version COLLATE "C", e.type COLLATE "C", e.code COLLATE "C"
