-- shape: none
-- $1::text target
-- $2::text volume
-- $3::bigint loaded
SELECT cadre.end_first_evidence($1::regclass, $2, $3)
