-- The newest recorded time, or an earlier one that was asked for; NULL asks for the newest.
-- shape: one
-- $1::timestamptz at_most
SELECT least($1, newest) AS known_at FROM cadre.registry_clock
