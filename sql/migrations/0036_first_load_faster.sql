-- What a first list costs beside its rows.
--
-- What all its records have in common was sent and read a million times; as a default of the table that is filled beside it costs nothing.
-- What a query of that table would make of such a default nobody finds out: it goes with the rows still unseen.

-- As in 0034. Who has no helper sorts in memory that a processor has at hand: the first bytes of a record's key are those of its source, so
-- that sorts compare keys whole, wherever they lie.
CREATE OR REPLACE FUNCTION set_first_load(loaded bigint, at_once boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    helpers integer := current_setting('max_parallel_maintenance_workers')::integer / CASE WHEN at_once THEN 2 ELSE 1 END;
BEGIN
    PERFORM set_config('maintenance_work_mem', CASE WHEN helpers = 0 THEN '4MB' ELSE '256MB' END, true), set_config('jit', 'off', true),
            set_config('default_statistics_target', least(greatest(loaded / 10000, 3), 10)::text, true),
            set_config('max_parallel_maintenance_workers', helpers::text, true);
END
$$;

-- The columns of which all records of a first list have the same, each with its value as SQL has it.
CREATE FUNCTION common_columns(effective date, at timestamptz, by_batch bigint, of_source text, of_owner text)
RETURNS TABLE (name text, value text)
LANGUAGE sql STABLE AS $$
    VALUES ('valid', quote_literal(daterange(effective, NULL))), ('since', quote_literal(effective)),
           ('recorded', quote_literal(tstzrange(at, NULL))), ('batch', by_batch::text),
           ('source', quote_literal(of_source)), ('owner', quote_literal(of_owner))
$$;

-- As in 0034, with what is common to all records.
DROP FUNCTION begin_first_volume(text, text[]);
CREATE FUNCTION begin_first_volume(volume text, names text[], effective date, at timestamptz, by_batch bigint, of_source text,
                                   of_owner text, OUT statement text, OUT made bigint)
LANGUAGE plpgsql AS $$
DECLARE
    beside text := format('cadre_staging.%I', volume);
BEGIN
    EXECUTE format('DROP TABLE IF EXISTS %s', beside);
    EXECUTE format('CREATE TABLE %s (LIKE cadre.source_record) WITH (fillfactor = 90)', beside);
    EXECUTE format('ALTER TABLE %s %s', beside,
                   (SELECT string_agg(format('ALTER %I SET DEFAULT %s', name, value), ', ')
                    FROM cadre.common_columns(effective, at, by_batch, of_source, of_owner)));
    EXECUTE format('CREATE STATISTICS cadre.%I ON (upper_inf(recorded)) FROM %s', volume || '_open', beside);
    PERFORM cadre.ensure_index(beside::regclass, '_closed'); -- in which no row belongs
    statement := format('COPY %s (person_id, key, key_hash%s) FROM STDIN (FORMAT binary)', beside,
                        (SELECT string_agg(format(', %I', n), '' ORDER BY o) FROM unnest(names) WITH ORDINALITY AS u (n, o)));
    made := beside::regclass::oid;
END
$$;

-- By the second connection, behind the last row: the columns have no defaults any more, and it is known what is in them. Their locks and
-- that of an index exclude each other: this is committed before the first connection looks at the table.
CREATE FUNCTION end_first_volume(volume text, loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    beside regclass := format('cadre_staging.%I', volume)::regclass;
BEGIN
    EXECUTE format('ALTER TABLE %s %s', beside,
                   (SELECT string_agg(format('ALTER %I DROP DEFAULT', attname), ', ')
                    FROM pg_attribute WHERE attrelid = beside AND atthasdef));
    PERFORM cadre.set_first_load(loaded, true);
    EXECUTE format('ANALYZE %s (key, key_hash, person_id, source, since, valid, recorded)', beside);
END
$$;

-- Then, in a transaction of its own, the index whose sort is the dearest; meanwhile the first connection makes the other one.
DROP FUNCTION index_first_volume(text, bigint);
CREATE FUNCTION index_first_volume(volume text, loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.set_first_load(loaded, true);
    PERFORM cadre.ensure_index(format('cadre_staging.%I', volume)::regclass, '_known');
END
$$;

-- As in 0034, and the index of the volume that the second connection leaves to this one.
DROP FUNCTION index_first_people(bigint);
CREATE FUNCTION index_first_people(loaded bigint, volume text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.set_first_load(loaded, true), cadre.ensure_indexes('cadre.person');
    ANALYZE cadre.person (person_id, natural_key);
    PERFORM cadre.ensure_index(format('cadre_staging.%I', volume)::regclass, '_person');
END
$$;

-- What the transaction that decides did not take. Meanwhile another list may have a table of that name: this one is told by its oid, also
-- once it is locked.
CREATE FUNCTION drop_first_volume(made bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    beside text := (SELECT format('cadre_staging.%I', c.relname) FROM pg_class c
                    WHERE c.oid = made::oid AND c.relnamespace = 'cadre_staging'::regnamespace);
BEGIN
    IF beside IS NULL THEN
        RETURN;
    END IF;
    PERFORM set_config('lock_timeout', '5s', true);
    EXECUTE format('LOCK TABLE %s', beside);
    IF to_regclass(beside) = made::oid THEN
        EXECUTE format('DROP TABLE %s', beside);
    END IF;
END
$$;
