-- shape: maybe
-- $1::text kind
-- $2::text source
SELECT number, sha256, ruleset
FROM cadre.batch
WHERE kind = $1 AND source = $2 AND state = 'merged'
ORDER BY recorded_at DESC
LIMIT 1
