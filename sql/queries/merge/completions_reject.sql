-- shape: none
-- staged: completions
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT s.record_no, 'X016', 'training'
FROM staged s
WHERE NOT EXISTS (SELECT FROM cadre.training t
                  WHERE t.key = concat_ws(chr(31), s.provider, s.training) AND upper_inf(t.recorded))
  AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)
