-- shape: one
-- $1::integer class
-- $2::text key
SELECT pg_advisory_unlock($1, hashtext($2)) AS released
