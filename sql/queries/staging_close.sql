-- shape: none
-- $1::text kind
-- $2::bigint batch
SELECT cadre.close_staging($1, $2)
