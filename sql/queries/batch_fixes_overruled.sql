-- Which of the records of a batch were at fault, while a later row of its file had their key.
-- shape: many
-- $1::bigint number
-- $2::bigint[] records
SELECT DISTINCT f.record_no
FROM cadre.batch_finding f
WHERE f.batch = $1 AND f.record_no = ANY ($2) AND f.code = 'W007'
ORDER BY f.record_no
