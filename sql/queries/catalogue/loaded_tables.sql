-- The tables that have rows in loaded_row, now or once.
-- shape: many
SELECT f.file FROM cadre.catalogue_file f
WHERE EXISTS (SELECT FROM cadre.loaded_row r WHERE r.table_name = f.file)
   OR EXISTS (SELECT FROM cadre.unloaded_row r WHERE r.table_name = f.file)
ORDER BY f.file COLLATE "C"
