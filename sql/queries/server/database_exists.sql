-- shape: one
-- $1::text name
SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1) AS known
