-- What is to be cut is looked for where it stands alone.
--
-- Each place was looked up in every volume, since a place is one of each: of a list that changes a thousand of a hundred thousand records,
-- which lie in two volumes, that was half of the pages read. Where the records of those that leave stand is not told: they are few.

-- As in 0062, but that it says where a record stands.
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
            record_no bigint, key text COLLATE "C", key_hash bigint, until date, home oid, place tid, known boolean, person_id text COLLATE "C",
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
        'FROM (SELECT i.record_no, i.key, %1$s AS key_hash, %2$s AS until, t.tableoid AS home, t.ctid AS place, '
        '             t.key IS NOT NULL AS known, '
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

DROP FUNCTION is_direct_at(text);
-- Of what is in `home`, or anywhere: not changed since.
CREATE FUNCTION is_direct_at(places text, home regclass) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT format('(%1$s.home = %2$s OR %1$s.home IS NULL) AND t.ctid = %1$s.place AND t.key = %1$s.key '
                  'AND upper_inf(t.recorded) AND upper_inf(t.valid) AND t.cut_at IS NULL', places, home::oid)
$$;

-- As in 0029.
CREATE OR REPLACE FUNCTION move_cut(home regclass, volume regclass, effective date, at timestamptz, by_batch bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    written record := cadre.cut_columns(home);
    found bigint;
BEGIN
    EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM pg_temp.cut c JOIN ONLY %s t ON %s',
                   volume, written.names, written.expressions, home, cadre.is_direct_at('c', home))
        USING effective, at, by_batch;
    EXECUTE format('DELETE FROM ONLY %s t USING pg_temp.cut c WHERE %s', home, cadre.is_direct_at('c', home));
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END
$$;

-- As in 0029.
CREATE OR REPLACE FUNCTION cut_in_place(home regclass, effective date, at timestamptz, by_batch bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    indexed text := (SELECT string_agg(format('%1$I = t.%1$I, ', c), '')
                     FROM unnest(ARRAY['key', 'person_id']) AS c WHERE cadre.has_columns(home, c));
    found bigint;
BEGIN
    EXECUTE format('UPDATE ONLY %s t SET %s valid = daterange(t.since, $1), cut_at = $2, cut_by = $3 FROM pg_temp.cut c WHERE %s',
                   home, indexed, cadre.is_direct_at('c', home))
        USING effective, at, by_batch;
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END
$$;

-- As in 0052, but that it is not analyzed: there is one way to go by places; and that nothing is stored when one is missed.
CREATE OR REPLACE FUNCTION cut_direct(target regclass, effective date, at timestamptz, by_batch bigint) RETURNS regclass
LANGUAGE plpgsql AS $$
DECLARE
    filled regclass := cadre.empty_volume(target);
    homes regclass[] := target || ARRAY(SELECT v FROM cadre.volumes(target) AS v WHERE v IS DISTINCT FROM filled);
    home regclass;
    cuts bigint;
BEGIN
    CREATE TEMPORARY TABLE cut ON COMMIT DROP AS
        SELECT d.home, d.place, d.key FROM pg_temp.delta d WHERE d.direct AND d.known
        UNION ALL SELECT NULL, l.place, l.key FROM pg_temp.leaving l WHERE l.direct ORDER BY place;
    GET DIAGNOSTICS cuts = ROW_COUNT;
    IF cuts < cadre.volume_rows_least() OR cuts * 10 < cadre.people_about() * 3 THEN
        filled := NULL;
    ELSIF filled IS NOT NULL THEN
        PERFORM cadre.ensure_index(filled, '_closed'); -- of which none of it is
    END IF;
    PERFORM cadre.go_by_place('off');
    FOREACH home IN ARRAY homes LOOP
        EXIT WHEN cuts = 0;
        CONTINUE WHEN pg_relation_size(home) = 0;
        cuts := cuts - CASE WHEN filled IS NULL THEN cadre.cut_in_place(home, effective, at, by_batch)
                            ELSE cadre.move_cut(home, filled, effective, at, by_batch) END;
    END LOOP;
    IF cuts <> 0 THEN
        RAISE EXCEPTION '% records are not where they were found', cuts;
    END IF;
    PERFORM cadre.go_by_place('on');
    DROP TABLE pg_temp.cut;
    RETURN filled;
END
$$;
