-- shape: one
-- $1::text target
-- $2::text kind
-- $3::text source
-- $4::date effective
SELECT may, newest, least_cut
FROM cadre.may_be_whole($1::regclass, $2, $3, $4)
