-- What a list costs that changes nearly everybody.
--
-- A cut (0007) writes its row anew; where the page has no room it stands elsewhere, with an entry in each index, one by one, as the version
-- that begins has. A few rows in a hundred fit into their pages; those of a whole list do not, and their index entries took half of its
-- time. So when a file ends a large share of all versions, it writes what it cuts and what it begins into a *volume* and deletes what it
-- cut where that stood. A volume is a child of the table (INHERITS): who reads the table reads its volumes too, and neither what is known
-- now nor what was known changes. It is filled once, by one merge, which makes its indexes after the rows; later merges and undos cut and
-- close its rows where they stand, as all others; what they add goes into the table itself.
--
--   A merge fills a volume that was there, empty, before it began: who planned a query before that, and reads after it, would not know of
--   one that came with the rows. So the merge that makes a table large makes its volume, and who fills that makes the next.
--   (key, since) of what is known now is unique in each of them; across them, check_versions tells.
--   A ctid does not name a row of a table with volumes. Of what is direct one row has its key: it is known now, without end and not cut.

-- Fewer are cut where they stand, as is less than three tenths of what there are people.
CREATE FUNCTION volume_rows_least() RETURNS bigint
LANGUAGE sql IMMUTABLE AS 'SELECT 20000::bigint';

-- More would make each query of theirs dearer than they make a merge cheap.
CREATE FUNCTION volumes_most() RETURNS bigint
LANGUAGE sql IMMUTABLE AS 'SELECT 24::bigint';

-- The newest first.
CREATE FUNCTION volumes(target regclass) RETURNS SETOF regclass
LANGUAGE sql STABLE AS $$
    SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = target ORDER BY inhrelid DESC
$$;

-- NULL = there is none.
CREATE FUNCTION empty_volume(target regclass) RETURNS regclass
LANGUAGE plpgsql STABLE AS $$
DECLARE
    volume regclass;
    empty boolean;
BEGIN
    FOR volume IN SELECT cadre.volumes(target) LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', volume) INTO empty;
        IF empty THEN
            RETURN volume;
        END IF;
    END LOOP;
    RETURN NULL;
END
$$;

-- As it was counted last.
CREATE FUNCTION people_about() RETURNS real
LANGUAGE sql STABLE AS $$
    SELECT reltuples FROM pg_class WHERE oid = 'cadre.person'::regclass
$$;

-- Makes the next one, if there are many people and none is empty. Looked at while it is empty, or the planner would take it for ten pages
-- that are searched for each key.
CREATE FUNCTION keep_volume(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    number bigint := (SELECT count(*) + 1 FROM cadre.volumes(target));
    name text := (SELECT relname || '_volume_' || number FROM pg_class WHERE oid = target);
BEGIN
    IF number > cadre.volumes_most() OR cadre.people_about() < cadre.volume_rows_least() OR cadre.empty_volume(target) IS NOT NULL THEN
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

-- As in 0012; who counts people makes room for what changes them all.
CREATE OR REPLACE FUNCTION analyze_joined(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ANALYZE %s (%s)', target,
                   (SELECT string_agg(attname, ', ') FROM pg_attribute
                    WHERE attrelid = target AND NOT attisdropped
                      AND attname IN ('key', 'key_hash', 'person_id', 'natural_key', 'need_code', 'source', 'since', 'valid', 'recorded')));
    IF target IN ('cadre.person'::regclass, 'cadre.source_record'::regclass) THEN
        PERFORM cadre.keep_volume('cadre.source_record');
    END IF;
END
$$;

-- Of a row t at ctid `place` in which table: see above.
CREATE FUNCTION is_direct_at(places text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT format('t.ctid = %1$s.place AND t.key = %1$s.key AND upper_inf(t.recorded) AND upper_inf(t.valid) AND t.cut_at IS NULL', places)
$$;

-- A row t as it is once it is cut.
CREATE FUNCTION cut_columns(target regclass, OUT names text, OUT expressions text)
LANGUAGE sql STABLE AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),
           string_agg(CASE attname WHEN 'valid' THEN 'daterange(t.since, $1)' WHEN 'cut_at' THEN '$2' WHEN 'cut_by' THEN '$3'
                      ELSE format('t.%I', attname) END, ', ' ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = target AND attnum > 0 AND NOT attisdropped
$$;

-- Lays what is direct in pg_temp.cut from `home` into the volume, cut.
CREATE FUNCTION move_cut(home regclass, volume regclass, effective date, at timestamptz, by_batch bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    written record := cadre.cut_columns(home);
    found bigint;
BEGIN
    EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM pg_temp.cut c JOIN ONLY %s t ON %s',
                   volume, written.names, written.expressions, home, cadre.is_direct_at('c'))
        USING effective, at, by_batch;
    EXECUTE format('DELETE FROM ONLY %s t USING pg_temp.cut c WHERE %s', home, cadre.is_direct_at('c'));
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END
$$;

-- Cuts it where it stands, page after page. Columns of the indexes are set to what they are: otherwise each full page of an index would be
-- searched for versions that nobody sees any more, where all are of this very transaction.
CREATE FUNCTION cut_in_place(home regclass, effective date, at timestamptz, by_batch bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    indexed text := (SELECT string_agg(format('%1$I = t.%1$I, ', c), '')
                     FROM unnest(ARRAY['key', 'person_id']) AS c WHERE cadre.has_columns(home, c));
    found bigint;
BEGIN
    EXECUTE format('UPDATE ONLY %s t SET %s valid = daterange(t.since, $1), cut_at = $2, cut_by = $3 FROM pg_temp.cut c WHERE %s',
                   home, indexed, cadre.is_direct_at('c'))
        USING effective, at, by_batch;
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END
$$;

-- `others` 'off': rows are read where a ctid says, one after the other, whatever the planner believes of other ways: it takes what is
-- direct for a handful of rows, and would compare each with each.
CREATE FUNCTION go_by_place(others text) RETURNS void
LANGUAGE sql AS $$
    SELECT set_config(name, others, true)
    FROM unnest(ARRAY['enable_hashjoin', 'enable_mergejoin', 'enable_indexscan', 'enable_bitmapscan', 'enable_seqscan']) AS name
$$;

-- Ends what is direct. Returns the volume into which what begins goes too; NULL = the table.
DROP FUNCTION cut_direct(regclass, date, timestamptz, bigint);
CREATE FUNCTION cut_direct(target regclass, effective date, at timestamptz, by_batch bigint) RETURNS regclass
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
        cuts := cuts - CASE WHEN filled IS NULL THEN cadre.cut_in_place(home, effective, at, by_batch)
                            ELSE cadre.move_cut(home, filled, effective, at, by_batch) END;
    END LOOP;
    PERFORM cadre.go_by_place('on');
    DROP TABLE pg_temp.cut;
    RETURN filled;
END
$$;

-- As in 0023, but for volumes.
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
        ANALYZE pg_temp.delta, pg_temp.leaving;
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

-- As in 0012, but that a ctid alone does not name a row.
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
-- A whole list changes what is known of three people in ten: their rows find room in their pages, and then no index is written to.
ALTER TABLE person SET (fillfactor = 70);

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

SELECT keep_volume('cadre.source_record');

-- A table with a volume below it is planned by statistics of both, which a registry that is upgraded has not yet.
DO $$
BEGIN
    IF EXISTS (SELECT FROM cadre.source_record) THEN
        ANALYZE cadre.source_record, cadre.person;
    END IF;
END
$$;
