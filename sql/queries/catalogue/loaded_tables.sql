-- Which of them have rows in loaded_row, now or once.
-- shape: many
-- $1::text[] names
SELECT f.name FROM unnest($1) WITH ORDINALITY AS f (name, place)
WHERE EXISTS (SELECT FROM cadre.loaded_row r WHERE r.table_name = f.name)
   OR EXISTS (SELECT FROM cadre.unloaded_row r WHERE r.table_name = f.name)
ORDER BY f.place
