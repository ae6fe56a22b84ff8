-- shape: one
-- $1::text kind
-- $2::bigint batch
-- $3::text[] names
SELECT cadre.copy_staging($1, $2, $3) AS statement
