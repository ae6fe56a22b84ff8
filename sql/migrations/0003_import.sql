-- Imports: the ledger, staging, and the two verbs that every merge is made of.
CREATE TABLE batch (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL, source text NOT NULL DEFAULT '', owner text NOT NULL DEFAULT '',
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    effective date NOT NULL, attempt integer NOT NULL, ruleset text NOT NULL,
    file_name text NOT NULL, full_list boolean NOT NULL,
    state text NOT NULL CHECK (state IN ('opened', 'staging', 'staged', 'merged', 'refused', 'undone')),
    recorded_at timestamptz, -- of everything that this batch wrote
    rows_read bigint, rows_new bigint, rows_changed bigint, rows_unchanged bigint,
    rows_duplicate bigint, rows_held bigint, rows_rejected bigint,
    records_left bigint, records_left_held_back bigint,
    UNIQUE (kind, source, sha256, effective, attempt),
    CHECK (state <> 'merged' OR rows_read = rows_new + rows_changed + rows_unchanged + rows_duplicate
                                            + rows_held + rows_rejected));

-- Never a value: values are personal and stand in the rejects only.
CREATE TABLE batch_finding (
    batch bigint NOT NULL REFERENCES batch, ordinal bigint NOT NULL,
    line_no bigint NOT NULL, record_no bigint NOT NULL, column_name text, code text NOT NULL,
    PRIMARY KEY (batch, ordinal));

CREATE SCHEMA cadre_staging;

