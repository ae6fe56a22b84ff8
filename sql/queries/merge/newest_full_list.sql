-- shape: one
-- $1::text kind
-- $2::text source
SELECT max(effective) AS effective
FROM cadre.batch
WHERE kind = $1 AND source = $2 AND state = 'merged' AND full_list
