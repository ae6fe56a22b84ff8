-- shape: one
-- $1::text file
-- $2::text[] columns
SELECT cadre.catalogue_reload($1, $2) AS statement
