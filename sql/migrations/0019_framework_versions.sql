-- Changes of version: which version of a framework is current, where its elements went when another one took its place, and loads that
-- are taken back.
--
-- A line of the ledger of loads is of one sort:
--   document    a framework's document (0013), or files of kinds (0016): those concern no one framework
--   current     another version of a framework is the current one
--   migration   what rests on the elements of a version is carried to those of another one; its rows are those of a batch
--   undo        a line of another sort is taken back
-- Nothing is erased: what was known at any recorded time can be read. Rows of a table loaded_X are those that count now (of tables with
-- replaced_by: where that is NULL); what an undo took away, or what counted until the load that it took back, lies in unloaded_X. The
-- view loaded_X_ever has both, each row with the load since which it counts (from_load) and the one by which it ended (until_load).
ALTER TABLE catalogue_load
    ALTER COLUMN file_name DROP NOT NULL, ALTER COLUMN sha256 DROP NOT NULL,
    ALTER COLUMN framework_new SET DEFAULT false,
    ALTER COLUMN elements_new SET DEFAULT 0, ALTER COLUMN elements_completed SET DEFAULT 0,
    ALTER COLUMN elements_changed SET DEFAULT 0, ALTER COLUMN elements_same SET DEFAULT 0,
    ALTER COLUMN elements_kept SET DEFAULT 0, ALTER COLUMN relations_new SET DEFAULT 0, ALTER COLUMN relations_same SET DEFAULT 0,
    ADD COLUMN sort text NOT NULL DEFAULT 'document',
    ADD COLUMN from_version text,                        -- migration: the version that is left for `version`
    ADD COLUMN effective date,                           -- migration: since when
    ADD COLUMN batch bigint REFERENCES batch,            -- migration: that wrote its rows
    ADD COLUMN undoes bigint REFERENCES catalogue_load,  -- undo
    ADD COLUMN undone_by bigint REFERENCES catalogue_load;

-- How many rows of which sort a migration carried.
CREATE TABLE catalogue_load_count (
    load bigint REFERENCES catalogue_load, sort text, found bigint NOT NULL,
    PRIMARY KEY (load, sort));

-- The version that was made current; without a row the shipped one is, or the first that was loaded.
CREATE TABLE loaded_current (
    framework text, version text NOT NULL,
    load bigint NOT NULL REFERENCES catalogue_load,
    replaced_by bigint REFERENCES catalogue_load,
    PRIMARY KEY (framework, load));
CREATE UNIQUE INDEX loaded_current_now ON loaded_current (framework) WHERE replaced_by IS NULL;

-- Where each role and competency of a version that was left went: core/catalogue/migration.h says what the outcomes are.
CREATE TABLE loaded_carry (
    framework text, from_version text, type text, from_code text,
    to_version text NOT NULL,
    to_code text, -- NULL = nowhere
    outcome text NOT NULL, effective date NOT NULL,
    load bigint NOT NULL REFERENCES catalogue_load,
    replaced_by bigint REFERENCES catalogue_load,
    PRIMARY KEY (framework, from_version, type, from_code, load));
CREATE UNIQUE INDEX loaded_carry_now ON loaded_carry (framework, from_version, type, from_code) WHERE replaced_by IS NULL;

-- The tables that loads fill.
CREATE FUNCTION loaded_tables() RETURNS SETOF regclass
LANGUAGE sql STABLE AS $$
    SELECT c.oid::regclass
    FROM pg_class c
    WHERE c.relnamespace = 'cadre'::regnamespace AND c.relkind = 'r' AND starts_with(c.relname, 'loaded_')
      AND cadre.has_column(c.oid, 'load')
    ORDER BY c.relname COLLATE "C"
$$;

