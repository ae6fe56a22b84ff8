-- shape: none
-- $1::text kind
-- $2::bigint batch
SELECT cadre.empty_staging($1, $2)
