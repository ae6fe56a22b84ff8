-- Versions that are cut, and the merge at the speed of a copy.
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
-- that page. `key_hash` is a hash of the row's identity in its file (of kinds with a source), by which a list that names only what
-- changed finds who is missing.
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

-- The clocks of a table whose rows have versions; a migration that makes one calls it too. Rows that stand keep what they have.
CREATE FUNCTION add_version_columns(target regclass, of_source boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s DROP COLUMN IF EXISTS id, ALTER COLUMN key TYPE text COLLATE "C", '
                   'ADD COLUMN cut_at timestamptz, ADD COLUMN cut_by bigint, ADD COLUMN uncut_until date, '
                   'ADD COLUMN since date GENERATED ALWAYS AS (lower(valid)) STORED, '
                   'ADD CHECK ((cut_at IS NULL) = (cut_by IS NULL))', target);
    IF of_source THEN
        EXECUTE format('ALTER TABLE %s ADD COLUMN key_hash bigint', target);
    END IF;
END
$$;
SELECT add_version_columns(name::regclass, of_source)
FROM (VALUES ('cadre.organization', false), ('cadre.source_record', true), ('cadre.competency_held', true), ('cadre.award', true),
             ('cadre.need', false), ('cadre.need_alternative', false), ('cadre.requirement_hold', false),
             ('cadre.placement', true)) AS t (name, of_source);

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
    SELECT string_agg(format('%I %s', n, t), ', ' ORDER BY o) INTO columns
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

CREATE OR REPLACE FUNCTION compare_incoming(target regclass, effective date,
                                 OUT rows_new bigint, OUT rows_changed bigint, OUT rows_unchanged bigint)
LANGUAGE plpgsql AS $$
DECLARE
    known text;
    stated text;
BEGIN
    SELECT string_agg(format('t.%I', c), ', '), string_agg(format('i.%I', c), ', ')
    INTO known, stated
    FROM unnest(cadre.content_columns(target)) AS c;
    EXECUTE format(
        'CREATE TEMPORARY TABLE delta ON COMMIT DROP AS '
        'SELECT i.key, p.until, t.key IS NOT NULL AS known, '
        't.key IS NOT NULL AND ROW(%s) IS NOT DISTINCT FROM ROW(%s) AS same '
        'FROM pg_temp.incoming i JOIN pg_temp.place p USING (key) LEFT JOIN %s t '
        'ON t.key = i.key AND upper_inf(t.recorded) AND t.valid @> $1', known, stated, target)
        USING effective;
    ANALYZE pg_temp.delta;
    SELECT count(*) FILTER (WHERE NOT d.known), count(*) FILTER (WHERE d.known AND NOT d.same), count(*) FILTER (WHERE d.same)
    INTO rows_new, rows_changed, rows_unchanged
    FROM pg_temp.delta d;
END
$$;

CREATE OR REPLACE FUNCTION gather_affected(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    ANALYZE pg_temp.leaving;
    EXECUTE format(
        'CREATE TEMPORARY TABLE affected ON COMMIT DROP AS '
        'SELECT t.*, t.ctid AS place FROM %s t '
        'JOIN (SELECT key FROM pg_temp.delta WHERE NOT same UNION ALL SELECT key FROM pg_temp.leaving) AS k USING (key) '
        'WHERE upper_inf(t.recorded)', target);
    ANALYZE pg_temp.affected;
END
$$;

CREATE OR REPLACE FUNCTION store_settled(target regclass, effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    content text;
    known text;
    stated text;
    written bigint := 0;
    found bigint;
BEGIN
    SELECT string_agg(quote_ident(c), ', '), string_agg(format('t.%I', c), ', '), string_agg(format('i.%I', c), ', ')
    INTO content, known, stated
    FROM unnest(cadre.content_columns(target)) AS c;
    EXECUTE format(
        'UPDATE %1$s t SET recorded = tstzrange(lower(t.recorded), $1), closed_by = $2 '
        'FROM pg_temp.affected a '
        'WHERE t.ctid = a.place AND NOT EXISTS (SELECT FROM pg_temp.settled i '
        '    WHERE i.key = t.key AND i.valid = t.valid AND ROW(%2$s) IS NOT DISTINCT FROM ROW(%3$s))',
        target, stated, known)
        USING at, by_batch;
    GET DIAGNOSTICS found = ROW_COUNT;
    written := written + found;
    EXECUTE format(
        'INSERT INTO %1$s (key, %2$s, valid, recorded, batch) '
        'SELECT i.key, %3$s, i.valid, tstzrange($1, NULL), $2 FROM pg_temp.settled i '
        'WHERE NOT EXISTS (SELECT FROM %1$s t WHERE t.key = i.key AND upper_inf(t.recorded) AND t.valid = i.valid)',
        target, content, stated)
        USING at, by_batch;
    GET DIAGNOSTICS found = ROW_COUNT;
    written := written + found;
    EXECUTE format(
        'INSERT INTO %1$s (key, %2$s, valid, recorded, batch) '
        'SELECT i.key, %3$s, daterange($1, d.until), tstzrange($2, NULL), $3 '
        'FROM pg_temp.incoming i JOIN pg_temp.delta d USING (key) '
        'WHERE NOT d.same AND NOT EXISTS (SELECT FROM pg_temp.affected a WHERE a.key = i.key)',
        target, content, stated)
        USING effective, at, by_batch;
    GET DIAGNOSTICS found = ROW_COUNT;
    PERFORM cadre.analyze_grown(target, written + found);
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
