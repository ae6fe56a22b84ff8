-- shape: none
-- $1::text[] held_sets
-- $2::date effective
-- $3::timestamptz at
-- $4::bigint batch
SELECT cadre.hold_requirements($1, $2, $3, $4)
