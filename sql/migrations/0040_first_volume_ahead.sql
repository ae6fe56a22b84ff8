-- The second connection of a first list begins while the file is read.
--
-- To connect, and to make the table in which it puts the records, took it as long as five thousand of these take, and both backends stood
-- still while the client read and sorted. So the table is made before anybody has the registry's lock, of which there may then be several
-- at a time: its name is that of a batch. When the lock is there only the time is missing.

-- Shorter files are through before a second connection is.
CREATE FUNCTION first_volume_bytes() RETURNS bigint
LANGUAGE sql IMMUTABLE AS 'SELECT 786432::bigint';

-- Whether a list of so many bytes is worth one, and it is to be had: many offices may begin at once, and each needs its first connection
-- more than any its second.
CREATE FUNCTION is_worth_volume(bytes bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT bytes >= cadre.first_volume_bytes()
       AND (SELECT count(*) * 4 FROM pg_stat_get_backend_idset()) < current_setting('max_connections')::integer
$$;

-- As in 0029 again: what a first list left lies under a name of its own, and is swept.
DROP FUNCTION next_volume(regclass);
CREATE OR REPLACE FUNCTION keep_volume(target regclass) RETURNS void
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

-- As in 0036, but for the time.
DROP FUNCTION common_columns(date, timestamptz, bigint, text, text);
CREATE FUNCTION common_columns(effective date, by_batch bigint, of_source text, of_owner text)
RETURNS TABLE (name text, value text)
LANGUAGE sql STABLE AS $$
    VALUES ('valid', quote_literal(daterange(effective, NULL))), ('since', quote_literal(effective)), ('batch', by_batch::text),
           ('source', quote_literal(of_source)), ('owner', quote_literal(of_owner))
$$;

-- As in 0036, but that rows are looked at less: a sample of three hundred tells as well that all keys differ, and that all rows have the
-- same time.
CREATE OR REPLACE FUNCTION set_first_load(loaded bigint, at_once boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    helpers integer := current_setting('max_parallel_maintenance_workers')::integer / CASE WHEN at_once THEN 2 ELSE 1 END;
BEGIN
    PERFORM set_config('maintenance_work_mem', CASE WHEN helpers = 0 THEN '4MB' ELSE '256MB' END, true), set_config('jit', 'off', true),
            set_config('default_statistics_target', least(greatest(loaded / 30000, 1), 10)::text, true),
            set_config('max_parallel_maintenance_workers', helpers::text, true);
END
$$;

-- Of what lies in the order of an index one look finds out that, if all of it is in memory.
CREATE FUNCTION set_in_order() RETURNS void
LANGUAGE sql AS $$
    SELECT set_config('maintenance_work_mem', '256MB', true)
$$;

-- By the second connection, at any time: the volume that nobody knows of. Nothing that this connection commits is of use before the first
-- one commits, which waits for both.
DROP FUNCTION begin_first_volume(text, text[], date, timestamptz, bigint, text, text);
CREATE FUNCTION begin_first_volume(effective date, by_batch bigint, of_source text, of_owner text, OUT volume text, OUT made bigint)
LANGUAGE plpgsql AS $$
DECLARE
    beside text;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', false);
    volume := 'source_record_first_' || by_batch;
    beside := format('cadre_staging.%I', volume);
    EXECUTE format('CREATE TABLE %s (LIKE cadre.source_record) WITH (fillfactor = 90)', beside);
    EXECUTE format('ALTER TABLE %s %s', beside,
                   (SELECT string_agg(format('ALTER %I SET DEFAULT %s', name, value), ', ')
                    FROM cadre.common_columns(effective, by_batch, of_source, of_owner)));
    EXECUTE format('CREATE STATISTICS cadre.%I ON (upper_inf(recorded)) FROM %s', volume || '_open', beside);
    PERFORM cadre.ensure_index(beside::regclass, '_closed'); -- in which no row belongs
    made := beside::regclass::oid;
END
$$;

-- Then, under the registry's lock: the time of its rows.
CREATE FUNCTION date_first_volume(volume text, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE cadre_staging.%I ALTER recorded SET DEFAULT %L', volume, tstzrange(at, NULL));
END
$$;

-- As in 0034. `volume`: what the second connection has made; NULL = there is none. Its statement copies what is not `shared`.
DROP FUNCTION begin_first_load(text, text, bigint, date, text[], bigint);
CREATE FUNCTION begin_first_load(of_source text, of_owner text, by_batch bigint, effective date, names text[], volume text,
                                 OUT first boolean, OUT recorded_at timestamptz, OUT newest bigint, OUT statement text, OUT shared text)
LANGUAGE plpgsql AS $$
BEGIN
    first := cadre.is_first_load(of_source, effective);
    IF NOT first THEN
        RETURN;
    END IF;
    recorded_at := cadre.draw_recorded();
    SELECT c.newest_person INTO STRICT newest FROM cadre.registry_clock c;
    IF volume IS NOT NULL THEN
        statement := format('COPY cadre_staging.%I (person_id, key, key_hash%s) FROM STDIN (FORMAT binary)', volume,
                            (SELECT string_agg(format(', %I', n), '' ORDER BY o) FROM unnest(names) WITH ORDINALITY AS u (n, o)));
        RETURN;
    END IF;
    statement := cadre.copy_of_records('cadre.source_record', names);
    shared := encode(cadre.binary_field(range_send(daterange(effective, NULL))) || cadre.binary_field(date_send(effective))
                     || cadre.binary_field(range_send(tstzrange(recorded_at, NULL))) || cadre.binary_field(int8send(by_batch))
                     || cadre.binary_field(textsend(of_source)) || cadre.binary_field(textsend(of_owner)), 'hex');
END
$$;

-- As in 0036, one index of the volume: each connection makes one of them. People are numbered in the order of the rows.
DROP FUNCTION index_first_volume(text, bigint);
CREATE FUNCTION index_first_volume(volume text, loaded bigint, suffix text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.set_first_load(loaded, true);
    IF suffix = '_person' THEN
        PERFORM cadre.set_in_order();
    END IF;
    PERFORM cadre.ensure_index(format('cadre_staging.%I', volume)::regclass, suffix);
END
$$;

-- As in 0034: while the second connection looks at the records.
DROP FUNCTION index_first_people(bigint, text);
CREATE FUNCTION index_first_people(loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.set_first_load(loaded, true), cadre.set_in_order(), cadre.ensure_indexes('cadre.person');
    ANALYZE cadre.person (person_id, natural_key);
END
$$;

-- As in 0012, but for a table whose volumes hold nearly all: to look at it is to look at them too, month after month. As long as it is no
-- larger than this the planner's guess of what it holds leads to the same.
CREATE OR REPLACE FUNCTION analyze_grown(target regclass, written bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF written > (SELECT c.reltuples FROM pg_class c WHERE c.oid = target) / 10
       AND (pg_relation_size(target) >= 524288 OR NOT EXISTS (SELECT FROM cadre.volumes(target))) THEN
        PERFORM cadre.analyze_joined(target);
    END IF;
END
$$;
