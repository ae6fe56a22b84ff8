-- What a staged row costs beside its content.
--
-- A backend takes as long to receive a field of eight bytes as one of sixteen, and of where a record stands in the file only its number is
-- compared with anything: its line, its first byte and its length are read for the few rows that are not taken. They are one column.
-- record_place: line (4 bytes), offset (8), length (4), each with the greatest byte first.
CREATE FUNCTION record_place_number(record_place uuid, first_byte integer, bytes integer) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT ('x' || lpad(encode(substr(uuid_send(record_place), first_byte, bytes), 'hex'), 16, '0'))::bit(64)::bigint
$$;

CREATE FUNCTION record_place_parts(record_place uuid, OUT line_no bigint, OUT byte_offset bigint, OUT byte_length bigint)
LANGUAGE sql IMMUTABLE AS $$
    SELECT cadre.record_place_number(record_place, 1, 4), cadre.record_place_number(record_place, 5, 8),
           cadre.record_place_number(record_place, 13, 4)
$$;

-- As in 0023.
CREATE OR REPLACE FUNCTION create_staging(kind text, batch bigint, names text[], types regtype[], lasting boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    staging text := format('cadre_staging.%I', kind || '_' || batch);
    columns text;
BEGIN
    SELECT string_agg(format('%I %s %s', n, t, CASE WHEN t IN ('text', 'text[]') THEN 'COLLATE "C"' END), ', ' ORDER BY o)
    INTO columns
    FROM unnest(names, types) WITH ORDINALITY AS u (n, t, o);
    EXECUTE format('CREATE %s TABLE %s (record_no bigint, key_hash bigint, record_place uuid, record_hash uuid, %s)',
                   CASE WHEN lasting OR current_setting('wal_level') <> 'minimal' THEN 'UNLOGGED' END, staging, columns);
    EXECUTE format('CREATE OR REPLACE TEMPORARY VIEW staged AS SELECT * FROM %s', staging);
END
$$;

CREATE OR REPLACE FUNCTION copy_staging(kind text, batch bigint, names text[]) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT format('COPY cadre_staging.%I (record_no, key_hash, record_place, record_hash%s) FROM STDIN (FORMAT binary)', kind || '_' || batch,
                  (SELECT string_agg(format(', %I', n), '' ORDER BY o) FROM unnest(names) WITH ORDINALITY AS u (n, o)))
$$;

-- As in 0007; of whole files statistics are of fewer rows: that a number of a record stands once, and how many there are, a third tells
-- as well.
CREATE OR REPLACE FUNCTION close_staging(kind text, batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('default_statistics_target', '3', true);
    EXECUTE format('ANALYZE cadre_staging.%I (record_no)', kind || '_' || batch);
END
$$;

-- Rows that were staged before go; their batches begin anew.
DO $$
DECLARE
    staging regclass;
BEGIN
    FOR staging IN SELECT a.attrelid::regclass FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                   WHERE c.relnamespace = 'cadre_staging'::regnamespace AND c.relkind = 'r' AND a.attname = 'byte_offset'
    LOOP
        EXECUTE format('DROP TABLE %s CASCADE', staging);
    END LOOP;
END
$$;
