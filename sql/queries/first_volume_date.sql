-- shape: none
-- $1::text volume
-- $2::timestamptz at
SELECT cadre.date_first_volume($1, $2)
