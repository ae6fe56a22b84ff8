-- shape: one
-- $1::text kind
-- $2::bigint batch
SELECT statement, row_count FROM cadre.reopen_staging($1, $2)
