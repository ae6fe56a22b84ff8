-- The first certifications of a registry lie in a volume of their own, too.
--
-- While no award is known there is nothing to compare a list with: what is left to find out is whom its rows name. The client asks once for
-- all names, sorts the rows by their keys as it does with people (0030), and copies each to where it belongs by the second connection of
-- 0034; then each connection makes one index of rows that lie in its order. It was staged, named, compared, copied and looked through for
-- its digest before, one after the other, on one processor. That the names are still those that were asked for is known under the
-- registry's lock: nobody has written since.

-- What a table demands of its rows, and what hangs below it must demand, too. Of rows that are not there yet it is cheaply asked.
CREATE FUNCTION checks_of(target regclass) RETURNS TABLE (definition text, columns smallint[])
LANGUAGE sql STABLE AS $$
    SELECT format('ADD CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), k.conkey
    FROM pg_constraint k WHERE k.conrelid = target AND k.contype = 'c'
$$;

-- As in 0046, for rows of `target`.
DROP FUNCTION begin_first_volume(date, bigint, text[]);
CREATE FUNCTION begin_first_volume(target regclass, effective date, by_batch bigint, names text[], OUT volume text, OUT made bigint)
LANGUAGE plpgsql AS $$
DECLARE
    beside text;
    checks text := (SELECT string_agg(definition, ', ') FROM cadre.checks_of(target));
BEGIN
    PERFORM set_config('synchronous_commit', 'off', false);
    volume := (SELECT c.relname || '_first_' || by_batch FROM pg_class c WHERE c.oid = target);
    beside := format('cadre_staging.%I', volume);
    EXECUTE format('CREATE TABLE %s (%s) WITH (fillfactor = 90)', beside,
                   (SELECT string_agg(cadre.column_definition(a), ', '
                                      ORDER BY NOT cadre.is_indexed_first(a.attname), a.attlen < 0, a.attlen DESC, a.attnum)
                    FROM pg_attribute a
                    WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped
                      AND (cadre.is_indexed_first(a.attname) OR a.attname = ANY (names)
                           OR EXISTS (SELECT FROM cadre.checks_of(target) AS k WHERE a.attnum = ANY (k.columns)))));
    IF checks IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s %s', beside, checks);
    END IF;
    EXECUTE format('ALTER TABLE %s ALTER since SET DEFAULT %L', beside, effective);
    EXECUTE format('CREATE STATISTICS cadre.%I ON (upper_inf(recorded)) FROM %s', volume || '_open', beside);
    PERFORM cadre.ensure_index(beside::regclass, '_closed'); -- in which no row belongs
    made := beside::regclass::oid;
END
$$;

-- As in 0046, for rows of `target`.
DROP FUNCTION end_first_volume(text, date, bigint, text, text, bigint);
CREATE FUNCTION end_first_volume(target regclass, volume text, effective date, by_batch bigint, of_source text, of_owner text,
                                 loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    beside regclass := format('cadre_staging.%I', volume)::regclass;
BEGIN
    EXECUTE format('ALTER TABLE %s %s', beside,
                   (SELECT string_agg('ADD ' || cadre.column_definition(a) || coalesce(' DEFAULT ' || c.value, ''), ', ' ORDER BY a.attnum)
                    FROM pg_attribute a LEFT JOIN cadre.common_columns(effective, by_batch, of_source, of_owner) c ON c.name = a.attname
                    WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped
                      AND NOT EXISTS (SELECT FROM pg_attribute b WHERE b.attrelid = beside AND b.attname = a.attname)));
    EXECUTE format('ALTER TABLE %s %s', beside,
                   (SELECT string_agg(format('ALTER %I DROP DEFAULT', attname), ', ')
                    FROM pg_attribute WHERE attrelid = beside AND atthasdef));
    PERFORM cadre.set_first_load(loaded, true);
    EXECUTE format('ANALYZE %s (key, key_hash, person_id, source, since, valid, recorded)', beside);
END
$$;

-- As in 0036. `in_order`: rows lie in the order of the index.
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

-- Which of a file's columns the table takes: of each name '+', or '-' when it does not.
CREATE FUNCTION taken_of_evidence(target regclass, names text[]) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT string_agg(CASE WHEN n = ANY (cadre.content_columns(target)) AND n NOT IN ('source', 'owner', 'person_id') THEN '+' ELSE '-' END,
                      '' ORDER BY o)
    FROM unnest(names) WITH ORDINALITY AS u (n, o)
$$;

-- Under the registry's lock: whether it is still the first, and nobody has written since `newest`; when it is recorded, and how rows with
-- these columns are copied.
CREATE FUNCTION begin_first_evidence(target regclass, of_kind text, of_source text, effective date, newest timestamptz, names text[],
                                     volume text, OUT first boolean, OUT recorded_at timestamptz, OUT statement text)
LANGUAGE plpgsql AS $$
BEGIN
    SELECT f.first AND f.newest = begin_first_evidence.newest INTO STRICT first
    FROM cadre.is_first_evidence(target, of_kind, of_source, effective) f;
    IF NOT first THEN
        RETURN;
    END IF;
    recorded_at := cadre.draw_recorded();
    statement := format('COPY cadre_staging.%I (person_id, key, key_hash%s) FROM STDIN (FORMAT binary)', volume,
                        (SELECT string_agg(format(', %I', n), '' ORDER BY o) FROM unnest(names) WITH ORDINALITY AS u (n, o)));
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
