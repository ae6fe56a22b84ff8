-- The dearer one of what both connections make, and what the registry's table, empty as yet, must have below which the volume will hang.
-- Records lie in the order of people, not of their keys.
-- shape: none
-- $1::text volume
-- $2::bigint loaded
-- $3::text target
SELECT cadre.index_first_volume($1, $2, '_known', false), cadre.ensure_indexes($3::regclass)
