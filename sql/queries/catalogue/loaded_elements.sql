-- In no order. Not whole: what cells can name, and the ends of isChildOf.
-- shape: many
-- $1::timestamptz known_at
-- $2::boolean whole
SELECT e.framework, e.version, e.type, e.code, e.title_en, e.group_code, e.group_en,
       CASE WHEN $2 THEN e.text END AS text, CASE WHEN $2 THEN e.text_hash END AS text_hash
FROM cadre.loaded_element_ever e
JOIN cadre.catalogue_load l ON l.number = e.from_load
LEFT JOIN cadre.catalogue_load r ON r.number = e.until_load
WHERE l.recorded_at <= $1 AND coalesce(r.recorded_at > $1, true)
  AND ($2 OR e.type IN ('work_role', 'competency', 'military_specialty')
       OR (e.framework, e.version, e.type, e.code) IN
          (SELECT c.framework, c.version, unnest(ARRAY[c.from_type, c.to_type]), unnest(ARRAY[c.from_code, c.to_code])
           FROM cadre.loaded_relation_ever c WHERE c.relation = 'isChildOf'))
