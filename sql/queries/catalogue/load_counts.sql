-- shape: many
-- $1::bigint load
SELECT sort, found FROM cadre.catalogue_load_count WHERE load = $1 ORDER BY sort COLLATE "C"
