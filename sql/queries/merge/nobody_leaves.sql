-- shape: none
DELETE FROM pg_temp.leaving
