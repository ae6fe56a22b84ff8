-- What was undone names nobody.
--
-- A number at a source keeps its person though a later list of the same day took the record back (0012): that list is in force, and so is
-- the one that brought the record. Of a batch that was undone the registry knows nothing any more. Its numbers named people all the same:
-- when an office's list came under the number series of another and was undone, rows of the right list were held as two people in one, or,
-- without a national id, became part of somebody else.
--
-- An undone row still lends its number to who comes again: with the same key and national id, where the number is of no record that any
-- batch in force brought, and of no other row of the file. That links nobody with anybody.

-- As in 0029, but for what was undone.
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
    PERFORM cadre.lend_undone_numbers();
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

-- Whoever is new and was there before, in pg_temp.resolved.
CREATE FUNCTION lend_undone_numbers() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM cadre.batch WHERE kind = 'roster' AND undone_at IS NOT NULL) THEN
        RETURN;
    END IF;
    UPDATE pg_temp.resolved r SET by_source = lent.person_id
    FROM (SELECT min(c.record_no) AS record_no, c.person_id
          FROM (SELECT n.record_no, max(t.person_id) AS person_id
                FROM pg_temp.resolved n JOIN cadre.source_record t ON t.key = n.key AND NOT upper_inf(t.recorded)
                WHERE n.by_source IS NULL AND n.by_id IS NULL AND t.national_id IS NOT DISTINCT FROM n.national_id
                GROUP BY n.record_no) AS c
          WHERE NOT EXISTS (SELECT FROM cadre.source_record o JOIN cadre.batch b ON b.number = o.batch AND b.undone_at IS NULL
                            WHERE o.person_id = c.person_id)
          GROUP BY c.person_id
          HAVING count(*) = 1) AS lent
    WHERE r.record_no = lent.record_no;
END
$$;
