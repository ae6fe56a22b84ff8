-- shape: none
-- $1::text target
-- $2::date effective
-- $3::date list_until
SELECT cadre.place_leaving($1::regclass, $2, $3)
