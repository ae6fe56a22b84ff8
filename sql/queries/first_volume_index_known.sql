-- The dearer one of what both connections make, and what the registry's table, empty as yet, must have below which the volume will hang.
-- shape: none
-- $1::text volume
-- $2::bigint loaded
SELECT cadre.index_first_volume($1, $2, '_known'), cadre.ensure_indexes('cadre.source_record')
