-- A parent must be known, here or in the registry, and nobody stands above itself.
-- shape: none
-- staged: organizations
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
WITH RECURSIVE parents AS (
    SELECT code, parent_code FROM staged
    UNION ALL
    SELECT o.code, o.parent_code
    FROM cadre.organization o
    WHERE upper_inf(o.recorded) AND o.valid @> $2 AND NOT EXISTS (SELECT FROM staged s WHERE s.code = o.code)
), climbed AS (
    SELECT s.record_no, s.parent_code AS above, ARRAY[s.code] AS path, false AS cycle
    FROM staged s
    UNION ALL
    SELECT c.record_no, p.parent_code, c.path || p.code, p.parent_code = ANY (c.path || p.code)
    FROM climbed c JOIN parents p ON p.code = c.above
    WHERE NOT c.cycle
)
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT record_no, CASE WHEN bool_or(cycle OR above = ANY (path)) THEN 'X008' ELSE 'X007' END, 'parent_code'
FROM climbed c
WHERE cycle OR above = ANY (path)
   OR (above IS NOT NULL AND NOT EXISTS (SELECT FROM parents p WHERE p.code = c.above))
GROUP BY record_no
