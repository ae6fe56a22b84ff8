-- Somebody whom a later list of the same day has taken back is the same one when they come again.
--
-- Of a person of whom no record is known any more there is no row, and who a national id means was asked of these rows alone. The number at
-- the source still meant the old one, and so did awards: a list that gave the id without that number made somebody new of them, and the
-- next one with both was held as two people.

CREATE TABLE person_gone (
    natural_key text COLLATE "C" NOT NULL,
    person_id text COLLATE "C" NOT NULL,
    owner text NOT NULL,
    PRIMARY KEY (natural_key, person_id));

-- Before they are deleted: those of `concerned` who are not in pg_temp.refreshed.
CREATE FUNCTION note_gone(concerned text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cadre.person_gone (natural_key, person_id, owner)
    SELECT p.natural_key, p.person_id, p.owner
    FROM cadre.person p LEFT JOIN pg_temp.refreshed r USING (person_id)
    WHERE p.person_id = ANY (concerned) AND r.person_id IS NULL
    ON CONFLICT DO NOTHING;
END
$$;

-- As in 0064, and who goes is noted.
CREATE OR REPLACE FUNCTION refresh_others(late boolean, by_batch bigint, at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    concerned text[] := ARRAY(
        SELECT d.person_id FROM pg_temp.delta d WHERE late OR NOT d.direct
        UNION SELECT d.person_id FROM pg_temp.delta d JOIN pg_temp.mates m USING (record_no)
        UNION SELECT d.person_id FROM pg_temp.delta d
        WHERE NOT d.known AND NOT EXISTS (SELECT FROM pg_temp.numbered n WHERE n.record_no = d.record_no)
        UNION SELECT l.person_id FROM pg_temp.leaving l
        WHERE NOT l.direct OR EXISTS (SELECT FROM cadre.source_record o
                                      WHERE o.person_id = l.person_id AND o.key <> l.key AND upper_inf(o.recorded)));
BEGIN
    IF cardinality(concerned) = 0 THEN
        RETURN;
    END IF;
    CREATE TEMPORARY TABLE refreshed ON COMMIT DROP AS SELECT * FROM cadre.person_state('infinity', 'infinity') LIMIT 0;
    /* EXECUTE, so that it is planned for this number of people. */
    EXECUTE 'INSERT INTO pg_temp.refreshed SELECT * FROM cadre.person_state(''infinity'', ''infinity'', $1)' USING concerned;
    ANALYZE pg_temp.refreshed;
    INSERT INTO cadre.person_event (person_id, last_person_id, event, natural_key, owner, batch, recorded_at)
        SELECT r.person_id, r.person_id, CASE WHEN p.person_id IS NULL THEN 'created' ELSE 'key_changed' END,
               r.natural_key, r.owner, by_batch, at
        FROM pg_temp.refreshed r LEFT JOIN cadre.person p USING (person_id)
        WHERE p.natural_key IS DISTINCT FROM r.natural_key
          AND NOT EXISTS (SELECT FROM pg_temp.numbered n WHERE n.person_id = r.person_id)
        ORDER BY r.person_id;
    PERFORM cadre.note_gone(concerned);
    DELETE FROM cadre.person p WHERE p.person_id = ANY (concerned); -- of whom nothing is known any more, too
    INSERT INTO cadre.person SELECT * FROM pg_temp.refreshed;
END
$$;

-- Who is new in pg_temp.resolved, and has the id of somebody who is gone; unless name and birth date are of somebody else (X010). What was
-- undone names nobody (0039).
CREATE FUNCTION find_gone() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM cadre.person_gone) THEN
        RETURN;
    END IF;
    UPDATE pg_temp.resolved r SET by_id = gone.person_id
    FROM (SELECT n.record_no, max(g.person_id) AS person_id
          FROM pg_temp.resolved n JOIN cadre.person_gone g ON g.natural_key = n.national_id
               JOIN cadre.source_record o ON o.person_id = g.person_id AND o.national_id = g.natural_key
               JOIN cadre.batch b ON b.number = o.batch AND b.undone_at IS NULL
          WHERE n.by_source IS NULL AND n.by_id IS NULL
            AND (o.birth_date <> n.birth_date AND o.given_name <> n.given_name) IS NOT TRUE
            AND NOT EXISTS (SELECT FROM cadre.person p WHERE p.person_id = g.person_id)
          GROUP BY n.record_no) AS gone
    WHERE r.record_no = gone.record_no;
END
$$;

-- As in 0039, and who is gone.
CREATE OR REPLACE FUNCTION resolve_roster(effective date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE by_key ON COMMIT DROP AS
        SELECT k.record_no, max(k.person_id) AS person_id
        FROM (SELECT d.record_no, t.person_id
              FROM pg_temp.delta d JOIN cadre.source_record t ON t.key = d.key AND upper_inf(t.recorded) WHERE NOT d.known
              UNION ALL
              SELECT d.record_no, t.person_id
              FROM pg_temp.delta d JOIN cadre.source_record t ON t.key = d.key AND NOT upper_inf(t.recorded)
                   JOIN cadre.batch b ON b.number = t.batch AND b.undone_at IS NULL
              WHERE NOT d.known) AS k
        GROUP BY k.record_no;
    CREATE TEMPORARY TABLE asked ON COMMIT DROP AS
        SELECT d.record_no, d.key, d.known, i.source_person_id, i.national_id, i.birth_date, i.given_name,
               coalesce(d.person_id, k.person_id) AS by_source
        FROM pg_temp.delta d JOIN pg_temp.incoming i USING (record_no) LEFT JOIN pg_temp.by_key k USING (record_no)
        WHERE NOT d.known OR (d.corrected AND i.national_id IS DISTINCT FROM d.known_national_id);
    ANALYZE pg_temp.asked;
    CREATE TEMPORARY TABLE resolved ON COMMIT DROP AS
        SELECT a.*, p.person_id AS by_id
        FROM pg_temp.asked a LEFT JOIN cadre.person p ON p.natural_key = a.national_id;
    ANALYZE pg_temp.resolved;
    PERFORM cadre.find_gone(), cadre.lend_undone_numbers();
    CREATE TEMPORARY TABLE of_several ON COMMIT DROP AS
        SELECT record_no, key, coalesce(by_source, by_id) AS person_id FROM pg_temp.resolved
        UNION ALL
        SELECT d.record_no, d.key, d.person_id FROM pg_temp.delta d JOIN cadre.person_of_several s USING (person_id)
        WHERE d.known AND NOT d.same;
    ANALYZE pg_temp.of_several;
    CREATE TEMPORARY TABLE mates ON COMMIT DROP AS
        SELECT r.record_no, o.source, o.key, o.national_id, o.valid @> effective AS open
        FROM pg_temp.of_several r JOIN cadre.source_record o USING (person_id)
        WHERE upper_inf(o.recorded) AND o.key <> r.key;
    ANALYZE pg_temp.mates;
END
$$;
