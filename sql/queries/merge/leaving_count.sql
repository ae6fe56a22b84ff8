-- shape: one
SELECT count(*) AS leaving FROM pg_temp.leaving
