-- What a clause shares, of a row that joins those of its set that stand.
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
SELECT s.record_no, 'X002', CASE WHEN bool_or(a.importance <> s.importance) THEN 'importance'
                                 WHEN bool_or(a.weight <> coalesce(s.weight, 1)) THEN 'weight' ELSE 'k' END
FROM staged s
JOIN cadre.sets_of_batch($8) b ON b.set_name = s.need_code
JOIN cadre.need_alternative a ON a.need_code = s.need_code AND a.clause = s.clause AND upper_inf(a.recorded) AND a.valid @> $2
WHERE (a.importance, a.weight, a.k) <> (s.importance, coalesce(s.weight, 1), coalesce(s.k, 1))
  AND NOT EXISTS (SELECT FROM staged o WHERE (o.need_code, o.clause, o.kind, o.code) = (a.need_code, a.clause, a.kind, a.code))
  AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
GROUP BY s.record_no
