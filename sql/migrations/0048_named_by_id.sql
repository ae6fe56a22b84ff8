-- What names somebody by a national id rests on who gave it.
--
-- Evidence names a person by a number at a source or by a national id, and stands by the person found. When the batch that had given the id
-- was undone, rows of later batches that had named its person by it stayed: of somebody of whom no source says that id. So did the records
-- of other sources that it had linked with the person. Both are found once it is known who is called what without the batch: what rests
-- on it then keeps it.

-- Whom stored evidence of a batch names by a national id alone. Batches from before this migration have none here.
CREATE TABLE batch_named (
    batch bigint NOT NULL REFERENCES batch,
    person_id text COLLATE "C" NOT NULL,
    owner text NOT NULL,
    PRIMARY KEY (batch, person_id));

-- Later rows of evidence in `target` whose person lost the id that named them. $1: who did.
CREATE FUNCTION find_unnamed_evidence(target regclass, unnamed text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO pg_temp.resting SELECT l.number, ''ids'', count(*) '
                   'FROM pg_temp.later l JOIN cadre.batch_named n ON n.batch = l.number '
                   'JOIN %s t ON t.batch = n.batch AND t.person_id = n.person_id AND upper_inf(t.recorded) '
                   'WHERE n.person_id = ANY ($1) GROUP BY l.number', target)
        USING unnamed;
END
$$;

-- Records that a later batch brought for somebody by an id which no record before them has any more, while others before them stand.
CREATE FUNCTION find_unlinked_records(concerned text[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH record AS (
        SELECT t.person_id, t.key, min(b.recorded_at) AS since, (array_agg(b.number ORDER BY b.recorded_at))[1] AS brought_by,
               array_agg(DISTINCT t.national_id) FILTER (WHERE upper_inf(t.recorded) AND t.national_id IS NOT NULL) AS ids
        FROM cadre.source_record t JOIN cadre.batch b ON b.number = t.batch AND b.undone_at IS NULL
        WHERE t.person_id = ANY (concerned)
        GROUP BY t.person_id, t.key
        HAVING bool_or(upper_inf(t.recorded)))
    INSERT INTO pg_temp.resting
    SELECT l.number, 'ids', count(*)
    FROM record r JOIN pg_temp.later l ON l.number = r.brought_by
    WHERE r.ids IS NOT NULL
      AND EXISTS (SELECT FROM record o WHERE o.person_id = r.person_id AND o.since < r.since)
      AND NOT EXISTS (SELECT FROM record o WHERE o.person_id = r.person_id AND o.since < r.since AND o.ids && r.ids)
    GROUP BY l.number;
END
$$;

-- As in 0009, and who rests on a national id.
CREATE OR REPLACE FUNCTION undo_people() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    concerned text[] := ARRAY(SELECT DISTINCT person_id FROM pg_temp.undone_people);
    unnamed text[];
BEGIN
    IF cardinality(concerned) = 0 THEN
        RETURN;
    END IF;
    CREATE TEMPORARY TABLE refreshed ON COMMIT DROP AS SELECT * FROM cadre.person_state('infinity', 'infinity') LIMIT 0;
    EXECUTE 'INSERT INTO pg_temp.refreshed SELECT * FROM cadre.person_state(''infinity'', ''infinity'', $1)' USING concerned;
    unnamed := ARRAY(SELECT r.person_id FROM pg_temp.refreshed r JOIN cadre.person p USING (person_id)
                     WHERE p.natural_key <> r.natural_key);
    IF cardinality(unnamed) > 0 AND EXISTS (SELECT FROM cadre.batch_named n JOIN pg_temp.later l ON l.number = n.batch) THEN
        PERFORM cadre.find_unnamed_evidence(v.from_table, unnamed)
        FROM cadre.version_references() AS v WHERE v.reason = 'people';
    END IF;
    IF EXISTS (SELECT FROM pg_temp.later l JOIN cadre.batch b USING (number) WHERE b.kind = 'roster') THEN
        PERFORM cadre.find_unlinked_records(concerned);
    END IF;
    DELETE FROM cadre.person p WHERE p.person_id = ANY (concerned);
    INSERT INTO pg_temp.resting
        SELECT max(s.batch), 'people', count(DISTINCT p.person_id)
        FROM pg_temp.refreshed r JOIN cadre.person p USING (natural_key)
        JOIN cadre.source_record s ON s.person_id = p.person_id AND upper_inf(s.recorded)
        HAVING count(*) > 0;
    IF NOT EXISTS (SELECT FROM pg_temp.resting) THEN
        INSERT INTO cadre.person SELECT * FROM pg_temp.refreshed;
    END IF;
END
$$;
