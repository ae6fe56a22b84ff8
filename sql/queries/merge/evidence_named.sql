-- Whom rows that were stored name by a national id alone: what they rest on, should who gave it be undone. Nothing is known of resolved: each
-- of its rows is looked up in a table of the others, however few the planner takes them for.
-- shape: none
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
-- $6::boolean late
-- $7::boolean first
INSERT INTO cadre.batch_named (batch, person_id, owner)
SELECT DISTINCT $4, r.by_id, $5
FROM pg_temp.resolved r
WHERE r.by_source IS NULL AND r.by_id IS NOT NULL
  AND ($7 OR r.record_no IN (SELECT record_no FROM pg_temp.delta))
  AND r.record_no NOT IN (SELECT record_no FROM pg_temp.merge_rejected)
