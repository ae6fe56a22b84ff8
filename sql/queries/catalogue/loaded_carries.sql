-- shape: many
-- $1::timestamptz known_at
SELECT k.framework, k.from_version, k.type, k.from_code, k.to_version, k.to_code, k.effective::text AS effective
FROM cadre.loaded_carry_ever k
JOIN cadre.catalogue_load l ON l.number = k.from_load
LEFT JOIN cadre.catalogue_load r ON r.number = k.until_load
WHERE l.recorded_at <= $1 AND coalesce(r.recorded_at > $1, true)
ORDER BY k.framework COLLATE "C", k.from_version COLLATE "C", k.type COLLATE "C", k.from_code COLLATE "C"
