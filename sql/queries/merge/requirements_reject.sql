-- shape: none
-- staged: requirements
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT s.record_no, 'X006', 'need_code'
FROM staged s
WHERE NOT EXISTS (SELECT FROM cadre.need n WHERE n.need_code = s.need_code AND upper_inf(n.recorded))
