-- shape: none
-- $1::date effective
SELECT cadre.place_sets($1)
