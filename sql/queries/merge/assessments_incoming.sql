-- shape: none
-- staged: assessments
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
SELECT s.record_no, s.key_hash,
       concat_ws(chr(31), $1, coalesce(r.by_source, r.by_id), s.code, s.taken_on) AS key,
       $1 AS source, $5 AS owner, coalesce(r.by_source, r.by_id) AS person_id, s.code,
       s.score::numeric AS score, s.taken_on, s.verified_by
FROM staged s JOIN pg_temp.resolved r USING (record_no)
WHERE NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
