-- The merge of one file, at the speed of a copy. What versions are and how they are cut: 0007.
--
-- As 0003 has it: a file states the days from its effective day on, up to the next statement that is known already. A file is *late* when
-- such a statement can be: only then is there something to look for. What a file changes is *direct* when it ends a version without end
-- that was never cut, or begins one of a key of which nothing is known: a cut and a row. All else goes the general way. The first file of
-- an empty table is not compared with anything. Temporary tables, readable until the transaction ends, in the order in which they are made:
--   merge_rejected (record_no, code, column_name)   staged rows that the registry does not take
--   incoming (record_no, key, content columns)      the others; for rosters a view of all, without person_id
--   place (key, until)                              late: until when each key of incoming is stated; NULL = without end
--   delta                                           rows that are new or not the same; before them known at `place` (a ctid)
--     (record_no, key, key_hash, until, place, known, person_id, known_national_id,
--      same, changed, corrected, of_person, direct) same: nothing but the hash of its key is to be stored
--                                                   changed, corrected: columns that are changes, columns that are corrections differ;
--                                                   of_person: columns that a person has too
--   leaving (key, until, place, person_id, direct)  keys that the file, being a whole list, ends
--   resolved, mates, numbered                       rosters: whom rows of delta name, what else is known of them, numbers of new people
--   affected (a row of the registry table, place)   what is known of the keys that go the general way
--   settled (key, key_hash, content columns, valid) what shall be known of them
DROP FUNCTION begin_merge(), place_incoming(regclass, date, date), compare_incoming(regclass, date),
    find_leaving(regclass, text, date, date), see_evidence(regclass, text, text[], text[]), number_people(),
    refresh_people(bigint, timestamptz), place_sets(date), store_settled(regclass, date, timestamptz, bigint),
    hold_requirements(text[], date, timestamptz, bigint);

-- `shared_keys`: other sources state days of the same keys.
CREATE FUNCTION begin_merge(target regclass, of_kind text, of_source text, shared_keys boolean, by_batch bigint, effective date,
                            OUT recorded_at timestamptz, OUT list_until date, OUT late boolean, OUT first boolean)
LANGUAGE plpgsql AS $$
DECLARE
    rows real := coalesce((SELECT c.reltuples FROM pg_class c
                           WHERE c.oid = to_regclass(format('cadre_staging.%I', of_kind || '_' || by_batch))), 0);
BEGIN
    CREATE TEMPORARY TABLE merge_rejected (record_no bigint PRIMARY KEY, code text NOT NULL, column_name text) ON COMMIT DROP;
    CREATE TEMPORARY TABLE leaving (
        key text COLLATE "C" PRIMARY KEY, until date, place tid, person_id text COLLATE "C", direct boolean NOT NULL DEFAULT false)
        ON COMMIT DROP;
    /* Joins of the whole file in memory; indexes are there too, so that a small file asks them and does not read the table. Compiled
       expressions cost more than these queries gain. */
    PERFORM set_config('work_mem', least(greatest(rows * 64 / 1024, 16384), 262144)::integer || 'kB', true),
            set_config('maintenance_work_mem', '256MB', true), set_config('jit', 'off', true),
            set_config('random_page_cost', '1.1', true), set_config('default_statistics_target', '10', true);
    SELECT min(b.effective) FILTER (WHERE b.full_list AND b.source = of_source), count(*) > 0
    INTO list_until, late
    FROM cadre.batch b
    WHERE b.kind = of_kind AND (shared_keys OR b.source = of_source) AND b.state = 'merged' AND b.effective > begin_merge.effective;
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', target) INTO first;
    first := first AND NOT late;
    recorded_at := cadre.draw_recorded();
END
$$;

