-- What a list changes is analyzed once, and of it what joins and conditions ask.
--
-- It was analyzed when it was compared and again before it was stored, with fourteen columns: of a thousand rows that took five of the
-- hundred milliseconds of their import, of many rows a sample of each column.

-- As in 0060.
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
    ANALYZE pg_temp.delta (record_no, key, known, direct, same);
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

-- As in 0029.
CREATE OR REPLACE FUNCTION store_direct(target regclass, effective date, at timestamptz, by_batch bigint, first boolean) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    hashed boolean := cadre.has_columns(target, 'key_hash');
    volume regclass;
    written bigint := 0;
    found bigint;
BEGIN
    IF first AND target = 'cadre.source_record'::regclass AND EXISTS (SELECT FROM cadre.source_record) THEN -- filled while it was named
        PERFORM cadre.ensure_indexes(target), cadre.analyze_joined(target);
        RETURN 0;
    END IF;
    IF first THEN
        PERFORM cadre.ensure_index(target, '_closed');
    ELSE
        PERFORM cadre.store_key_hashes(target);
        ANALYZE pg_temp.leaving;
        volume := cadre.cut_direct(target, effective, at, by_batch);
    END IF;
    EXECUTE format(
        'INSERT INTO %1$s (key, %2$s %3$s, valid, since, recorded, batch) '
        'SELECT i.key, %4$s %5$s, daterange($1, NULL), $1, tstzrange($2, NULL), $3 FROM pg_temp.incoming i %6$s',
        coalesce(volume, target), CASE WHEN hashed THEN 'key_hash,' ELSE '' END, cadre.listed_columns(target),
        CASE WHEN NOT hashed THEN ''
             WHEN cadre.has_columns(to_regclass('pg_temp.incoming'), 'key_hash') THEN 'i.key_hash,' ELSE 'NULL,' END,
        cadre.stated_columns(target),
        CASE WHEN NOT first THEN 'JOIN pg_temp.delta d USING (record_no) WHERE d.direct'
             WHEN cadre.has_columns(target, 'national_id') THEN 'JOIN pg_temp.numbered d USING (record_no)'
             ELSE '' END)
        USING effective, at, by_batch;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM cadre.ensure_indexes(target);
    IF volume IS NOT NULL THEN
        PERFORM cadre.ensure_indexes(volume), cadre.analyze_joined(volume), cadre.analyze_joined(target);
    ELSE
        PERFORM cadre.analyze_grown(target, written);
    END IF;
    SELECT count(*) INTO found
    FROM (SELECT FROM pg_temp.delta WHERE NOT direct UNION ALL SELECT FROM pg_temp.leaving WHERE NOT direct) AS rest;
    RETURN found;
END
$$;
