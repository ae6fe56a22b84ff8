-- The batch of the latest day, and of that day the newest: what a late file says of earlier days is not in force now.
-- shape: maybe
-- $1::text kind
-- $2::text source
SELECT number, sha256, ruleset, full_list
FROM cadre.batch
WHERE kind = $1 AND source = $2 AND state = 'merged'
ORDER BY effective DESC, recorded_at DESC
LIMIT 1
