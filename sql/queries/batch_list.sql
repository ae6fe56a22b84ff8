-- shape: many
-- $1::bigint most
SELECT number, kind, source, state, effective, file_name, rows_read, rows_new, rows_changed, rows_unchanged,
       rows_duplicate, rows_held, rows_rejected, records_left
FROM cadre.batch
ORDER BY number DESC
LIMIT $1
