-- Records that were corrected and otherwise not changed.
-- shape: one
SELECT count(*) AS corrected
FROM pg_temp.delta d JOIN (SELECT DISTINCT key FROM pg_temp.correcting) AS c USING (key)
WHERE d.same
