-- The registry on the day cadre.as_of, as known at cadre.known_at; both are set by the session.
CREATE FUNCTION as_of() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT current_setting('cadre.as_of')::date
$$;
CREATE FUNCTION known_at() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT current_setting('cadre.known_at')::timestamptz
$$;

CREATE VIEW person_now AS
    SELECT p.* FROM cadre.person_state(cadre.as_of(), cadre.known_at()) p
    WHERE p.attached OR cadre.as_of() < p.ended_on + p.grace_days;

CREATE VIEW competency_now AS
    SELECT * FROM cadre.competency_held WHERE recorded @> cadre.known_at() AND valid @> cadre.as_of();
CREATE VIEW award_now AS
    SELECT * FROM cadre.award WHERE recorded @> cadre.known_at() AND valid @> cadre.as_of();
CREATE VIEW organization_now AS
    SELECT * FROM cadre.organization WHERE recorded @> cadre.known_at() AND valid @> cadre.as_of();
CREATE VIEW need_now AS
    SELECT n.*, EXISTS (SELECT FROM cadre.requirement_hold h
                        WHERE h.need_code = n.need_code AND h.recorded @> cadre.known_at()
                          AND h.valid @> cadre.as_of()) AS incomplete
    FROM cadre.need n
    WHERE n.recorded @> cadre.known_at() AND n.valid @> cadre.as_of()
      AND (n.ends_on IS NULL OR n.ends_on >= cadre.as_of());
CREATE VIEW need_alternative_now AS
    SELECT * FROM cadre.need_alternative WHERE recorded @> cadre.known_at() AND valid @> cadre.as_of();
CREATE VIEW placement_now AS
    SELECT * FROM cadre.placement
    WHERE recorded @> cadre.known_at() AND valid @> cadre.as_of()
      AND status IN ('accepted', 'ordered', 'posted')
      AND (until_on IS NULL OR until_on >= cadre.as_of());

-- What must never be: one row a sort of fault, with how often it was found.
CREATE FUNCTION check_registry() RETURNS TABLE (fault text, found bigint)
LANGUAGE sql STABLE AS $$
    SELECT 'versions of one record overlap: ' || name, count(*)
    FROM (SELECT name, valid, lag(valid) OVER (PARTITION BY name, key ORDER BY lower(valid)) AS before
          FROM (SELECT 'source_record' AS name, key, valid FROM cadre.source_record WHERE upper_inf(recorded)
                UNION ALL SELECT 'award', key, valid FROM cadre.award WHERE upper_inf(recorded)
                UNION ALL SELECT 'competency_held', key, valid FROM cadre.competency_held WHERE upper_inf(recorded)
                UNION ALL SELECT 'placement', key, valid FROM cadre.placement WHERE upper_inf(recorded)
                UNION ALL SELECT 'need_alternative', key, valid FROM cadre.need_alternative WHERE upper_inf(recorded)
                UNION ALL SELECT 'requirement_hold', key, valid FROM cadre.requirement_hold WHERE upper_inf(recorded)
               ) AS known) AS paired
    WHERE before && valid
    GROUP BY name
    UNION ALL
    SELECT 'a person differs from what the sources said', count(*)
    FROM (SELECT * FROM cadre.person EXCEPT SELECT * FROM cadre.person_state('infinity', 'infinity')) AS d
    HAVING count(*) > 0
    UNION ALL
    SELECT 'a source record belongs to no person', count(*)
    FROM cadre.source_record r
    WHERE upper_inf(r.recorded) AND NOT EXISTS (SELECT FROM cadre.person p WHERE p.person_id = r.person_id)
    HAVING count(*) > 0
$$;
