-- shape: one
-- $1::text target
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
SELECT cadre.end_versions($1::regclass, $2, $3, $4) AS ended
