-- shape: one
-- $1::text target
-- $2::text source
-- $3::date effective
SELECT cadre.count_open($1::regclass, $2, $3) AS open
