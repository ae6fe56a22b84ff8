-- shape: many
-- $1::bigint run
SELECT l.natural_key, a.person_id, l.need_code, l.reason
FROM cadre.run_lapse AS l
LEFT JOIN cadre.run_assignment AS a ON a.run = l.run AND a.natural_key = l.natural_key
WHERE l.run = $1
ORDER BY l.need_code COLLATE "C", l.natural_key COLLATE "C" NULLS FIRST
