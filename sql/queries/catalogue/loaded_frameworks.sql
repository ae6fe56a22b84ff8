-- In no order.
-- shape: many
-- $1::timestamptz known_at
SELECT f.code, f.version, f.title_en, f.scale, CASE WHEN f.current THEN '1' ELSE '0' END AS current
FROM cadre.loaded_framework_ever f
JOIN cadre.catalogue_load l ON l.number = f.from_load
LEFT JOIN cadre.catalogue_load r ON r.number = f.until_load
WHERE l.recorded_at <= $1 AND coalesce(r.recorded_at > $1, true)
