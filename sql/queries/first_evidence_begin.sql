-- Of each volume how its rows are copied; one row, when it is not the first any more.
-- shape: many
-- $1::text target
-- $2::text kind
-- $3::text source
-- $4::date effective
-- $5::timestamptz newest
-- $6::text[] names
-- $7::text[] volumes
SELECT b.recorded_at, u.statement
FROM cadre.begin_first_evidence($1::regclass, $2, $3, $4, $5, $6, $7) b LEFT JOIN unnest(b.statements) WITH ORDINALITY AS u (statement, place) ON true
ORDER BY u.place
