-- Rows of the registry and of the catalogue that name what is not in the catalogue.
-- shape: one
SELECT (SELECT coalesce(sum(e.found), 0) FROM cadre.dangling_elements() e)::bigint AS elements,
       (SELECT coalesce(sum(l.found), 0) FROM cadre.dangling_loads() l)::bigint AS loads
