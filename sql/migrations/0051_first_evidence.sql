-- The first certifications of a registry lie in a volume of their own, too.
--
-- While no award is known there is nothing to compare a list with: what is left to find out is whom its rows name. The client asks once for
-- all names and copies each row to where it belongs while it reads the file, by the second connection of 0034, into a table beside the
-- registry: no lock is held, nobody waits, and what is refused leaves nothing behind. The transaction that decides then looks whether the
-- registry is as it was when the names were asked for, and hangs the table below the registry's. It was staged, named, compared, copied and
-- looked through for its digest before, one after the other, on one processor.
--
--   The time of such rows is not known when they come: it is added behind them, as all that they have in common (0046).
--   Of one identity in the file one row is left, so that two rows say the same only where a person has several names. Then it is asked.
--   A row whose key another one contradicted later is taken out by the number of its record.

-- What a table demands of its rows, and what hangs below it must demand, too. Of rows that are not there yet it is cheaply asked.
CREATE FUNCTION checks_of(target regclass) RETURNS TABLE (definition text, columns smallint[])
LANGUAGE sql STABLE AS $$
    SELECT format('ADD CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), k.conkey
    FROM pg_constraint k WHERE k.conrelid = target AND k.contype = 'c'
$$;

-- The table beside, for rows of `target` with these columns. `dated`: the rows' days and time stand before the rows come.
DROP FUNCTION begin_first_volume(date, bigint, text[]);
CREATE FUNCTION begin_first_volume(target regclass, effective date, by_batch bigint, names text[], dated boolean,
                                   OUT volume text, OUT made bigint)
LANGUAGE plpgsql AS $$
DECLARE
    beside text;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', false);
    volume := (SELECT c.relname || '_first_' || by_batch FROM pg_class c WHERE c.oid = target);
    beside := format('cadre_staging.%I', volume);
    EXECUTE format('CREATE TABLE %s (%s) WITH (fillfactor = 90)', beside,
                   (SELECT string_agg(cadre.column_definition(a), ', '
                                      ORDER BY NOT cadre.is_indexed_first(a.attname), a.attlen < 0, a.attlen DESC, a.attnum)
                    FROM pg_attribute a
                    WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped
                      AND (a.attname IN ('key', 'key_hash', 'person_id') OR dated AND cadre.is_indexed_first(a.attname)
                           OR a.attname = ANY (names)
                           OR EXISTS (SELECT FROM cadre.checks_of(target) AS k WHERE a.attnum = ANY (k.columns)))));
    EXECUTE coalesce((SELECT format('ALTER TABLE %s %s', beside, string_agg(k.definition, ', '))
                      FROM cadre.checks_of(target) AS k HAVING count(*) > 0), 'SELECT');
    IF dated THEN
        EXECUTE format('ALTER TABLE %s ALTER since SET DEFAULT %L', beside, effective);
        EXECUTE format('CREATE STATISTICS cadre.%I ON (upper_inf(recorded)) FROM %s', volume || '_open', beside);
    ELSE
        EXECUTE format('ALTER TABLE %s ADD record_no bigint', beside);
    END IF;
    PERFORM cadre.ensure_index(beside::regclass, '_closed'); -- in which no row belongs
    made := beside::regclass::oid;
END
$$;

-- As in 0046, of rows of `target`; `at` when they are recorded, unless that stands already.
DROP FUNCTION end_first_volume(text, date, bigint, text, text, bigint);
CREATE FUNCTION end_first_volume(target regclass, volume text, effective date, by_batch bigint, of_source text, of_owner text,
                                 at timestamptz, loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    beside regclass := format('cadre_staging.%I', volume)::regclass;
    dated boolean := cadre.has_columns(beside, 'recorded');
BEGIN
    EXECUTE format('ALTER TABLE %s %s', beside,
                   (SELECT string_agg('ADD ' || cadre.column_definition(a) || coalesce(' DEFAULT ' || c.value, ''), ', ' ORDER BY a.attnum)
                    FROM pg_attribute a
                    LEFT JOIN (SELECT * FROM cadre.common_columns(effective, by_batch, of_source, of_owner)
                               UNION ALL VALUES ('recorded', quote_literal(tstzrange(at, NULL)))) AS c ON c.name = a.attname
                    WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped
                      AND NOT EXISTS (SELECT FROM pg_attribute b WHERE b.attrelid = beside AND b.attname = a.attname)));
    EXECUTE format('ALTER TABLE %s %s', beside,
                   (SELECT string_agg(format('ALTER %I DROP DEFAULT', attname), ', ')
                    FROM pg_attribute WHERE attrelid = beside AND atthasdef));
    IF NOT dated THEN
        EXECUTE format('ALTER TABLE %s DROP record_no', beside);
        EXECUTE format('CREATE STATISTICS cadre.%I ON (upper_inf(recorded)) FROM %s', volume || '_open', beside);
    END IF;
    PERFORM cadre.set_first_load(loaded, true);
    EXECUTE format('ANALYZE %s (key, key_hash, person_id, source, since, valid, recorded)', beside);
END
$$;

-- As in 0036. `in_order`: most rows lie in the order of the index, or the table is so narrow that all of it is sorted in memory at once.
DROP FUNCTION index_first_volume(text, bigint, text);
CREATE FUNCTION index_first_volume(volume text, loaded bigint, suffix text, in_order boolean) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.set_first_load(loaded, true);
    IF in_order THEN
        PERFORM cadre.set_in_order();
    END IF;
    PERFORM cadre.ensure_index(format('cadre_staging.%I', volume)::regclass, suffix);
END
$$;

-- Whether a file of the source would be the first of its kind now, and when the registry was written last.
CREATE FUNCTION is_first_evidence(target regclass, of_kind text, of_source text, effective date, OUT first boolean, OUT newest timestamptz)
LANGUAGE plpgsql STABLE AS $$
BEGIN
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', target) INTO first;
    first := first AND NOT EXISTS (SELECT FROM cadre.batch b
                                   WHERE b.kind = of_kind AND b.source = of_source AND b.state = 'merged'
                                     AND b.effective > is_first_evidence.effective);
    SELECT c.newest INTO STRICT newest FROM cadre.registry_clock c;
END
$$;

-- How rows come into the volume: the number of the record, person, key and its hash, then those of `names` that the table takes; of each
-- name '+' when it is taken, '-' when it is not.
CREATE FUNCTION copy_of_evidence(target regclass, names text[], volume text, OUT statement text, OUT taken text)
LANGUAGE sql STABLE AS $$
    SELECT format('COPY cadre_staging.%I (record_no, person_id, key, key_hash%s) FROM STDIN (FORMAT binary)', volume,
                  string_agg(CASE WHEN is_taken THEN format(', %I', n) END, '' ORDER BY o)),
           string_agg(CASE WHEN is_taken THEN '+' ELSE '-' END, '' ORDER BY o)
    FROM (SELECT n, o, n = ANY (cadre.content_columns(target)) AND n NOT IN ('source', 'owner', 'person_id') AS is_taken
          FROM unnest(names) WITH ORDINALITY AS u (n, o)) AS named
$$;

-- What was copied of records that do not count after all goes again; how many there were.
CREATE FUNCTION drop_first_records(volume text, records bigint[]) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
BEGIN
    EXECUTE format('DELETE FROM cadre_staging.%I WHERE record_no = ANY ($1)', volume) USING records;
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END
$$;

-- Whether rows say the same of the same person.
CREATE FUNCTION first_volume_repeats(volume text) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    repeated boolean;
BEGIN
    PERFORM set_config('work_mem', '256MB', true), set_config('jit', 'off', true);
    EXECUTE format('SELECT EXISTS (SELECT FROM cadre_staging.%I GROUP BY key HAVING count(*) > 1)', volume) INTO repeated;
    RETURN repeated;
END
$$;

-- The volume becomes part of the registry.
CREATE FUNCTION end_first_evidence(target regclass, volume text, loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.set_first_load(loaded, true);
    EXECUTE format('ALTER TABLE cadre_staging.%I SET SCHEMA cadre', volume);
    EXECUTE format('ALTER TABLE cadre.%I INHERIT %s', volume, target);
    PERFORM cadre.analyze_joined(target);
END
$$;
