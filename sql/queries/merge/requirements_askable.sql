-- What a row may ask for.
-- shape: many
SELECT DISTINCT a.name COLLATE "C" AS name, a.sort
FROM (SELECT t.provider || '/' || t.code AS name, 'training' AS sort FROM cadre.training t WHERE upper_inf(t.recorded)
      UNION ALL
      SELECT o.code, 'placement' FROM cadre.organization o WHERE upper_inf(o.recorded)) AS a
ORDER BY 1
