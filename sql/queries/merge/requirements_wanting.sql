-- Of the rows that a batch kept out of a set all come back together, but those in whose stead another one does; one of which the need could
-- not be read may be of any set.
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
-- $10::bigint[] mended
WITH came AS (
    SELECT array_agg(n.record_no) AS records, array_agg(s.key_hash) AS key_hashes
    FROM unnest($9, $10) AS n (record_no, staged_no) JOIN staged s ON s.record_no = n.staged_no
), outdone AS MATERIALIZED (
    SELECT o.record_no FROM came c, cadre.records_outdone($8, c.records, c.key_hashes, $9) AS o
)
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT s.record_no, 'X019', 'need_code'
FROM staged s, (
    SELECT array_agg(b.set_name) AS names
    FROM cadre.batch_set b
    WHERE b.batch = $8
      AND EXISTS (SELECT FROM unnest(b.kept_out) AS k (record) JOIN cadre.batch_finding f ON f.batch = $8 AND f.record_no = k.record
                  WHERE cadre.mended_in(f.mended_by, f.outdone_by) IS NULL AND f.code !~ '^W' AND k.record <> ALL ($9)
                    AND k.record NOT IN (SELECT o.record_no FROM outdone o))) AS wanting
WHERE (s.need_code = ANY (wanting.names) OR '' = ANY (wanting.names))
  AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
