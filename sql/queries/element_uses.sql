-- shape: many
-- $1::text prefix
-- $2::date as_of
-- The registry's rows that name an element by a code of that prefix (FRAMEWORK@VERSION/), as known now; what is over
-- before the day is left out, what is to come is not.
WITH standing AS (
    SELECT 'work_role' AS type, work_role AS code, 'needs' AS sort
    FROM cadre.need
    WHERE upper_inf(recorded) AND coalesce(upper(valid) > $2, true) AND coalesce(ends_on >= $2, true)
    UNION ALL
    SELECT CASE kind WHEN 'experience' THEN 'work_role' ELSE kind END, code, 'requirements'
    FROM cadre.need_alternative
    WHERE upper_inf(recorded) AND coalesce(upper(valid) > $2, true) AND kind IN ('work_role', 'competency', 'experience')
    UNION ALL
    SELECT type, code, 'evidence'
    FROM cadre.competency_held
    WHERE upper_inf(recorded) AND coalesce(upper(valid) > $2, true)
    UNION ALL
    SELECT 'work_role', work_role, 'preferences'
    FROM cadre.preference
    WHERE upper_inf(recorded) AND coalesce(upper(valid) > $2, true)
    UNION ALL
    SELECT 'military_specialty', code, CASE sort WHEN 'requirements' THEN sort ELSE 'evidence' END
    FROM cadre.specialties_named()
    WHERE coalesce(upper(valid) > $2, true)
    UNION ALL
    SELECT split_part(given, ':', 1), split_part(given, ':', 2), 'trainings'
    FROM cadre.training, unnest(grants) AS given
    WHERE upper_inf(recorded) AND coalesce(upper(valid) > $2, true)
)
SELECT type, substr(code, length($1) + 1) AS code,
       count(*) FILTER (WHERE sort = 'needs') AS needs,
       count(*) FILTER (WHERE sort = 'requirements') AS requirements,
       count(*) FILTER (WHERE sort = 'evidence') AS evidence,
       count(*) FILTER (WHERE sort = 'preferences') AS preferences,
       count(*) FILTER (WHERE sort = 'trainings') AS trainings
FROM standing
WHERE starts_with(code, $1)
GROUP BY type, code
ORDER BY type COLLATE "C", code COLLATE "C"
