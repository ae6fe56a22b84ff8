-- Where the versions go that a list ends which changes nearly everybody.
--
-- A cut (0007) writes its row anew; where the page has no room it stands elsewhere, with an entry in each index, one by one. A few rows in a
-- hundred fit into their pages; those of a whole list do not, and took half of its time. So when a file ends a large share of a table's
-- versions they are laid, cut, into a *past table* and deleted where they stood. It is a child of the table (INHERITS): who reads the
-- table reads the past too, and nothing else changes, neither what is known now nor what was known. It is filled once, by one merge, which
-- makes its indexes after the rows; later merges and undos close its rows where they stand, as all others.
--
--   Only rows that are cut lie there; what is true without end is in the table itself (UPDATE ONLY finds it by its ctid).
--   A merge fills a past table that was there, empty, before it began: who planned a query before that, reads it after that and would not
--   know of a table that came with the rows. So the merge that makes a table large makes the next past table too.
--   (key, since) of what is known now is unique in each of them; across them, check_versions tells.

-- Fewer are cut where they stand, as is less than three tenths of a table.
CREATE FUNCTION past_rows_least() RETURNS bigint
LANGUAGE sql IMMUTABLE AS 'SELECT 20000::bigint';

-- More past tables would make each query of theirs dearer than they make a merge cheap.
CREATE FUNCTION past_tables_most() RETURNS bigint
LANGUAGE sql IMMUTABLE AS 'SELECT 24::bigint';

CREATE FUNCTION past_tables(target regclass) RETURNS SETOF regclass
LANGUAGE sql STABLE AS $$
    SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = target ORDER BY inhrelid
$$;

-- NULL = there is none.
CREATE FUNCTION empty_past_table(target regclass) RETURNS regclass
LANGUAGE plpgsql STABLE AS $$
DECLARE
    past regclass;
    empty boolean;
BEGIN
    FOR past IN SELECT cadre.past_tables(target) LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', past) INTO empty;
        IF empty THEN
            RETURN past;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

-- Makes the next one, if the table is large and has none that is empty. Looked at while it is empty, or the planner would take it for ten
-- pages that each key must be searched for in.
CREATE FUNCTION keep_past_table(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    number bigint := (SELECT count(*) + 1 FROM cadre.past_tables(target));
    name text := (SELECT relname || '_past_' || number FROM pg_class WHERE oid = target);
BEGIN
    IF target <> 'cadre.source_record'::regclass OR number > cadre.past_tables_most()
       OR (SELECT c.reltuples FROM pg_class c WHERE c.oid = target) < cadre.past_rows_least()
       OR cadre.empty_past_table(target) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE cadre.%I () INHERITS (%s)', name, target);
    EXECUTE format('ANALYZE cadre.%I', name);
END
$$;

CREATE OR REPLACE FUNCTION version_tables() RETURNS SETOF regclass
LANGUAGE sql STABLE AS $$
    SELECT c.oid::regclass
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'cadre'::regnamespace AND c.relkind = 'r' AND a.attname = 'recorded'
      AND a.atttypid = 'tstzrange'::regtype AND NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = c.oid)
    ORDER BY c.relname COLLATE "C"
$$;

-- As in 0012; who knows how large a table is makes room for its past.
CREATE OR REPLACE FUNCTION analyze_joined(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ANALYZE %s (%s)', target,
                   (SELECT string_agg(attname, ', ') FROM pg_attribute
                    WHERE attrelid = target AND NOT attisdropped
                      AND attname IN ('key', 'key_hash', 'person_id', 'natural_key', 'need_code', 'source', 'since', 'valid', 'recorded')));
    PERFORM cadre.keep_past_table(target);
END
$$;

-- The past table into which a merge lays what it cuts; NULL = that is cut where it stands.
CREATE FUNCTION past_table_for(target regclass) RETURNS regclass
LANGUAGE plpgsql STABLE AS $$
DECLARE
    cuts bigint;
BEGIN
    IF NOT EXISTS (SELECT cadre.past_tables(target)) THEN
        RETURN NULL;
    END IF;
    SELECT (SELECT count(*) FROM pg_temp.delta WHERE direct AND known) + (SELECT count(*) FROM pg_temp.leaving WHERE direct) INTO cuts;
    RETURN (SELECT cadre.empty_past_table(target)
            FROM pg_class c
            WHERE c.oid = target AND cuts >= cadre.past_rows_least() AND cuts * 10 >= c.reltuples * 3);
