-- A month's changes of certifications do not have the registry read from end to end.
--
-- Whom rows name was found by a join with all versions of all records, grouped by the rows, and by one with all people, though not one row
-- gave a national id. And since a condition on a range tells the planner nothing, it took all awards in the order of their index, a row
-- here and a row there, where fifty thousand of a million had changed: begin_merge forbids that (0053).

-- Whom rows name: by the number at the source, by the national id, which is the natural key of its person. All versions of a record are of
-- one person; few have several.
CREATE FUNCTION resolve_evidence(of_source text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    by_id boolean := EXISTS (SELECT FROM pg_temp.staged s WHERE s.national_id IS NOT NULL);
    found bigint;
BEGIN
    EXECUTE format(
        'CREATE TEMPORARY TABLE resolved ON COMMIT DROP AS '
        'SELECT s.record_no, r.person_id AS by_source, %s AS by_id, '
        '       s.person_source IS NOT NULL AND s.person_source NOT IN (SELECT code FROM cadre.source) AS source_unknown '
        'FROM pg_temp.staged s '
        'LEFT JOIN cadre.source_record r '
        '     ON r.key = (coalesce(s.person_source, $1) || chr(31) || ''#'' || s.source_person_id) COLLATE "C" AND upper_inf(r.recorded) %s',
        CASE WHEN by_id THEN 'n.person_id' ELSE 'NULL::text COLLATE "C"' END,
        CASE WHEN by_id THEN 'LEFT JOIN cadre.person n ON n.natural_key = s.national_id' ELSE '' END)
        USING of_source;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found > (SELECT count(*) FROM pg_temp.staged) THEN
        DELETE FROM pg_temp.resolved r USING pg_temp.resolved other WHERE r.record_no = other.record_no AND r.ctid > other.ctid;
    END IF;
END
$$;

-- Whether so few rows are looked up one by one. In the order of the index, then: neighbours of it lie together, in the index and, of what
-- was stored in that order, in the table.
CREATE FUNCTION is_looked_up(target regclass, rows bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT rows * 8 < sum(c.reltuples)
    FROM pg_class c WHERE c.oid = target OR c.oid IN (SELECT v FROM cadre.volumes(target) AS v)
$$;

-- As in 0023, but for that order.
CREATE OR REPLACE FUNCTION compare_incoming(target regclass, effective date, late boolean, first boolean, corrections text[],
                                 OUT rows_incoming bigint, OUT rows_known bigint, OUT rows_unchanged bigint)
LANGUAGE plpgsql AS $$
DECLARE
    incoming constant regclass := to_regclass('pg_temp.incoming');
    hashed boolean := NOT first AND cadre.has_columns(target, 'key_hash') AND cadre.has_columns(incoming, 'key_hash');
    changes text;
    of_person text := CASE WHEN NOT first AND target = 'cadre.source_record'::regclass
        THEN (SELECT cadre.columns_differ(array_agg(c)) FROM unnest(cadre.content_columns(target)) AS c
              WHERE c <> 'person_id' AND (c = 'source_person_id' OR cadre.has_columns('cadre.person', c))) END;
BEGIN
    IF first THEN
        CREATE TEMPORARY TABLE delta (
            record_no bigint, key text COLLATE "C", key_hash bigint, until date, place tid, known boolean, person_id text COLLATE "C",
            known_national_id text COLLATE "C", changed boolean, corrected boolean, of_person boolean, direct boolean, same boolean)
            ON COMMIT DROP;
        EXECUTE 'SELECT count(*) FROM pg_temp.incoming' INTO rows_incoming;
        rows_known := rows_incoming;
        rows_unchanged := rows_incoming;
        RETURN;
    END IF;
    EXECUTE 'SELECT count(*) FROM pg_temp.incoming' INTO rows_incoming;
    SELECT cadre.columns_differ(array_agg(c)) INTO changes
    FROM unnest(cadre.content_columns(target)) AS c
    WHERE c <> ALL (corrections) AND cadre.has_columns(incoming, c);
    EXECUTE format(
        'CREATE TEMPORARY TABLE delta ON COMMIT DROP AS '
        'SELECT *, known AND NOT changed AND NOT corrected AS same '
        'FROM (SELECT i.record_no, i.key, %1$s AS key_hash, %2$s AS until, t.ctid AS place, t.key IS NOT NULL AS known, '
        '             %3$s AS person_id, %4$s AS known_national_id, '
        '             t.key IS NOT NULL AND %5$s AS changed, t.key IS NOT NULL AND %6$s AS corrected, '
        '             t.key IS NOT NULL AND %10$s AS of_person, '
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
        target, CASE WHEN hashed THEN '(t.key_hash IS NULL AND i.key_hash IS NOT NULL)' ELSE 'false' END,
        coalesce(of_person, 'false'),
        CASE WHEN cadre.is_looked_up(target, rows_incoming) THEN '(SELECT * FROM pg_temp.incoming ORDER BY key)' ELSE 'pg_temp.incoming' END)
        USING effective, NOT late;
    ANALYZE pg_temp.delta;
    IF NOT late AND EXISTS (SELECT FROM pg_temp.delta WHERE NOT known) THEN -- what was known on other days joins what begins
        EXECUTE format('UPDATE pg_temp.delta d SET direct = false '
                       'FROM %s t WHERE NOT d.known AND t.key = d.key AND upper_inf(t.recorded)', target);
    END IF;
    SELECT rows_incoming - count(*) FILTER (WHERE NOT d.known), rows_incoming - count(*) FILTER (WHERE NOT d.same)
    INTO rows_known, rows_unchanged
    FROM pg_temp.delta d;
END
$$;

-- As in 0029, but that every table of which a first list made a volume has a next one for files that change most of its rows.
CREATE OR REPLACE FUNCTION analyze_joined(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ANALYZE %s (%s)', target,
                   (SELECT string_agg(attname, ', ') FROM pg_attribute
                    WHERE attrelid = target AND NOT attisdropped
                      AND attname IN ('key', 'key_hash', 'person_id', 'natural_key', 'need_code', 'source', 'since', 'valid', 'recorded')));
    IF target IN ('cadre.person'::regclass, 'cadre.source_record'::regclass) THEN
        PERFORM cadre.keep_volume('cadre.source_record');
    ELSIF EXISTS (SELECT FROM cadre.volumes(target)) THEN
        PERFORM cadre.keep_volume(target);
    END IF;
END
$$;

-- As in 0029, but that nothing is looked for in a table that is empty: below it are all rows of a first list.
CREATE OR REPLACE FUNCTION cut_direct(target regclass, effective date, at timestamptz, by_batch bigint) RETURNS regclass
LANGUAGE plpgsql AS $$
DECLARE
    filled regclass := cadre.empty_volume(target);
    homes regclass[] := target || ARRAY(SELECT v FROM cadre.volumes(target) AS v WHERE v IS DISTINCT FROM filled);
    home regclass;
    cuts bigint;
BEGIN
    CREATE TEMPORARY TABLE cut ON COMMIT DROP AS
        SELECT place, key FROM pg_temp.delta WHERE direct AND known
        UNION ALL SELECT place, key FROM pg_temp.leaving WHERE direct ORDER BY place;
    GET DIAGNOSTICS cuts = ROW_COUNT;
    IF cuts < cadre.volume_rows_least() OR cuts * 10 < cadre.people_about() * 3 THEN
        filled := NULL;
    ELSIF filled IS NOT NULL THEN
        PERFORM cadre.ensure_index(filled, '_closed'); -- of which none of it is
    END IF;
    ANALYZE pg_temp.cut;
    PERFORM cadre.go_by_place('off');
    FOREACH home IN ARRAY homes LOOP
        EXIT WHEN cuts = 0;
        CONTINUE WHEN pg_relation_size(home) = 0;
        cuts := cuts - CASE WHEN filled IS NULL THEN cadre.cut_in_place(home, effective, at, by_batch)
                            ELSE cadre.move_cut(home, filled, effective, at, by_batch) END;
    END LOOP;
    PERFORM cadre.go_by_place('on');
    DROP TABLE pg_temp.cut;
    RETURN filled;
END
$$;