-- The columns of such a row that its file states.
CREATE FUNCTION loaded_columns(target regclass, alias text DEFAULT '') RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT string_agg(alias || quote_ident(attname), ', ' ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('load', 'replaced_by', 'again')
$$;

-- Makes what a table loaded_X needs for its loads to be taken back. `again`: the undo since which the row counts again.
CREATE FUNCTION keep_unloaded(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    name text := (SELECT relname FROM pg_class WHERE oid = target);
    replaces boolean := cadre.has_column(target, 'replaced_by');
BEGIN
    EXECUTE format('CREATE TABLE cadre.%I AS SELECT %s, load FROM %s LIMIT 0', 'un' || name, cadre.loaded_columns(target), target);
    EXECUTE format('ALTER TABLE cadre.%I ADD COLUMN from_load bigint NOT NULL REFERENCES cadre.catalogue_load, '
                   'ADD COLUMN until_load bigint NOT NULL REFERENCES cadre.catalogue_load', 'un' || name);
    IF replaces THEN
        EXECUTE format('ALTER TABLE %s ADD COLUMN again bigint REFERENCES cadre.catalogue_load', target);
    END IF;
    EXECUTE format('CREATE VIEW cadre.%I AS SELECT %2$s, load, %3$s AS from_load, %4$s AS until_load FROM %5$s '
                   'UNION ALL SELECT %2$s, load, from_load, until_load FROM cadre.%6$I',
                   name || '_ever', cadre.loaded_columns(target),
                   CASE WHEN replaces THEN 'coalesce(again, load)' ELSE 'load' END,
                   CASE WHEN replaces THEN 'replaced_by' ELSE 'NULL::bigint' END, target, 'un' || name);
END
$$;
SELECT keep_unloaded(target) FROM loaded_tables() AS target;

CREATE OR REPLACE VIEW framework_now AS
SELECT f.code, f.version, f.title_en, f.title_az, f.title_ru, f.scale,
       CASE WHEN c.version IS NOT NULL THEN f.version = c.version ELSE f.current END AS current, f.load
FROM (SELECT code, version, title_en, title_az, title_ru, scale, current, NULL::bigint AS load
      FROM cadre.framework
      UNION ALL
      SELECT code, version, title_en, NULL, NULL, scale,
             current AND NOT EXISTS (SELECT FROM cadre.framework s WHERE s.code = l.code AND s.current), load
      FROM cadre.loaded_framework l
      WHERE NOT EXISTS (SELECT FROM cadre.framework s WHERE (s.code, s.version) = (l.code, l.version))) AS f
LEFT JOIN cadre.loaded_current c ON c.framework = f.code AND c.replaced_by IS NULL;

-- Makes a version the current one, under the registry lock; NULL when it is so.
CREATE FUNCTION set_current_version(of_framework text, of_version text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    new_load bigint;
BEGIN
    IF EXISTS (SELECT FROM cadre.framework_now f WHERE (f.code, f.version) = (of_framework, of_version) AND f.current) THEN
        RETURN NULL;
    END IF;
    INSERT INTO cadre.catalogue_load (sort, framework, version, recorded_at)
        VALUES ('current', of_framework, of_version, cadre.draw_recorded())
        RETURNING number INTO new_load;
    UPDATE cadre.loaded_current SET replaced_by = new_load WHERE framework = of_framework AND replaced_by IS NULL;
    INSERT INTO cadre.loaded_current (framework, version, load) VALUES (of_framework, of_version, new_load);
    RETURN new_load;
END
$$;

-- ---- A change of version ----------------------------------------------------------------------------------------------------------
-- Where the roles and competencies of the version go lies in pg_temp.carry_step (type, from_code, to_code, outcome). Of each row of the
-- registry that is known now and names an element that goes somewhere, the days from the effective one on go with it; the days before
-- stand as they stood. Rows that come to say the same thing of one record fall together: what a source states of the new version itself
-- stands; of two that are carried, evidence of the higher level, the wish of the better rank, and, since alternatives are an OR, the
-- requirement that asks less.

-- Which columns of a table name elements, and how. In the expressions t is the row and c.becomes the new code; $1 the levels, lowest first.
CREATE FUNCTION element_columns()
RETURNS TABLE (target regclass, sort text, type text, code_column text, new_key text, better text, wanted text)
LANGUAGE sql STABLE AS $$
    VALUES ('cadre.need'::regclass, 'needs', '''work_role''', 'work_role', 't.key', 't.need_code',
            'coalesce(t.ends_on >= $2, true)'),
           ('cadre.need_alternative'::regclass, 'requirements', 'CASE t.kind WHEN ''experience'' THEN ''work_role'' ELSE t.kind END',
            'code', 'concat_ws(chr(31), t.need_code, t.clause, t.kind, c.becomes)',
            'array_position($1, t.level) NULLS FIRST, t.months NULLS FIRST, t.code COLLATE "C"', 'true'),
           ('cadre.competency_held'::regclass, 'evidence', 't.type', 'code', 'concat_ws(chr(31), t.source, t.person_id, t.type, c.becomes)',
            'array_position($1, t.level) DESC NULLS LAST, t.verified_by IS NULL, t.years DESC NULLS LAST, t.code COLLATE "C"', 'true'),
           ('cadre.preference'::regclass, 'preferences', '''work_role''', 'work_role',
            'concat_ws(chr(31), t.person_id, t.side, ''role '' || c.becomes)', 't.rank, t.work_role COLLATE "C"', 'true')
$$;

-- The rows of one table, in pg_temp.moving: the row, where it lies (place), what it becomes, the days that go (days), and whether its
-- version is cut where it stands (direct). In pg_temp.landing the days on which it stands under its new code.
CREATE FUNCTION gather_moving(target regclass, select_moving text, new_key text, better text, levels text[], effective date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TEMPORARY TABLE moving ON COMMIT DROP AS '
        'SELECT t.*, t.ctid AS place, c.becomes, %s AS new_key, t.valid * daterange($2, NULL) AS days, '
        '       upper_inf(t.valid) AND t.cut_at IS NULL AND t.since < $2 AS direct, '
        '       row_number() OVER (PARTITION BY %s ORDER BY %s, t.since) AS turn '
        'FROM %s', new_key, new_key, better, select_moving)
        USING levels, effective;
    ANALYZE pg_temp.moving;
    EXECUTE format(
        'CREATE TEMPORARY TABLE landing ON COMMIT DROP AS '
        'WITH standing AS ('
        '    SELECT k.key AS new_key, range_agg(k.valid) AS taken FROM %s k '
        '    WHERE upper_inf(k.recorded) AND k.key IN (SELECT m.new_key FROM pg_temp.moving m WHERE m.new_key <> m.key) '
        '    GROUP BY k.key '
        '), better AS ('
        '    SELECT m.place, m.new_key, m.days, '
        '           range_agg(m.days) OVER (PARTITION BY m.new_key ORDER BY m.turn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) '
        '               AS taken '
        '    FROM pg_temp.moving m '
        ') SELECT b.place, unnest(datemultirange(b.days) - coalesce(b.taken, ''{}'') - coalesce(s.taken, ''{}'')) AS days '
        'FROM better b LEFT JOIN standing s USING (new_key)', target);
    ANALYZE pg_temp.landing;
END
$$;

-- Writes them: the old code ends on the effective day, the new one begins. `content`: how the columns are written from pg_temp.moving m.
CREATE FUNCTION store_moving(target regclass, content text, effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('UPDATE %s t SET valid = daterange(t.since, $1), cut_at = $2, cut_by = $3 '
                   'FROM pg_temp.moving m WHERE t.ctid = m.place AND m.direct', target) USING effective, at, by_batch;
    EXECUTE format('UPDATE %s t SET recorded = tstzrange(lower(t.recorded), $1), closed_by = $2 '
                   'FROM pg_temp.moving m WHERE t.ctid = m.place AND NOT m.direct', target) USING at, by_batch;
    EXECUTE format('INSERT INTO %s (key, %s %s, valid, since, recorded, batch) '
                   'SELECT m.key, %s %s, m.valid * daterange(NULL, $1), m.since, tstzrange($2, NULL), $3 '
                   'FROM pg_temp.moving m WHERE NOT m.direct AND m.since < $1', target,
                   CASE WHEN cadre.has_column(target, 'key_hash') THEN 'key_hash,' ELSE '' END, cadre.listed_columns(target),
                   CASE WHEN cadre.has_column(target, 'key_hash') THEN 'm.key_hash,' ELSE '' END, cadre.listed_columns(target, 'm.'))
        USING effective, at, by_batch;
    EXECUTE format('INSERT INTO %s (key, %s, valid, since, recorded, batch) '
                   'SELECT m.new_key, %s, l.days, lower(l.days), tstzrange($1, NULL), $2 '
                   'FROM pg_temp.moving m JOIN pg_temp.landing l USING (place)', target, cadre.listed_columns(target), content)
        USING at, by_batch;
END
$$;

-- Notes what was moved, forgets what the sources said last of it, and makes room for the next table.
CREATE FUNCTION end_moving(of_load bigint, of_sort text, target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cadre.catalogue_load_count (load, sort, found)
        SELECT of_load, of_sort, count(*) FROM pg_temp.moving HAVING count(*) > 0
        UNION ALL
        SELECT of_load, of_sort || ' that fell together', count(*)
        FROM pg_temp.moving m WHERE NOT EXISTS (SELECT FROM pg_temp.landing l WHERE l.place = m.place) HAVING count(*) > 0;
    IF cadre.has_column(target, 'source') THEN
        EXECUTE 'DELETE FROM cadre.source_digest d WHERE d.kind = $1 AND d.source IN (SELECT m.source FROM pg_temp.moving m)'
            USING CASE of_sort WHEN 'evidence' THEN 'competencies' ELSE of_sort END;
    END IF;
    DROP TABLE pg_temp.moving, pg_temp.landing;
END
$$;

CREATE FUNCTION carry_table(target regclass, of_sort text, type text, code_column text, new_key text, better text, wanted text,
                            levels text[], of_load bigint, effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.gather_moving(
        target,
        format('%s t JOIN pg_temp.carried c ON c.type = %s AND c.code = t.%I '
               'WHERE upper_inf(t.recorded) AND t.valid && daterange($2, NULL) AND %s', target, type, code_column, wanted),
        new_key, better, levels, effective);
    IF of_sort = 'requirements' THEN
        INSERT INTO pg_temp.carry_torn (need_code, clause)
            SELECT m.need_code, m.clause
            FROM pg_temp.moving m LEFT JOIN pg_temp.landing l USING (place)
            WHERE m.k > 1 AND m.days IS DISTINCT FROM l.days;
    END IF;
    PERFORM cadre.store_moving(
        target,
        (SELECT string_agg(CASE c WHEN code_column THEN 'm.becomes' ELSE format('m.%I', c) END, ', ')
         FROM unnest(cadre.content_columns(target)) AS c),
        effective, at, by_batch);
    PERFORM cadre.end_moving(of_load, of_sort, target);
END
$$;

-- What trainings grant, a list in a cell: kind:code:level.
CREATE FUNCTION carry_grants(of_load bigint, effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.gather_moving(
        'cadre.training',
        '(SELECT k.ctid AS place, ARRAY(SELECT DISTINCT '
        '            coalesce(split_part(g, '':'', 1) || '':'' || c.becomes || substr(g, length(split_part(g, '':'', 1)) + length(c.code) + 2), g) '
        '            COLLATE "C" AS granted '
        '        FROM unnest(k.grants) AS g '
        '        LEFT JOIN pg_temp.carried c ON c.type = split_part(g, '':'', 1) AND c.code = split_part(g, '':'', 2) ORDER BY 1) AS becomes '
        ' FROM cadre.training k '
        ' WHERE EXISTS (SELECT FROM unnest(k.grants) AS g JOIN pg_temp.carried c '
        '               ON c.type = split_part(g, '':'', 1) AND c.code = split_part(g, '':'', 2))) AS c '
        'JOIN cadre.training t ON t.ctid = c.place '
        'WHERE upper_inf(t.recorded) AND t.valid && daterange($2, NULL)',
        't.key', 't.code', NULL, effective);
    PERFORM cadre.store_moving(
        'cadre.training',
        (SELECT string_agg(CASE c WHEN 'grants' THEN 'm.becomes' ELSE format('m.%I', c) END, ', ')
         FROM unnest(cadre.content_columns('cadre.training')) AS c),
        effective, at, by_batch);
    PERFORM cadre.end_moving(of_load, 'trainings', 'cadre.training');
END
$$;

-- The ledger of imports has the rows as those of a batch.
CREATE FUNCTION open_carry_batch(of_file text, of_plan bytea, of_day date, at timestamptz) RETURNS bigint
LANGUAGE sql AS $$
    INSERT INTO cadre.batch (kind, sha256, effective, attempt, ruleset, file_name, full_list, state, recorded_at, ended_at, rows_read,
                             rows_new, rows_changed, rows_unchanged, rows_duplicate, rows_held, rows_rejected, records_left,
                             records_left_held_back)
        SELECT 'migration', of_plan, of_day,
               1 + (SELECT count(*) FROM cadre.batch b WHERE (b.kind, b.source, b.sha256, b.effective) = ('migration', '', of_plan, of_day)),
               '1', coalesce(of_file, ''), false, 'merged', at, at, 0, 0, 0, 0, 0, 0, 0, 0, 0
        RETURNING number
$$;

-- Where the elements go from now on, also those that later files name. A version that is gone to is left no more.
CREATE FUNCTION note_steps(of_load bigint, of_framework text, from_version text, to_version text, effective date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cadre.loaded_carry k SET replaced_by = of_load
    WHERE k.framework = of_framework AND k.replaced_by IS NULL
      AND (k.from_version = note_steps.to_version
           OR k.from_version = note_steps.from_version
              AND EXISTS (SELECT FROM pg_temp.carry_step s
                          WHERE (s.type, s.from_code) = (k.type, k.from_code)
                            AND (s.to_code, s.outcome, note_steps.to_version) IS DISTINCT FROM (k.to_code, k.outcome, k.to_version)));
    INSERT INTO cadre.loaded_carry (framework, from_version, type, from_code, to_version, to_code, outcome, effective, load)
        SELECT of_framework, note_steps.from_version, s.type, s.from_code, note_steps.to_version, s.to_code, s.outcome,
               note_steps.effective, of_load
        FROM pg_temp.carry_step s
        WHERE NOT EXISTS (SELECT FROM cadre.loaded_carry k
                          WHERE (k.framework, k.from_version, k.type, k.from_code)
                              = (of_framework, note_steps.from_version, s.type, s.from_code) AND k.replaced_by IS NULL);
END
$$;

-- Is there a row to carry, or a step that is not as it was noted?
CREATE FUNCTION carry_is_due(of_framework text, from_version text, to_version text, effective date, levels text[]) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    e record;
    due boolean;
BEGIN
    SELECT EXISTS (SELECT FROM pg_temp.carry_step s
                   LEFT JOIN cadre.loaded_carry k
                          ON (k.framework, k.from_version, k.type, k.from_code)
                           = (of_framework, carry_is_due.from_version, s.type, s.from_code) AND k.replaced_by IS NULL
                   WHERE k.load IS NULL
                      OR (s.to_code, s.outcome, carry_is_due.to_version) IS DISTINCT FROM (k.to_code, k.outcome, k.to_version))
        OR EXISTS (SELECT FROM cadre.loaded_carry k
                   WHERE k.framework = of_framework AND k.from_version = carry_is_due.to_version AND k.replaced_by IS NULL)
        OR EXISTS (SELECT FROM cadre.training t, unnest(t.grants) AS g
                   JOIN pg_temp.carried c ON c.type = split_part(g, ':', 1) AND c.code = split_part(g, ':', 2)
                   WHERE upper_inf(t.recorded) AND t.valid && daterange(carry_is_due.effective, NULL))
    INTO due;
    FOR e IN SELECT * FROM cadre.element_columns() LOOP
        EXIT WHEN due;
        EXECUTE format('SELECT EXISTS (SELECT FROM %s t JOIN pg_temp.carried c ON c.type = %s AND c.code = t.%I '
                       'WHERE upper_inf(t.recorded) AND t.valid && daterange($2, NULL) AND %s)',
                       e.target, e.type, e.code_column, e.wanted)
            INTO due USING levels, carry_is_due.effective;
    END LOOP;
    RETURN due;
END
$$;

-- Carries everything, under the registry lock; load and batch are NULL when there is nothing to carry and nothing new to note. `torn`: a
-- clause of which k alternatives are asked for would have fewer; then nothing may be committed.
CREATE FUNCTION carry_version(of_framework text, from_version text, to_version text, effective date, levels text[], of_file text,
                              of_sha256 text, of_plan bytea,
                              OUT load bigint, OUT batch bigint, OUT torn_need text, OUT torn_clause integer)
LANGUAGE plpgsql AS $$
DECLARE
    at timestamptz;
    rows bigint;
BEGIN
    CREATE TEMPORARY TABLE carry_torn (need_code text, clause integer) ON COMMIT DROP;
    CREATE TEMPORARY TABLE carried ON COMMIT DROP AS
        SELECT s.type, format('%s@%s/%s', of_framework, from_version, s.from_code) COLLATE "C" AS code,
               format('%s@%s/%s', of_framework, to_version, s.to_code) COLLATE "C" AS becomes
        FROM pg_temp.carry_step s WHERE s.to_code IS NOT NULL;
    ANALYZE pg_temp.carried;
    IF NOT cadre.carry_is_due(of_framework, from_version, to_version, carry_version.effective, levels) THEN
        RETURN;
    END IF;
    at := cadre.draw_recorded();
    batch := cadre.open_carry_batch(of_file, of_plan, carry_version.effective, at);
    INSERT INTO cadre.catalogue_load (sort, framework, version, from_version, effective, batch, file_name, sha256, recorded_at)
        VALUES ('migration', of_framework, carry_version.to_version, carry_version.from_version, carry_version.effective,
                carry_version.batch, of_file, of_sha256, at)
        RETURNING number INTO load;
    PERFORM cadre.carry_table(e.target, e.sort, e.type, e.code_column, e.new_key, e.better, e.wanted, levels, carry_version.load,
                              carry_version.effective, at, carry_version.batch)
    FROM cadre.element_columns() AS e;
    PERFORM cadre.carry_grants(load, carry_version.effective, at, batch),
            cadre.note_steps(load, of_framework, carry_version.from_version, carry_version.to_version, carry_version.effective);
    SELECT t.need_code, t.clause INTO torn_need, torn_clause
    FROM pg_temp.carry_torn t ORDER BY t.need_code COLLATE "C", t.clause LIMIT 1;
    SELECT coalesce(sum(c.found), 0) INTO rows
    FROM cadre.catalogue_load_count c WHERE c.load = carry_version.load AND c.sort NOT LIKE '% that fell together';
    UPDATE cadre.batch b SET rows_read = rows, rows_changed = rows WHERE b.number = carry_version.batch;
END
$$;

-- ---- What names nothing -----------------------------------------------------------------------------------------------------------
-- Rows of the registry, as known now, whose element, credential or region is not in the catalogue.
CREATE FUNCTION dangling_elements() RETURNS TABLE (sort text, type text, code text, found bigint)
LANGUAGE sql STABLE AS $$
    WITH named AS (
        SELECT 'needs' AS sort, 'work_role' AS type, work_role AS code FROM cadre.need WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'requirements', CASE kind WHEN 'experience' THEN 'work_role' ELSE kind END, code
        FROM cadre.need_alternative WHERE upper_inf(recorded) AND kind IN ('work_role', 'competency', 'experience', 'credential')
        UNION ALL
        SELECT 'evidence', type, code FROM cadre.competency_held WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'evidence', 'credential', credential FROM cadre.award WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'preferences', 'work_role', work_role FROM cadre.preference WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'trainings', split_part(g, ':', 1), split_part(g, ':', 2)
        FROM cadre.training, unnest(grants) AS g
        WHERE upper_inf(recorded) AND split_part(g, ':', 1) IN ('work_role', 'competency', 'credential')
        UNION ALL
        SELECT 'needs', 'region', region FROM cadre.need WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'organizations', 'region', region FROM cadre.organization WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'roster', 'region', unnest(ARRAY[region, district]) FROM cadre.source_record WHERE upper_inf(recorded)
    ), counted AS (
        SELECT n.sort, n.type, n.code, count(*) AS found FROM named n WHERE n.code IS NOT NULL GROUP BY n.sort, n.type, n.code
    ), there AS (
        SELECT e.type, format('%s@%s/%s', e.framework, e.version, e.code) AS code FROM cadre.element_now e
        UNION
        SELECT 'credential', c.issuer || '/' || c.code FROM cadre.credential c
        UNION
        SELECT 'region', r.code FROM cadre.region r
        UNION
        SELECT CASE l.table_name WHEN 'regions' THEN 'region' ELSE 'credential' END,
               concat_ws('/', l.cells ->> 'issuer', l.cells ->> 'code')
        FROM cadre.loaded_row l WHERE l.replaced_by IS NULL AND l.table_name IN ('regions', 'credentials')
    )
    SELECT c.sort, c.type, c.code, c.found
    FROM counted c LEFT JOIN there t ON (t.type, t.code) = (c.type, c.code)
    WHERE t.code IS NULL
$$;

-- Rows of the catalogue that name one of its rows that is not there, by the load that brought them.
CREATE FUNCTION dangling_loads() RETURNS TABLE (load bigint, what text, found bigint)
LANGUAGE sql STABLE AS $$
    /* Sets, not joins: each is read once. */
    WITH there AS MATERIALIZED (SELECT e.framework, e.version, e.type, e.code FROM cadre.element_now e),
         versions AS MATERIALIZED (SELECT f.code, f.version FROM cadre.framework_now f),
         faults AS (
        SELECT e.load, 'elements of a version that is not there' AS what
        FROM cadre.element_now e WHERE (e.framework, e.version) NOT IN (SELECT v.code, v.version FROM versions v)
        UNION ALL
        SELECT r.load, 'relations of elements that are not there'
        FROM cadre.element_relation_now r
        WHERE (r.framework, r.version, r.from_type, r.from_code) NOT IN (TABLE there)
           OR (r.framework, r.version, r.to_type, r.to_code) NOT IN (TABLE there)
        UNION ALL
        SELECT c.load, 'a current version that is not there'
        FROM cadre.loaded_current c
        WHERE c.replaced_by IS NULL AND (c.framework, c.version) NOT IN (SELECT v.code, v.version FROM versions v)
        UNION ALL
        SELECT k.load, 'changes of elements that are not there'
        FROM cadre.loaded_carry k
        WHERE k.replaced_by IS NULL
          AND ((k.framework, k.from_version, k.type, k.from_code) NOT IN (TABLE there)
               OR k.to_code IS NOT NULL AND (k.framework, k.to_version, k.type, k.to_code) NOT IN (TABLE there)))
    SELECT f.load, f.what, count(*) FROM faults f GROUP BY f.load, f.what
$$;

-- ---- Undo -------------------------------------------------------------------------------------------------------------------------
-- Takes the rows of a load back at the undo's recorded time: its rows count no more, and what it had replaced counts again. Returns of
-- how many rows; or how many of them a later load replaced (resting), or are codes of lists and levels of scales (binding), of which
-- nobody knows who names them: then nothing may be committed.
CREATE FUNCTION unload_rows(of_load bigint, by_undo bigint, OUT rows bigint, OUT resting bigint, OUT binding bigint)
LANGUAGE plpgsql AS $$
DECLARE
    target regclass;
    found bigint;
BEGIN
    rows := 0;
    resting := 0;
    SELECT count(*) INTO binding
    FROM cadre.loaded_row r
    WHERE r.load = of_load AND r.table_name IN ('code_lists', 'scales', 'scale_levels') AND NOT r.replaces;
    FOR target IN SELECT cadre.loaded_tables() LOOP
        IF cadre.has_column(target, 'replaced_by') THEN
            EXECUTE format('SELECT count(*) FROM %s WHERE load = $1 AND replaced_by IS NOT NULL', target) INTO found USING of_load;
            resting := resting + found;
            EXECUTE format('INSERT INTO cadre.%I (%s, load, from_load, until_load) '
                           'SELECT %s, load, coalesce(again, load), coalesce(replaced_by, $2) FROM %s '
                           'WHERE load = $1 OR replaced_by = $1', 'un' || (SELECT relname FROM pg_class WHERE oid = target),
                           cadre.loaded_columns(target), cadre.loaded_columns(target), target) USING of_load, by_undo;
            EXECUTE format('DELETE FROM %s WHERE load = $1', target) USING of_load;
            GET DIAGNOSTICS found = ROW_COUNT;
            EXECUTE format('UPDATE %s SET replaced_by = NULL, again = $2 WHERE replaced_by = $1', target) USING of_load, by_undo;
        ELSE
            EXECUTE format('INSERT INTO cadre.%I (%s, load, from_load, until_load) SELECT %s, load, load, $2 FROM %s WHERE load = $1',
                           'un' || (SELECT relname FROM pg_class WHERE oid = target), cadre.loaded_columns(target),
                           cadre.loaded_columns(target), target) USING of_load, by_undo;
            EXECUTE format('DELETE FROM %s WHERE load = $1', target) USING of_load;
            GET DIAGNOSTICS found = ROW_COUNT;
        END IF;
        rows := rows + found;
    END LOOP;
END
$$;

-- Opens the line of the undo. What names nothing already is no reason against it.
CREATE FUNCTION begin_unload(of_load bigint, OUT undo bigint, OUT recorded_at timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE was_dangling ON COMMIT DROP AS SELECT d.sort, d.type, d.code FROM cadre.dangling_elements() d;
    CREATE TEMPORARY TABLE was_dangling_load ON COMMIT DROP AS SELECT d.load, d.what FROM cadre.dangling_loads() d;
    INSERT INTO cadre.catalogue_load (sort, framework, version, undoes, recorded_at)
        SELECT 'undo', l.framework, l.version, l.number, cadre.draw_recorded() FROM cadre.catalogue_load l WHERE l.number = of_load
        RETURNING number, catalogue_load.recorded_at INTO STRICT undo, begin_unload.recorded_at;
    UPDATE cadre.catalogue_load l SET undone_by = undo WHERE l.number = of_load;
END
$$;

-- What names nothing now.
CREATE FUNCTION left_dangling() RETURNS TABLE (sort text, type text, code text, found bigint)
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT d.sort, d.type, d.code, d.found
        FROM cadre.dangling_elements() d
        WHERE NOT EXISTS (SELECT FROM pg_temp.was_dangling w WHERE (w.sort, w.type, w.code) = (d.sort, d.type, d.code))
        ORDER BY d.type COLLATE "C", d.code COLLATE "C", d.sort COLLATE "C";
END
$$;
-- Rows of later files of kinds: those that name the version of a document that is taken back; of files of kinds, which may name one
-- another in many ways, all that came later.
CREATE FUNCTION later_rows() RETURNS TABLE (load bigint, found bigint)
LANGUAGE sql STABLE AS $$
    WITH undone AS (
        SELECT l.* FROM cadre.catalogue_load u JOIN cadre.catalogue_load l ON l.number = u.undoes ORDER BY u.number DESC LIMIT 1
    )
    SELECT r.load, count(*)
    FROM undone u JOIN cadre.loaded_row r ON r.load > u.number AND r.replaced_by IS NULL
    WHERE u.sort = 'document'
      AND (u.framework IS NULL OR (r.cells ->> 'framework', r.cells ->> 'version') = (u.framework, u.version))
    GROUP BY r.load
    UNION ALL
    SELECT l.number, 1
    FROM undone u JOIN cadre.catalogue_load l ON l.number > u.number AND l.sort IN ('document', 'migration', 'current')
    WHERE u.sort = 'document' AND u.framework IS NULL AND l.undone_by IS NULL
$$;
CREATE FUNCTION left_dangling_loads() RETURNS TABLE (load bigint, found bigint)
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT d.load, sum(d.found)::bigint
        FROM (SELECT n.load, n.found FROM cadre.dangling_loads() n
              WHERE NOT EXISTS (SELECT FROM pg_temp.was_dangling_load w WHERE (w.load, w.what) = (n.load, n.what))
              UNION ALL
              SELECT r.load, r.found FROM cadre.later_rows() r) AS d
        WHERE d.load IS NOT NULL
        GROUP BY d.load ORDER BY d.load;
END
$$;

-- Of a migration its batch is taken back too, at the same recorded time. Later lists that found what it carried unchanged rest on it, as
-- they rest on a list of their own source.
CREATE FUNCTION rest_on_carried(by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.resting
        SELECT l.number, 'repeated', b.rows_unchanged
        FROM pg_temp.later l JOIN cadre.batch b USING (number)
        WHERE b.rows_unchanged > 0
          AND (b.kind IN ('needs', 'requirements', 'trainings')
               AND EXISTS (SELECT FROM pg_temp.undo_target t WHERE t.touched AND t.target = ANY (CASE b.kind
                               WHEN 'needs' THEN ARRAY['cadre.need']::regclass[]
                               WHEN 'requirements' THEN ARRAY['cadre.need_alternative']::regclass[]
                               ELSE ARRAY['cadre.training']::regclass[] END))
               OR b.kind = 'competencies'
                  AND b.source IN (SELECT c.source FROM cadre.competency_held c WHERE c.batch = by_batch)
               OR b.kind = 'preferences'
                  AND b.source IN (SELECT p.source FROM cadre.preference p WHERE p.batch = by_batch));
END
$$;

-- ---- The digest has the loads -----------------------------------------------------------------------------------------------------
CREATE FUNCTION loaded_lines(target regclass) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT format('SELECT record_send(ROW(%L::text, %s)) FROM cadre.%I t JOIN cadre.catalogue_load b ON b.number = t.from_load '
                  'LEFT JOIN cadre.catalogue_load e ON e.number = t.until_load '
                  'WHERE b.recorded_at <= $2 AND coalesce(e.recorded_at > $2, true)',
                  c.relname, cadre.loaded_columns(target, 't.'), c.relname || '_ever')
    FROM pg_class c WHERE c.oid = target
$$;

CREATE OR REPLACE FUNCTION registry_digest(day date, known_at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET work_mem = '128MB' AS $$
DECLARE
    newest timestamptz;
    people text;
    digest text;
BEGIN
    SELECT c.newest INTO STRICT newest FROM cadre.registry_clock c;
    known_at := least(known_at, newest);
    /* The table of people is what everybody reads: it is what counts, as long as it is what was asked for. */
    people := CASE WHEN day IS NULL AND known_at = newest THEN 'NOT MATERIALIZED (TABLE cadre.person)'
                   ELSE 'MATERIALIZED (SELECT * FROM cadre.person_state(coalesce($1, ''infinity''), $2))' END;
    EXECUTE 'WITH people AS ' || people || ', named AS (SELECT person_id, natural_key FROM people), lines (line) AS ('
            || cadre.person_lines() || ' UNION ALL ' || cadre.source_lines() || ' UNION ALL '
            || (SELECT string_agg(cadre.version_lines(target, day IS NOT NULL), ' UNION ALL ') FROM cadre.version_tables() AS target)
            || ' UNION ALL ' || (SELECT string_agg(cadre.loaded_lines(target), ' UNION ALL ') FROM cadre.loaded_tables() AS target)
            || '), hashed AS (SELECT sha256(line) AS hash FROM lines OFFSET 0), '
            'shares AS (SELECT get_byte(hash, 0) AS share, sha256(string_agg(hash, '''' ORDER BY hash)) AS hash FROM hashed GROUP BY 1) '
            'SELECT encode(sha256(coalesce(string_agg(hash, '''' ORDER BY share), '''')), ''hex'') FROM shares'
        INTO digest USING day, known_at;
    RETURN digest;
END
$$;
