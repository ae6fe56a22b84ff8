-- A whole list is cut by joining tables, and nobody is looked for row by row in a table that is empty.
--
-- Of a list that changes everybody each record was fetched by its place, once to be laid into the volume and once more to be deleted there,
-- and each fetch asks the system how long the table is. Who needs most of a table is faster reading it through. Now it is told of all that is
-- cut in which table it stands, also of what leaves: a table in which nothing is cut is left alone. And for each row that table was read
-- which holds who else names its person, and which mostly holds nothing.

-- ---- Where what leaves stands ---------------------------------------------------------------------------------------------------
-- As in 0058, with the table.
CREATE OR REPLACE FUNCTION make_merge_tables() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('pg_temp.merge_rejected') IS NOT NULL THEN
        RETURN;
    END IF;
    CREATE TEMPORARY TABLE merge_rejected (record_no bigint PRIMARY KEY, code varchar(8) NOT NULL, column_name varchar(63), rivals bigint)
        ON COMMIT DROP;
    CREATE TEMPORARY TABLE leaving (
        key text COLLATE "C" PRIMARY KEY, until date, home oid, place tid, person_id text COLLATE "C", direct boolean NOT NULL DEFAULT false)
        ON COMMIT DROP;
END
$$;

-- As in 0012, with the table.
CREATE OR REPLACE FUNCTION find_leaving(target regclass, of_source text, effective date, rows_known bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    open_count bigint := cadre.count_open(target, of_source, effective);
BEGIN
    IF open_count > rows_known THEN
        PERFORM set_config('enable_nestloop', 'off', true);
        EXECUTE format(
            'INSERT INTO pg_temp.leaving (key, home, place, person_id, direct) '
            'SELECT t.key, t.tableoid, t.ctid, t.person_id, upper_inf(t.valid) AND t.cut_at IS NULL AND t.since < $2 '
            'FROM %1$s t '
            'WHERE t.source = $1 AND upper_inf(t.recorded) AND t.valid @> $2 '
            '  AND NOT EXISTS (SELECT FROM pg_temp.incoming i WHERE i.key = t.key)', target)
            USING of_source, effective;
        PERFORM set_config('enable_nestloop', 'on', true);
    END IF;
    RETURN open_count;
END
$$;

-- As in 0012, with the table.
CREATE OR REPLACE FUNCTION find_unseen(target regclass, of_source text, effective date, unseen bigint[]) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
    hashes bigint;
BEGIN
    CREATE TEMPORARY TABLE unseen ON COMMIT DROP AS SELECT u.key_hash FROM unnest(find_unseen.unseen) AS u (key_hash);
    ANALYZE pg_temp.unseen;
    CREATE TEMPORARY TABLE missing (key_hash bigint, key text COLLATE "C", home oid, place tid, person_id text COLLATE "C", direct boolean)
        ON COMMIT DROP;
    EXECUTE format(
        'INSERT INTO pg_temp.missing '
        'SELECT t.key_hash, t.key, t.tableoid, t.ctid, t.person_id, upper_inf(t.valid) AND t.cut_at IS NULL AND t.since < $2 '
        'FROM pg_temp.unseen u JOIN %1$s t ON t.key_hash = u.key_hash '
        'WHERE t.source = $1 AND %2$s AND upper_inf(t.recorded) AND t.valid @> $2', target, cadre.key_of_source(target))
        USING of_source, effective;
    SELECT count(*), count(DISTINCT m.key_hash) INTO found, hashes FROM pg_temp.missing m;
    IF found <> cardinality(unseen) OR hashes <> found THEN
        RETURN false;
    END IF;
    INSERT INTO pg_temp.leaving (key, home, place, person_id, direct)
        SELECT m.key, m.home, m.place, m.person_id, m.direct FROM pg_temp.missing m;
    RETURN true;
END
$$;

-- As in 0012, with none: it is not direct.
CREATE OR REPLACE FUNCTION hold_requirements(held text[], effective date, at timestamptz, by_batch bigint) RETURNS void
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
        SELECT l.key, l.until, NULL::oid AS home, NULL::tid AS place, false AS direct FROM pg_temp.lifted l
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

-- ---- Cutting --------------------------------------------------------------------------------------------------------------------
DROP FUNCTION is_direct_at(text, regclass);
-- Which rows t of `home` are cut, not changed since: those at the `places` c, in their order; or, beside nothing, all of it is read through.
CREATE FUNCTION cut_of(home regclass, by_place boolean, OUT places text, OUT found text)
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN by_place THEN format('(%s ORDER BY place) AS c', those) ELSE '(SELECT) AS c' END,
           CASE WHEN by_place THEN 't.ctid = c.place AND t.key = c.key' ELSE format('(t.ctid, t.key) IN (%s)', those) END
           || ' AND upper_inf(t.recorded) AND upper_inf(t.valid) AND t.cut_at IS NULL'
    FROM format('SELECT place, key FROM pg_temp.cut WHERE home = %s', home::oid) AS those
$$;

-- `others` 'off': they go that way, whatever the planner believes of other ones; it takes what is direct for a handful of rows.
DROP FUNCTION go_by_place(text);
CREATE FUNCTION go_by_place(by_place boolean, others text) RETURNS void
LANGUAGE sql AS $$
    SELECT set_config('enable_' || way, others, true)
    FROM unnest(CASE WHEN by_place THEN ARRAY['hashjoin', 'mergejoin', 'indexscan', 'bitmapscan', 'seqscan']
                     ELSE ARRAY['nestloop', 'mergejoin', 'indexscan', 'bitmapscan'] END) AS way
$$;

-- As in 0063, but that `cuts`, which are all in `home`, are found by reading it when they are a tenth of it.
DROP FUNCTION move_cut(regclass, regclass, date, timestamptz, bigint);
CREATE FUNCTION move_cut(home regclass, cuts bigint, volume regclass, effective date, at timestamptz, by_batch bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    written record := cadre.cut_columns(home);
    few boolean := cuts * 10 < (SELECT c.reltuples FROM pg_class c WHERE c.oid = home);
    cut record := cadre.cut_of(home, few);
    found bigint;
BEGIN
    PERFORM cadre.go_by_place(few, 'off');
    EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM %s, ONLY %s t WHERE %s', volume, written.names, written.expressions,
                   cut.places, home, cut.found)
        USING effective, at, by_batch;
    EXECUTE format('DELETE FROM ONLY %s t USING %s WHERE %s', home, cut.places, cut.found);
    GET DIAGNOSTICS found = ROW_COUNT;
    PERFORM cadre.go_by_place(few, 'on');
    RETURN found;
END
$$;

-- As in 0063, of what is in `home`.
CREATE OR REPLACE FUNCTION cut_in_place(home regclass, effective date, at timestamptz, by_batch bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    indexed text := (SELECT string_agg(format('%1$I = t.%1$I, ', c), '')
                     FROM unnest(ARRAY['key', 'person_id']) AS c WHERE cadre.has_columns(home, c));
    cut record := cadre.cut_of(home, true);
    found bigint;
BEGIN
    PERFORM cadre.go_by_place(true, 'off');
    EXECUTE format('UPDATE ONLY %s t SET %s valid = daterange(t.since, $1), cut_at = $2, cut_by = $3 FROM %s WHERE %s',
                   home, indexed, cut.places, cut.found)
        USING effective, at, by_batch;
    GET DIAGNOSTICS found = ROW_COUNT;
    PERFORM cadre.go_by_place(true, 'on');
    RETURN found;
END
$$;

-- As in 0063, table by table.
CREATE OR REPLACE FUNCTION cut_direct(target regclass, effective date, at timestamptz, by_batch bigint) RETURNS regclass
LANGUAGE plpgsql AS $$
DECLARE
    filled regclass := cadre.empty_volume(target);
    cuts bigint;
    part record;
BEGIN
    CREATE TEMPORARY TABLE cut ON COMMIT DROP AS
        SELECT d.home, d.place, d.key FROM pg_temp.delta d WHERE d.direct AND d.known
        UNION ALL SELECT l.home, l.place, l.key FROM pg_temp.leaving l WHERE l.direct;
    GET DIAGNOSTICS cuts = ROW_COUNT;
    IF cuts < cadre.volume_rows_least() OR cuts * 10 < cadre.people_about() * 3 THEN
        filled := NULL;
    ELSIF filled IS NOT NULL THEN
        PERFORM cadre.ensure_index(filled, '_closed'); -- of which none of it is
    END IF;
    FOR part IN SELECT c.home::regclass AS home, count(*) AS cuts FROM pg_temp.cut c GROUP BY c.home ORDER BY c.home LOOP
        cuts := cuts - CASE WHEN filled IS NULL THEN cadre.cut_in_place(part.home, effective, at, by_batch)
                            ELSE cadre.move_cut(part.home, part.cuts, filled, effective, at, by_batch) END;
    END LOOP;
    IF cuts <> 0 THEN
        RAISE EXCEPTION '% records are not where they were found', cuts;
    END IF;
    DROP TABLE pg_temp.cut;
    RETURN filled;
END
$$;

-- ---- People ---------------------------------------------------------------------------------------------------------------------
-- As in 0012, one cause after the other.
CREATE OR REPLACE FUNCTION refresh_others(late boolean, by_batch bigint, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    concerned text[] := ARRAY(
        SELECT d.person_id FROM pg_temp.delta d WHERE late OR NOT d.direct
        UNION SELECT d.person_id FROM pg_temp.delta d JOIN pg_temp.mates m USING (record_no)
        UNION SELECT d.person_id FROM pg_temp.delta d
        WHERE NOT d.known AND NOT EXISTS (SELECT FROM pg_temp.numbered n WHERE n.record_no = d.record_no)
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

-- As in 0029, but that who else names a person is asked only when somebody does.
CREATE OR REPLACE FUNCTION refresh_direct(late boolean, first boolean, of_source text, effective date) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    grace integer := (SELECT s.grace_days FROM cadre.source s WHERE s.code = of_source);
    names text := (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                   WHERE attrelid = 'cadre.person'::regclass AND attnum > 0 AND NOT attisdropped);
    alone text := '';
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
    IF EXISTS (SELECT FROM pg_temp.mates) THEN
        alone := 'AND NOT EXISTS (SELECT FROM pg_temp.mates m WHERE m.record_no = d.record_no)';
    END IF;
    EXECUTE format('UPDATE cadre.person p SET (%1$s) = ROW(%2$s) '
                   'FROM (SELECT q.ctid AS place, q.person_id AS number, i.* '
                   '      FROM pg_temp.delta d JOIN pg_temp.incoming i USING (record_no) JOIN cadre.person q ON q.person_id = d.person_id '
                   '      WHERE d.known AND d.direct AND d.of_person '
                   '        %3$s ORDER BY q.ctid) AS i '
                   'WHERE p.ctid = i.place',
                   names, cadre.person_of_record('i.number'), alone)
        USING grace;
    UPDATE cadre.person p SET attached = false, ended_on = effective
    FROM pg_temp.leaving l
    WHERE p.person_id = l.person_id AND l.direct
      AND NOT EXISTS (SELECT FROM cadre.source_record o
                      WHERE o.person_id = l.person_id AND o.key <> l.key AND upper_inf(o.recorded));
    RETURN written;
END
$$;
