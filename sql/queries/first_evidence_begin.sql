-- shape: one
-- $1::text target
-- $2::text kind
-- $3::text source
-- $4::date effective
-- $5::timestamptz newest
-- $6::text[] names
-- $7::text volume
SELECT first, recorded_at, statement
FROM cadre.begin_first_evidence($1::regclass, $2, $3, $4, $5, $6, $7)
