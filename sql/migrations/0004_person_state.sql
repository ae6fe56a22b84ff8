-- People as they follow from what the sources said: the rows of a person that are valid on `as_of`; when none is, those that ended
-- last. For each field the best source by precedence, then the newest, then the least key.
CREATE FUNCTION person_state(as_of date, known_at timestamptz)
RETURNS TABLE (person_id text, natural_key text, national_id text, family_name text, given_name text, patronymic text, birth_date date, sex text, citizenship text, region text, district text, education_level text, field_of_study text, languages text, service_status text, service_until date, military_specialty text, rank text, fitness_category text, clearance text, available_from date, relocates boolean, consent_on date, consent_until date, consent_for text, email text, phone text, owner text,
               attached boolean, ended_on date, grace_days integer)
LANGUAGE sql STABLE AS $$
    WITH known AS (
        SELECT r.*, s.precedence, s.grace_days, r.valid @> as_of AS open,
               array_to_string(r.languages, ';') AS languages_text,
               array_to_string(r.consent_for, ';') AS consent_for_text
        FROM cadre.source_record r JOIN cadre.source s ON s.code = r.source
        WHERE r.recorded @> known_at AND lower(r.valid) <= as_of
    ), keys AS (
        SELECT k.person_id,
               coalesce((array_agg(k.national_id
                                   ORDER BY precedence, lower(valid) DESC, source COLLATE "C", key COLLATE "C")
                         FILTER (WHERE k.national_id IS NOT NULL))[1],
                        min((k.source || '/' || k.source_person_id) COLLATE "C")) AS natural_key
        FROM known k
        GROUP BY k.person_id
    ), counted AS (
        SELECT k.*, bool_or(open) OVER of_person AS any_open, max(upper(valid)) OVER of_person AS last_end
        FROM known k
        WINDOW of_person AS (PARTITION BY k.person_id)
    ), chosen AS (
        SELECT c.*, row_number() OVER (
                   PARTITION BY c.person_id
                   ORDER BY precedence, lower(valid) DESC, source COLLATE "C", key COLLATE "C") AS place
        FROM counted c
        WHERE CASE WHEN any_open THEN open ELSE upper(valid) = last_end END
    )
    SELECT c.person_id,
           (SELECT natural_key FROM keys WHERE keys.person_id = c.person_id),
           (array_agg(c.national_id ORDER BY place) FILTER (WHERE c.national_id IS NOT NULL))[1],
           (array_agg(c.family_name ORDER BY place) FILTER (WHERE c.family_name IS NOT NULL))[1],
           (array_agg(c.given_name ORDER BY place) FILTER (WHERE c.given_name IS NOT NULL))[1],
           (array_agg(c.patronymic ORDER BY place) FILTER (WHERE c.patronymic IS NOT NULL))[1],
           (array_agg(c.birth_date ORDER BY place) FILTER (WHERE c.birth_date IS NOT NULL))[1],
           (array_agg(c.sex ORDER BY place) FILTER (WHERE c.sex IS NOT NULL))[1],
           (array_agg(c.citizenship ORDER BY place) FILTER (WHERE c.citizenship IS NOT NULL))[1],
           (array_agg(c.region ORDER BY place) FILTER (WHERE c.region IS NOT NULL))[1],
           (array_agg(c.district ORDER BY place) FILTER (WHERE c.district IS NOT NULL))[1],
           (array_agg(c.education_level ORDER BY place) FILTER (WHERE c.education_level IS NOT NULL))[1],
           (array_agg(c.field_of_study ORDER BY place) FILTER (WHERE c.field_of_study IS NOT NULL))[1],
           (array_agg(c.languages_text ORDER BY place) FILTER (WHERE c.languages_text IS NOT NULL))[1],
           (array_agg(c.service_status ORDER BY place) FILTER (WHERE c.service_status IS NOT NULL))[1],
           (array_agg(c.service_until ORDER BY place) FILTER (WHERE c.service_until IS NOT NULL))[1],
           (array_agg(c.military_specialty ORDER BY place) FILTER (WHERE c.military_specialty IS NOT NULL))[1],
           (array_agg(c.rank ORDER BY place) FILTER (WHERE c.rank IS NOT NULL))[1],
           (array_agg(c.fitness_category ORDER BY place) FILTER (WHERE c.fitness_category IS NOT NULL))[1],
           (array_agg(c.clearance ORDER BY place) FILTER (WHERE c.clearance IS NOT NULL))[1],
           (array_agg(c.available_from ORDER BY place) FILTER (WHERE c.available_from IS NOT NULL))[1],
           (array_agg(c.relocates ORDER BY place) FILTER (WHERE c.relocates IS NOT NULL))[1],
           (array_agg(c.consent_on ORDER BY place) FILTER (WHERE c.consent_on IS NOT NULL))[1],
           (array_agg(c.consent_until ORDER BY place) FILTER (WHERE c.consent_until IS NOT NULL))[1],
           (array_agg(c.consent_for_text ORDER BY place) FILTER (WHERE c.consent_for_text IS NOT NULL))[1],
           (array_agg(c.email ORDER BY place) FILTER (WHERE c.email IS NOT NULL))[1],
           (array_agg(c.phone ORDER BY place) FILTER (WHERE c.phone IS NOT NULL))[1],
           (array_agg(c.owner ORDER BY place) FILTER (WHERE c.owner IS NOT NULL))[1],
           bool_or(c.any_open), CASE WHEN bool_or(c.any_open) THEN NULL ELSE max(c.last_end) END,
           max(c.grace_days)
    FROM chosen c
    GROUP BY c.person_id
