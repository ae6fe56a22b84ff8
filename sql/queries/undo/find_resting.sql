-- shape: none
-- $1::bigint number
SELECT cadre.find_resting($1), cadre.find_resting_numbers($1)