-- Makes the staging table of a batch and returns the COPY statement that fills it.
CREATE FUNCTION create_staging(kind text, batch bigint, names text[], types regtype[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    staging text := format('cadre_staging.%I', kind || '_' || batch);
    columns text;
    list text;
BEGIN
    SELECT string_agg(format('%I %s', n, t), ', ' ORDER BY o), string_agg(quote_ident(n), ', ' ORDER BY o)
    INTO columns, list
    FROM unnest(names, types) WITH ORDINALITY AS u (n, t, o);
    EXECUTE format('CREATE UNLOGGED TABLE %s (record_no bigint, line_no bigint, byte_offset bigint, '
                   'byte_length bigint, %s)', staging, columns);
    EXECUTE format('CREATE OR REPLACE TEMPORARY VIEW staged AS SELECT * FROM %s', staging);
    RETURN format('COPY %s (record_no, line_no, byte_offset, byte_length, %s) '
                  'FROM STDIN (FORMAT binary)', staging, list);
END
$$;

CREATE FUNCTION drop_staging(kind text, batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DROP VIEW IF EXISTS pg_temp.staged;
    EXECUTE format('DROP TABLE IF EXISTS cadre_staging.%I', kind || '_' || batch);
END
$$;

-- The staged rows are all there: a planner that knows nothing of them would walk the registry for each.
CREATE FUNCTION close_staging(kind text, batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ANALYZE cadre_staging.%I', kind || '_' || batch);
END
$$;

-- Columns of a registry table that a source states: all but the clocks and numbers.
CREATE FUNCTION content_columns(target regclass) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT array_agg(attname::text ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = target AND attnum > 0 AND NOT attisdropped
      AND attname NOT IN ('id', 'key', 'valid', 'recorded', 'batch', 'closed_by')
$$;

-- ---- The merge of one file ------------------------------------------------------------------------------------------------------
-- A file states the days from its effective day on, up to the next statement that is known already: the next full list of its source,
-- or the next version of the key. So months may come in any order. Its temporary tables, in the order in which they are made:
--   merge_rejected (record_no, code, column_name)   staged rows that the registry does not take
--   incoming (record_no, key, content columns)      the others
--   place (key, until)                              until when each key of incoming is stated; NULL = without end
--   delta (key, until, known, same)                 whether something is known on the effective day, and whether it says the same
--   leaving (key, until)                            keys that the file, being a whole list, ends
--   affected (a row of the registry table)          what is known of the keys that change
CREATE FUNCTION begin_merge() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE merge_rejected (record_no bigint PRIMARY KEY, code text NOT NULL, column_name text) ON COMMIT DROP;
    CREATE TEMPORARY TABLE leaving (key text PRIMARY KEY, until date) ON COMMIT DROP;
END
$$;

CREATE FUNCTION place_incoming(target regclass, effective date, list_until date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    ANALYZE pg_temp.incoming;
    EXECUTE format(
        'CREATE TEMPORARY TABLE place ON COMMIT DROP AS '
        'SELECT i.key, least($2, (SELECT min(lower(t.valid)) FROM %s t '
        'WHERE t.key = i.key AND upper_inf(t.recorded) AND lower(t.valid) > $1)) AS until '
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
            LEFT JOIN LATERAL (VALUES (lower(a.valid)), (upper(a.valid))) AS d (day) ON true
            GROUP BY n.need_code) AS s USING (need_code);
    INSERT INTO pg_temp.leaving (key, until)
        SELECT DISTINCT a.key, s.until
        FROM cadre.need_alternative a
        JOIN (SELECT DISTINCT i.need_code, p.until FROM pg_temp.incoming i JOIN pg_temp.place p USING (key)) AS s USING (need_code)
        WHERE upper_inf(a.recorded) AND a.valid @> effective
          AND NOT EXISTS (SELECT FROM pg_temp.incoming i WHERE i.key = a.key);
END
$$;

CREATE FUNCTION compare_incoming(target regclass, effective date,
                                 OUT rows_new bigint, OUT rows_changed bigint, OUT rows_unchanged bigint)
LANGUAGE plpgsql AS $$
DECLARE
    known text;
    stated text;
BEGIN
    SELECT string_agg(format('t.%I', c), ', '), string_agg(format('i.%I', c), ', ')
    INTO known, stated
    FROM unnest(cadre.content_columns(target)) AS c;
    EXECUTE format(
        'CREATE TEMPORARY TABLE delta ON COMMIT DROP AS '
        'SELECT i.key, p.until, t.id IS NOT NULL AS known, '
        't.id IS NOT NULL AND ROW(%s) IS NOT DISTINCT FROM ROW(%s) AS same '
        'FROM pg_temp.incoming i JOIN pg_temp.place p USING (key) LEFT JOIN %s t '
        'ON t.key = i.key AND upper_inf(t.recorded) AND t.valid @> $1', known, stated, target)
        USING effective;
    ANALYZE pg_temp.delta;
    SELECT count(*) FILTER (WHERE NOT d.known), count(*) FILTER (WHERE d.known AND NOT d.same), count(*) FILTER (WHERE d.same)
    INTO rows_new, rows_changed, rows_unchanged
    FROM pg_temp.delta d;
END
$$;

-- Records of a source that a full list does not name and that pg_temp.seen (key) does not excuse. EXCEPT is hashed or sorted whatever
-- the planner believes of the tables: an anti-join misjudged would compare each with each.
CREATE FUNCTION find_leaving(target regclass, of_source text, effective date, list_until date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.leaving (key, until) '
        'SELECT o.key, least($3, (SELECT min(lower(n.valid)) FROM %1$s n '
        '                         WHERE n.key = o.key AND upper_inf(n.recorded) AND lower(n.valid) > $2)) '
        'FROM (SELECT t.key FROM %1$s t WHERE t.source = $1 AND upper_inf(t.recorded) AND t.valid @> $2 '
        '      EXCEPT SELECT i.key FROM pg_temp.incoming i '
        '      EXCEPT SELECT s.key FROM pg_temp.seen s) AS o', target)
        USING of_source, effective, list_until;
END
$$;

-- Evidence of a person of whom a row was not accepted counts as seen.
CREATE FUNCTION see_evidence(target regclass, of_source text, seen_person_ids text[], seen_national_ids text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    ANALYZE pg_temp.merge_rejected;
    EXECUTE format(
        'CREATE TEMPORARY TABLE seen ON COMMIT DROP AS '
        'SELECT t.key FROM %s t JOIN ('
        '    SELECT p.person_id FROM pg_temp.resolved r JOIN pg_temp.merge_rejected m USING (record_no), '
        '           LATERAL (VALUES (r.by_source), (r.by_id)) AS p (person_id) '
        '    UNION SELECT s.person_id FROM cadre.source_record s '
        '          WHERE upper_inf(s.recorded) AND s.source = $1 AND s.source_person_id = ANY ($2) '
        '    UNION SELECT s.person_id FROM cadre.source_record s '
        '          WHERE upper_inf(s.recorded) AND s.national_id = ANY ($3)) AS p USING (person_id) '
        'WHERE t.source = $1 AND upper_inf(t.recorded)', target)
        USING of_source, seen_person_ids, seen_national_ids;
END
$$;

-- How many records of a source are valid on a day.
CREATE FUNCTION count_open(target regclass, of_source text, effective date) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM %s t WHERE t.source = $1 AND upper_inf(t.recorded) AND t.valid @> $2', target)
        INTO found USING of_source, effective;
    RETURN found;
END
$$;

-- Copies what is known of the keys that change.
CREATE FUNCTION gather_affected(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    ANALYZE pg_temp.leaving;
    EXECUTE format(
        'CREATE TEMPORARY TABLE affected ON COMMIT DROP AS '
        'SELECT t.* FROM %s t '
        'JOIN (SELECT key FROM pg_temp.delta WHERE NOT same UNION ALL SELECT key FROM pg_temp.leaving) AS k USING (key) '
        'WHERE upper_inf(t.recorded)', target);
    ANALYZE pg_temp.affected;
END
$$;

-- Lays the stated days over the versions in pg_temp.affected and joins neighbours that say the same: pg_temp.settled is then all
-- that is known of those keys.
CREATE FUNCTION settle_affected(target regclass, effective date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    content text;
    stated text;
BEGIN
    SELECT string_agg(quote_ident(c), ', '), string_agg(format('i.%I', c), ', ')
    INTO content, stated
    FROM unnest(cadre.content_columns(target)) AS c;
    EXECUTE format(
        'CREATE TEMPORARY TABLE settled ON COMMIT DROP AS '
        'WITH stated AS ('
        '    SELECT key, until FROM pg_temp.delta WHERE NOT same '
        '    UNION ALL SELECT key, until FROM pg_temp.leaving '
        '), pieces AS ('
        '    SELECT key, %1$s, valid * daterange(NULL, $1) AS valid FROM pg_temp.affected WHERE lower(valid) < $1 '
        '    UNION ALL SELECT key, %1$s, valid * daterange(until, NULL) '
        '    FROM pg_temp.affected JOIN stated USING (key) WHERE until IS NOT NULL AND valid && daterange(until, NULL) '
        '    UNION ALL SELECT i.key, %2$s, daterange($1, d.until) '
        '    FROM pg_temp.incoming i JOIN pg_temp.delta d USING (key) '
        '    WHERE NOT d.same AND EXISTS (SELECT FROM pg_temp.affected a WHERE a.key = i.key) '
        '), compared AS ('
        '    SELECT *, (lag(upper(valid)) OVER following = lower(valid) AND lag(ROW(%1$s)::text) OVER following = ROW(%1$s)::text) '
        '           IS NOT TRUE AS begins '
        '    FROM pieces WINDOW following AS (PARTITION BY key ORDER BY lower(valid)) '
        '), numbered AS ('
        '    SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY key ORDER BY lower(valid)) AS island FROM compared '
        '), joined AS ('
        '    SELECT *, last_value(upper(valid)) OVER (PARTITION BY key, island ORDER BY lower(valid) '
        '                                             ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS ends '
        '    FROM numbered '
        ') SELECT key, %1$s, daterange(lower(valid), ends) AS valid FROM joined WHERE begins', content, stated)
        USING effective;
    ANALYZE pg_temp.settled;
END
$$;

-- A table of which a tenth is new is looked at anew at once: the next merge comes sooner than autovacuum.
CREATE FUNCTION analyze_grown(target regclass, written bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF written > (SELECT c.reltuples FROM pg_class c WHERE c.oid = target) / 10 THEN
        EXECUTE format('ANALYZE %s', target);
    END IF;
END
$$;

-- Writes pg_temp.settled, and the keys of which nothing was known: what no longer holds is ended at `at`, what is new begins there.
CREATE FUNCTION store_settled(target regclass, effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    content text;
    known text;
    stated text;
    written bigint := 0;
    found bigint;
BEGIN
    SELECT string_agg(quote_ident(c), ', '), string_agg(format('t.%I', c), ', '), string_agg(format('i.%I', c), ', ')
    INTO content, known, stated
    FROM unnest(cadre.content_columns(target)) AS c;
    EXECUTE format(
        'UPDATE %1$s t SET recorded = tstzrange(lower(t.recorded), $1), closed_by = $2 '
        'FROM pg_temp.affected a '
        'WHERE t.id = a.id AND NOT EXISTS (SELECT FROM pg_temp.settled i '
        '    WHERE i.key = t.key AND i.valid = t.valid AND ROW(%2$s) IS NOT DISTINCT FROM ROW(%3$s))',
        target, stated, known)
        USING at, by_batch;
    GET DIAGNOSTICS found = ROW_COUNT;
    written := written + found;
    EXECUTE format(
        'INSERT INTO %1$s (key, %2$s, valid, recorded, batch) '
        'SELECT i.key, %3$s, i.valid, tstzrange($1, NULL), $2 FROM pg_temp.settled i '
        'WHERE NOT EXISTS (SELECT FROM %1$s t WHERE t.key = i.key AND upper_inf(t.recorded) AND t.valid = i.valid)',
        target, content, stated)
        USING at, by_batch;
    GET DIAGNOSTICS found = ROW_COUNT;
    written := written + found;
    EXECUTE format(
        'INSERT INTO %1$s (key, %2$s, valid, recorded, batch) '
        'SELECT i.key, %3$s, daterange($1, d.until), tstzrange($2, NULL), $3 '
        'FROM pg_temp.incoming i JOIN pg_temp.delta d USING (key) '
        'WHERE NOT d.same AND NOT EXISTS (SELECT FROM pg_temp.affected a WHERE a.key = i.key)',
        target, content, stated)
        USING effective, at, by_batch;
    GET DIAGNOSTICS found = ROW_COUNT;
    PERFORM cadre.analyze_grown(target, written + found);
END
$$;

-- Needs of which the file's set is held: if no set stands they match nobody until a whole one comes; a set that was taken lifts it.
-- A merge of its own into requirement_hold, after the sets'.
CREATE FUNCTION hold_requirements(held text[], effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM pg_temp.leaving;
    INSERT INTO pg_temp.leaving (key, until)
        SELECT DISTINCT i.need_code, p.until FROM pg_temp.incoming i JOIN pg_temp.place p USING (key);
    DROP TABLE pg_temp.incoming, pg_temp.place, pg_temp.delta, pg_temp.affected, pg_temp.settled;
    CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS
        SELECT DISTINCT n.need_code AS key, n.need_code
        FROM cadre.need n
        WHERE n.need_code = ANY (held) AND upper_inf(n.recorded)
          AND NOT EXISTS (SELECT FROM cadre.need_alternative a
                          WHERE a.need_code = n.need_code AND upper_inf(a.recorded) AND a.valid @> effective);
    DELETE FROM pg_temp.leaving WHERE key IN (SELECT key FROM pg_temp.incoming);
    CREATE TEMPORARY TABLE place ON COMMIT DROP AS
        SELECT i.key, (SELECT min(lower(a.valid)) FROM cadre.need_alternative a
                       WHERE a.need_code = i.key AND upper_inf(a.recorded) AND lower(a.valid) > effective) AS until
        FROM pg_temp.incoming i;
    PERFORM cadre.compare_incoming('cadre.requirement_hold', effective);
    PERFORM cadre.gather_affected('cadre.requirement_hold');
    PERFORM cadre.settle_affected('cadre.requirement_hold', effective);
    PERFORM cadre.store_settled('cadre.requirement_hold', effective, at, by_batch);
END
$$;
