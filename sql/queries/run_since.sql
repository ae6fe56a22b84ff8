-- What happened to the registry since a run knew it: was anything imported, undone or loaded; and the newest person's number.
-- shape: one
-- $1::timestamptz known_at
SELECT EXISTS (SELECT FROM cadre.batch WHERE greatest(recorded_at, undone_at) > $1)
           OR EXISTS (SELECT FROM cadre.catalogue_load WHERE recorded_at > $1) AS changed,
       newest_person
FROM cadre.registry_clock
