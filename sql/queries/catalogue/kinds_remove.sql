-- A row that was loaded counts no more; what is shipped of it does.
-- shape: none
-- $1::bigint load
-- $2::text table_name
-- $3::text key
UPDATE cadre.loaded_row SET replaced_by = $1 WHERE (table_name, key) = ($2, $3) AND replaced_by IS NULL
