-- The needs of a run with their free seats, by code; title and priority as of the clock that is set.
-- shape: many
-- $1::bigint number
SELECT p.need_code, p.seats, n.title, n.priority
FROM cadre.run_price p LEFT JOIN cadre.need_now n USING (need_code)
WHERE p.run = $1
ORDER BY p.need_code COLLATE "C"
