-- The last time until then at which something was recorded: what a run that knows no more can have known. The newest when that is NULL.
-- shape: one
-- $1::timestamptz at_most
SELECT CASE WHEN $1 < c.newest THEN (
           SELECT coalesce(max(m.moment), '2000-01-01 00:00:00+00')
           FROM (SELECT recorded_at AS moment FROM cadre.batch
                 UNION ALL SELECT undone_at FROM cadre.batch
                 UNION ALL SELECT recorded_at FROM cadre.catalogue_load
                 UNION ALL SELECT known_from FROM cadre.source_settings WHERE isfinite(known_from)
                 UNION ALL SELECT recorded_at FROM cadre.run
                 UNION ALL SELECT published_at FROM cadre.run
                 UNION ALL SELECT recorded_at FROM cadre.run_event) AS m
           WHERE m.moment <= $1) ELSE c.newest END AS known_at
FROM cadre.registry_clock c
