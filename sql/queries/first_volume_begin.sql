-- shape: one
-- $1::text target
-- $2::date effective
-- $3::bigint batch
-- $4::text[] names
-- $5::integer part
SELECT volume, made FROM cadre.begin_first_volume($1::regclass, $2, $3, $4, $5)
