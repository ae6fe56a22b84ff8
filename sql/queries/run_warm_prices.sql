-- The prices of the last published run of optimal mode that was known, for a match to begin with; with what it was of, since they are in
-- its units.
-- shape: many
-- $1::timestamptz known_at
SELECT p.need_code, p.price, r.needs, r.seats
FROM cadre.run_price p JOIN cadre.run r ON r.number = p.run
WHERE p.run = cadre.run_in_force($1) AND r.mode = 'optimal'
