-- The first list of all people, straight into the registry.
--
-- While nothing is known of anybody there is nothing to compare a roster with: a row names its person by itself, or one of its own file.
-- The client sorts the rows by the order in which people are numbered, sees there who stands twice, and copies them to where they belong,
-- each once; staging and the merge of 0012 (name_first) take what comes in chunks, mends another file or meets another list on the way.
-- Both leave the same registry to the byte.
CREATE FUNCTION is_first_load(of_source text, effective date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (SELECT FROM cadre.source_record)
       AND NOT EXISTS (SELECT FROM cadre.batch b
                       WHERE b.kind = 'roster' AND b.source = of_source AND b.state = 'merged' AND b.effective > is_first_load.effective)
$$;

-- A field as COPY has it in binary.
CREATE FUNCTION binary_field(value bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT int4send(octet_length(value)) || value
$$;

-- Under the registry's lock: whether it is still the first, and what the client does not know of each row. `statement` copies person_id,
-- then the fields that are `shared` by all rows (hexadecimal), then the key, its hash and `names`. `newest` is the last number given.
CREATE FUNCTION begin_first_load(of_source text, of_owner text, by_batch bigint, effective date, names text[],
                                 OUT first boolean, OUT recorded_at timestamptz, OUT newest bigint, OUT statement text, OUT shared text)
LANGUAGE plpgsql AS $$
BEGIN
    first := cadre.is_first_load(of_source, effective);
    IF NOT first THEN
        RETURN;
    END IF;
    recorded_at := cadre.draw_recorded();
    SELECT c.newest_person INTO STRICT newest FROM cadre.registry_clock c;
    statement := format('COPY cadre.source_record (person_id, valid, since, recorded, batch, source, owner, key, key_hash%s) '
                        'FROM STDIN (FORMAT binary)',
                        (SELECT string_agg(format(', %I', n), '' ORDER BY o) FROM unnest(names) WITH ORDINALITY AS u (n, o)));
    shared := encode(cadre.binary_field(range_send(daterange(effective, NULL))) || cadre.binary_field(date_send(effective))
                     || cadre.binary_field(range_send(tstzrange(recorded_at, NULL))) || cadre.binary_field(int8send(by_batch))
                     || cadre.binary_field(textsend(of_source)) || cadre.binary_field(textsend(of_owner)), 'hex');
END
$$;

-- `loaded` records are there, numbered one after the other: their people, and what later files look for. Statistics as begin_merge has
-- them.
CREATE FUNCTION end_first_load(of_source text, of_owner text, by_batch bigint, at timestamptz, loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    grace integer;
BEGIN
    IF loaded = 0 THEN
        RETURN; -- the table stays empty, the next file is the first
    END IF;
    PERFORM set_config('maintenance_work_mem', '256MB', true), set_config('jit', 'off', true),
            set_config('default_statistics_target', least(greatest(loaded / 10000, 3), 10)::text, true);
    SELECT s.grace_days INTO STRICT grace FROM cadre.source s WHERE s.code = of_source;
    EXECUTE format('INSERT INTO cadre.person SELECT %s FROM cadre.source_record i', cadre.person_of_record('i.person_id')) USING grace;
    PERFORM cadre.ensure_indexes('cadre.person'), cadre.analyze_joined('cadre.person');
    UPDATE cadre.registry_clock SET newest_person = newest_person + loaded;
    PERFORM cadre.note_created(loaded, by_batch, of_owner, at);
    PERFORM cadre.ensure_indexes('cadre.source_record'), cadre.analyze_joined('cadre.source_record');
END
$$;

-- No row of a first load belongs in there: made before, it costs that load nothing.
SELECT ensure_index('cadre.source_record', '_closed');
