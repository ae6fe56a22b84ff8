-- shape: none
-- $1::text target
-- $2::text source
-- $3::date effective
-- $4::date list_until
SELECT cadre.find_leaving($1::regclass, $2, $3, $4)