CREATE FUNCTION place_incoming(target regclass, effective date, list_until date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    ANALYZE pg_temp.incoming;
    EXECUTE format(
        'CREATE TEMPORARY TABLE place ON COMMIT DROP AS '
        'SELECT i.key, least($2, (SELECT min(t.since) FROM %s t '
        'WHERE t.key = i.key AND upper_inf(t.recorded) AND t.since > $1)) AS until '
        'FROM pg_temp.incoming i', target)
        USING effective, list_until;
    ANALYZE pg_temp.place;
END
$$;

-- A requirement set changes as a whole: its next statement is the next day on which any alternative of the need begins or ends.
CREATE FUNCTION place_sets(effective date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE place ON COMMIT DROP AS
        SELECT i.key, s.until
        FROM pg_temp.incoming i JOIN (
            SELECT n.need_code, min(d.day) FILTER (WHERE d.day > effective) AS until
            FROM (SELECT DISTINCT need_code FROM pg_temp.incoming) AS n
            LEFT JOIN cadre.need_alternative a ON a.need_code = n.need_code AND upper_inf(a.recorded)
            LEFT JOIN LATERAL (VALUES (a.since), (upper(a.valid))) AS d (day) ON true
            GROUP BY n.need_code) AS s USING (need_code);
    INSERT INTO pg_temp.leaving (key, until)
        SELECT DISTINCT a.key, s.until
        FROM cadre.need_alternative a
        JOIN (SELECT DISTINCT i.need_code, p.until FROM pg_temp.incoming i JOIN pg_temp.place p USING (key)) AS s USING (need_code)
        WHERE upper_inf(a.recorded) AND a.valid @> effective
          AND NOT EXISTS (SELECT FROM pg_temp.incoming i WHERE i.key = a.key);
END
$$;

-- Columns in which two rows differ, as a condition.
CREATE FUNCTION columns_differ(columns text[]) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce('ROW(' || string_agg(format('t.%I', c), ', ') || ') IS DISTINCT FROM ROW(' || string_agg(format('i.%I', c), ', ')
                    || ')', 'false')
    FROM unnest(columns) AS c
$$;

-- Makes pg_temp.delta. Correction columns were always as the newest file says.
CREATE FUNCTION compare_incoming(target regclass, effective date, late boolean, first boolean, corrections text[],
                                 OUT rows_incoming bigint, OUT rows_known bigint, OUT rows_unchanged bigint)
LANGUAGE plpgsql AS $$
DECLARE
    incoming constant regclass := to_regclass('pg_temp.incoming');
    hashed boolean := cadre.has_columns(target, 'key_hash') AND cadre.has_columns(incoming, 'key_hash');
    changes text;
    of_person text := CASE WHEN target = 'cadre.source_record'::regclass
        THEN (SELECT cadre.columns_differ(array_agg(c)) FROM unnest(cadre.content_columns(target)) AS c
              WHERE c <> 'person_id' AND (c = 'source_person_id' OR cadre.has_columns('cadre.person', c))) END;
BEGIN
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
        '             $3 AND (t.key IS NULL OR (upper_inf(t.valid) AND t.cut_at IS NULL AND t.since < $1 AND NOT %6$s)) AS direct '
        '      FROM pg_temp.incoming i %7$s '
        '      LEFT JOIN %8$s t ON t.key = i.key AND upper_inf(t.recorded) AND t.valid @> $1 '
        '      WHERE NOT $2 AND (t.key IS NULL OR %5$s OR %6$s OR %9$s)) AS compared',
        CASE WHEN hashed THEN 'i.key_hash' ELSE 'NULL::bigint' END,
        CASE WHEN late THEN 'p.until' ELSE 'NULL::date' END,
        CASE WHEN cadre.has_columns(target, 'person_id') THEN 't.person_id' ELSE 'NULL::text COLLATE "C"' END,
        CASE WHEN cadre.has_columns(target, 'national_id') THEN 't.national_id' ELSE 'NULL::text' END,
        changes, cadre.columns_differ(corrections),
        CASE WHEN late THEN 'JOIN pg_temp.place p USING (key)' ELSE '' END,
        target, CASE WHEN hashed THEN '(t.key_hash IS NULL AND i.key_hash IS NOT NULL)' ELSE 'false' END,
        coalesce(of_person, 'false'))
        USING effective, first, NOT late;
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

-- Rejected after they were compared.
CREATE FUNCTION drop_rejected() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM pg_temp.delta d USING pg_temp.merge_rejected m WHERE m.record_no = d.record_no;
END
$$;

-- ---- Leaving --------------------------------------------------------------------------------------------------------------------
-- Until when keys that leave do so: up to what is known of later days.
CREATE FUNCTION place_leaving(target regclass, effective date, list_until date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('UPDATE pg_temp.leaving l SET direct = false, until = least($2, (SELECT min(t.since) FROM %s t '
                   'WHERE t.key = l.key AND upper_inf(t.recorded) AND t.since > $1))', target)
        USING effective, list_until;
END
$$;

-- Records of a source that a full list does not name. Joined by hash whatever the planner believes of the tables: a join misjudged would
-- compare each with each. When nobody is missing the numbers of records tell. Returns how many records are open.
CREATE FUNCTION find_leaving(target regclass, of_source text, effective date, rows_known bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    open_count bigint := cadre.count_open(target, of_source, effective);
BEGIN
    IF open_count > rows_known THEN
        PERFORM set_config('enable_nestloop', 'off', true);
        EXECUTE format(
            'INSERT INTO pg_temp.leaving (key, place, person_id, direct) '
            'SELECT t.key, t.ctid, t.person_id, upper_inf(t.valid) AND t.cut_at IS NULL AND t.since < $2 '
            'FROM %1$s t '
            'WHERE t.source = $1 AND upper_inf(t.recorded) AND t.valid @> $2 '
            '  AND NOT EXISTS (SELECT FROM pg_temp.incoming i WHERE i.key = t.key)', target)
            USING of_source, effective;
        PERFORM set_config('enable_nestloop', 'on', true);
    END IF;
    RETURN open_count;
END
$$;

-- Where the index of keys has those of source $1, of tables whose keys begin with its code.
CREATE FUNCTION key_of_source(target regclass) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN target = ANY (ARRAY['cadre.source_record', 'cadre.competency_held', 'cadre.award']::regclass[])
                THEN 't.key >= $1 || chr(31) AND t.key < $1 || chr(32)' ELSE 'true' END
$$;

-- The same when only their keys' hashes are known, and what did not change was not staged. False: a hash names no open record, or several.
CREATE FUNCTION find_unseen(target regclass, of_source text, effective date, unseen bigint[]) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
    hashes bigint;
BEGIN
    CREATE TEMPORARY TABLE unseen ON COMMIT DROP AS SELECT u.key_hash FROM unnest(find_unseen.unseen) AS u (key_hash);
    ANALYZE pg_temp.unseen;
    CREATE TEMPORARY TABLE missing (key_hash bigint, key text COLLATE "C", place tid, person_id text COLLATE "C", direct boolean)
        ON COMMIT DROP;
    EXECUTE format(
        'INSERT INTO pg_temp.missing '
        'SELECT t.key_hash, t.key, t.ctid, t.person_id, upper_inf(t.valid) AND t.cut_at IS NULL AND t.since < $2 '
        'FROM pg_temp.unseen u JOIN %1$s t ON t.key_hash = u.key_hash '
        'WHERE t.source = $1 AND %2$s AND upper_inf(t.recorded) AND t.valid @> $2', target, cadre.key_of_source(target))
        USING of_source, effective;
    SELECT count(*), count(DISTINCT m.key_hash) INTO found, hashes FROM pg_temp.missing m;
    IF found <> cardinality(unseen) OR hashes <> found THEN
        RETURN false;
    END IF;
    INSERT INTO pg_temp.leaving (key, place, person_id, direct)
        SELECT m.key, m.place, m.person_id, m.direct FROM pg_temp.missing m;
    RETURN true;
END
$$;

-- Evidence of a person of whom a row was not accepted counts as seen.
CREATE FUNCTION see_evidence(target regclass, of_source text, seen_person_ids text[], seen_national_ids text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM pg_temp.leaving l
    USING (SELECT p.person_id FROM pg_temp.resolved r JOIN pg_temp.merge_rejected m USING (record_no),
                  LATERAL (VALUES (r.by_source), (r.by_id)) AS p (person_id)
           UNION SELECT s.person_id FROM unnest(seen_person_ids) AS i (source_person_id)
                 JOIN cadre.source_record s
                   ON s.key = of_source || chr(31) || '#' || i.source_person_id AND upper_inf(s.recorded)
           UNION SELECT p.person_id FROM cadre.person p WHERE p.natural_key = ANY (seen_national_ids)) AS seen
    WHERE l.person_id = seen.person_id;
END
$$;

-- ---- Versions -------------------------------------------------------------------------------------------------------------------
-- How a column of a row that is stored is written: from incoming i and delta d.
CREATE FUNCTION stated_columns(target regclass) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT string_agg(format(CASE WHEN cadre.has_columns(to_regclass('pg_temp.incoming'), c) THEN 'i.%I' ELSE 'd.%I' END, c), ', ')
    FROM unnest(cadre.content_columns(target)) AS c
$$;

CREATE FUNCTION listed_columns(target regclass, alias text DEFAULT '') RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT string_agg(alias || quote_ident(c), ', ') FROM unnest(cadre.content_columns(target)) AS c
$$;

-- Hashes of keys where a row has none yet.
CREATE FUNCTION store_key_hashes(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_temp.delta WHERE same) THEN
        EXECUTE format('UPDATE %s t SET key_hash = d.key_hash FROM pg_temp.delta d WHERE t.ctid = d.place AND d.same', target);
        DELETE FROM pg_temp.delta WHERE same;
    END IF;
END
$$;

-- Page after page. Columns of the indexes are set to what they are: otherwise each full page of an index would be searched for versions
-- that nobody sees any more, where all are of this very transaction.
CREATE FUNCTION cut_direct(target regclass, effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    indexed text := (SELECT string_agg(format('%1$I = t.%1$I, ', c), '')
                     FROM unnest(ARRAY['key', 'person_id']) AS c WHERE cadre.has_columns(target, c));
BEGIN
    PERFORM set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);
    EXECUTE format(
        'UPDATE %s t SET %s valid = daterange(t.since, $1), cut_at = $2, cut_by = $3 '
        'FROM (SELECT place FROM pg_temp.delta WHERE direct AND known '
        '      UNION ALL SELECT place FROM pg_temp.leaving WHERE direct ORDER BY place) AS d WHERE t.ctid = d.place', target, indexed)
        USING effective, at, by_batch;
    PERFORM set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true);
END
$$;

-- What the joins of a merge ask about. Of the other columns the server's own collector tells, later.
CREATE FUNCTION analyze_joined(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ANALYZE %s (%s)', target,
                   (SELECT string_agg(attname, ', ') FROM pg_attribute
                    WHERE attrelid = target AND NOT attisdropped
                      AND attname IN ('key', 'key_hash', 'person_id', 'natural_key', 'need_code', 'source', 'since', 'valid', 'recorded')));
END
$$;

CREATE OR REPLACE FUNCTION analyze_grown(target regclass, written bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF written > (SELECT c.reltuples FROM pg_class c WHERE c.oid = target) / 10 THEN
        PERFORM cadre.analyze_joined(target);
    END IF;
END
$$;

-- What is direct; returns how many keys are left for the general way.
CREATE FUNCTION store_direct(target regclass, effective date, at timestamptz, by_batch bigint, first boolean) RETURNS bigint
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
    PERFORM cadre.store_key_hashes(target);
    ANALYZE pg_temp.delta, pg_temp.leaving;
    PERFORM cadre.cut_direct(target, effective, at, by_batch);
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

-- What is known of the keys that go the general way.
CREATE OR REPLACE FUNCTION gather_affected(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TEMPORARY TABLE affected ON COMMIT DROP AS '
        'SELECT t.*, t.ctid AS place FROM %s t '
        'JOIN (SELECT key FROM pg_temp.delta WHERE NOT direct UNION ALL SELECT key FROM pg_temp.leaving WHERE NOT direct) AS k '
        '     USING (key) '
        'WHERE upper_inf(t.recorded)', target);
    ANALYZE pg_temp.affected;
END
$$;

-- Lays the stated days over the versions in pg_temp.affected and joins neighbours that say the same: pg_temp.settled is then all
-- that shall be known of those keys.
CREATE OR REPLACE FUNCTION settle_affected(target regclass, effective date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    content text := cadre.listed_columns(target);
    hashed boolean := cadre.has_columns(target, 'key_hash');
BEGIN
    EXECUTE format(
        'CREATE TEMPORARY TABLE settled ON COMMIT DROP AS '
        'WITH stated AS ('
        '    SELECT key, until FROM pg_temp.delta WHERE NOT direct '
        '    UNION ALL SELECT key, until FROM pg_temp.leaving WHERE NOT direct '
        '), pieces AS ('
        '    SELECT key, %3$s AS key_hash, %1$s, valid * daterange(NULL, $1) AS valid FROM pg_temp.affected WHERE lower(valid) < $1 '
        '    UNION ALL SELECT key, %3$s, %1$s, valid * daterange(until, NULL) '
        '    FROM pg_temp.affected JOIN stated USING (key) WHERE until IS NOT NULL AND valid && daterange(until, NULL) '
        '    UNION ALL SELECT i.key, d.key_hash, %2$s, daterange($1, d.until) '
        '    FROM pg_temp.incoming i JOIN pg_temp.delta d USING (record_no) '
        '    WHERE NOT d.direct '
        '), compared AS ('
        '    SELECT *, (lag(upper(valid)) OVER following = lower(valid) AND lag(ROW(%1$s)::text) OVER following = ROW(%1$s)::text) '
        '           IS NOT TRUE AS begins, max(key_hash) OVER (PARTITION BY key) AS hash '
        '    FROM pieces WINDOW following AS (PARTITION BY key ORDER BY lower(valid)) '
        '), numbered AS ('
        '    SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY key ORDER BY lower(valid)) AS island FROM compared '
        '), joined AS ('
        '    SELECT *, last_value(upper(valid)) OVER (PARTITION BY key, island ORDER BY lower(valid) '
        '                                             ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS ends '
        '    FROM numbered '
        ') SELECT key, hash AS key_hash, %1$s, daterange(lower(valid), ends) AS valid FROM joined WHERE begins',
        content, cadre.stated_columns(target), CASE WHEN hashed THEN 'key_hash' ELSE 'NULL::bigint' END)
        USING effective;
    ANALYZE pg_temp.settled;
END
$$;

-- Writes pg_temp.settled: what no longer holds is closed at `at`, what is new begins there.
CREATE FUNCTION store_settled(target regclass, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    content text := cadre.listed_columns(target);
    stated text := cadre.listed_columns(target, 'i.');
    known text := cadre.listed_columns(target, 't.');
    hashed boolean := cadre.has_columns(target, 'key_hash');
    written bigint;
BEGIN
    EXECUTE format(
        'UPDATE %1$s t SET recorded = tstzrange(lower(t.recorded), $1), closed_by = $2 '
        'FROM pg_temp.affected a '
        'WHERE t.ctid = a.place AND NOT EXISTS (SELECT FROM pg_temp.settled i '
        '    WHERE i.key = t.key AND i.valid = t.valid AND ROW(%2$s) IS NOT DISTINCT FROM ROW(%3$s))',
        target, stated, known)
        USING at, by_batch;
    EXECUTE format(
        'INSERT INTO %1$s (key, %2$s %3$s, valid, since, recorded, batch) '
        'SELECT i.key, %4$s %5$s, i.valid, lower(i.valid), tstzrange($1, NULL), $2 FROM pg_temp.settled i '
        'WHERE NOT EXISTS (SELECT FROM %1$s t WHERE t.key = i.key AND upper_inf(t.recorded) AND t.valid = i.valid)',
        target, CASE WHEN hashed THEN 'key_hash,' ELSE '' END, content, CASE WHEN hashed THEN 'i.key_hash,' ELSE '' END, stated)
        USING at, by_batch;
    GET DIAGNOSTICS written = ROW_COUNT;
    PERFORM cadre.analyze_grown(target, written);
END
$$;

-- Needs of which the file's set is held: if no set stands they match nobody until a whole one comes; a set that was taken lifts it.
-- A merge of its own into requirement_hold, after the sets'; theirs is laid aside meanwhile.
CREATE FUNCTION hold_requirements(held text[], effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    CREATE TEMPORARY TABLE lifted ON COMMIT DROP AS
        SELECT DISTINCT i.need_code AS key, p.until FROM pg_temp.incoming i JOIN pg_temp.place p USING (key);
    FOREACH name IN ARRAY ARRAY['incoming', 'place', 'delta', 'leaving', 'affected', 'settled'] LOOP
        EXECUTE format('ALTER TABLE IF EXISTS pg_temp.%I RENAME TO %I', name, 'sets_' || name);
    END LOOP;
    CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
        SELECT row_number() OVER () AS record_no, n.need_code COLLATE "C" AS key, n.need_code
        FROM (SELECT DISTINCT n.need_code
              FROM cadre.need n
              WHERE n.need_code = ANY (held) AND upper_inf(n.recorded)
                AND NOT EXISTS (SELECT FROM cadre.need_alternative a
                                WHERE a.need_code = n.need_code AND upper_inf(a.recorded) AND a.valid @> effective)) AS n;
    CREATE TEMPORARY TABLE leaving ON COMMIT DROP AS
        SELECT l.key, l.until, NULL::tid AS place, false AS direct FROM pg_temp.lifted l
        WHERE l.key NOT IN (SELECT i.key FROM pg_temp.incoming i);
    CREATE TEMPORARY TABLE place ON COMMIT DROP AS
        SELECT i.key, (SELECT min(a.since) FROM cadre.need_alternative a
                       WHERE a.need_code = i.key AND upper_inf(a.recorded) AND a.since > effective) AS until
        FROM pg_temp.incoming i;
    PERFORM cadre.compare_incoming('cadre.requirement_hold', effective, true, false, '{}'),
            cadre.store_direct('cadre.requirement_hold', effective, at, by_batch, false);
    PERFORM cadre.gather_affected('cadre.requirement_hold'), cadre.settle_affected('cadre.requirement_hold', effective);
    PERFORM cadre.store_settled('cadre.requirement_hold', at, by_batch);
    FOREACH name IN ARRAY ARRAY['incoming', 'place', 'delta', 'leaving', 'affected', 'settled'] LOOP
        EXECUTE format('DROP TABLE pg_temp.%I', name);
        EXECUTE format('ALTER TABLE IF EXISTS pg_temp.%I RENAME TO %I', 'sets_' || name, name);
    END LOOP;
END
$$;

-- ---- Rosters --------------------------------------------------------------------------------------------------------------------
-- The key of a record follows from its row, so rows are compared first, and only those that are new or changed ask whom they name: a row
-- that says what is known already is never held. Incoming is a view: nothing is copied but rows that change. Late, it is a table, because
-- corrections of a newer file stand in it.
CREATE FUNCTION lay_roster(of_source text, of_owner text, late boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TEMPORARY %s incoming %s AS '
        'SELECT s.record_no, s.key_hash, (%L || coalesce(''#'' || s.source_person_id, ''@'' || s.national_id)) COLLATE "C" AS key, '
        '       %L::text AS source, %L::text AS owner, %s FROM pg_temp.staged s',
        CASE WHEN late THEN 'TABLE' ELSE 'VIEW' END, CASE WHEN late THEN 'ON COMMIT DROP' ELSE '' END,
        of_source || chr(31), of_source, of_owner,
        (SELECT string_agg(format('s.%I', c), ', ')
         FROM unnest(cadre.content_columns('cadre.source_record')) AS c WHERE c NOT IN ('source', 'owner', 'person_id')));
END
$$;

-- New people in the order of their keys, bytewise (staged text is of collation "C"), absent first. The counter belongs to the transaction:
-- what is rolled back leaves no gap.
CREATE FUNCTION person_number(number bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 'P' || CASE WHEN number < 100000000 THEN lpad(number::text, 8, '0') ELSE number::text END
$$;

-- The last `created` numbers that were given.
CREATE FUNCTION note_created(created bigint, by_batch bigint, of_owner text, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cadre.person_event (person_id, last_person_id, event, owner, batch, recorded_at)
    SELECT cadre.person_number(c.newest_person - created + 1), cadre.person_number(c.newest_person), 'created', of_owner, by_batch, at
    FROM cadre.registry_clock c
    WHERE created > 0;
END
$$;

-- A person of one record that is open without end is that record. From incoming or source_record i; $1 is the source's days of grace.
CREATE FUNCTION person_of_record(number text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT string_agg(
        CASE attname WHEN 'person_id' THEN number
                     WHEN 'natural_key' THEN 'coalesce(i.national_id, i.source || ''/'' || i.source_person_id)'
                     WHEN 'languages' THEN 'array_to_string(i.languages, '';'')'
                     WHEN 'consent_for' THEN 'array_to_string(i.consent_for, '';'')'
                     WHEN 'attached' THEN 'true'
                     WHEN 'ended_on' THEN 'NULL::date'
                     WHEN 'grace_days' THEN '$1'
                     ELSE format('i.%I', attname) END, ', ' ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = 'cadre.person'::regclass AND attnum > 0 AND NOT attisdropped
$$;

-- The first list of all: everybody is new. Sorted by their keys the rows are stored as they come, and the people after them. Where two
-- rows are of one person the unique natural key fails: then nothing of it stands, and the people are numbered first.
CREATE FUNCTION fill_first(of_source text, effective date, at timestamptz, by_batch bigint, of_owner text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    newest bigint;
    grace integer;
    found bigint;
    number text; -- a function is not expanded over nextval
BEGIN
    SELECT c.newest_person INTO STRICT newest FROM cadre.registry_clock c;
    SELECT CASE WHEN newest + 2 * c.reltuples < 100000000 -- a guess that is not off by half
                THEN '''P'' || lpad(nextval(''pg_temp.numbering'')::text, 8, ''0'')'
                ELSE 'cadre.person_number(nextval(''pg_temp.numbering''))' END
    INTO STRICT number
    FROM pg_class c WHERE c.oid = format('cadre_staging.%I', 'roster_' || by_batch)::regclass;
    SELECT s.grace_days INTO STRICT grace FROM cadre.source s WHERE s.code = of_source;
    EXECUTE format('CREATE TEMPORARY SEQUENCE numbering MINVALUE %s CACHE 1000', newest + 1);
    PERFORM set_config('work_mem', '256MB', true);
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

-- The numbers alone, in pg_temp.numbered, for a list in which somebody stands twice.
CREATE FUNCTION number_first() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    newest bigint;
    found bigint;
BEGIN
    INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
        SELECT i.record_no, 'X012', 'national_id'
        FROM pg_temp.incoming i
        JOIN (SELECT national_id FROM pg_temp.incoming GROUP BY national_id HAVING count(*) > 1) AS twice USING (national_id);
    SELECT c.newest_person INTO STRICT newest FROM cadre.registry_clock c;
    CREATE TEMPORARY TABLE numbered ON COMMIT DROP AS
        SELECT i.record_no, cadre.person_number(newest + row_number() OVER (ORDER BY i.national_id NULLS FIRST,
                                                                            i.source_person_id NULLS FIRST)) AS person_id
        FROM pg_temp.incoming i
        WHERE NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = i.record_no);
    GET DIAGNOSTICS found = ROW_COUNT;
    UPDATE cadre.registry_clock SET newest_person = newest_person + found;
    ANALYZE pg_temp.numbered (record_no);
END
$$;

CREATE FUNCTION name_first(of_source text, effective date, at timestamptz, by_batch bigint, of_owner text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.fill_first(of_source, effective, at, by_batch, of_owner);
EXCEPTION WHEN unique_violation THEN
    PERFORM cadre.number_first();
END
$$;

-- Whom a row of pg_temp.delta names: by the number at the source, else by the national id. A number keeps its person though a later list
-- of the same day took the record back; a national id counts only while it is known. Only rows that are new or give another national id
-- are asked: all national ids that are known of a person are one. Mates are the other records of a row's person.
CREATE FUNCTION resolve_roster(effective date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE by_key ON COMMIT DROP AS
        SELECT k.record_no, max(k.person_id) AS person_id
        FROM (SELECT d.record_no, t.person_id
              FROM pg_temp.delta d JOIN cadre.source_record t ON t.key = d.key AND upper_inf(t.recorded) WHERE NOT d.known
              UNION ALL
              SELECT d.record_no, t.person_id
              FROM pg_temp.delta d JOIN cadre.source_record t ON t.key = d.key AND NOT upper_inf(t.recorded) WHERE NOT d.known) AS k
        GROUP BY k.record_no;
    CREATE TEMPORARY TABLE asked ON COMMIT DROP AS
        SELECT d.record_no, d.key, d.known, i.source_person_id, i.national_id, i.birth_date, i.given_name,
               coalesce(d.person_id, k.person_id) AS by_source
        FROM pg_temp.delta d JOIN pg_temp.incoming i USING (record_no) LEFT JOIN pg_temp.by_key k USING (record_no)
        WHERE NOT d.known OR (d.corrected AND i.national_id IS DISTINCT FROM d.known_national_id);
    ANALYZE pg_temp.asked;
    CREATE TEMPORARY TABLE resolved ON COMMIT DROP AS
        SELECT a.*, p.person_id AS by_id
        FROM pg_temp.asked a LEFT JOIN cadre.person p ON p.natural_key = a.national_id;
    ANALYZE pg_temp.resolved;
    CREATE TEMPORARY TABLE mates ON COMMIT DROP AS
        SELECT r.record_no, o.source, o.key, o.national_id, o.valid @> effective AS open
        FROM (SELECT record_no, key, coalesce(by_source, by_id) AS person_id FROM pg_temp.resolved
              UNION ALL SELECT record_no, key, person_id FROM pg_temp.delta WHERE known AND NOT same) AS r
        JOIN cadre.source_record o USING (person_id)
        WHERE upper_inf(o.recorded) AND o.key <> r.key;
    ANALYZE pg_temp.mates;
END
$$;

-- Rows that a person must decide: rules of identity. Twice in one file: two new rows, or a new one beside one that is known.
CREATE FUNCTION judge_roster(of_source text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
    SELECT record_no, min(code), 'national_id'
    FROM (SELECT r.record_no, 'X009' AS code FROM pg_temp.resolved r WHERE r.by_source <> r.by_id
          UNION ALL
          SELECT r.record_no, 'X010' FROM pg_temp.resolved r JOIN cadre.person p ON p.person_id = r.by_id
          WHERE r.by_source IS NULL AND p.birth_date <> r.birth_date AND p.given_name <> r.given_name
          UNION ALL
          SELECT r.record_no, 'X011' FROM pg_temp.resolved r JOIN pg_temp.mates m USING (record_no)
          WHERE r.by_source IS NOT NULL AND m.source <> of_source AND m.national_id <> r.national_id
          UNION ALL
          SELECT unnest(ARRAY[n.record_no, r.record_no]), 'X012'
          FROM pg_temp.resolved n
          JOIN (SELECT record_no, coalesce(by_source, by_id) AS person_id FROM pg_temp.resolved
                UNION ALL SELECT record_no, person_id FROM pg_temp.delta WHERE known AND NOT same) AS r
            ON r.person_id = coalesce(n.by_source, n.by_id)
          WHERE NOT n.known AND r.record_no <> n.record_no
          UNION ALL
          SELECT r.record_no, 'X012'
          FROM pg_temp.resolved r
          JOIN (SELECT national_id FROM pg_temp.resolved WHERE by_id IS NULL GROUP BY national_id HAVING count(*) > 1) AS twice
               USING (national_id)) AS judged
    GROUP BY record_no;
END
$$;

-- Nobody has two open records at one source: held is who comes beside one that stands.
CREATE FUNCTION hold_beside_standing(of_source text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
    SELECT DISTINCT m.record_no, 'X012', 'national_id'
    FROM pg_temp.mates m
    WHERE m.source = of_source AND m.open AND NOT EXISTS (SELECT FROM pg_temp.leaving l WHERE l.key = m.key)
    ON CONFLICT DO NOTHING;
END
$$;

-- Gives every row of pg_temp.delta its person.
CREATE FUNCTION number_people() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    newest bigint;
    found bigint;
BEGIN
    SELECT c.newest_person INTO STRICT newest FROM cadre.registry_clock c;
    CREATE TEMPORARY TABLE numbered ON COMMIT DROP AS
        SELECT r.record_no,
               cadre.person_number(newest + row_number() OVER (ORDER BY r.national_id NULLS FIRST,
                                                                        r.source_person_id NULLS FIRST)) AS person_id
        FROM pg_temp.resolved r
        WHERE r.by_source IS NULL AND r.by_id IS NULL
          AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = r.record_no);
    GET DIAGNOSTICS found = ROW_COUNT;
    UPDATE cadre.registry_clock SET newest_person = newest_person + found WHERE found > 0;
    UPDATE pg_temp.delta d SET person_id = coalesce(r.by_source, r.by_id, n.person_id)
    FROM pg_temp.resolved r LEFT JOIN pg_temp.numbered n USING (record_no)
    WHERE r.record_no = d.record_no AND NOT d.known;
END
$$;

-- ---- People ---------------------------------------------------------------------------------------------------------------------
-- People whom this file made, or whose only record it changed or ended, are derived from it at once. Returns how many it made.
CREATE FUNCTION refresh_direct(late boolean, first boolean, of_source text, effective date) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    grace integer := (SELECT s.grace_days FROM cadre.source s WHERE s.code = of_source);
    names text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                   WHERE attrelid = 'cadre.person'::regclass AND attnum > 0 AND NOT attisdropped);
    written bigint;
BEGIN
    IF first AND to_regclass('pg_temp.numbered') IS NULL THEN -- filled with the records
        RETURN 0;
    ELSIF first THEN
        EXECUTE format('INSERT INTO cadre.person SELECT %s FROM cadre.source_record i', cadre.person_of_record('i.person_id'))
            USING grace;
        GET DIAGNOSTICS written = ROW_COUNT;
        RETURN written;
    END IF;
    IF late THEN
        RETURN (SELECT count(*) FROM pg_temp.numbered);
    END IF;
    EXECUTE format('INSERT INTO cadre.person SELECT %s '
                   'FROM pg_temp.numbered d JOIN pg_temp.incoming i USING (record_no)', cadre.person_of_record('d.person_id'))
        USING grace;
    GET DIAGNOSTICS written = ROW_COUNT;
    EXECUTE format('UPDATE cadre.person p SET (%1$s) = ROW(%2$s) '
                   'FROM pg_temp.delta d JOIN pg_temp.incoming i USING (record_no) '
                   'WHERE p.person_id = d.person_id AND d.known AND d.direct AND d.of_person '
                   '  AND NOT EXISTS (SELECT FROM pg_temp.mates m WHERE m.record_no = d.record_no)',
                   names, cadre.person_of_record('d.person_id'))
        USING grace;
    UPDATE cadre.person p SET attached = false, ended_on = effective
    FROM pg_temp.leaving l
    WHERE p.person_id = l.person_id AND l.direct
      AND NOT EXISTS (SELECT FROM cadre.source_record o
                      WHERE o.person_id = l.person_id AND o.key <> l.key AND upper_inf(o.recorded));
    RETURN written;
END
$$;

-- All others anew, from all that is known of them.
CREATE FUNCTION refresh_others(late boolean, by_batch bigint, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    concerned text[] := ARRAY(
        SELECT d.person_id FROM pg_temp.delta d
        WHERE late OR NOT d.direct OR EXISTS (SELECT FROM pg_temp.mates m WHERE m.record_no = d.record_no)
           OR NOT (d.known OR EXISTS (SELECT FROM pg_temp.numbered n WHERE n.record_no = d.record_no))
        UNION SELECT l.person_id FROM pg_temp.leaving l
        WHERE NOT l.direct OR EXISTS (SELECT FROM cadre.source_record o
                                      WHERE o.person_id = l.person_id AND o.key <> l.key AND upper_inf(o.recorded)));
BEGIN
    IF cardinality(concerned) = 0 THEN
        RETURN;
    END IF;
    CREATE TEMPORARY TABLE refreshed ON COMMIT DROP AS SELECT * FROM cadre.person_state('infinity', 'infinity') LIMIT 0;
    /* EXECUTE, so that it is planned for this number of people. */
    EXECUTE 'INSERT INTO pg_temp.refreshed SELECT * FROM cadre.person_state(''infinity'', ''infinity'', $1)' USING concerned;
    ANALYZE pg_temp.refreshed;
    INSERT INTO cadre.person_event (person_id, last_person_id, event, natural_key, owner, batch, recorded_at)
        SELECT r.person_id, r.person_id, CASE WHEN p.person_id IS NULL THEN 'created' ELSE 'key_changed' END,
               r.natural_key, r.owner, by_batch, at
        FROM pg_temp.refreshed r LEFT JOIN cadre.person p USING (person_id)
        WHERE p.natural_key IS DISTINCT FROM r.natural_key
          AND NOT EXISTS (SELECT FROM pg_temp.numbered n WHERE n.person_id = r.person_id)
        ORDER BY r.person_id;
    DELETE FROM cadre.person p WHERE p.person_id = ANY (concerned); -- of whom nothing is known any more, too
    INSERT INTO cadre.person SELECT * FROM pg_temp.refreshed;
END
$$;

-- Brings the person table up to date. Rows of evidence may name somebody else when a national id changed: they are all looked at again.
CREATE FUNCTION refresh_people(late boolean, first boolean, of_source text, effective date, of_owner text, by_batch bigint,
                               at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    created bigint := cadre.refresh_direct(late, first, of_source, effective);
BEGIN
    IF NOT first THEN
        PERFORM cadre.refresh_others(late, by_batch, at);
        DELETE FROM cadre.source_digest g
        WHERE g.kind <> 'roster'
          AND (SELECT count(*) FROM pg_temp.delta d JOIN pg_temp.incoming i USING (record_no) -- EXISTS would be planned for one row
               WHERE d.known AND d.corrected AND i.national_id IS DISTINCT FROM d.known_national_id) > 0;
    END IF;
    PERFORM cadre.note_created(created, by_batch, of_owner, at), cadre.ensure_indexes('cadre.person'),
            cadre.analyze_grown('cadre.person', created);
END
$$;

-- ---- Placements ----------------------------------------------------------------------------------------------------------------
-- Nobody sits in two seats at once. A seat that is known and said again is never rejected for a newer one, so that a list and its changes
-- alone say the same; one that the list leaves out is free, unless another row of its person is rejected. What is rejected lets what it
-- would have replaced stand, so this goes on until nothing more is. Reads and mends pg_temp.incoming and leaving.
CREATE FUNCTION reject_overlapping_seats(effective date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    taking constant text[] := ARRAY['accepted', 'ordered', 'posted'];
    rejected bigint := 1;
BEGIN
    WHILE rejected > 0 LOOP
        WITH stands AS (
            SELECT p.key, p.person_id, daterange(p.from_on, p.until_on, '[]') AS days
            FROM cadre.placement p
            WHERE upper_inf(p.recorded) AND p.valid @> effective AND p.status = ANY (taking)
              AND p.person_id IN (SELECT i.person_id FROM pg_temp.incoming i)
              AND NOT EXISTS (SELECT FROM pg_temp.leaving l WHERE l.key = p.key)
        ), stated AS (
            SELECT i.record_no, i.key, i.person_id,
                   CASE WHEN i.status = ANY (taking) THEN daterange(i.from_on, i.until_on, '[]') ELSE 'empty' END AS days
            FROM pg_temp.incoming i
        ), coming AS (
            SELECT t.* FROM stated t WHERE NOT EXISTS (SELECT FROM stands s WHERE s.key = t.key AND s.days = t.days)
        ), sitting AS (
            SELECT c.key, c.person_id, c.days FROM coming c
            UNION ALL
            SELECT s.key, s.person_id, s.days FROM stands s WHERE NOT EXISTS (SELECT FROM coming c WHERE c.key = s.key)
        ), overlapping AS (
            SELECT DISTINCT c.record_no, c.person_id
            FROM coming c JOIN sitting s ON s.person_id = c.person_id AND s.key <> c.key AND s.days && c.days
        ), dropped AS (
            DELETE FROM pg_temp.incoming i USING overlapping o WHERE i.record_no = o.record_no
        ), excused AS (
            DELETE FROM pg_temp.leaving l USING overlapping o WHERE l.person_id = o.person_id
        )
        INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
        SELECT o.record_no, 'X015', 'from_on' FROM overlapping o;
        GET DIAGNOSTICS rejected = ROW_COUNT;
    END LOOP;
END
$$;

-- ---- What must never be ---------------------------------------------------------------------------------------------------------
-- Of one table with versions.
CREATE FUNCTION check_versions(target regclass) RETURNS TABLE (fault text, found bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    name text := (SELECT relname FROM pg_class WHERE oid = target);
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT f.fault || %L, count(*) '
        'FROM (SELECT t.*, lag(CASE WHEN upper_inf(recorded) THEN valid END) '
        '                  OVER (PARTITION BY key, upper_inf(recorded) ORDER BY lower(valid)) AS before FROM %s t) AS v, '
        '     LATERAL (VALUES (''versions of one record overlap: '', upper_inf(v.recorded) AND v.before && v.valid), '
        '                     (''a version begins on another day than its row says: '', v.since IS DISTINCT FROM lower(v.valid)), '
        '                     (''a version is valid on no day: '', isempty(v.valid)), '
        '                     (''a version is half cut: '', (v.cut_at IS NULL) <> (v.cut_by IS NULL) '
        '                                                 OR (v.cut_at IS NULL AND v.uncut_until IS NOT NULL)), '
        '                     (''a version is cut and no shorter: '', v.cut_at IS NOT NULL '
        '                         AND (upper_inf(v.valid) OR v.uncut_until <= upper(v.valid)))) AS f (fault, is_so) '
        'WHERE f.is_so GROUP BY f.fault', name, target);
END
$$;
DROP FUNCTION count_overlaps(regclass);

-- One row a sort of fault, with how often it was found.
CREATE OR REPLACE FUNCTION check_registry() RETURNS TABLE (fault text, found bigint)
LANGUAGE sql STABLE AS $$
    SELECT v.fault, v.found
    FROM cadre.version_tables() AS t (target), cadre.check_versions(t.target) AS v
    UNION ALL
    SELECT 'a person differs from what the sources said', count(*)
    FROM (SELECT * FROM cadre.person EXCEPT SELECT * FROM cadre.person_state('infinity', 'infinity')) AS d
    HAVING count(*) > 0
    UNION ALL
    SELECT 'a number of a person is not one', count(*)
    FROM cadre.person WHERE person_id !~ '^P[0-9]{8,}$'
    HAVING count(*) > 0
    UNION ALL
    SELECT 'a person has two national ids', count(*)
    FROM (SELECT FROM cadre.source_record WHERE upper_inf(recorded)
          GROUP BY person_id HAVING min(national_id) <> max(national_id)) AS d
    HAVING count(*) > 0
    UNION ALL
    SELECT 'a source record belongs to no person', count(*)
    FROM cadre.source_record r
    WHERE upper_inf(r.recorded) AND NOT EXISTS (SELECT FROM cadre.person p WHERE p.person_id = r.person_id)
    HAVING count(*) > 0
$$;
