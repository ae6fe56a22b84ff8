-- shape: none
DROP VIEW IF EXISTS pg_temp.staged