END
$$;

-- A row of `target` t as it is once it is cut.
CREATE FUNCTION cut_columns(target regclass, OUT names text, OUT expressions text)
LANGUAGE sql STABLE AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),
           string_agg(CASE attname WHEN 'valid' THEN 'daterange(t.since, $1)' WHEN 'cut_at' THEN '$2' WHEN 'cut_by' THEN '$3'
                      ELSE format('t.%I', attname) END, ', ' ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = target AND attnum > 0 AND NOT attisdropped
$$;

CREATE FUNCTION lay_into_past(target regclass, past regclass, effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    written record := cadre.cut_columns(target);
BEGIN
    PERFORM set_config('work_mem', '256MB', true), cadre.ensure_index(past, '_closed');
    CREATE TEMPORARY TABLE cut ON COMMIT DROP AS
        SELECT place FROM pg_temp.delta WHERE direct AND known
        UNION ALL SELECT place FROM pg_temp.leaving WHERE direct ORDER BY place;
    ANALYZE pg_temp.cut;
    EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM pg_temp.cut c JOIN ONLY %s t ON t.ctid = c.place',
                   past, written.names, written.expressions, target)
        USING effective, at, by_batch;
    EXECUTE format('DELETE FROM ONLY %s t USING pg_temp.cut c WHERE t.ctid = c.place', target);
    DROP TABLE pg_temp.cut;
    PERFORM cadre.ensure_indexes(past), cadre.analyze_joined(past);
END
$$;

-- As in 0012, but for the past table, and for children of the table, whose rows are never direct.
CREATE OR REPLACE FUNCTION cut_direct(target regclass, effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    indexed text := (SELECT string_agg(format('%1$I = t.%1$I, ', c), '')
                     FROM unnest(ARRAY['key', 'person_id']) AS c WHERE cadre.has_columns(target, c));
    past regclass := cadre.past_table_for(target);
BEGIN
    PERFORM set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);
    IF past IS NOT NULL THEN
        PERFORM cadre.lay_into_past(target, past, effective, at, by_batch);
    ELSE
        EXECUTE format(
            'UPDATE ONLY %s t SET %s valid = daterange(t.since, $1), cut_at = $2, cut_by = $3 '
            'FROM (SELECT place FROM pg_temp.delta WHERE direct AND known '
            '      UNION ALL SELECT place FROM pg_temp.leaving WHERE direct ORDER BY place) AS d WHERE t.ctid = d.place', target, indexed)
            USING effective, at, by_batch;
    END IF;
    PERFORM set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true);
END
$$;

-- As in 0012; one place may be in the table and in its past, but not with one key.
CREATE OR REPLACE FUNCTION store_key_hashes(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_temp.delta WHERE same) THEN
        EXECUTE format('UPDATE %s t SET key_hash = d.key_hash FROM pg_temp.delta d '
                       'WHERE t.ctid = d.place AND t.key = d.key AND d.same', target);
        DELETE FROM pg_temp.delta WHERE same;
    END IF;
END
$$;

-- As in 0012, with the table in which each row lies.
CREATE OR REPLACE FUNCTION gather_affected(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TEMPORARY TABLE affected ON COMMIT DROP AS '
        'SELECT t.*, t.tableoid AS home, t.ctid AS place FROM %s t '
        'JOIN (SELECT key FROM pg_temp.delta WHERE NOT direct UNION ALL SELECT key FROM pg_temp.leaving WHERE NOT direct) AS k '
        '     USING (key) '
        'WHERE upper_inf(t.recorded)', target);
    ANALYZE pg_temp.affected;
END
$$;

CREATE OR REPLACE FUNCTION store_settled(target regclass, at timestamptz, by_batch bigint) RETURNS void
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
        'WHERE t.ctid = a.place AND t.tableoid = a.home AND NOT EXISTS (SELECT FROM pg_temp.settled i '
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

