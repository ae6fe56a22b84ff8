-- Who did not fit any more when the run was published all the same, by the id that the run has of them.
-- shape: many
-- $1::bigint run
SELECT a.person_id, l.need_code, l.reason
FROM cadre.run_lapse AS l
LEFT JOIN cadre.run_assignment AS a ON a.run = l.run AND a.natural_key = l.natural_key
WHERE l.run = $1
ORDER BY l.need_code COLLATE "C", a.person_id COLLATE "C" NULLS FIRST
