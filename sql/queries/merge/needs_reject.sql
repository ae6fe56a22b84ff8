-- shape: none
-- staged: needs
-- $1::text source
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
-- $5::text owner
INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
SELECT s.record_no, 'X005', 'organization_code'
FROM staged s
WHERE NOT EXISTS (SELECT FROM cadre.organization o
                  WHERE o.code = s.organization_code AND upper_inf(o.recorded) AND o.valid @> $2)