-- As in 0012, and what past tables hold.
CREATE OR REPLACE FUNCTION check_versions(target regclass) RETURNS TABLE (fault text, found bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    name text := (SELECT relname FROM pg_class WHERE oid = target);
    past regclass;
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
    FOR past IN SELECT cadre.past_tables(target) LOOP
        RETURN QUERY EXECUTE format('SELECT %L::text, count(*) FROM %s WHERE cut_at IS NULL HAVING count(*) > 0',
                                    'a version of the past was never cut: ' || name, past);
    END LOOP;
END
$$;

-- ---- People of several records --------------------------------------------------------------------------------------------------
-- Of whom more than one record was ever known; some of them may have but one left. Only among these a changed row of a record that is known
-- has mates: to look for them among all people took longer than to compare the whole list.
CREATE TABLE person_of_several (person_id text COLLATE "C" PRIMARY KEY, owner text NOT NULL);
INSERT INTO person_of_several
    SELECT person_id, min(owner) FROM source_record GROUP BY person_id HAVING min(key) <> max(key);
ANALYZE person_of_several;

-- As in 0012, but for whom a new record of somebody who is known makes one of several.
CREATE OR REPLACE FUNCTION number_people() RETURNS void
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
    INSERT INTO cadre.person_of_several
        SELECT d.person_id, min(i.owner)
        FROM pg_temp.resolved r JOIN pg_temp.delta d USING (record_no) JOIN pg_temp.incoming i USING (record_no)
        WHERE NOT d.known AND r.by_source IS NULL AND r.by_id IS NOT NULL
        GROUP BY d.person_id
    ON CONFLICT DO NOTHING;
END
$$;

-- As in 0012, but for where mates are looked for.
CREATE OR REPLACE FUNCTION resolve_roster(effective date) RETURNS void
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
    CREATE TEMPORARY TABLE of_several ON COMMIT DROP AS
        SELECT record_no, key, coalesce(by_source, by_id) AS person_id FROM pg_temp.resolved
        UNION ALL
        SELECT d.record_no, d.key, d.person_id FROM pg_temp.delta d JOIN cadre.person_of_several s USING (person_id)
        WHERE d.known AND NOT d.same;
    ANALYZE pg_temp.of_several;
    CREATE TEMPORARY TABLE mates ON COMMIT DROP AS
        SELECT r.record_no, o.source, o.key, o.national_id, o.valid @> effective AS open
        FROM pg_temp.of_several r JOIN cadre.source_record o USING (person_id)
        WHERE upper_inf(o.recorded) AND o.key <> r.key;
    ANALYZE pg_temp.mates;
END
$$;

-- As in 0012, and who is of several records.
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
    UNION ALL
    SELECT 'a person of several records is not noted as one', count(*)
    FROM (SELECT person_id FROM cadre.source_record WHERE upper_inf(recorded)
          GROUP BY person_id HAVING min(key) <> max(key)
          EXCEPT SELECT person_id FROM cadre.person_of_several) AS d
    HAVING count(*) > 0
$$;

-- ---- People ---------------------------------------------------------------------------------------------------------------------
-- As in 0012, but in the order in which people lie: their pages and those of their indexes are then written one after the other.
CREATE OR REPLACE FUNCTION refresh_direct(late boolean, first boolean, of_source text, effective date) RETURNS bigint
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
                   'FROM (SELECT q.ctid AS place, q.person_id AS number, i.* '
                   '      FROM pg_temp.delta d JOIN pg_temp.incoming i USING (record_no) JOIN cadre.person q ON q.person_id = d.person_id '
                   '      WHERE d.known AND d.direct AND d.of_person '
                   '        AND NOT EXISTS (SELECT FROM pg_temp.mates m WHERE m.record_no = d.record_no) ORDER BY q.ctid) AS i '
                   'WHERE p.ctid = i.place',
                   names, cadre.person_of_record('i.number'))
        USING grace;
    UPDATE cadre.person p SET attached = false, ended_on = effective
    FROM pg_temp.leaving l
    WHERE p.person_id = l.person_id AND l.direct
      AND NOT EXISTS (SELECT FROM cadre.source_record o
                      WHERE o.person_id = l.person_id AND o.key <> l.key AND upper_inf(o.recorded));
    RETURN written;
END
$$;

SELECT keep_past_table('cadre.source_record');
