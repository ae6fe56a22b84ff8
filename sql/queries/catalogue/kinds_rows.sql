-- A row takes the place of the one that was loaded before, whose cells it keeps where it has none. Cells name their row by its place.
-- shape: none
-- $1::bigint load
-- $2::text[] tables
-- $3::text[] keys
-- $4::bigint[] replaces
-- $5::bigint[] places
-- $6::text[] columns
-- $7::text[] texts
WITH given AS (
    SELECT r.table_name, r.key, r.replaces <> 0 AS replaces, c.cells
    FROM unnest($2, $3, $4) WITH ORDINALITY AS r (table_name, key, replaces, place)
    JOIN (SELECT place, jsonb_object_agg(name, text) AS cells
          FROM unnest($5, $6, $7) AS u (place, name, text) GROUP BY place) AS c USING (place)),
replaced AS (
    UPDATE cadre.loaded_row l SET replaced_by = $1
    FROM given g
    WHERE (l.table_name, l.key) = (g.table_name, g.key) AND l.replaced_by IS NULL
    RETURNING l.table_name, l.key, l.cells, l.replaces)
INSERT INTO cadre.loaded_row (table_name, key, cells, replaces, load)
SELECT table_name, key, coalesce(r.cells, '{}') || g.cells, g.replaces OR coalesce(r.replaces, false), $1
FROM given g LEFT JOIN replaced r USING (table_name, key)
