-- Versions that are cut.
--
-- A row of a versioned table says what is true on the days of `valid`, and `recorded` says when we knew it. Most of what a month
-- changes ends a version and begins the next: the row that was true without end is then CUT where it stands. `valid` is shortened to
-- what is known now, `uncut_until` keeps where it ended before (NULL = without end), `cut_at` and `cut_by` when and by which batch.
-- Known at T < cut_at, the row is valid [lower(valid), uncut_until): nothing that was known is lost, and no row is written twice.
-- A row is cut once. What else changes (a second cut, a correction, days that a late file takes out of the middle) goes the general way:
-- the row is closed (end of `recorded`, `closed_by`), and what is left of it stands in new rows. A row that was cut may be closed later.
--
--   known now                  upper_inf(recorded) AND valid @> D
--   known at T                 recorded @> T AND cadre.held(valid, uncut_until, cut_at, D, T)
--   its days, known at T       cadre.valid_at(valid, uncut_until, cut_at, T)
--   written by batch N         batch = N;   ended by it: closed_by = N OR cut_by = N
--
-- `since` is lower(valid), so that no index holds `valid`: a cut changes no index, and when the page has room for it (fillfactor), only
-- that page. Who writes a row writes both: generated, it would make an INSERT half as slow again. `key_hash` is a hash of the row's
-- identity in its file (of kinds with a source), by which a list that names only what changed finds who is missing.
DROP VIEW person_now, competency_now, award_now, organization_now, need_now, need_alternative_now, placement_now;

