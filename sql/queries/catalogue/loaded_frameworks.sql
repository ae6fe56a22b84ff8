-- shape: many
-- $1::timestamptz known_at
SELECT f.code, f.version, f.title_en, f.scale, CASE WHEN f.current THEN '1' ELSE '0' END AS current
FROM cadre.loaded_framework f JOIN cadre.catalogue_load l ON l.number = f.load
WHERE l.recorded_at <= $1
ORDER BY f.code COLLATE "C", f.version COLLATE "C"
