-- shape: one
-- $1::text target
-- $2::text volume
-- $3::bigint cuts
SELECT cadre.end_whole_evidence($1::regclass, $2::regclass, $3) AS whole
