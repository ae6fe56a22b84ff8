-- The first certifications are copied and indexed by two connections.
--
-- One of them wrote all rows while the other one stored the digest, which is soon done: nine tenths of a second of one processor with the
-- other one mostly idle. Now each has a volume of its own with half of the people, whose rows lie in the same order, and makes its indexes in
-- the transaction that copied them. A volume more is what a whole list brings, too (0029).
--
--   Rows are frozen as they are copied. Else who reads them first would note on each page that they are there, and log the page for it: their
--   own transaction, which indexes them, cannot. A snapshot older than the volume then finds rows in it, as 0034 has it of a list of people:
--   they are recorded later than the newest that it knows of, by which all of cadre reads that does not hold the registry's lock.

-- As in 0051; `part`, from 0: which one of the list's volumes it is.
DROP FUNCTION begin_first_volume(regclass, date, bigint, text[]);
CREATE FUNCTION begin_first_volume(target regclass, effective date, by_batch bigint, names text[], part integer, OUT volume text, OUT made bigint)
LANGUAGE plpgsql AS $$
DECLARE
    beside text;
    checks text := (SELECT string_agg(definition, ', ') FROM cadre.checks_of(target));
BEGIN
    PERFORM set_config('synchronous_commit', 'off', false);
    volume := (SELECT c.relname || '_first_' || by_batch || CASE WHEN part > 0 THEN '_' || part ELSE '' END FROM pg_class c WHERE c.oid = target);
    beside := format('cadre_staging.%I', volume);
    EXECUTE format('CREATE TABLE %s (%s) WITH (fillfactor = 90)', beside,
                   (SELECT string_agg(cadre.column_definition(a), ', '
                                      ORDER BY NOT cadre.is_indexed_first(a.attname), a.attlen < 0, a.attlen DESC, a.attnum)
                    FROM pg_attribute a
                    WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped
                      AND (cadre.is_indexed_first(a.attname) OR a.attname = ANY (names)
                           OR EXISTS (SELECT FROM cadre.checks_of(target) AS k WHERE a.attnum = ANY (k.columns)))));
    IF checks IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s %s', beside, checks);
    END IF;
    EXECUTE format('ALTER TABLE %s ALTER since SET DEFAULT %L', beside, effective);
    EXECUTE format('CREATE STATISTICS cadre.%I ON (upper_inf(recorded)) FROM %s', volume || '_open', beside);
    PERFORM cadre.ensure_index(beside::regclass, '_closed'); -- in which no row belongs
    made := beside::regclass::oid;
END
$$;

-- What end_first_volume does, and the indexes of rows that lie in their order. Of a first list's keys each is there once, and what tells its
-- versions from others all of them have the same: the least sample says as much.
CREATE FUNCTION end_first_part(target regclass, volume text, effective date, by_batch bigint, of_source text, of_owner text, loaded bigint)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.end_first_volume(target, volume, effective, by_batch, of_source, of_owner, 0);
    PERFORM cadre.index_first_volume(volume, loaded, '_known', true);
    PERFORM cadre.index_first_volume(volume, loaded, '_person', true);
END
$$;

-- As in 0051, with a statement for each of `volumes`.
DROP FUNCTION begin_first_evidence(regclass, text, text, date, timestamptz, text[], text);
CREATE FUNCTION begin_first_evidence(target regclass, of_kind text, of_source text, effective date, newest timestamptz, names text[],
                                     volumes text[], OUT first boolean, OUT recorded_at timestamptz, OUT statements text[])
LANGUAGE plpgsql AS $$
BEGIN
    SELECT f.first AND f.newest = begin_first_evidence.newest INTO STRICT first
    FROM cadre.is_first_evidence(target, of_kind, of_source, effective) f;
    IF NOT first THEN
        RETURN;
    END IF;
    recorded_at := cadre.draw_recorded();
    SELECT array_agg(format('COPY cadre_staging.%I (person_id, key, key_hash%s) FROM STDIN (FORMAT binary, FREEZE)', v,
                            (SELECT string_agg(format(', %I', n), '' ORDER BY o) FROM unnest(names) WITH ORDINALITY AS u (n, o)))
                     ORDER BY place)
    INTO statements
    FROM unnest(volumes) WITH ORDINALITY AS w (v, place);
END
$$;