-- What was valid when T was now.
CREATE FUNCTION valid_at(valid daterange, uncut_until date, cut_at timestamptz, known_at timestamptz) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN cut_at > known_at THEN daterange(lower(valid), uncut_until) ELSE valid END
$$;
CREATE FUNCTION held(valid daterange, uncut_until date, cut_at timestamptz, as_of date, known_at timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN cut_at > known_at THEN daterange(lower(valid), uncut_until) ELSE valid END @> as_of
$$;

-- The clocks of a table whose rows have versions; a migration that makes one calls it too, after its own indexes. Rows that stand keep
-- what they have. Indexes are those of wanted_indexes: an empty table has none until its first merge, which fills it and then makes them
-- (sorted and by several processes, while readers go on) in less than half the time that it takes to keep them up row by row.
CREATE FUNCTION add_version_columns(target regclass, of_source boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    index regclass;
    filled boolean;
BEGIN
    FOR index IN SELECT i.indexrelid FROM pg_index i
                 WHERE i.indrelid = target AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid) LOOP
        EXECUTE format('DROP INDEX %s', index);
    END LOOP;
    EXECUTE format('ALTER TABLE %s DROP COLUMN IF EXISTS id, ALTER COLUMN key TYPE text COLLATE "C", '
                   'ADD COLUMN cut_at timestamptz, ADD COLUMN cut_by bigint, ADD COLUMN uncut_until date, '
                   'ADD COLUMN since date', target);
    EXECUTE format('UPDATE %s SET since = lower(valid)', target);
    EXECUTE format('ALTER TABLE %s ALTER COLUMN since SET NOT NULL', target);
    /* Nearly all rows are known now: a planner without this takes a third of them for so. */
    EXECUTE format('CREATE STATISTICS cadre.%I ON (upper_inf(recorded)) FROM %s',
                   (SELECT relname FROM pg_class WHERE oid = target) || '_open', target);
    IF of_source THEN
        EXECUTE format('ALTER TABLE %s ADD COLUMN key_hash bigint, ALTER COLUMN person_id TYPE text COLLATE "C", '
                       'SET (fillfactor = 90)', target);
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', target) INTO filled;
    IF filled THEN
        PERFORM cadre.ensure_indexes(target);
    END IF;
END
$$;

CREATE FUNCTION has_columns(target regclass, VARIADIC names text[]) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT count(*) = cardinality(names)
    FROM pg_attribute WHERE attrelid = target AND attname = ANY (names) AND NOT attisdropped
$$;

-- The indexes of a registry table, by the columns that it has. Each makes a month dearer, so there are few: keys of a source begin with
-- its code (key_hash is looked for among those), and a national id is the natural key of its person.
CREATE FUNCTION wanted_indexes(target regclass) RETURNS TABLE (name text, definition text)
LANGUAGE sql STABLE AS $$
    SELECT c.relname || w.suffix, format('CREATE %s %I ON %s %s', w.sort, c.relname || w.suffix, target, w.rest)
    FROM pg_class c,
         (VALUES ('_known', 'UNIQUE INDEX', '(key, since) WHERE upper_inf(recorded)', ARRAY['key', 'since']),
                 ('_closed', 'INDEX', '(key) WHERE NOT upper_inf(recorded)', ARRAY['key', 'source_person_id']),
                 ('_person', 'INDEX', '(person_id)', ARRAY['person_id', 'recorded']),
                 ('_need', 'INDEX', '(need_code)', ARRAY['need_code', 'clause']),
                 ('_number', 'UNIQUE INDEX', '(person_id)', ARRAY['person_id', 'natural_key']),
                 ('_natural_key', 'UNIQUE INDEX', '(natural_key)', ARRAY['person_id', 'natural_key'])) AS w (suffix, sort, rest, columns)
    WHERE c.oid = target AND cadre.has_columns(target, VARIADIC w.columns)
$$;

CREATE FUNCTION ensure_indexes(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN SELECT * FROM cadre.wanted_indexes(target) LOOP
        IF to_regclass(format('cadre.%I', wanted.name)) IS NULL THEN
            EXECUTE wanted.definition;
        END IF;
    END LOOP;
END
$$;

SELECT add_version_columns(name::regclass, of_source)
FROM (VALUES ('cadre.organization', false), ('cadre.source_record', true), ('cadre.competency_held', true), ('cadre.award', true),
             ('cadre.need', false), ('cadre.need_alternative', false), ('cadre.requirement_hold', false),
             ('cadre.placement', true)) AS t (name, of_source);
ALTER TABLE source_record ALTER COLUMN national_id TYPE text COLLATE "C", ALTER COLUMN source_person_id TYPE text COLLATE "C";

-- The form of a number is that of person_number; to match each against a pattern takes longer than to store it.
ALTER TABLE person DROP CONSTRAINT person_pkey, DROP CONSTRAINT person_natural_key_key, DROP CONSTRAINT person_person_id_check,
    SET (fillfactor = 90),
    ALTER COLUMN person_id TYPE text COLLATE "C", ALTER COLUMN natural_key TYPE text COLLATE "C";
SELECT ensure_indexes('cadre.person') WHERE EXISTS (SELECT FROM person);

-- New people of a batch are numbered one after the other and bear its owner: one row tells of them all, from person_id to last_person_id.
-- What is known of one person alone has a row of its own, with the key.
ALTER TABLE person_event ADD COLUMN last_person_id text, ALTER COLUMN natural_key DROP NOT NULL;
UPDATE person_event SET last_person_id = person_id;
ALTER TABLE person_event ALTER COLUMN last_person_id SET NOT NULL,
    ADD CHECK (natural_key IS NOT NULL OR event = 'created'), ADD CHECK (natural_key IS NULL OR last_person_id = person_id);

-- Columns of a registry table that a source states: all but the clocks and what follows from others.
CREATE OR REPLACE FUNCTION content_columns(target regclass) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT array_agg(attname::text ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = target AND attnum > 0 AND NOT attisdropped
      AND attname NOT IN ('key', 'key_hash', 'valid', 'since', 'recorded', 'batch', 'closed_by', 'cut_at', 'cut_by', 'uncut_until')
$$;

-- ---- Staging --------------------------------------------------------------------------------------------------------------------
-- Makes the staging table of a batch. record_hash is of rows without any finding alone, key_hash of rows that have a key; both NULL
-- where there is none.
DROP FUNCTION create_staging(text, bigint, text[], regtype[]);
CREATE FUNCTION create_staging(kind text, batch bigint, names text[], types regtype[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    staging text := format('cadre_staging.%I', kind || '_' || batch);
    columns text;
BEGIN
    SELECT string_agg(format('%I %s %s', n, t, CASE WHEN t IN ('text', 'text[]') THEN 'COLLATE "C"' END), ', ' ORDER BY o)
    INTO columns
    FROM unnest(names, types) WITH ORDINALITY AS u (n, t, o);
    EXECUTE format('CREATE UNLOGGED TABLE %s (record_no bigint, line_no bigint, byte_offset bigint, '
                   'byte_length bigint, record_hash uuid, key_hash bigint, %s)', staging, columns);
    EXECUTE format('CREATE OR REPLACE TEMPORARY VIEW staged AS SELECT * FROM %s', staging);
END
$$;

-- The COPY statement that fills it with what a file states: a column that the file has not is not sent, which is a tenth of the work.
CREATE FUNCTION copy_staging(kind text, batch bigint, names text[]) RETURNS text
LANGUAGE sql AS $$
    SELECT format('COPY cadre_staging.%I (record_no, line_no, byte_offset, byte_length, record_hash, key_hash, %s) '
                  'FROM STDIN (FORMAT binary)', kind || '_' || batch, string_agg(quote_ident(n), ', ' ORDER BY o))
    FROM unnest(names) WITH ORDINALITY AS u (n, o)
$$;

-- The staged rows are all there: a planner that knows nothing of them would walk the registry for each. How many they are is enough.
CREATE OR REPLACE FUNCTION close_staging(kind text, batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('default_statistics_target', '10', true);
    EXECUTE format('ANALYZE cadre_staging.%I (record_no)', kind || '_' || batch);
END
$$;

-- ---- People and views -----------------------------------------------------------------------------------------------------------
-- What is known of the sources at a time; settings of theirs come later.
CREATE FUNCTION source_known(known_at timestamptz) RETURNS TABLE (code text, owner text, precedence integer, grace_days integer)
LANGUAGE sql STABLE AS $$
    SELECT s.code, s.owner, s.precedence, s.grace_days FROM cadre.source s
$$;

-- `people` NULL = all of them.
CREATE OR REPLACE FUNCTION person_state(as_of date, known_at timestamptz, people text[] DEFAULT NULL)
RETURNS TABLE (
    person_id text, natural_key text, national_id text, family_name text, given_name text, patronymic text, birth_date date,
    sex text, citizenship text, region text, district text, education_level text, field_of_study text, languages text,
    service_status text, service_until date, military_specialty text, rank text, fitness_category text, clearance text,
    available_from date, relocates boolean, consent_on date, consent_until date, consent_for text, email text, phone text,
    owner text, attached boolean, ended_on date, grace_days integer)
LANGUAGE sql STABLE AS $$
    WITH known AS (
        SELECT r.*, s.precedence, s.grace_days, r.days @> as_of AS open,
               bool_or(r.days @> as_of) OVER of_person AS any_open, max(upper(r.days)) OVER of_person AS last_end
        FROM (SELECT *, cadre.valid_at(valid, uncut_until, cut_at, known_at) AS days FROM cadre.source_record) AS r
        JOIN cadre.source_known(known_at) s ON s.code = r.source
        WHERE r.recorded @> known_at AND r.since <= as_of AND (people IS NULL OR r.person_id = ANY (people))
        WINDOW of_person AS (PARTITION BY r.person_id)
    ), ranked AS ( -- first_stated follows this order
        SELECT k.*, array_to_string(k.languages, ';') AS languages_text, array_to_string(k.consent_for, ';') AS consent_for_text,
               CASE WHEN k.any_open THEN k.open ELSE upper(k.days) = k.last_end END AS chosen
        FROM known k
        ORDER BY k.person_id, k.precedence, k.since DESC, k.source COLLATE "C", k.key COLLATE "C"
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

CREATE VIEW person_now AS
    SELECT p.* FROM cadre.person_state(cadre.as_of(), cadre.known_at()) p
    WHERE p.attached OR cadre.as_of() < p.ended_on + p.grace_days;

CREATE VIEW competency_now AS
    SELECT * FROM cadre.competency_held
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());
CREATE VIEW award_now AS
    SELECT * FROM cadre.award
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());
CREATE VIEW organization_now AS
    SELECT * FROM cadre.organization
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());
CREATE VIEW need_now AS
    SELECT n.*, EXISTS (SELECT FROM cadre.requirement_hold h
                        WHERE h.need_code = n.need_code AND h.recorded @> cadre.known_at()
                          AND cadre.held(h.valid, h.uncut_until, h.cut_at, cadre.as_of(), cadre.known_at())) AS incomplete
    FROM cadre.need n
    WHERE n.recorded @> cadre.known_at() AND cadre.held(n.valid, n.uncut_until, n.cut_at, cadre.as_of(), cadre.known_at())
      AND (n.ends_on IS NULL OR n.ends_on >= cadre.as_of());
CREATE VIEW need_alternative_now AS
    SELECT * FROM cadre.need_alternative
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());
CREATE VIEW placement_now AS
    SELECT * FROM cadre.placement
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at())
      AND status IN ('accepted', 'ordered', 'posted')
      AND (until_on IS NULL OR until_on >= cadre.as_of());
