-- The newest lines of the ledger, or the one of a number.
-- shape: many
-- $1::bigint most
-- $2::bigint number
SELECT l.number, CASE WHEN l.sort = 'document' AND l.framework IS NULL THEN 'tables' ELSE l.sort END AS sort, l.framework, l.version, l.from_version, l.effective, l.batch, l.undoes, l.undone_by, l.file_name, l.sha256,
       l.recorded_at, l.framework_new, l.elements_new, l.elements_completed, l.elements_changed, l.elements_same, l.elements_kept,
       l.relations_new, l.relations_same, l.rows_new, l.rows_completed, l.rows_changed,
       (SELECT count(*) FROM cadre.catalogue_load_finding f WHERE f.load = l.number) AS findings,
       (SELECT sum(c.found) FROM cadre.catalogue_load_count c
        WHERE c.load = l.number AND c.sort NOT LIKE '% that fell together')::bigint AS carried
FROM cadre.catalogue_load l
WHERE $2 IS NULL OR l.number = $2
ORDER BY l.number DESC
LIMIT $1
