-- What cannot be in the head of a run: each column is true when it is so. A run knows the registry at the time of an import, an undo, a
-- load into the catalogue, settings of a source, a run or a publication; runs are numbered in the order in which they were recorded; nothing is newer than the
-- clock; a run is published and withdrawn when its events say so, which runs of before there were events need not have. What was sealed
-- (who made it, by what it knew, its events) is as it was then, nothing that came later is without a seal, and no event is gone. Where the policy asks for
-- it the last verdict before the publication is an approval by another role. Limits and decisions stand in their places, and what decisions cost together is
-- stored where there are any.
-- shape: one
-- $1::bigint number
SELECT r.mode <> CASE WHEN r.policy LIKE '%; stable, people propose%' THEN 'stable' ELSE 'optimal' END AS mode,
       r.base_run IS DISTINCT FROM cadre.run_in_force(r.known_at) AS base_run,
       r.known_at >= r.recorded_at
           OR NOT EXISTS (SELECT FROM cadre.batch b WHERE r.known_at IN (b.recorded_at, b.undone_at)
                          UNION ALL SELECT FROM cadre.catalogue_load l WHERE r.known_at = l.recorded_at
                          UNION ALL SELECT FROM cadre.source_settings s WHERE r.known_at = s.known_from
                          UNION ALL SELECT FROM cadre.run o WHERE r.known_at IN (o.recorded_at, o.published_at)
                          UNION ALL SELECT FROM cadre.run_event e WHERE r.known_at = e.recorded_at
                          UNION ALL SELECT WHERE r.known_at = '2000-01-01 00:00:00+00') AS known_at,
       r.recorded_at > c.newest
           OR EXISTS (SELECT FROM cadre.run o
                      WHERE o.number <> r.number AND (o.number < r.number) <> (o.recorded_at < r.recorded_at)) AS recorded_at,
       coalesce(r.published_at < r.recorded_at OR greatest(r.published_at, r.withdrawn_at) > c.newest, false)
           OR ((r.published_at, r.withdrawn_at) IS DISTINCT FROM (e.published_at, e.withdrawn_at)
               AND (r.maker_seal IS NOT NULL OR e.published_at IS NOT NULL)) AS published_at,
       coalesce(r.maker_seal <> cadre.run_maker_seal(r.recorded_at, r.made_by, r.known_at), false)
           OR (r.maker_seal IS NULL AND EXISTS (SELECT FROM cadre.run o WHERE o.number < r.number AND o.maker_seal IS NOT NULL)) AS made_by,
       EXISTS (SELECT FROM cadre.run_event l
               WHERE l.run = r.number
                 AND (l.seal <> cadre.run_event_seal(l.run, l.recorded_at, l.event, l.role, l.why, l.looked_as_of, l.looked_known_at)
                      OR (l.seal IS NULL AND EXISTS (SELECT FROM cadre.run_event o WHERE o.recorded_at < l.recorded_at AND o.seal IS NOT NULL))))
           OR (e.events, e.sealed) IS DISTINCT FROM (coalesce(n.events, 0), coalesce(n.sealed, 0)) AS events,
       r.policy LIKE '%; approval by another role' AND r.published_at IS NOT NULL
           AND coalesce((SELECT l.event <> 'approved' OR l.role IS NOT DISTINCT FROM r.made_by
                         FROM cadre.run_event l
                         WHERE l.run = r.number AND l.event IN ('approved', 'rejected') AND l.recorded_at < r.published_at
                         ORDER BY l.recorded_at DESC LIMIT 1), true) AS approval,
       EXISTS (SELECT FROM (SELECT c.place, row_number() OVER (ORDER BY c.place) - 1 AS at FROM cadre.run_cap c WHERE c.run = r.number
                            UNION ALL
                            SELECT o.place, row_number() OVER (ORDER BY o.place) FROM cadre.run_override o WHERE o.run = r.number) AS s
               WHERE s.place <> s.at) AS places,
       EXISTS (SELECT FROM cadre.run_override o WHERE o.run = r.number)
           <> EXISTS (SELECT FROM cadre.run_override_all o WHERE o.run = r.number) AS costs
FROM cadre.run r
CROSS JOIN cadre.registry_clock c
CROSS JOIN LATERAL (SELECT max(l.recorded_at) FILTER (WHERE l.event = 'published') AS published_at,
                           max(l.recorded_at) FILTER (WHERE l.event = 'withdrawn') AS withdrawn_at,
                           count(*) AS events, count(l.seal) AS sealed
                    FROM cadre.run_event l WHERE l.run = r.number) AS e
LEFT JOIN cadre.run_event_count n ON n.run = r.number
WHERE r.number = $1
