-- A row may name its person otherwise than the row by which its record is known.
--
-- What a list says is told from what is known by a hash of the cells that name a record. Evidence names its person by the source's number or
-- by the national one, and a source spelled out is the one left empty: such a row states a record that is known by another hash. That hash
-- did not come with the list, and its record left it, though it was there; and a second row of the same record was not seen beside one that
-- had been known as it was. How many records were known by another hash is now told, by which a merge that passed over known records is
-- done again without; then the record is known by its new hash.

-- As in 0052; `rows_renamed`: of the rows that are known, by another hash. And few rows are looked up whatever the planner makes of it: what
-- it takes for the price of a look into each volume it takes many times, since the ranges by which it counts rows tell it nothing, and where
-- there are several volumes it had five rows in a hundred joined with all.
DROP FUNCTION compare_incoming(regclass, date, boolean, boolean, text[]);
CREATE FUNCTION compare_incoming(target regclass, effective date, late boolean, first boolean, corrections text[],
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
