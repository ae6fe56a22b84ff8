-- The rows of one table, in no order; cells by the names of columns, NULL where that or the cell is none. Not whole: of elements, what
-- cells can name.
-- shape: many
-- $1::timestamptz known_at
-- $2::text table_name
-- $3::boolean whole
-- $4::text column_1
-- $5::text column_2
-- $6::text column_3
-- $7::text column_4
-- $8::text column_5
-- $9::text column_6
-- $10::text column_7
-- $11::text column_8
-- $12::text column_9
-- $13::text column_10
-- $14::text column_11
-- $15::text column_12
SELECT r.key, r.replaces, r.load, r.cells ->> $4 AS cell_1, r.cells ->> $5 AS cell_2, r.cells ->> $6 AS cell_3, r.cells ->> $7 AS cell_4,
       r.cells ->> $8 AS cell_5, r.cells ->> $9 AS cell_6, r.cells ->> $10 AS cell_7, r.cells ->> $11 AS cell_8,
       r.cells ->> $12 AS cell_9, r.cells ->> $13 AS cell_10, r.cells ->> $14 AS cell_11, r.cells ->> $15 AS cell_12
FROM cadre.loaded_row_ever r
JOIN cadre.catalogue_load l ON l.number = r.from_load
LEFT JOIN cadre.catalogue_load u ON u.number = r.until_load
WHERE r.table_name = $2 AND l.recorded_at <= $1 AND coalesce(u.recorded_at > $1, true)
  AND ($3 OR r.table_name <> 'elements' OR r.cells ->> 'type' IN ('work_role', 'competency', 'military_specialty'))
