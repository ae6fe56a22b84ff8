-- shape: none
-- staged: requirements
-- $1::text[] held_sets
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
SELECT cadre.hold_requirements($1 || ARRAY(SELECT DISTINCT s.need_code
                                           FROM staged s JOIN pg_temp.merge_rejected m USING (record_no)
                                           WHERE m.code <> 'X006'), $2, $3, $4)
