-- shape: one
-- $1::text kind
-- $2::bigint batch
SELECT cadre.reopen_staging($1, $2) AS row_count
