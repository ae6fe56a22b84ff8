-- The end of a first list looks for no index that is there.
--
-- As in 0034, but that beside a volume the second connection has seen to those of the table (index_first_volume).
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
    PERFORM cadre.set_first_load(loaded, volume IS NOT NULL);
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

-- As in 0040, but that a registry of few people is asked for nothing else.
CREATE OR REPLACE FUNCTION keep_volume(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    number bigint;
    name text;
BEGIN
    IF cadre.people_about() < cadre.volume_rows_least() THEN
        RETURN;
    END IF;
    number := (SELECT count(*) + 1 FROM cadre.volumes(target));
    IF number > cadre.volumes_most() OR cadre.empty_volume(target) IS NOT NULL THEN
        RETURN;
    END IF;
    name := (SELECT relname || '_volume_' || number FROM pg_class WHERE oid = target);
    EXECUTE format('CREATE TABLE cadre.%I () INHERITS (%s)', name, target);
    EXECUTE format('ANALYZE cadre.%I', name);
END
$$;
