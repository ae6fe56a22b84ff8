-- The settings of a source: how its files are written and read, and what the registry makes of what it says.
-- A statement stands until the next one of the same source: the newest has known_until NULL. With the first one, what held before it is
-- noted too. precedence and grace_days are those of the settings, or the defaults; cadre.source holds the newest of both.
CREATE TABLE source_settings (
    source text NOT NULL REFERENCES source (code),
    settings jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'object'),
    precedence integer NOT NULL,
    grace_days integer NOT NULL CHECK (grace_days >= 0),
    known_from timestamptz NOT NULL,
    known_until timestamptz CHECK (known_until > known_from),
    PRIMARY KEY (source, known_from));
CREATE UNIQUE INDEX source_settings_newest ON source_settings (source) WHERE known_until IS NULL;

CREATE OR REPLACE FUNCTION source_known(known_at timestamptz)
RETURNS TABLE (code text, owner text, precedence integer, grace_days integer)
LANGUAGE sql STABLE AS $$
    SELECT s.code, s.owner, coalesce(t.precedence, s.precedence), coalesce(t.grace_days, s.grace_days)
    FROM cadre.source s
    LEFT JOIN cadre.source_settings t
           ON t.source = s.code AND t.known_from <= known_at AND coalesce(known_at < t.known_until, true)
$$;

-- People of whom the source says something, derived anew: their keys stay, since no two sources give one person two national ids.
CREATE FUNCTION refresh_source(of_source text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    concerned text[] := ARRAY(SELECT DISTINCT r.person_id FROM cadre.source_record r
                              WHERE r.source = of_source AND upper_inf(r.recorded));
BEGIN
    DELETE FROM cadre.person p WHERE p.person_id = ANY (concerned);
    /* EXECUTE, so that it is planned for this number of people. */
    EXECUTE 'INSERT INTO cadre.person SELECT * FROM cadre.person_state(''infinity'', ''infinity'', $1)' USING concerned;
END
$$;

-- States the settings of a source, under the registry lock.
CREATE FUNCTION set_source_settings(of_source text, stated jsonb, new_precedence integer, new_grace_days integer) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    at timestamptz := cadre.draw_recorded();
    known cadre.source;
BEGIN
    SELECT * INTO STRICT known FROM cadre.source s WHERE s.code = of_source;
    UPDATE cadre.source_settings SET known_until = at WHERE source = of_source AND known_until IS NULL;
    IF NOT FOUND THEN
        INSERT INTO cadre.source_settings (source, settings, precedence, grace_days, known_from, known_until)
            VALUES (of_source, '{"version": 1}', known.precedence, known.grace_days, '-infinity', at);
    END IF;
    INSERT INTO cadre.source_settings (source, settings, precedence, grace_days, known_from)
        VALUES (of_source, stated, new_precedence, new_grace_days, at);
    UPDATE cadre.source SET precedence = new_precedence, grace_days = new_grace_days WHERE code = of_source;
    IF (known.precedence, known.grace_days) IS DISTINCT FROM (new_precedence, new_grace_days) THEN
        PERFORM cadre.refresh_source(of_source);
    END IF;
END
$$;
