-- shape: one
-- $1::text target
-- $2::text source
-- $3::date effective
-- $4::bigint rows_known
SELECT cadre.find_leaving($1::regclass, $2, $3, $4) AS open
