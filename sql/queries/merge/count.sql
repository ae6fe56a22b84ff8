-- shape: one
SELECT count(*) FILTER (WHERE NOT known) AS rows_new, count(*) FILTER (WHERE known) AS rows_changed,
       count(*) FILTER (WHERE corrected AND NOT changed) AS rows_corrected,
       (SELECT count(*) FROM pg_temp.merge_rejected) AS rows_rejected
FROM pg_temp.delta
WHERE NOT same
