-- The newest first. One is the same when its rows, staged or not, are those that the file at hand would give.
-- shape: many
-- $1::text kind
-- $2::text source
-- $3::bytea sha256
-- $4::date effective
-- $5::text ruleset
-- $6::boolean full_list
-- $7::text encoding
SELECT number, state, staged_offset, staged_line, staged_rows, known_batch, sha256 = $3 AS same_bytes,
       sha256 = $3 AND effective = $4 AND ruleset = $5 AND full_list = $6 AND encoding IS NOT DISTINCT FROM $7 AS same
FROM cadre.batch
WHERE kind = $1 AND source = $2 AND state IN ('opened', 'staging', 'staged')
ORDER BY number DESC
