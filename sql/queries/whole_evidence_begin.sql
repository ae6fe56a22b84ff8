-- shape: one
-- $1::text target
-- $2::text source
-- $3::text owner
-- $4::date effective
-- $5::timestamptz at
-- $6::bigint batch
-- $7::text[] names
SELECT volume, stamps, filled, begun, known, cut, rest
FROM cadre.begin_whole_evidence($1::regclass, $2, $3, $4, $5, $6, $7)
