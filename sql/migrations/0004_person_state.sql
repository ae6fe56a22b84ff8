-- People as they follow from what the sources said: the rows of a person that are valid on `as_of`; when none is, those that ended
-- last. For each field the best source by precedence, then the newest, then the least key.
-- The first value that is stated, in the order of the rows.
CREATE FUNCTION first_stated_step(known anyelement, next anyelement) RETURNS anyelement
LANGUAGE sql IMMUTABLE STRICT AS 'SELECT known';
CREATE AGGREGATE first_stated(anyelement) (SFUNC = first_stated_step, STYPE = anyelement);

-- `people` NULL = all of them.
CREATE FUNCTION person_state(as_of date, known_at timestamptz, people text[] DEFAULT NULL)
RETURNS TABLE (
    person_id text, natural_key text, national_id text, family_name text, given_name text, patronymic text, birth_date date,
    sex text, citizenship text, region text, district text, education_level text, field_of_study text, languages text,
    service_status text, service_until date, military_specialty text, rank text, fitness_category text, clearance text,
    available_from date, relocates boolean, consent_on date, consent_until date, consent_for text, email text, phone text,
    owner text, attached boolean, ended_on date, grace_days integer)
LANGUAGE sql STABLE AS $$
    WITH known AS (
        SELECT r.*, s.precedence, s.grace_days, r.valid @> as_of AS open,
               bool_or(r.valid @> as_of) OVER of_person AS any_open, max(upper(r.valid)) OVER of_person AS last_end
        FROM cadre.source_record r JOIN cadre.source s ON s.code = r.source
        WHERE r.recorded @> known_at AND lower(r.valid) <= as_of AND (people IS NULL OR r.person_id = ANY (people))
        WINDOW of_person AS (PARTITION BY r.person_id)
    ), ranked AS ( -- first_stated follows this order
        SELECT k.*, array_to_string(k.languages, ';') AS languages_text, array_to_string(k.consent_for, ';') AS consent_for_text,
               CASE WHEN k.any_open THEN k.open ELSE upper(k.valid) = k.last_end END AS chosen
        FROM known k
        ORDER BY k.person_id, k.precedence, lower(k.valid) DESC, k.source COLLATE "C", k.key COLLATE "C"
    )
    SELECT r.person_id,
           coalesce(cadre.first_stated(r.national_id),
                    replace(min((r.source || chr(1) || r.source_person_id) COLLATE "C"), chr(1), '/')),
           cadre.first_stated(r.national_id) FILTER (WHERE r.chosen),
           cadre.first_stated(r.family_name) FILTER (WHERE r.chosen),
           cadre.first_stated(r.given_name) FILTER (WHERE r.chosen),
           cadre.first_stated(r.patronymic) FILTER (WHERE r.chosen),
           cadre.first_stated(r.birth_date) FILTER (WHERE r.chosen),
           cadre.first_stated(r.sex) FILTER (WHERE r.chosen),
           cadre.first_stated(r.citizenship) FILTER (WHERE r.chosen),
           cadre.first_stated(r.region) FILTER (WHERE r.chosen),
           cadre.first_stated(r.district) FILTER (WHERE r.chosen),
           cadre.first_stated(r.education_level) FILTER (WHERE r.chosen),
           cadre.first_stated(r.field_of_study) FILTER (WHERE r.chosen),
           cadre.first_stated(r.languages_text) FILTER (WHERE r.chosen),
           cadre.first_stated(r.service_status) FILTER (WHERE r.chosen),
           cadre.first_stated(r.service_until) FILTER (WHERE r.chosen),
           cadre.first_stated(r.military_specialty) FILTER (WHERE r.chosen),
           cadre.first_stated(r.rank) FILTER (WHERE r.chosen),
           cadre.first_stated(r.fitness_category) FILTER (WHERE r.chosen),
           cadre.first_stated(r.clearance) FILTER (WHERE r.chosen),
           cadre.first_stated(r.available_from) FILTER (WHERE r.chosen),
           cadre.first_stated(r.relocates) FILTER (WHERE r.chosen),
           cadre.first_stated(r.consent_on) FILTER (WHERE r.chosen),
           cadre.first_stated(r.consent_until) FILTER (WHERE r.chosen),
           cadre.first_stated(r.consent_for_text) FILTER (WHERE r.chosen),
           cadre.first_stated(r.email) FILTER (WHERE r.chosen),
           cadre.first_stated(r.phone) FILTER (WHERE r.chosen),
           cadre.first_stated(r.owner) FILTER (WHERE r.chosen),
           bool_or(r.any_open), CASE WHEN NOT bool_or(r.any_open) THEN max(r.last_end) END,
           max(r.grace_days) FILTER (WHERE r.chosen)
    FROM ranked r
    GROUP BY r.person_id
$$;

-- Numbers the new people of pg_temp.resolved in the order of their keys, bytewise; absent counts as empty. The counter belongs to
-- the transaction: what is rolled back leaves no gap.
CREATE FUNCTION number_people() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    newest bigint;
    found bigint;
BEGIN
    SELECT c.newest_person INTO STRICT newest FROM cadre.registry_clock c;
    CREATE TEMPORARY TABLE numbered ON COMMIT DROP AS
        SELECT n.record_no, 'P' || lpad(n.number::text, greatest(8, length(n.number::text)), '0') AS person_id
        FROM (SELECT r.record_no,
                     newest + row_number() OVER (ORDER BY coalesce(r.national_id, '') COLLATE "C",
                                                          coalesce(r.source_person_id, '') COLLATE "C") AS number
              FROM pg_temp.resolved r
              WHERE r.by_source IS NULL AND r.by_id IS NULL
                AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = r.record_no)) AS n;
    GET DIAGNOSTICS found = ROW_COUNT;
    UPDATE cadre.registry_clock SET newest_person = newest_person + found;
END
$$;

-- Brings the person table up to date for the people of pg_temp.affected and of what is new in pg_temp.incoming.
CREATE FUNCTION refresh_people(by_batch bigint, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    concerned text[] := ARRAY(
        SELECT person_id FROM pg_temp.affected
        UNION SELECT i.person_id FROM pg_temp.incoming i JOIN pg_temp.delta d USING (key) WHERE NOT d.same);
BEGIN
    CREATE TEMPORARY TABLE refreshed ON COMMIT DROP AS SELECT * FROM cadre.person_state('infinity', 'infinity') LIMIT 0;
    /* EXECUTE, so that it is planned for this number of people. */
    EXECUTE 'INSERT INTO pg_temp.refreshed SELECT * FROM cadre.person_state(''infinity'', ''infinity'', $1)' USING concerned;
    ANALYZE pg_temp.refreshed;
    INSERT INTO cadre.person_event (person_id, event, natural_key, owner, batch, recorded_at)
        SELECT r.person_id, CASE WHEN p.person_id IS NULL THEN 'created' ELSE 'key_changed' END,
               r.natural_key, r.owner, by_batch, at
        FROM pg_temp.refreshed r LEFT JOIN cadre.person p USING (person_id)
        WHERE p.natural_key IS DISTINCT FROM r.natural_key
        ORDER BY r.person_id;
    DELETE FROM cadre.person p WHERE p.person_id = ANY (concerned); -- of whom nothing is known any more, too
    INSERT INTO cadre.person SELECT * FROM pg_temp.refreshed;
    PERFORM cadre.analyze_grown('cadre.person', cardinality(concerned));
END
$$;
