-- shape: one
-- $1::text file_name
-- $2::text sha256
-- $3::boolean framework_new
-- $4::bigint elements_new
-- $5::bigint elements_changed
-- $6::bigint relations_new
-- $7::bigint rows_new
-- $8::bigint rows_completed
-- $9::bigint rows_changed
-- $10::bigint rows_same
INSERT INTO cadre.catalogue_load (file_name, sha256, recorded_at, framework_new, elements_new, elements_completed, elements_changed,
                                  elements_same, elements_kept, relations_new, relations_same, rows_new, rows_completed,
                                  rows_changed, rows_same)
VALUES ($1, $2, cadre.draw_recorded(), $3, $4, 0, $5, 0, 0, $6, 0, $7, $8, $9, $10)
RETURNING number
