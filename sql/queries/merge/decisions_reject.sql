-- What is decided about must be known: the need, and the run that was answered.
-- shape: none
-- staged: decisions
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT s.record_no, CASE WHEN k.need THEN 'R080' ELSE 'X006' END,
       CASE WHEN k.need THEN 'run' ELSE 'need_code' END
FROM staged s,
     LATERAL (SELECT EXISTS (SELECT FROM cadre.need n
                             WHERE n.need_code = s.need_code AND upper_inf(n.recorded)) AS need,
                     s.run IS NULL OR EXISTS (SELECT FROM cadre.run r WHERE r.number = s.run) AS run) AS k
WHERE NOT (k.need AND k.run)
  AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
