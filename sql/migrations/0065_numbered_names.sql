-- What names somebody by a number at a source rests on who gave it.
--
-- Evidence stands by the person found. When the batch was undone that alone had given the number of somebody whom other lists know, rows of
-- later batches that had named its person by it stayed: with the wrong one, if the office's right list gave that number to somebody else.

-- Whom a batch gave a number at its source, and no other batch that counts, of those whom one of these knows.
CREATE FUNCTION numbered_by_alone(by_batch bigint) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
    WITH given AS (
        SELECT DISTINCT t.person_id, t.source FROM cadre.source_record t WHERE t.batch = by_batch AND t.source_person_id IS NOT NULL),
    others AS (
        SELECT t.person_id, t.source = g.source AND t.source_person_id IS NOT NULL AS numbered
        FROM given g JOIN cadre.source_record t USING (person_id) JOIN cadre.batch b ON b.number = t.batch
        WHERE t.batch <> by_batch AND b.undone_at IS NULL)
    SELECT o.person_id FROM others o GROUP BY o.person_id HAVING NOT bool_or(o.numbered)
$$;

-- Later rows of evidence in `target` of its source that name somebody of pg_temp.numbered, and not by a national id.
CREATE FUNCTION find_numbered_evidence(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO pg_temp.resting SELECT l.number, ''numbers'', count(*) '
                   'FROM pg_temp.later_evidence l JOIN %s t ON t.batch = l.number AND upper_inf(t.recorded) '
                   'JOIN pg_temp.numbered p USING (person_id) '
                   'WHERE NOT EXISTS (SELECT FROM cadre.batch_named n WHERE n.batch = l.number AND n.person_id = t.person_id) '
                   'GROUP BY l.number', target);
END
$$;

-- Of a list of people, before it is undone: the later batches that name them by a number which only it gave.
CREATE FUNCTION find_resting_numbers(by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE later_evidence ON COMMIT DROP AS
        SELECT l.number FROM pg_temp.later l JOIN cadre.batch b USING (number) JOIN cadre.batch u ON u.source = b.source
        WHERE u.number = by_batch AND u.kind = 'roster' AND b.kind <> 'roster';
    IF NOT EXISTS (SELECT FROM pg_temp.later_evidence) THEN
        RETURN;
    END IF;
    CREATE TEMPORARY TABLE numbered ON COMMIT DROP AS SELECT n AS person_id FROM cadre.numbered_by_alone(by_batch) AS n;
    ANALYZE pg_temp.numbered;
    PERFORM cadre.find_numbered_evidence(v.from_table) FROM cadre.version_references() AS v WHERE v.reason = 'people';
END
$$;
