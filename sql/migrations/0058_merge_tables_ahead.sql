-- The tables of a merge are made while the file is read, like that of its rows, when both are of one transaction.

CREATE FUNCTION make_merge_tables() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass('pg_temp.merge_rejected') IS NOT NULL THEN
        RETURN;
    END IF;
    CREATE TEMPORARY TABLE merge_rejected (record_no bigint PRIMARY KEY, code varchar(8) NOT NULL, column_name varchar(63), rivals bigint)
        ON COMMIT DROP;
    CREATE TEMPORARY TABLE leaving (
        key text COLLATE "C" PRIMARY KEY, until date, place tid, person_id text COLLATE "C", direct boolean NOT NULL DEFAULT false)
        ON COMMIT DROP;
END
$$;

-- As in 0035, and those of the merge.
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
    IF NOT lasting THEN
        PERFORM cadre.make_merge_tables();
    END IF;
END
$$;

-- As in 0053, but for the tables.
CREATE OR REPLACE FUNCTION begin_merge(target regclass, of_kind text, of_source text, shared_keys boolean, by_batch bigint, effective date,
                            OUT recorded_at timestamptz, OUT list_until date, OUT late boolean, OUT first boolean)
LANGUAGE plpgsql AS $$
DECLARE
    rows real := coalesce((SELECT c.reltuples FROM pg_class c
                           WHERE c.oid = to_regclass(format('cadre_staging.%I', of_kind || '_' || by_batch))), 0);
BEGIN
    PERFORM cadre.make_merge_tables();
    /* Joins of the whole file in memory; indexes are there too, so that a small file asks them and does not read the table. Compiled
       expressions cost more than these queries gain, and so does a table that is read in the order of its index. */
    PERFORM set_config('work_mem', least(greatest(rows * 64 / 1024, 16384), 262144)::integer || 'kB', true),
            set_config('maintenance_work_mem', '256MB', true), set_config('jit', 'off', true),
            set_config('random_page_cost', '1.1', true),
            set_config('enable_mergejoin', 'off', true),
            set_config('default_statistics_target', least(greatest(rows / 10000, 3), 10)::integer::text, true);
    SELECT min(b.effective) FILTER (WHERE b.full_list AND b.source = of_source), count(*) > 0
    INTO list_until, late
    FROM cadre.batch b
    WHERE b.kind = of_kind AND (shared_keys OR b.source = of_source) AND b.state = 'merged' AND b.effective > begin_merge.effective;
    EXECUTE format('SELECT NOT EXISTS (SELECT FROM %s)', target) INTO first;
    first := first AND NOT late;
    recorded_at := cadre.draw_recorded();
END
$$;
