-- shape: one
-- $1::text source
-- $2::text owner
-- $3::bigint batch
-- $4::date effective
-- $5::text[] names
-- $6::text volume
SELECT first, recorded_at, newest, statement, shared
FROM cadre.begin_first_load($1, $2, $3, $4, $5, $6)
