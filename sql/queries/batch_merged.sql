-- shape: none
-- $1::bigint number
-- $2::timestamptz recorded_at
-- $3::bigint rows_read
-- $4::bigint rows_new
-- $5::bigint rows_changed
-- $6::bigint rows_unchanged
-- $7::bigint rows_duplicate
-- $8::bigint rows_held
-- $9::bigint rows_rejected
-- $10::bigint records_left
-- $11::bigint records_left_held_back
UPDATE cadre.batch
SET state = 'merged', recorded_at = $2, rows_read = $3, rows_new = $4, rows_changed = $5, rows_unchanged = $6,
    rows_duplicate = $7, rows_held = $8, rows_rejected = $9, records_left = $10, records_left_held_back = $11, ended_at = clock_timestamp()
WHERE number = $1
