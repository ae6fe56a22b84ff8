-- Versions that were made current.
-- shape: many
-- $1::timestamptz known_at
SELECT c.framework, c.version
FROM cadre.loaded_current_ever c
JOIN cadre.catalogue_load l ON l.number = c.from_load
LEFT JOIN cadre.catalogue_load r ON r.number = c.until_load
WHERE l.recorded_at <= $1 AND coalesce(r.recorded_at > $1, true)
ORDER BY c.framework COLLATE "C"