-- As in 0051, for several volumes and with that sample.
DROP FUNCTION end_first_evidence(regclass, text, bigint);
CREATE FUNCTION end_first_evidence(target regclass, volumes text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    volume text;
BEGIN
    PERFORM cadre.set_first_load(0, true);
    FOREACH volume IN ARRAY volumes LOOP
        EXECUTE format('ALTER TABLE cadre_staging.%I SET SCHEMA cadre', volume);
        EXECUTE format('ALTER TABLE cadre.%I INHERIT %s', volume, target);
    END LOOP;
    PERFORM cadre.analyze_joined(target);
END
$$;

-- As in 0060, but that few rows are looked up whatever the planner makes of it: what it takes for the price of a look into each volume it takes
-- many times, since the ranges by which it counts rows tell it nothing, and with two volumes it had five rows in a hundred joined with all.
CREATE OR REPLACE FUNCTION compare_incoming(target regclass, effective date, late boolean, first boolean, corrections text[],
                                 OUT rows_incoming bigint, OUT rows_known bigint, OUT rows_unchanged bigint, OUT rows_renamed bigint)
LANGUAGE plpgsql AS $$
DECLARE
    incoming constant regclass := to_regclass('pg_temp.incoming');
    hashed boolean := NOT first AND cadre.has_columns(target, 'key_hash') AND cadre.has_columns(incoming, 'key_hash');
    changes text;
    looked_up boolean;
    few boolean;
    of_person text := CASE WHEN NOT first AND target = 'cadre.source_record'::regclass
        THEN (SELECT cadre.columns_differ(array_agg(c)) FROM unnest(cadre.content_columns(target)) AS c
              WHERE c <> 'person_id' AND (c = 'source_person_id' OR cadre.has_columns('cadre.person', c))) END;
BEGIN
    IF first THEN
        CREATE TEMPORARY TABLE delta (
            record_no bigint, key text COLLATE "C", key_hash bigint, until date, place tid, known boolean, person_id text COLLATE "C",
            known_national_id text COLLATE "C", changed boolean, corrected boolean, of_person boolean, renamed boolean, direct boolean, same boolean)
            ON COMMIT DROP;
        EXECUTE 'SELECT count(*) FROM pg_temp.incoming' INTO rows_incoming;
        rows_known := rows_incoming;
        rows_unchanged := rows_incoming;
        rows_renamed := 0;
        RETURN;
    END IF;
    EXECUTE 'SELECT count(*) FROM pg_temp.incoming' INTO rows_incoming;
    looked_up := cadre.is_looked_up(target, rows_incoming);
    few := NOT late AND cadre.is_looked_up(target, rows_incoming * 2);
    SELECT cadre.columns_differ(array_agg(c)) INTO changes
    FROM unnest(cadre.content_columns(target)) AS c
    WHERE c <> ALL (corrections) AND cadre.has_columns(incoming, c);
    PERFORM set_config('enable_hashjoin', CASE WHEN few THEN 'off' ELSE 'on' END, true);
    EXECUTE format(
        'CREATE TEMPORARY TABLE delta ON COMMIT DROP AS '
        'SELECT *, known AND NOT changed AND NOT corrected AS same '
        'FROM (SELECT i.record_no, i.key, %1$s AS key_hash, %2$s AS until, t.ctid AS place, t.key IS NOT NULL AS known, '
        '             %3$s AS person_id, %4$s AS known_national_id, '
        '             t.key IS NOT NULL AND %5$s AS changed, t.key IS NOT NULL AND %6$s AS corrected, '
        '             t.key IS NOT NULL AND %10$s AS of_person, %12$s AS renamed, '
        '             $2 AND (t.key IS NULL OR (upper_inf(t.valid) AND t.cut_at IS NULL AND t.since < $1 AND NOT %6$s)) AS direct '
        '      FROM %11$s i %7$s '
        '      LEFT JOIN %8$s t ON t.key = i.key AND upper_inf(t.recorded) AND t.valid @> $1 '
        '      WHERE (t.key IS NULL OR %5$s OR %6$s OR %9$s)) AS compared',
        CASE WHEN hashed THEN 'i.key_hash' ELSE 'NULL::bigint' END,
        CASE WHEN late THEN 'p.until' ELSE 'NULL::date' END,
        CASE WHEN cadre.has_columns(target, 'person_id') THEN 't.person_id' ELSE 'NULL::text COLLATE "C"' END,
        CASE WHEN cadre.has_columns(target, 'national_id') THEN 't.national_id' ELSE 'NULL::text' END,
        changes, cadre.columns_differ(corrections),
        CASE WHEN late THEN 'JOIN pg_temp.place p USING (key)' ELSE '' END,
        target, CASE WHEN hashed THEN '(t.key_hash IS DISTINCT FROM i.key_hash AND i.key_hash IS NOT NULL)' ELSE 'false' END,
        coalesce(of_person, 'false'),
        CASE WHEN looked_up THEN '(SELECT * FROM pg_temp.incoming ORDER BY key)' ELSE 'pg_temp.incoming' END,
        CASE WHEN hashed THEN 'coalesce(t.key_hash <> i.key_hash, false)' ELSE 'false' END)
        USING effective, NOT late;
    PERFORM set_config('enable_hashjoin', 'on', true);
    ANALYZE pg_temp.delta;
    IF NOT late AND EXISTS (SELECT FROM pg_temp.delta WHERE NOT known) THEN -- what was known on other days joins what begins
        EXECUTE format('UPDATE pg_temp.delta d SET direct = false '
                       'FROM %s t WHERE NOT d.known AND t.key = d.key AND upper_inf(t.recorded)', target);
    END IF;
    SELECT rows_incoming - count(*) FILTER (WHERE NOT d.known), rows_incoming - count(*) FILTER (WHERE NOT d.same),
           count(*) FILTER (WHERE d.renamed)
    INTO rows_known, rows_unchanged, rows_renamed
    FROM pg_temp.delta d;
END
$$;
