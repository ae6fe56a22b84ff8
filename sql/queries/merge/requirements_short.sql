-- Mended rows of a clause that has fewer alternatives than must hold, those that stand by the batch counted. Of a set that falls anyway
-- the one that is wanting may be the one that was not accepted.
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
SELECT s.record_no, 'X018', 'need_code'
FROM staged s
JOIN (SELECT need_code, clause, max(k) AS k, count(*) AS brought FROM staged GROUP BY need_code, clause) AS c USING (need_code, clause)
WHERE $8 IS NOT NULL
  AND c.k > c.brought + (
          SELECT count(*)
          FROM cadre.sets_of_batch($8) b
          JOIN cadre.need_alternative a ON a.need_code = b.set_name AND upper_inf(a.recorded) AND a.valid @> $2
          WHERE a.need_code = c.need_code AND a.clause = c.clause
            AND NOT EXISTS (SELECT FROM staged o WHERE (o.need_code, o.clause, o.kind, o.code) = (a.need_code, a.clause, a.kind, a.code)))
  AND NOT EXISTS (SELECT FROM staged o JOIN pg_temp.merge_rejected m USING (record_no) WHERE o.need_code = s.need_code)
