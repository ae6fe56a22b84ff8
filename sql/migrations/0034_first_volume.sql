-- The first list of all people by two connections.
--
-- A backend works on one processor, and a first list writes two tables. While a second connection is to be had it copies the records
-- into a table of its own beside the registry (cadre_staging), with the indexes and statistics of a volume of source_record (0029), as
-- the first one copies the people and indexes them; then the second commits, and the first hangs that table below source_record in the
-- transaction that decides. Which of both ways a list went nobody sees but by where its records lie.
--
--   Until it is a volume it belongs to nothing: what a crash leaves of it goes when the next one is made, or when people are counted.
--   A snapshot between both commits, of a transaction that reads source_record after the second, finds records of whom there are no
--   people yet. Their `recorded` lies behind what was the newest in that snapshot, by which all of cadre that does not hold the
--   registry's lock reads: match, verify, reports and digests ask for what was known at that time.
CREATE FUNCTION next_volume(target regclass) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT relname || '_volume_' || (SELECT count(*) + 1 FROM cadre.volumes(target)) FROM pg_class WHERE oid = target
$$;

-- As in 0029; what a first list left of a volume goes.
CREATE OR REPLACE FUNCTION keep_volume(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    number bigint := (SELECT count(*) + 1 FROM cadre.volumes(target));
    name text := cadre.next_volume(target);
BEGIN
    IF to_regclass(format('cadre_staging.%I', name)) IS NOT NULL THEN
        EXECUTE format('DROP TABLE cadre_staging.%I', name);
    END IF;
    IF number > cadre.volumes_most() OR cadre.people_about() < cadre.volume_rows_least() OR cadre.empty_volume(target) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE cadre.%I () INHERITS (%s)', name, target);
    EXECUTE format('ANALYZE cadre.%I', name);
END
$$;

-- Settings of a transaction that loads. When both tables are indexed at once each gets half of the helpers.
CREATE FUNCTION set_first_load(loaded bigint, at_once boolean) RETURNS void
LANGUAGE sql AS $$
    SELECT set_config('maintenance_work_mem', '256MB', true), set_config('jit', 'off', true),
           set_config('default_statistics_target', least(greatest(loaded / 10000, 3), 10)::text, true),
           set_config('max_parallel_maintenance_workers',
                      (current_setting('max_parallel_maintenance_workers')::integer / CASE WHEN at_once THEN 2 ELSE 1 END)::text, true)
$$;

CREATE FUNCTION copy_of_records(target text, names text[]) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT format('COPY %s (person_id, valid, since, recorded, batch, source, owner, key, key_hash%s) FROM STDIN (FORMAT binary)',
                  target, (SELECT string_agg(format(', %I', n), '' ORDER BY o) FROM unnest(names) WITH ORDINALITY AS u (n, o)))
$$;

-- As in 0030. `volume`: the name of the table to be made beside, for a list of so many rows; NULL = it is not worth it.
DROP FUNCTION begin_first_load(text, text, bigint, date, text[]);
CREATE FUNCTION begin_first_load(of_source text, of_owner text, by_batch bigint, effective date, names text[], rows bigint,
                                 OUT first boolean, OUT recorded_at timestamptz, OUT newest bigint, OUT statement text, OUT shared text,
                                 OUT volume text)
LANGUAGE plpgsql AS $$
BEGIN
    first := cadre.is_first_load(of_source, effective);
    IF NOT first THEN
        RETURN;
    END IF;
    recorded_at := cadre.draw_recorded();
    SELECT c.newest_person INTO STRICT newest FROM cadre.registry_clock c;
    statement := cadre.copy_of_records('cadre.source_record', names);
    shared := encode(cadre.binary_field(range_send(daterange(effective, NULL))) || cadre.binary_field(date_send(effective))
                     || cadre.binary_field(range_send(tstzrange(recorded_at, NULL))) || cadre.binary_field(int8send(by_batch))
                     || cadre.binary_field(textsend(of_source)) || cadre.binary_field(textsend(of_owner)), 'hex');
    IF rows >= cadre.volume_rows_least() THEN
        volume := cadre.next_volume('cadre.source_record');
    END IF;
END
$$;

-- What the client sends of people: number, natural key, fields that are `shared` by all (hexadecimal), and of the record's `names` those
-- of which `roles` says so, in their order: '=' as it is, ';' as a list of one text, '-' not at all.
CREATE FUNCTION begin_first_people(of_source text, of_owner text, names text[], OUT statement text, OUT shared text, OUT roles text)
LANGUAGE plpgsql AS $$
DECLARE
    grace integer;
    taken text;
BEGIN
    SELECT s.grace_days INTO STRICT grace FROM cadre.source s WHERE s.code = of_source;
    SELECT string_agg(CASE WHEN p.attname IS NULL THEN '-' WHEN r.atttypid = p.atttypid THEN '=' ELSE ';' END, '' ORDER BY o),
           string_agg(', ' || quote_ident(p.attname), '' ORDER BY o)
    INTO roles, taken
    FROM unnest(names) WITH ORDINALITY AS u (n, o)
         JOIN pg_attribute r ON r.attrelid = 'cadre.source_record'::regclass AND r.attname = n
         LEFT JOIN pg_attribute p ON p.attrelid = 'cadre.person'::regclass AND p.attname = n AND NOT p.attisdropped;
    statement := format('COPY cadre.person (person_id, natural_key, owner, attached, grace_days%s) FROM STDIN (FORMAT binary)', taken);
    shared := encode(cadre.binary_field(textsend(of_owner)) || cadre.binary_field(boolsend(true)) || cadre.binary_field(int4send(grace)),
                     'hex');
END
$$;

-- By the second connection: makes the table, and returns the statement that fills it.
CREATE FUNCTION begin_first_volume(volume text, names text[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    beside text := format('cadre_staging.%I', volume);
BEGIN
    EXECUTE format('DROP TABLE IF EXISTS %s', beside);
    EXECUTE format('CREATE TABLE %s (LIKE cadre.source_record) WITH (fillfactor = 90)', beside);
    EXECUTE format('CREATE STATISTICS cadre.%I ON (upper_inf(recorded)) FROM %s', volume || '_open', beside);
    PERFORM cadre.ensure_index(beside::regclass, '_closed'); -- in which no row belongs
    RETURN cadre.copy_of_records(beside, names);
END
$$;

CREATE FUNCTION index_first_volume(volume text, loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    beside regclass := format('cadre_staging.%I', volume)::regclass;
    wanted record;
BEGIN
    PERFORM cadre.set_first_load(loaded, true);
    FOR wanted IN SELECT * FROM cadre.wanted_indexes(beside) LOOP
        IF to_regclass(format('cadre_staging.%I', wanted.name)) IS NULL THEN
            EXECUTE wanted.definition;
        END IF;
    END LOOP;
    EXECUTE format('ANALYZE %s (key, key_hash, person_id, source, since, valid, recorded)', beside);
END
$$;

CREATE FUNCTION index_first_people(loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.set_first_load(loaded, true), cadre.ensure_indexes('cadre.person');
    ANALYZE cadre.person (person_id, natural_key);
END
$$;

-- As in 0030; `volume` has the records, and people are there and indexed.
DROP FUNCTION end_first_load(text, text, bigint, timestamptz, bigint);
CREATE FUNCTION end_first_load(of_source text, of_owner text, by_batch bigint, at timestamptz, loaded bigint, volume text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    grace integer;
BEGIN
    IF loaded = 0 THEN
        IF volume IS NOT NULL THEN
            EXECUTE format('DROP TABLE cadre_staging.%I', volume);
        END IF;
        RETURN; -- the table stays empty, the next file is the first
    END IF;
    PERFORM cadre.set_first_load(loaded, volume IS NOT NULL);
    IF volume IS NOT NULL THEN
        EXECUTE format('ALTER TABLE cadre_staging.%I SET SCHEMA cadre', volume);
        EXECUTE format('ALTER TABLE cadre.%I INHERIT cadre.source_record', volume);
    ELSE
        SELECT s.grace_days INTO STRICT grace FROM cadre.source s WHERE s.code = of_source;
        EXECUTE format('INSERT INTO cadre.person SELECT %s FROM cadre.source_record i', cadre.person_of_record('i.person_id')) USING grace;
        PERFORM cadre.ensure_indexes('cadre.person'), cadre.analyze_joined('cadre.person');
    END IF;
    UPDATE cadre.registry_clock SET newest_person = newest_person + loaded;
    PERFORM cadre.note_created(loaded, by_batch, of_owner, at);
    PERFORM cadre.ensure_indexes('cadre.source_record'), cadre.analyze_joined('cadre.source_record');
END
$$;
