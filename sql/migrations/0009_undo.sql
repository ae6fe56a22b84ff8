-- What the registry knows as one digest, and how a batch is taken back.

-- The tables whose rows have both clocks; a new kind's table is found by itself.
CREATE FUNCTION version_tables() RETURNS SETOF regclass
LANGUAGE sql STABLE AS $$
    SELECT c.oid::regclass
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'cadre'::regnamespace AND c.relkind = 'r' AND a.attname = 'recorded'
      AND a.atttypid = 'tstzrange'::regtype
    ORDER BY c.relname COLLATE "C"
$$;

CREATE FUNCTION has_column(target regclass, name text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = name AND NOT attisdropped)
$$;

-- ---- The digest -----------------------------------------------------------------------------------------------------------------
-- A line is a row as PostgreSQL writes it: empty and absent differ, nothing in a cell can pass for the end of one. People stand in it by
-- their natural key, so that neither the order of imports nor the numbers that they gave can be seen. Not in it: numbers of rows,
-- batches and runs, recorded times.

-- The key of somebody of whom no source says anything any more, while evidence still stands: by what was ever said.
CREATE FUNCTION forgotten_key(of_person text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT coalesce(min((source || '/' || source_person_id) COLLATE "C"), min(national_id COLLATE "C"))
    FROM cadre.source_record
    WHERE person_id = of_person
$$;

-- SELECT of the lines of one table with versions. As of a day only what is valid then counts, and not since when nor until when: what a
-- later month ends changes nothing of the days before.
CREATE FUNCTION version_lines(target regclass, by_day boolean) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    of_people boolean := cadre.has_column(target, 'person_id');
    natural_key constant text := 'coalesce(p.natural_key, cadre.forgotten_key(t.person_id))';
    days text := CASE WHEN cadre.has_column(target, 'cut_at')
                      THEN 'CASE WHEN t.cut_at > $2 THEN daterange(lower(t.valid), t.uncut_until) ELSE t.valid END'
                      ELSE 't.valid' END;
    content text;
BEGIN
    SELECT string_agg(CASE WHEN c = 'person_id' THEN natural_key ELSE format('t.%I', c) END, ', ')
    INTO content
    FROM unnest(cadre.content_columns(target)) AS c;
    RETURN format(
        'SELECT ROW(%L, %s, %s, %s)::text FROM %s t %s WHERE t.recorded @> $2 %s',
        (SELECT relname FROM pg_class WHERE oid = target),
        CASE WHEN of_people
             THEN 'replace(chr(31) || t.key || chr(31), chr(31) || t.person_id || chr(31), chr(31) || ' || natural_key || ' || chr(31))'
             ELSE 't.key' END,
        content,
        CASE WHEN by_day THEN 'NULL' ELSE days END,
        target,
        CASE WHEN of_people THEN 'LEFT JOIN people p ON p.person_id = t.person_id' ELSE '' END,
        CASE WHEN by_day THEN format('AND (%s) @> $1', days) ELSE '' END);
END
$$;

-- SELECT of what is known of the sources that something known is from.
CREATE FUNCTION source_lines() RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT 'SELECT ROW(''source'', to_jsonb(s) - ''created_at'')::text FROM cadre.source s WHERE '
           || string_agg(format('EXISTS (SELECT FROM %s t WHERE t.source = s.code AND t.recorded @> $2)', target), ' OR ')
    FROM cadre.version_tables() AS target
    WHERE cadre.has_column(target, 'source')
$$;

-- The columns of a person, but for the number.
CREATE FUNCTION person_lines() RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT 'SELECT ROW(''person'', ' || string_agg(format('p.%I', attname), ', ' ORDER BY attnum) || ')::text FROM people p'
    FROM pg_attribute
    WHERE attrelid = 'cadre.person'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'person_id'
$$;

-- All that the registry knows, or knew at a time; as of a day, or on all days (NULL). Sorted within 256 shares, so that no value grows
-- beyond what PostgreSQL holds.
CREATE FUNCTION registry_digest(day date, known_at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    newest timestamptz;
    people text;
    digest text;
BEGIN
    SELECT c.newest INTO STRICT newest FROM cadre.registry_clock c;
    known_at := least(known_at, newest);
    /* The table of people is what everybody reads: it is what counts, as long as it is what was asked for. */
    people := CASE WHEN day IS NULL AND known_at = newest THEN 'TABLE cadre.person'
                   ELSE 'SELECT * FROM cadre.person_state(coalesce($1, ''infinity''), $2)' END;
    EXECUTE 'WITH people AS MATERIALIZED (' || people || '), lines (line) AS (' || cadre.person_lines() || ' UNION ALL ' || cadre.source_lines() || ' UNION ALL '
            || (SELECT string_agg(cadre.version_lines(target, day IS NOT NULL), ' UNION ALL ') FROM cadre.version_tables() AS target)
            || '), hashed AS (SELECT sha256(convert_to(line, ''UTF8'')) AS hash FROM lines), '
            'shares AS (SELECT get_byte(hash, 0) AS share, sha256(string_agg(hash, '''' ORDER BY hash)) AS hash FROM hashed GROUP BY 1) '
            'SELECT encode(sha256(coalesce(string_agg(hash, '''' ORDER BY share), '''')), ''hex'') FROM shares'
        INTO digest USING day, known_at;
    RETURN digest;
END
$$;
