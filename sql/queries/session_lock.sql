-- shape: one
-- $1::integer class
-- $2::text key
SELECT pg_advisory_lock($1, hashtext($2))
