-- One line a cell. Not whole: of elements, what cells can name.
-- shape: many
-- $1::timestamptz known_at
-- $2::boolean whole
SELECT r.table_name, r.key, r.replaces, r.load, c.key AS name, c.value AS text
FROM cadre.loaded_row_ever r
JOIN cadre.catalogue_load l ON l.number = r.from_load
LEFT JOIN cadre.catalogue_load u ON u.number = r.until_load
CROSS JOIN LATERAL jsonb_each_text(r.cells) AS c
WHERE l.recorded_at <= $1 AND coalesce(u.recorded_at > $1, true)
  AND ($2 OR r.table_name <> 'elements' OR r.cells->>'type' IN ('work_role', 'competency', 'military_specialty'))
ORDER BY r.table_name COLLATE "C", r.key COLLATE "C"
