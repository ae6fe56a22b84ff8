-- shape: many
-- $1::text code
-- NULL: all of them. With the newest merged file of each.
SELECT s.code, s.owner, s.precedence, s.grace_days, t.settings::text AS settings,
       t.known_from, b.number AS batch, b.kind, b.effective
FROM cadre.source s
LEFT JOIN cadre.source_settings t ON t.source = s.code AND t.known_until IS NULL
LEFT JOIN LATERAL (SELECT number, kind, effective FROM cadre.batch
                   WHERE source = s.code AND state = 'merged'
                   ORDER BY number DESC LIMIT 1) b ON true
WHERE $1::text IS NULL OR s.code = $1
ORDER BY s.code COLLATE "C"
