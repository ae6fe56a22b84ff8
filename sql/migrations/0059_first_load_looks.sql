-- People of a first list are looked at less.
--
-- To look at nine hundred of a hundred thousand rows, which all have other keys and the same source and time, is to read as many pages:
-- the end of the list, for which both connections wait, took 11 ms for it, and of three hundred rows, which tell the same, it takes 4. A
-- list of a million is looked at as before.
CREATE FUNCTION set_first_looks(loaded bigint) RETURNS void
LANGUAGE sql AS $$
    SELECT set_config('default_statistics_target', least(greatest(loaded / 100000, 1), 10)::text, true)
$$;

-- As in 0040, looked at less.
CREATE OR REPLACE FUNCTION index_first_people(loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.set_first_load(loaded, true), cadre.set_in_order(), cadre.set_first_looks(loaded), cadre.ensure_indexes('cadre.person');
    ANALYZE cadre.person (person_id, natural_key);
END
$$;

-- As in 0047, looked at less.
CREATE OR REPLACE FUNCTION end_first_load(of_source text, of_owner text, by_batch bigint, at timestamptz, loaded bigint, volume text)
RETURNS void
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
    PERFORM cadre.set_first_load(loaded, volume IS NOT NULL), cadre.set_first_looks(loaded);
    IF volume IS NOT NULL THEN
        EXECUTE format('ALTER TABLE cadre_staging.%I SET SCHEMA cadre', volume);
        EXECUTE format('ALTER TABLE cadre.%I INHERIT cadre.source_record', volume);
    ELSE
        SELECT s.grace_days INTO STRICT grace FROM cadre.source s WHERE s.code = of_source;
        EXECUTE format('INSERT INTO cadre.person SELECT %s FROM cadre.source_record i', cadre.person_of_record('i.person_id')) USING grace;
        PERFORM cadre.ensure_indexes('cadre.person'), cadre.analyze_joined('cadre.person'), cadre.ensure_indexes('cadre.source_record');
    END IF;
    UPDATE cadre.registry_clock SET newest_person = newest_person + loaded;
    PERFORM cadre.note_created(loaded, by_batch, of_owner, at);
    PERFORM cadre.analyze_joined('cadre.source_record');
END
$$;
