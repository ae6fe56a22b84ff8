-- The full list after this day that is known already: it decides from its own day on.
-- shape: one
-- $1::text kind
-- $2::text source
-- $3::date effective
SELECT min(effective) AS until
FROM cadre.batch
WHERE kind = $1 AND source = $2 AND state = 'merged' AND full_list AND effective > $3
