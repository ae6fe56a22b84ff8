-- shape: none
-- $1::text target
-- $2::text[] volumes
SELECT cadre.end_first_evidence($1::regclass, $2)
