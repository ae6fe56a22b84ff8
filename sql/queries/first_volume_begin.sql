-- shape: one
-- $1::date effective
-- $2::bigint batch
-- $3::text source
-- $4::text owner
SELECT volume, made FROM cadre.begin_first_volume($1, $2, $3, $4)
