-- What the registry knows as one digest, and how a batch is taken back.

-- The tables whose rows have both clocks; a new kind's table is found by itself.
CREATE FUNCTION version_tables() RETURNS SETOF regclass
LANGUAGE sql STABLE AS $$
    SELECT c.oid::regclass
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'cadre'::regnamespace AND c.relkind = 'r' AND a.attname = 'recorded'
      AND a.atttypid = 'tstzrange'::regtype
    ORDER BY c.relname COLLATE "C"
$$;

CREATE FUNCTION has_column(target regclass, name text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = name AND NOT attisdropped)
$$;

-- ---- The digest -----------------------------------------------------------------------------------------------------------------
-- A line is a row as PostgreSQL sends it in binary: each cell has its length, so that empty and absent differ and nothing in a cell can
-- pass for the end of one; no setting of the server shows in it. People stand in it by their natural key, so that neither the order of
-- imports nor the numbers that they gave can be seen. Not in it: numbers of rows, batches and runs, recorded times.

-- The key of somebody of whom no source says anything any more, while evidence still stands: by what was ever said.
CREATE FUNCTION forgotten_key(of_person text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT coalesce(min((source || '/' || source_person_id) COLLATE "C"), min(national_id COLLATE "C"))
    FROM cadre.source_record
    WHERE person_id = of_person
$$;

-- SELECT of the lines of one table with versions. As of a day only what is valid then counts, and not since when nor until when: what a
-- later month ends changes nothing of the days before.
CREATE FUNCTION version_lines(target regclass, by_day boolean) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    of_people boolean := cadre.has_column(target, 'person_id');
    natural_key constant text := 'coalesce(p.natural_key, cadre.forgotten_key(t.person_id))';
    content text;
BEGIN
    SELECT string_agg(CASE WHEN c = 'person_id' THEN natural_key ELSE format('t.%I', c) END, ', ')
    INTO content
    FROM unnest(cadre.content_columns(target)) AS c;
    RETURN format(
        'SELECT record_send(ROW(%L::text, %s, %s, %s)) FROM %s t %s WHERE t.recorded @> $2 %s',
        (SELECT relname FROM pg_class WHERE oid = target),
        CASE WHEN of_people
             THEN 'replace(chr(31) || t.key || chr(31), chr(31) || t.person_id || chr(31), chr(31) || ' || natural_key || ' || chr(31))'
             ELSE 't.key' END,
        content,
        CASE WHEN by_day THEN 'NULL::daterange' ELSE 'cadre.valid_at(t.valid, t.uncut_until, t.cut_at, $2)' END,
        target,
        CASE WHEN of_people THEN 'LEFT JOIN named p ON p.person_id = t.person_id' ELSE '' END,
        CASE WHEN by_day THEN 'AND cadre.held(t.valid, t.uncut_until, t.cut_at, $1, $2)' ELSE '' END);
END
$$;

-- SELECT of what is known of the sources that something known is from.
CREATE FUNCTION source_lines() RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT 'SELECT record_send(ROW(''source''::text, s.*)) FROM cadre.source_known($2) s WHERE '
           || string_agg(format('EXISTS (SELECT FROM %s t WHERE t.source = s.code AND t.recorded @> $2)', target), ' OR ')
    FROM cadre.version_tables() AS target
    WHERE cadre.has_column(target, 'source')
$$;

-- The columns of a person, but for the number.
CREATE FUNCTION person_lines() RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT 'SELECT record_send(ROW(''person''::text, ' || string_agg(format('p.%I', attname), ', ' ORDER BY attnum) || ')) FROM people p'
    FROM pg_attribute
    WHERE attrelid = 'cadre.person'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'person_id'
$$;

-- All that the registry knows, or knew at a time; as of a day, or on all days (NULL). Sorted within 256 shares, so that no value grows
-- beyond what PostgreSQL holds; OFFSET keeps each hash from being computed for its share and for itself.
CREATE FUNCTION registry_digest(day date, known_at timestamptz) RETURNS text
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
            || '), hashed AS (SELECT sha256(line) AS hash FROM lines OFFSET 0), '
            'shares AS (SELECT get_byte(hash, 0) AS share, sha256(string_agg(hash, '''' ORDER BY hash)) AS hash FROM hashed GROUP BY 1) '
            'SELECT encode(sha256(coalesce(string_agg(hash, '''' ORDER BY share), '''')), ''hex'') FROM shares'
        INTO digest USING day, known_at;
    RETURN digest;
END
$$;

-- ---- Undo -----------------------------------------------------------------------------------------------------------------------
-- A batch is taken back at a recorded time of its own: what it wrote is closed then, and what it closed or cut stands again from then
-- on, with the days and the batch that it had. Nothing is erased: known at a time between, the batch is still there. Only what nothing
-- later rests on is taken back.
ALTER TABLE batch
    ADD COLUMN undone_at timestamptz,
    ADD COLUMN fixes bigint; -- the batch of which it brings rejected rows again; its findings count the records of that one
ALTER TABLE batch_finding ADD COLUMN mended_by bigint; -- the batch by which the row of the finding was taken after all
CREATE INDEX batch_finding_mended ON batch_finding (mended_by) WHERE mended_by IS NOT NULL;

-- Which columns of a table name a record of another one.
CREATE FUNCTION version_references()
RETURNS TABLE (from_table regclass, from_columns text[], to_table regclass, to_columns text[], reason text)
LANGUAGE sql STABLE AS $$
    SELECT t, r.from_columns, format('cadre.%I', r.to_table)::regclass, r.to_columns, r.reason
    FROM cadre.version_tables() AS t
    JOIN (VALUES (ARRAY['person_id'], 'source_record', ARRAY['person_id'], 'people'),
                 (ARRAY['owner'], 'organization', ARRAY['code'], 'organizations'),
                 (ARRAY['organization_code'], 'organization', ARRAY['code'], 'organizations'),
                 (ARRAY['parent_code'], 'organization', ARRAY['code'], 'organizations'),
                 (ARRAY['need_code'], 'need', ARRAY['need_code'], 'needs'),
                 (ARRAY['provider', 'training'], 'training', ARRAY['provider', 'code'], 'trainings'))
         AS r (from_columns, to_table, to_columns, reason)
      ON NOT EXISTS (SELECT FROM unnest(r.from_columns) AS c WHERE NOT cadre.has_column(t, c))
    WHERE t <> to_regclass(format('cadre.%I', r.to_table)) OR r.from_columns <> r.to_columns
$$;

-- Which rows a batch ended: closed them, or cut them where they stand. $1 is the batch, $2 its recorded time: who undid it closed rows too.
CREATE FUNCTION ended_by_batch() RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT '((t.closed_by = $1 AND upper(t.recorded) = $2) OR (t.cut_by = $1 AND upper_inf(t.recorded)))'
$$;

-- What such a row says once it stands again: its columns, but for the end of `recorded` and who closed it.
CREATE FUNCTION standing_again(target regclass, OUT names text, OUT expressions text)
LANGUAGE sql STABLE AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),
           string_agg(CASE WHEN attname = 'valid'
                               THEN 'CASE WHEN t.cut_by = $1 THEN daterange(lower(t.valid), t.uncut_until) ELSE t.valid END AS valid'
                           WHEN attname IN ('cut_at', 'cut_by', 'uncut_until')
                               THEN format('CASE WHEN t.cut_by = $1 THEN NULL ELSE t.%1$I END AS %1$I', attname)
                           ELSE format('t.%I', attname) END, ', ' ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''
      AND attname NOT IN ('recorded', 'closed_by')
$$;

-- The tables that a batch touched or a later file for an earlier day wrote to, in pg_temp.undo_target, and who rests on it, in
-- pg_temp.resting: later batches that
--   changed        what it brought
--   stated         days that it had taken from a record
--   repeated       what it brought, in a list of the same source
--   earlier        is a file for an earlier day that ends where this one begins
--   people, needs, organizations, trainings   name such as only this one brought
CREATE FUNCTION begin_undo(by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    u cadre.batch;
    target regclass;
    touched boolean;
    concerned boolean;
BEGIN
    SELECT * INTO STRICT u FROM cadre.batch WHERE number = by_batch;
    CREATE TEMPORARY TABLE undo_target (target regclass, touched boolean) ON COMMIT DROP;
    CREATE TEMPORARY TABLE undone_people (person_id text) ON COMMIT DROP;
    CREATE TEMPORARY TABLE resting (batch bigint, reason text, found bigint) ON COMMIT DROP;
    CREATE TEMPORARY TABLE later ON COMMIT DROP AS
        SELECT b.number, b.effective, b.rows_unchanged, b.kind = u.kind AND b.source = u.source AS alike
        FROM cadre.batch b WHERE b.state = 'merged' AND b.recorded_at > u.recorded_at;
    ANALYZE pg_temp.later;
    FOR target IN SELECT cadre.version_tables() LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %1$s t WHERE t.batch = $1 OR %2$s), '
                       'EXISTS (SELECT FROM %1$s t JOIN pg_temp.later l ON l.number = t.batch AND l.alike AND l.effective < $3)',
                       target, cadre.ended_by_batch())
            INTO touched, concerned USING by_batch, u.recorded_at, u.effective;
        IF touched OR concerned THEN
            INSERT INTO pg_temp.undo_target VALUES (target, touched);
        END IF;
    END LOOP;
END
$$;

CREATE FUNCTION find_resting_versions(target regclass, by_batch bigint, at timestamptz, effective date, full_list boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    again text := (SELECT expressions FROM cadre.standing_again(target));
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.resting SELECT l.number, ''changed'', count(*) FROM %s t '
        'JOIN pg_temp.later l ON l.number IN (t.closed_by, t.cut_by) WHERE t.batch = $1 OR t.cut_by = $1 GROUP BY l.number', target)
        USING by_batch;
    EXECUTE format(
        'INSERT INTO pg_temp.resting SELECT k.batch, ''stated'', count(*) '
        'FROM (SELECT %s FROM %s t WHERE %s) AS r JOIN %s k ON k.key = r.key AND upper_inf(k.recorded) AND k.valid && r.valid '
        'WHERE k.batch <> $1 AND k.cut_by IS DISTINCT FROM $1 GROUP BY k.batch', again, target, cadre.ended_by_batch(), target)
        USING by_batch, at;
    EXECUTE format(
        'INSERT INTO pg_temp.resting SELECT l.number, ''earlier'', count(*) '
        'FROM %1$s k JOIN pg_temp.later l ON l.number = k.batch AND l.alike AND l.effective < $3 '
        'WHERE upper_inf(k.recorded) AND ($4 AND upper(k.valid) = $3 '
        '    OR k.key IN (SELECT t.key FROM %1$s t WHERE t.batch = $1 OR %2$s)) GROUP BY l.number', target, cadre.ended_by_batch())
        USING by_batch, at, effective, full_list;
END
$$;

-- Later rows that name what will be known of nobody else.
CREATE FUNCTION find_resting_names(from_table regclass, from_columns text[], to_table regclass, to_columns text[], reason text,
                                   by_batch bigint, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    names text := (SELECT string_agg(format('t.%I', c), ', ') FROM unnest(from_columns) AS c);
    named text := (SELECT string_agg(format('t.%I', c), ', ') FROM unnest(to_columns) AS c);
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.resting SELECT l.number, %L, count(*) FROM %s t JOIN pg_temp.later l ON l.number = t.batch '
        'WHERE upper_inf(t.recorded) AND ROW(%s) IN ('
        '    SELECT %4$s FROM %5$s t WHERE t.batch = $1 AND upper_inf(t.recorded) '
        '    EXCEPT SELECT %4$s FROM %5$s t WHERE t.batch <> $1 AND upper_inf(t.recorded) '
        '    EXCEPT SELECT %4$s FROM %5$s t WHERE %6$s) GROUP BY l.number',
        reason, from_table, names, named, to_table, cadre.ended_by_batch())
        USING by_batch, at;
END
$$;

CREATE FUNCTION find_resting(by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    u cadre.batch;
BEGIN
    SELECT * INTO STRICT u FROM cadre.batch WHERE number = by_batch;
    PERFORM cadre.find_resting_versions(target, by_batch, u.recorded_at, u.effective, u.full_list) FROM pg_temp.undo_target;
    INSERT INTO pg_temp.resting
        SELECT l.number, 'repeated', l.rows_unchanged FROM pg_temp.later l
        WHERE l.alike AND l.rows_unchanged > 0 AND EXISTS (SELECT FROM pg_temp.undo_target t WHERE t.touched);
    PERFORM cadre.find_resting_names(v.from_table, v.from_columns, v.to_table, v.to_columns, v.reason, by_batch, u.recorded_at)
    FROM cadre.version_references() AS v JOIN pg_temp.undo_target t ON t.target = v.to_table;
END
$$;

CREATE FUNCTION who_rests() RETURNS TABLE (batch bigint, kind text, source text, effective date, reason text, found bigint)
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT r.batch, b.kind, b.source, b.effective, r.reason, sum(r.found)::bigint
        FROM pg_temp.resting r JOIN cadre.batch b ON b.number = r.batch
        GROUP BY r.batch, b.kind, b.source, b.effective, r.reason
        ORDER BY r.batch DESC, r.reason;
END
$$;

-- Takes the rows back: of how many records.
CREATE FUNCTION undo_versions(by_batch bigint, undone timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    at timestamptz := (SELECT b.recorded_at FROM cadre.batch b WHERE b.number = by_batch);
    target regclass;
    again record;
    found bigint;
    records bigint := 0;
BEGIN
    FOR target IN SELECT t.target FROM pg_temp.undo_target t WHERE t.touched LOOP
        SELECT * INTO again FROM cadre.standing_again(target);
        EXECUTE format('CREATE TEMPORARY TABLE again ON COMMIT DROP AS SELECT %s FROM %s t WHERE %s',
                       again.expressions, target, cadre.ended_by_batch()) USING by_batch, at;
        EXECUTE format('SELECT count(*) FROM (SELECT key FROM pg_temp.again '
                       'UNION SELECT t.key FROM %s t WHERE t.batch = $1 AND upper_inf(t.recorded)) AS k', target)
            INTO found USING by_batch;
        records := records + found;
        IF target = 'cadre.source_record'::regclass THEN
            INSERT INTO pg_temp.undone_people
                SELECT person_id FROM cadre.source_record WHERE batch = by_batch AND upper_inf(recorded);
            EXECUTE 'INSERT INTO pg_temp.undone_people SELECT person_id FROM pg_temp.again';
        END IF;
        EXECUTE format('UPDATE %s t SET recorded = tstzrange(lower(t.recorded), $2), closed_by = $1 '
                       'WHERE (t.batch = $1 OR t.cut_by = $1) AND upper_inf(t.recorded)', target) USING by_batch, undone;
        EXECUTE format('INSERT INTO %s (%s, recorded) SELECT %s, tstzrange($1, NULL) FROM pg_temp.again',
                       target, again.names, again.names) USING undone;
        DROP TABLE pg_temp.again;
    END LOOP;
    RETURN records;
END
$$;

-- The people concerned anew. Who would get the key of somebody whom a later batch brought is told in pg_temp.resting, and then nothing
-- may be committed.
CREATE FUNCTION undo_people() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    concerned text[] := ARRAY(SELECT DISTINCT person_id FROM pg_temp.undone_people);
BEGIN
    IF cardinality(concerned) = 0 THEN
        RETURN;
    END IF;
    CREATE TEMPORARY TABLE refreshed ON COMMIT DROP AS SELECT * FROM cadre.person_state('infinity', 'infinity') LIMIT 0;
    EXECUTE 'INSERT INTO pg_temp.refreshed SELECT * FROM cadre.person_state(''infinity'', ''infinity'', $1)' USING concerned;
    DELETE FROM cadre.person p WHERE p.person_id = ANY (concerned);
    INSERT INTO pg_temp.resting
        SELECT max(s.batch), 'people', count(DISTINCT p.person_id)
        FROM pg_temp.refreshed r JOIN cadre.person p USING (natural_key)
        JOIN cadre.source_record s ON s.person_id = p.person_id AND upper_inf(s.recorded)
        HAVING count(*) > 0;
    IF NOT EXISTS (SELECT FROM pg_temp.resting) THEN
        INSERT INTO cadre.person SELECT * FROM pg_temp.refreshed;
    END IF;
END
$$;

-- The ledger: the batch, the findings that it mended, and what its source stated last, by which records would be skipped. Whom a row of
-- evidence names can have changed with the people.
CREATE FUNCTION end_undo(by_batch bigint, undone timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    u cadre.batch;
BEGIN
    UPDATE cadre.batch SET state = 'undone', undone_at = undone WHERE number = by_batch RETURNING * INTO STRICT u;
    UPDATE cadre.batch_finding SET mended_by = NULL WHERE mended_by = by_batch;
    DELETE FROM cadre.source_digest d WHERE (d.kind = u.kind AND d.source = u.source) OR u.kind = 'roster';
END
$$;

-- ---- What differs ---------------------------------------------------------------------------------------------------------------
-- A value for people: lists as their cells are written.
CREATE FUNCTION plain_value(value jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN jsonb_typeof(value) = 'array' THEN (SELECT string_agg(item, ';') FROM jsonb_array_elements_text(value) AS item)
                ELSE value #>> '{}' END
$$;

-- Between what held on one day as known at one time, and on another as known at another: the records that are new, left, changed, or
-- corrected, that is, differ in nothing but columns of `corrections`. Three sorts of rows: totals (what, found), columns (what, column,
-- found: how many records differ in it), and examples, at most `most` records of each, by key (what, record, column, was, becomes).
-- `before_known` NULL = just before `after_known`.
CREATE FUNCTION registry_changes(target regclass, of_source text, before_day date, before_known timestamptz, after_day date,
                                 after_known timestamptz, corrections text[], most bigint)
RETURNS TABLE (sort text, what text, column_name text, found bigint, record text, was text, becomes text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    content text[] := array_remove(cadre.content_columns(target), 'person_id');
    before text;
    after text;
    held text := format('SELECT t.* FROM %s t WHERE t.recorded @> %%1$s AND cadre.held(t.valid, t.uncut_until, t.cut_at, %%2$s, %%1$s) %s',
                        target, CASE WHEN cadre.has_column(target, 'source') THEN 'AND t.source = $5' ELSE '' END);
BEGIN
    SELECT string_agg(format('o.%I', c), ', '), string_agg(format('n.%I', c), ', ') INTO before, after FROM unnest(content) AS c;
    RETURN QUERY EXECUTE
        'WITH differing AS MATERIALIZED ('
        '    SELECT coalesce(o.key, n.key) AS key, o.key IS NULL AS comes, n.key IS NULL AS goes, '
        '           CASE WHEN n.key IS NOT NULL THEN to_jsonb(o) END AS o, CASE WHEN o.key IS NOT NULL THEN to_jsonb(n) END AS n '
        '    FROM (' || format(held, '$2', '$1') || ') AS o FULL JOIN (' || format(held, '$4', '$3') || ') AS n ON n.key = o.key '
        '    WHERE ROW(' || before || ') IS DISTINCT FROM ROW(' || after || ') OR o.key IS NULL OR n.key IS NULL '
        '), cells AS MATERIALIZED ('
        '    SELECT d.key, c.name, c.name = ANY ($6) AS corrects, d.o -> c.name AS was, d.n -> c.name AS becomes '
        '    FROM differing d JOIN unnest($8) AS c (name) ON NOT d.comes AND NOT d.goes AND d.o -> c.name IS DISTINCT FROM d.n -> c.name '
        '), judged AS ('
        '    SELECT d.key, CASE WHEN d.comes THEN ''new'' WHEN d.goes THEN ''left'' '
        '                       WHEN c.corrects THEN ''corrected'' ELSE ''changed'' END AS what '
        '    FROM differing d LEFT JOIN (SELECT key, bool_and(corrects) AS corrects FROM cells GROUP BY key) AS c ON c.key = d.key '
        '), shown AS ('
        '    SELECT * FROM (SELECT j.*, row_number() OVER (PARTITION BY j.what ORDER BY j.key COLLATE "C") AS place FROM judged j) AS p '
        '    WHERE p.place <= $7 '
        ') '
        'SELECT ''total'', j.what, NULL, count(*), NULL, NULL, NULL FROM judged j GROUP BY j.what '
        'UNION ALL '
        'SELECT ''column'', CASE WHEN c.corrects THEN ''corrected'' ELSE ''changed'' END, c.name, count(*), NULL, NULL, NULL '
        'FROM cells c GROUP BY c.corrects, c.name '
        'UNION ALL '
        'SELECT ''example'', s.what, c.name, 1, s.key, cadre.plain_value(c.was), cadre.plain_value(c.becomes) '
        'FROM shown s LEFT JOIN cells c ON c.key = s.key '
        'ORDER BY 1, 2, 5, 4 DESC, 3'
        USING before_day, coalesce(before_known, after_known - interval '1 microsecond'), after_day, after_known, of_source,
              corrections, most, content;
END
$$;
