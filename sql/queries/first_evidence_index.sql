-- What the registry's table, empty as yet, must have below which the volumes will hang.
-- shape: none
-- $1::text target
SELECT cadre.ensure_indexes($1::regclass)
