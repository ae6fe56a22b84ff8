-- shape: maybe
-- $1::bigint number
SELECT number, kind, source, owner, state, effective, attempt, ruleset, file_name, full_list,
       encode(sha256, 'hex') AS sha256, recorded_at, rows_read, rows_new, rows_changed, rows_unchanged,
       rows_duplicate, rows_held, rows_rejected, records_left, records_left_held_back,
       refusal, encoding, file_path, ended_at, staged_rows, undone_at, fixes
FROM cadre.batch
WHERE number = $1
