-- The first certifications are copied and indexed by two connections.
--
-- One of them wrote all rows while the other one stored the digest, which is soon done: nine tenths of a second of one processor with the
-- other one mostly idle. Now each has a volume of its own with half of the people, whose rows lie in the same order, and makes its indexes in
-- the transaction that copied them. A volume more is what a whole list brings, too (0029).
--
--   Rows are frozen as they are copied. Else who reads them first would note on each page that they are there, and log the page for it: their
--   own transaction, which indexes them, cannot. A snapshot older than the volume then finds rows in it, as 0034 has it of a list of people:
--   they are recorded later than the newest that it knows of, by which all of cadre reads that does not hold the registry's lock.

-- As in 0051; `part`, from 0: which one of the list's volumes it is.
DROP FUNCTION begin_first_volume(regclass, date, bigint, text[]);
CREATE FUNCTION begin_first_volume(target regclass, effective date, by_batch bigint, names text[], part integer, OUT volume text, OUT made bigint)
LANGUAGE plpgsql AS $$
DECLARE
    beside text;
    checks text := (SELECT string_agg(definition, ', ') FROM cadre.checks_of(target));
BEGIN
    PERFORM set_config('synchronous_commit', 'off', false);
    volume := (SELECT c.relname || '_first_' || by_batch || CASE WHEN part > 0 THEN '_' || part ELSE '' END FROM pg_class c WHERE c.oid = target);
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

-- What end_first_volume does, and the indexes of rows that lie in their order. Of a first list's keys each is there once, and what tells its
-- versions from others all of them have the same: the least sample says as much.
CREATE FUNCTION end_first_part(target regclass, volume text, effective date, by_batch bigint, of_source text, of_owner text, loaded bigint)
RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.end_first_volume(target, volume, effective, by_batch, of_source, of_owner, 0);
    PERFORM cadre.index_first_volume(volume, loaded, '_known', true);
    PERFORM cadre.index_first_volume(volume, loaded, '_person', true);
END
$$;

-- As in 0051, with a statement for each of `volumes`.
DROP FUNCTION begin_first_evidence(regclass, text, text, date, timestamptz, text[], text);
CREATE FUNCTION begin_first_evidence(target regclass, of_kind text, of_source text, effective date, newest timestamptz, names text[],
                                     volumes text[], OUT first boolean, OUT recorded_at timestamptz, OUT statements text[])
LANGUAGE plpgsql AS $$
BEGIN
    SELECT f.first AND f.newest = begin_first_evidence.newest INTO STRICT first
    FROM cadre.is_first_evidence(target, of_kind, of_source, effective) f;
    IF NOT first THEN
        RETURN;
    END IF;
    recorded_at := cadre.draw_recorded();
    SELECT array_agg(format('COPY cadre_staging.%I (person_id, key, key_hash%s) FROM STDIN (FORMAT binary, FREEZE)', v,
                            (SELECT string_agg(format(', %I', n), '' ORDER BY o) FROM unnest(names) WITH ORDINALITY AS u (n, o)))
                     ORDER BY place)
    INTO statements
    FROM unnest(volumes) WITH ORDINALITY AS w (v, place);
END
$$;

-- As in 0051, for several volumes and with that sample.
DROP FUNCTION end_first_evidence(regclass, text, bigint);
CREATE FUNCTION end_first_evidence(target regclass, volumes text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    volume text;
BEGIN
    PERFORM cadre.set_first_load(0, true);
    FOREACH volume IN ARRAY volumes LOOP
        EXECUTE format('ALTER TABLE cadre_staging.%I SET SCHEMA cadre', volume);
        EXECUTE format('ALTER TABLE cadre.%I INHERIT %s', volume, target);
    END LOOP;
    PERFORM cadre.analyze_joined(target);
END
$$;
