-- shape: one
-- $1::text volume
SELECT cadre.first_volume_repeats($1) AS repeats
