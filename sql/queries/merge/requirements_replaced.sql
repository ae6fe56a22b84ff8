-- Mended rows of a need whose set a later file replaced since, for the day that they are for or one between: they are no part of that set.
-- shape: none
-- staged: requirements
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
-- $6::boolean late
-- $7::boolean first
-- $8::bigint fixes
-- $9::bigint[] brought
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT s.record_no, 'X021', 'need_code'
FROM staged s
WHERE s.need_code IN (
          SELECT b.set_name
          FROM cadre.batch n
          JOIN cadre.batch m ON m.kind = n.kind AND m.state = 'merged' AND m.recorded_at > n.recorded_at
                            AND m.fixes IS DISTINCT FROM n.number AND m.effective BETWEEN n.effective AND $2
          JOIN cadre.batch_set b ON b.batch = m.number AND b.stood
          WHERE n.number = $8)
  AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
