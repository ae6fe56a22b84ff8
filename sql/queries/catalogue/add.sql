-- shape: one
-- $1::text framework
-- $2::text version
-- $3::text title
-- $4::text scale
-- $5::text file_name
-- $6::text sha256
SELECT load, framework_new, current, scale, elements_new, elements_completed, elements_changed, elements_same, elements_kept,
       relations_new, relations_same
FROM cadre.add_document($1, $2, $3, $4, $5, $6)
