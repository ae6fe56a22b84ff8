-- shape: one
-- $1::text source
-- $2::date effective
SELECT count(*) AS open
FROM cadre.source_record r
WHERE upper_inf(r.recorded) AND r.source = $1 AND r.valid @> $2
