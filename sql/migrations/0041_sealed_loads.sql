-- Loads into the catalogue are sealed: which of the loaded rows count since a load, and when it was recorded.
--
-- What was loaded is what runs are judged by, and no digest of a run tells whether somebody altered it or it is another catalogue. So
-- each load has the digest of all loaded rows that counted when it was through: a row that was altered, brought in, taken away, or made to
-- count at another time is seen, whichever load it is of, and one digest proves what a run knew. Later loads and undos replace and take
-- back, and what counted before them stays as it is.
ALTER TABLE catalogue_load
    ADD COLUMN state bytea, -- see loaded_state
    ADD COLUMN seal bytea;

-- The loaded rows that counted at that time, each with the load that brought it. A migration that gives a table loaded_X a column seals
-- all loads anew.
CREATE FUNCTION loaded_state(at timestamptz) RETURNS bytea
LANGUAGE plpgsql STABLE SET work_mem = '128MB' AS $$
DECLARE
    state bytea;
BEGIN
    EXECUTE 'WITH hashed (hash) AS ('
            || (SELECT string_agg(format('SELECT sha256(record_send(ROW(%L::text, t.load, %s))) FROM cadre.%I t '
                                         'JOIN cadre.catalogue_load b ON b.number = t.from_load '
                                         'LEFT JOIN cadre.catalogue_load e ON e.number = t.until_load '
                                         'WHERE b.recorded_at <= $1 AND coalesce(e.recorded_at > $1, true)',
                                         c.relname, cadre.loaded_columns(c.oid, 't.'), c.relname || '_ever'), ' UNION ALL ')
                FROM cadre.loaded_tables() AS target JOIN pg_class c ON c.oid = target)
            || ') SELECT sha256(coalesce(string_agg(hash, '''' ORDER BY hash), '''')) FROM hashed'
        INTO state USING at;
    RETURN state;
END
$$;

CREATE FUNCTION catalogue_load_seal(number bigint, recorded_at timestamptz, state bytea) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws(' ', number, (extract(epoch FROM recorded_at) * 1000000)::bigint, encode(state, 'hex')), 'UTF8'))
$$;

-- When a load commits all of its rows are there, whatever brought them.
CREATE FUNCTION seal_load(of_load bigint) RETURNS void
LANGUAGE sql AS $$
    UPDATE cadre.catalogue_load l
    SET state = s.state, seal = cadre.catalogue_load_seal(l.number, l.recorded_at, s.state)
    FROM (SELECT cadre.loaded_state(c.recorded_at) AS state FROM cadre.catalogue_load c WHERE c.number = of_load) AS s
    WHERE l.number = of_load
$$;
CREATE FUNCTION seal_new_load() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.seal_load(NEW.number);
    RETURN NULL;
END
$$;
-- Those of before as they are now.
SELECT seal_load(number) FROM catalogue_load;
CREATE CONSTRAINT TRIGGER sealed AFTER INSERT ON catalogue_load DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION seal_new_load();

-- A load that rows are of, count since, or ended by, and that is not in the ledger; NULL = there is none.
CREATE FUNCTION lost_load() RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    lost bigint;
BEGIN
    EXECUTE 'SELECT min(n.load) FROM ('
            || (SELECT string_agg(format('SELECT unnest(ARRAY[load, from_load, until_load]) AS load FROM cadre.%I', c.relname || '_ever'),
                                  ' UNION ALL ')
                FROM cadre.loaded_tables() AS target JOIN pg_class c ON c.oid = target)
            || ') AS n WHERE n.load NOT IN (SELECT l.number FROM cadre.catalogue_load l)'
        INTO lost;
    RETURN lost;
END
$$;

-- The first load until that time since which other rows count than when it was sealed.
CREATE FUNCTION first_altered_load(known_at timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    l cadre.catalogue_load;
BEGIN
    FOR l IN SELECT * FROM cadre.catalogue_load c WHERE c.recorded_at <= known_at ORDER BY c.recorded_at LOOP
        EXIT WHEN l.state <> cadre.loaded_state(l.recorded_at);
    END LOOP;
    RETURN l.number;
END
$$;

-- What was altered of the loads that were known at that time: of which load, and whether its line of the ledger (line), that it is there
-- (lost), or the rows that count since it (rows); NULL = nothing. The lines of all loads are looked at: an altered time may have made one
-- of these a later one.
CREATE FUNCTION catalogue_fault(known_at timestamptz, OUT load bigint, OUT fault text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    newest cadre.catalogue_load;
BEGIN
    SELECT min(l.number) INTO load
    FROM cadre.catalogue_load l WHERE l.seal IS DISTINCT FROM cadre.catalogue_load_seal(l.number, l.recorded_at, l.state);
    IF load IS NOT NULL THEN
        fault := 'line';
        RETURN;
    END IF;
    load := cadre.lost_load();
    IF load IS NOT NULL THEN
        fault := 'lost';
        RETURN;
    END IF;
    SELECT * INTO newest FROM cadre.catalogue_load l WHERE l.recorded_at <= known_at ORDER BY l.recorded_at DESC LIMIT 1;
    IF FOUND AND newest.state <> cadre.loaded_state(newest.recorded_at) THEN
        load := cadre.first_altered_load(known_at);
        fault := 'rows';
    END IF;
END
$$;
