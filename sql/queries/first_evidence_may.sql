-- shape: one
-- $1::text target
-- $2::text kind
-- $3::text source
-- $4::date effective
-- $5::bigint bytes
SELECT first, newest, cadre.is_worth_volume($5) AS long
FROM cadre.is_first_evidence($1::regclass, $2, $3, $4)
