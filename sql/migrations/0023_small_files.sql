-- What a small file costs beside its rows.
--
-- Made by the transaction that drops it, a staging table of a server that keeps no more log than it recovers by is neither logged nor
-- waited for: an unlogged one is, three times, for the empty copies that a crash would leave of it. `lasting`: transactions fill it.
DROP FUNCTION create_staging(text, bigint, text[], regtype[]);
CREATE FUNCTION create_staging(kind text, batch bigint, names text[], types regtype[], lasting boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    staging text := format('cadre_staging.%I', kind || '_' || batch);
    columns text;
BEGIN
    SELECT string_agg(format('%I %s %s', n, t, CASE WHEN t IN ('text', 'text[]') THEN 'COLLATE "C"' END), ', ' ORDER BY o)
    INTO columns
    FROM unnest(names, types) WITH ORDINALITY AS u (n, t, o);
    EXECUTE format('CREATE %s TABLE %s (record_no bigint, line_no bigint, byte_offset bigint, '
                   'byte_length bigint, record_hash uuid, key_hash bigint, %s)',
                   CASE WHEN lasting OR current_setting('wal_level') <> 'minimal' THEN 'UNLOGGED' END, staging, columns);
    EXECUTE format('CREATE OR REPLACE TEMPORARY VIEW staged AS SELECT * FROM %s', staging);
END
$$;

-- One index of a table, by the end of its name, if the table is to have it. Where the first rows all fall outside of an index it is made
-- before them: to look through them for what belongs there would take longer than to ask it of each.
CREATE FUNCTION ensure_index(target regclass, suffix text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    wanted record;
BEGIN
    FOR wanted IN SELECT * FROM cadre.wanted_indexes(target) AS w WHERE right(w.name, length(suffix)) = suffix LOOP
        IF to_regclass(format('cadre.%I', wanted.name)) IS NULL THEN
            EXECUTE wanted.definition;
        END IF;
    END LOOP;
END
$$;

-- As in 0012, but that columns of known width need no table for what is too wide, and that statistics are of as many rows as a file is
-- worth: three thousand, the least of a target of 10, take as long to look at as ten thousand to store.
CREATE OR REPLACE FUNCTION begin_merge(target regclass, of_kind text, of_source text, shared_keys boolean, by_batch bigint, effective date,
                            OUT recorded_at timestamptz, OUT list_until date, OUT late boolean, OUT first boolean)
LANGUAGE plpgsql AS $$
DECLARE
    rows real := coalesce((SELECT c.reltuples FROM pg_class c
                           WHERE c.oid = to_regclass(format('cadre_staging.%I', of_kind || '_' || by_batch))), 0);
BEGIN
    CREATE TEMPORARY TABLE merge_rejected (record_no bigint PRIMARY KEY, code varchar(8) NOT NULL, column_name varchar(63)) ON COMMIT DROP;
    CREATE TEMPORARY TABLE leaving (
        key text COLLATE "C" PRIMARY KEY, until date, place tid, person_id text COLLATE "C", direct boolean NOT NULL DEFAULT false)
        ON COMMIT DROP;
    /* Joins of the whole file in memory; indexes are there too, so that a small file asks them and does not read the table. Compiled
       expressions cost more than these queries gain. */
    PERFORM set_config('work_mem', least(greatest(rows * 64 / 1024, 16384), 262144)::integer || 'kB', true),
            set_config('maintenance_work_mem', '256MB', true), set_config('jit', 'off', true),
            set_config('random_page_cost', '1.1', true),
            set_config('default_statistics_target', least(greatest(rows / 10000, 3), 10)::integer::text, true);
    SELECT min(b.effective) FILTER (WHERE b.full_list AND b.source = of_source), count(*) > 0
    INTO list_until, late
    FROM cadre.batch b
    WHERE b.kind = of_kind AND (shared_keys OR b.source = of_source) AND b.state = 'merged' AND b.effective > begin_merge.effective;
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', target) INTO first;
    first := first AND NOT late;
    recorded_at := cadre.draw_recorded();
END
$$;

-- As in 0012, but that a first file, with which there is nothing to compare, makes its empty delta and no query of it.
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
        '      FROM pg_temp.incoming i %7$s '
        '      LEFT JOIN %8$s t ON t.key = i.key AND upper_inf(t.recorded) AND t.valid @> $1 '
        '      WHERE (t.key IS NULL OR %5$s OR %6$s OR %9$s)) AS compared',
        CASE WHEN hashed THEN 'i.key_hash' ELSE 'NULL::bigint' END,
        CASE WHEN late THEN 'p.until' ELSE 'NULL::date' END,
        CASE WHEN cadre.has_columns(target, 'person_id') THEN 't.person_id' ELSE 'NULL::text COLLATE "C"' END,
        CASE WHEN cadre.has_columns(target, 'national_id') THEN 't.national_id' ELSE 'NULL::text' END,
        changes, cadre.columns_differ(corrections),
        CASE WHEN late THEN 'JOIN pg_temp.place p USING (key)' ELSE '' END,
        target, CASE WHEN hashed THEN '(t.key_hash IS NULL AND i.key_hash IS NOT NULL)' ELSE 'false' END,
        coalesce(of_person, 'false'))
        USING effective, NOT late;
    ANALYZE pg_temp.delta;
    IF NOT late AND EXISTS (SELECT FROM pg_temp.delta WHERE NOT known) THEN -- what was known on other days joins what begins
        EXECUTE format('UPDATE pg_temp.delta d SET direct = false '
                       'FROM %s t WHERE NOT d.known AND t.key = d.key AND upper_inf(t.recorded)', target);
    END IF;
    EXECUTE 'SELECT count(*) FROM pg_temp.incoming' INTO rows_incoming;
    SELECT rows_incoming - count(*) FILTER (WHERE NOT d.known), rows_incoming - count(*) FILTER (WHERE NOT d.same)
    INTO rows_known, rows_unchanged
    FROM pg_temp.delta d;
END
$$;

-- As in 0012, but for the index of closed rows.
CREATE OR REPLACE FUNCTION fill_first(of_source text, effective date, at timestamptz, by_batch bigint, of_owner text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    newest bigint;
    grace integer;
    staged_rows real := (SELECT c.reltuples FROM pg_class c WHERE c.oid = format('cadre_staging.%I', 'roster_' || by_batch)::regclass);
    found bigint;
    number text; -- a function is not expanded over nextval
BEGIN
    SELECT c.newest_person INTO STRICT newest FROM cadre.registry_clock c;
    number := CASE WHEN newest + 2 * staged_rows < 100000000 -- a guess that is not off by half
                   THEN '''P'' || lpad(nextval(''pg_temp.numbering'')::text, 8, ''0'')'
                   ELSE 'cadre.person_number(nextval(''pg_temp.numbering''))' END;
    SELECT s.grace_days INTO STRICT grace FROM cadre.source s WHERE s.code = of_source;
    EXECUTE format('CREATE TEMPORARY SEQUENCE numbering MINVALUE %s CACHE 1000', newest + 1);
    PERFORM set_config('work_mem', '256MB', true), cadre.ensure_index('cadre.source_record', '_closed');
    EXECUTE format(
        'INSERT INTO cadre.source_record (key, key_hash, %s, valid, since, recorded, batch) '
        'SELECT i.key, i.key_hash, %s, daterange($1, NULL), $1, tstzrange($2, NULL), $3 '
        'FROM (SELECT * FROM pg_temp.incoming ORDER BY national_id NULLS FIRST, source_person_id NULLS FIRST) AS i',
        cadre.listed_columns('cadre.source_record'),
        (SELECT string_agg(CASE c WHEN 'person_id' THEN number ELSE format('i.%I', c) END, ', ')
         FROM unnest(cadre.content_columns('cadre.source_record')) AS c))
        USING effective, at, by_batch;
    GET DIAGNOSTICS found = ROW_COUNT;
    EXECUTE format('INSERT INTO cadre.person SELECT %s FROM cadre.source_record i', cadre.person_of_record('i.person_id')) USING grace;
    PERFORM cadre.ensure_indexes('cadre.person'), cadre.analyze_joined('cadre.person');
    UPDATE cadre.registry_clock SET newest_person = newest_person + found;
    PERFORM cadre.note_created(found, by_batch, of_owner, at);
    DROP SEQUENCE pg_temp.numbering;
END
$$;

CREATE OR REPLACE FUNCTION store_direct(target regclass, effective date, at timestamptz, by_batch bigint, first boolean) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    hashed boolean := cadre.has_columns(target, 'key_hash');
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
        ANALYZE pg_temp.delta, pg_temp.leaving;
        PERFORM cadre.cut_direct(target, effective, at, by_batch);
    END IF;
    EXECUTE format(
        'INSERT INTO %1$s (key, %2$s %3$s, valid, since, recorded, batch) '
        'SELECT i.key, %4$s %5$s, daterange($1, NULL), $1, tstzrange($2, NULL), $3 FROM pg_temp.incoming i %6$s',
        target, CASE WHEN hashed THEN 'key_hash,' ELSE '' END, cadre.listed_columns(target),
        CASE WHEN NOT hashed THEN ''
             WHEN cadre.has_columns(to_regclass('pg_temp.incoming'), 'key_hash') THEN 'i.key_hash,' ELSE 'NULL,' END,
        cadre.stated_columns(target),
        CASE WHEN NOT first THEN 'JOIN pg_temp.delta d USING (record_no) WHERE d.direct'
             WHEN cadre.has_columns(target, 'national_id') THEN 'JOIN pg_temp.numbered d USING (record_no)'
             ELSE '' END)
        USING effective, at, by_batch;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM cadre.ensure_indexes(target);
    PERFORM cadre.analyze_grown(target, written);
    SELECT count(*) INTO found
    FROM (SELECT FROM pg_temp.delta WHERE NOT direct UNION ALL SELECT FROM pg_temp.leaving WHERE NOT direct) AS rest;
    RETURN found;
END
$$;
