-- shape: many
-- $1::text code
-- $2::bigint most
SELECT number, kind, effective, state, full_list, file_name, rows_read, rows_rejected + rows_held AS rows_faulty
FROM cadre.batch
WHERE source = $1
ORDER BY number DESC
LIMIT $2