$$;

-- Brings the person table up to date for the people whose records the batch wrote or ended.
CREATE FUNCTION refresh_people(by_batch bigint, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.refreshed;
    CREATE TEMPORARY TABLE refreshed ON COMMIT DROP AS
        SELECT s.* FROM cadre.person_state('infinity', 'infinity') s
        WHERE s.person_id IN (SELECT r.person_id FROM cadre.source_record r
                              WHERE r.batch = by_batch OR r.closed_by = by_batch);
    INSERT INTO cadre.person_event (person_id, event, natural_key, owner, batch, recorded_at)
        SELECT r.person_id, CASE WHEN p.person_id IS NULL THEN 'created' ELSE 'key_changed' END,
               r.natural_key, r.owner, by_batch, at
        FROM pg_temp.refreshed r LEFT JOIN cadre.person p USING (person_id)
        WHERE p.natural_key IS DISTINCT FROM r.natural_key
        ORDER BY r.person_id;
    DELETE FROM cadre.person p USING pg_temp.refreshed r WHERE p.person_id = r.person_id;
    INSERT INTO cadre.person SELECT * FROM pg_temp.refreshed;
END
$$;

-- Birth date, national id and sex were always as the newest file says: rewrites the known versions of the records in pg_temp.incoming
-- that differ; the old values stay under the times when they were known. Returns how many records.
CREATE FUNCTION correct_records(at timestamptz, by_batch bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    corrected bigint;
BEGIN
    DROP TABLE IF EXISTS pg_temp.correcting;
    CREATE TEMPORARY TABLE correcting ON COMMIT DROP AS
        SELECT r.id, r.key, i.birth_date, i.national_id, i.sex
        FROM cadre.source_record r JOIN pg_temp.incoming i ON i.key = r.key
        WHERE upper_inf(r.recorded)
          AND (r.birth_date, r.national_id, r.sex) IS DISTINCT FROM (i.birth_date, i.national_id, i.sex);
    UPDATE cadre.source_record r SET recorded = tstzrange(lower(recorded), at), closed_by = by_batch
        FROM pg_temp.correcting c WHERE c.id = r.id;
    INSERT INTO cadre.source_record (
            key, source, owner, person_id, source_person_id, national_id, family_name, given_name,
            patronymic, birth_date, sex, citizenship, region, district, employer_code, employer_name,
            job_title, employed_from, occupation, education_level, field_of_study, institution,
            graduated_on, email, phone, languages, service_status, service_ground, service_until,
            military_specialty, rank, fitness_category, fitness_on, clearance, available_from, relocates,
            consent_on, consent_until, consent_for, leave_reason, moved_to, valid, recorded, batch)
        SELECT r.key, r.source, r.owner, r.person_id, r.source_person_id, c.national_id, r.family_name,
               r.given_name, r.patronymic, c.birth_date, c.sex, r.citizenship, r.region, r.district,
               r.employer_code, r.employer_name, r.job_title, r.employed_from, r.occupation,
               r.education_level, r.field_of_study, r.institution, r.graduated_on, r.email, r.phone,
               r.languages, r.service_status, r.service_ground, r.service_until, r.military_specialty,
               r.rank, r.fitness_category, r.fitness_on, r.clearance, r.available_from, r.relocates,
               r.consent_on, r.consent_until, r.consent_for, r.leave_reason, r.moved_to, r.valid,
               tstzrange(at, NULL), by_batch
        FROM cadre.source_record r JOIN pg_temp.correcting c ON c.id = r.id;
    SELECT count(DISTINCT key) INTO corrected FROM pg_temp.correcting;
    RETURN corrected;
END
$$;
