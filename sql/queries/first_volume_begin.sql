-- shape: one
-- $1::text volume
-- $2::text[] names
-- $3::date effective
-- $4::timestamptz at
-- $5::bigint batch
-- $6::text source
-- $7::text owner
SELECT statement, made FROM cadre.begin_first_volume($1, $2, $3, $4, $5, $6, $7)
