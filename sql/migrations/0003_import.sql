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

-- Columns of a registry table that a source states: all but the clocks and numbers.
CREATE FUNCTION content_columns(target regclass) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT array_agg(attname::text ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = target AND attnum > 0 AND NOT attisdropped
      AND attname NOT IN ('id', 'key', 'valid', 'recorded', 'batch', 'closed_by')
$$;

-- Ends what is known of the rows in pg_temp.closing (id), keeping their days before `effective`.
CREATE FUNCTION close_versions(target regclass, effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    content text;
BEGIN
    SELECT string_agg(quote_ident(c), ', ') INTO content FROM unnest(cadre.content_columns(target)) AS c;
    EXECUTE format(
        'UPDATE %s SET recorded = tstzrange(lower(recorded), $1), closed_by = $2 '
        'WHERE id IN (SELECT id FROM pg_temp.closing)', target)
        USING at, by_batch;
    EXECUTE format(
        'INSERT INTO %1$s (key, %2$s, valid, recorded, batch) '
        'SELECT key, %2$s, daterange(lower(valid), $1), tstzrange($2, NULL), $3 '
        'FROM %1$s WHERE id IN (SELECT id FROM pg_temp.closing) AND lower(valid) < $1', target, content)
        USING effective, at, by_batch;
END
$$;

-- Merges pg_temp.incoming (key and the content columns of `target`) as true from `effective` on. No key of it may have a version
-- that begins later: see later_known.
CREATE FUNCTION merge_versions(target regclass, effective date, at timestamptz, by_batch bigint,
                               OUT rows_new bigint, OUT rows_changed bigint, OUT rows_unchanged bigint)
LANGUAGE plpgsql AS $$
DECLARE
    content text;
    known text;
    stated text;
BEGIN
    SELECT string_agg(quote_ident(c), ', '), string_agg(format('t.%I', c), ', '),
           string_agg(format('i.%I', c), ', ')
    INTO content, known, stated
    FROM unnest(cadre.content_columns(target)) AS c;
    DROP TABLE IF EXISTS pg_temp.delta;
    EXECUTE format(
        'CREATE TEMPORARY TABLE delta ON COMMIT DROP AS '
        'SELECT i.key, t.id, t.id IS NOT NULL AND ROW(%s) IS NOT DISTINCT FROM ROW(%s) AS same '
        'FROM pg_temp.incoming i LEFT JOIN %s t '
        'ON t.key = i.key AND upper_inf(t.recorded) AND t.valid @> $1', known, stated, target)
        USING effective;
    SELECT count(*) FILTER (WHERE id IS NULL), count(*) FILTER (WHERE id IS NOT NULL AND NOT same),
           count(*) FILTER (WHERE same)
    INTO rows_new, rows_changed, rows_unchanged
    FROM pg_temp.delta;
    DROP TABLE IF EXISTS pg_temp.closing;
    CREATE TEMPORARY TABLE closing ON COMMIT DROP AS
        SELECT id FROM pg_temp.delta WHERE id IS NOT NULL AND NOT same;
    PERFORM cadre.close_versions(target, effective, at, by_batch);
    EXECUTE format(
        'INSERT INTO %s (key, %s, valid, recorded, batch) '
        'SELECT i.key, %s, daterange($1, NULL), tstzrange($2, NULL), $3 '
        'FROM pg_temp.incoming i JOIN pg_temp.delta d ON d.key = i.key AND NOT d.same',
        target, content, stated)
        USING effective, at, by_batch;
END
$$;

-- Ends the open versions of the keys in pg_temp.leaving (key) at `effective`.
CREATE FUNCTION end_versions(target regclass, effective date, at timestamptz, by_batch bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    ended bigint;
BEGIN
    DROP TABLE IF EXISTS pg_temp.closing;
    EXECUTE format(
        'CREATE TEMPORARY TABLE closing ON COMMIT DROP AS '
        'SELECT t.id FROM %s t JOIN pg_temp.leaving l ON l.key = t.key '
        'WHERE upper_inf(t.recorded) AND t.valid @> $1', target)
        USING effective;
    GET DIAGNOSTICS ended = ROW_COUNT;
    PERFORM cadre.close_versions(target, effective, at, by_batch);
    RETURN ended;
END
$$;

-- Records of pg_temp.incoming (key, record_no) of which a version is known that begins after `effective`.
CREATE FUNCTION later_known(target regclass, effective date) RETURNS SETOF bigint
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT i.record_no FROM pg_temp.incoming i WHERE EXISTS ('
        'SELECT FROM %s t WHERE t.key = i.key AND upper_inf(t.recorded) AND lower(t.valid) > $1)', target)
        USING effective;
END
$$;

-- Needs of which the file's set is held: if no set stands they match nobody until a whole one comes; those of pg_temp.incoming have theirs.
CREATE FUNCTION hold_requirements(held text[], effective date, at timestamptz, by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.closing;
    CREATE TEMPORARY TABLE closing ON COMMIT DROP AS
        SELECT h.id FROM cadre.requirement_hold h
        WHERE upper_inf(h.recorded) AND h.valid @> effective
          AND h.need_code IN (SELECT i.need_code FROM pg_temp.incoming i);
    PERFORM cadre.close_versions('cadre.requirement_hold', effective, at, by_batch);
    INSERT INTO cadre.requirement_hold (key, need_code, valid, recorded, batch)
        SELECT DISTINCT n.need_code, n.need_code, daterange(effective, NULL), tstzrange(at, NULL), by_batch
        FROM cadre.need n
        WHERE n.need_code = ANY (held) AND upper_inf(n.recorded)
          AND NOT EXISTS (SELECT FROM cadre.need_alternative a
                          WHERE a.need_code = n.need_code AND upper_inf(a.recorded) AND a.valid @> effective)
          AND NOT EXISTS (SELECT FROM cadre.requirement_hold h
                          WHERE h.need_code = n.need_code AND upper_inf(h.recorded) AND upper_inf(h.valid));
END
$$;
