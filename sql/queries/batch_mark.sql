-- How far it is staged, and by which digest's leave.
-- shape: none
-- $1::bigint number
-- $2::text state
-- $3::bigint staged_offset
-- $4::bigint staged_line
-- $5::bigint staged_rows
-- $6::bigint known_batch
UPDATE cadre.batch
SET state = $2, staged_offset = $3, staged_line = $4, staged_rows = $5, known_batch = $6
WHERE number = $1 AND state IN ('opened', 'staging', 'staged')
