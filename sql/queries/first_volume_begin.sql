-- shape: one
-- $1::date effective
-- $2::bigint batch
-- $3::text[] names
SELECT volume, made FROM cadre.begin_first_volume($1, $2, $3)
