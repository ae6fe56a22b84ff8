-- shape: none
-- $1::bigint number
-- $2::text refusal
UPDATE cadre.batch
SET state = 'refused', refusal = $2, ended_at = clock_timestamp()
WHERE number = $1 AND state IN ('opened', 'staging', 'staged')
