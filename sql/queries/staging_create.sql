-- shape: none
-- $1::text kind
-- $2::bigint batch
-- $3::text[] names
-- $4::text[] types
-- $5::boolean lasting
SELECT cadre.create_staging($1, $2, $3, $4::regtype[], $5)
