-- shape: many
SELECT number, kind, source, staged_rows
FROM cadre.batch
WHERE state IN ('opened', 'staging', 'staged') AND staged_rows > 0
ORDER BY number
