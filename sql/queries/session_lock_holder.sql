-- shape: maybe
-- $1::integer class
-- $2::text key
SELECT a.pid::bigint AS pid, a.application_name
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = $1::bigint::oid
  AND l.objid::bigint = hashtext($2)::bigint & 4294967295
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
LIMIT 1
