-- Which records of a file cannot all stand, so that one that was deleted for another is known to be mended.
--
-- Of two rows with one key, or of one person, the remedy is to keep one. What was kept came back mended and was taken, but of the other
-- nothing was known any more: its finding stayed open for ever, and it held the set of its need. That a row did not come back says nothing
-- by itself: it may be mended another day, and the one that did come may have got another key.

-- Records are those of the first file where the batch itself mends another. The hash is under the registry's secret, as that of a digest.
CREATE TABLE batch_rival (
    batch bigint NOT NULL REFERENCES batch,
    rivals bigint NOT NULL, -- one of the records
    record_no bigint NOT NULL,
    key_hash bigint NOT NULL,
    PRIMARY KEY (batch, rivals, record_no));
CREATE INDEX batch_rival_record ON batch_rival (batch, record_no);

-- The batch by which another row came in its stead, or by which it was known to be deleted; it counts while that one is merged. Apart from
-- mended_by, since the row itself may come as well, and either may be undone.
ALTER TABLE batch_finding ADD COLUMN outdone_by bigint;

-- By which batch a finding is mended; NULL = it is open.
CREATE FUNCTION mended_in(mended_by bigint, outdone_by bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT coalesce(mended_by, (SELECT b.number FROM cadre.batch b WHERE b.number = outdone_by AND b.state = 'merged'))
$$;

-- Of the records that batch `of_first` or what mends it kept out, those that are not among `brought`, while a row was brought (`records`
-- are those of the first file) that kept a key of their rivals.
CREATE FUNCTION records_outdone(of_first bigint, records bigint[], key_hashes bigint[], brought bigint[]) RETURNS TABLE (record_no bigint)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT o.record_no
    FROM unnest(records, key_hashes) AS r (record_no, key_hash)
    JOIN cadre.batch_rival m ON m.record_no = r.record_no
    JOIN cadre.batch b ON b.number = m.batch AND (b.number = of_first OR b.fixes = of_first) AND b.state = 'merged'
    JOIN cadre.batch_rival o ON o.batch = m.batch AND o.rivals = m.rivals
    WHERE o.record_no <> ALL (brought)
      AND EXISTS (SELECT FROM cadre.batch_rival k WHERE k.batch = m.batch AND k.rivals = m.rivals AND k.key_hash = r.key_hash)
$$;

-- As in 0023, but that no table is read in the order of its index, and of what is rejected beside others which these are:
--   merge_rejected (record_no, code, column_name, rivals)
CREATE OR REPLACE FUNCTION begin_merge(target regclass, of_kind text, of_source text, shared_keys boolean, by_batch bigint, effective date,
                            OUT recorded_at timestamptz, OUT list_until date, OUT late boolean, OUT first boolean)
LANGUAGE plpgsql AS $$
DECLARE
    rows real := coalesce((SELECT c.reltuples FROM pg_class c
                           WHERE c.oid = to_regclass(format('cadre_staging.%I', of_kind || '_' || by_batch))), 0);
BEGIN
    CREATE TEMPORARY TABLE merge_rejected (record_no bigint PRIMARY KEY, code varchar(8) NOT NULL, column_name varchar(63), rivals bigint)
        ON COMMIT DROP;
    CREATE TEMPORARY TABLE leaving (
        key text COLLATE "C" PRIMARY KEY, until date, place tid, person_id text COLLATE "C", direct boolean NOT NULL DEFAULT false)
        ON COMMIT DROP;
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

-- As in 0012, likewise.
CREATE OR REPLACE FUNCTION number_first() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    newest bigint;
    found bigint;
BEGIN
    INSERT INTO pg_temp.merge_rejected (record_no, code, column_name, rivals)
        SELECT i.record_no, 'X012', 'national_id', twice.rivals
        FROM pg_temp.incoming i
        JOIN (SELECT national_id, min(record_no) AS rivals FROM pg_temp.incoming GROUP BY national_id HAVING count(*) > 1) AS twice
             USING (national_id);
    SELECT c.newest_person INTO STRICT newest FROM cadre.registry_clock c;
    CREATE TEMPORARY TABLE numbered ON COMMIT DROP AS
        SELECT i.record_no, cadre.person_number(newest + row_number() OVER (ORDER BY i.national_id NULLS FIRST,
                                                                            i.source_person_id NULLS FIRST)) AS person_id
        FROM pg_temp.incoming i
        WHERE NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = i.record_no);
    GET DIAGNOSTICS found = ROW_COUNT;
    UPDATE cadre.registry_clock SET newest_person = newest_person + found;
    ANALYZE pg_temp.numbered (record_no);
END
$$;

CREATE OR REPLACE FUNCTION judge_roster(of_source text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.merge_rejected (record_no, code, column_name, rivals)
    SELECT record_no, min(code), 'national_id', CASE min(code) WHEN 'X012' THEN min(rivals) END
    FROM (SELECT r.record_no, 'X009' AS code, NULL::bigint AS rivals FROM pg_temp.resolved r WHERE r.by_source <> r.by_id
          UNION ALL
          SELECT r.record_no, 'X010', NULL FROM pg_temp.resolved r JOIN cadre.person p ON p.person_id = r.by_id
          WHERE r.by_source IS NULL AND p.birth_date <> r.birth_date AND p.given_name <> r.given_name
          UNION ALL
          SELECT r.record_no, 'X011', NULL FROM pg_temp.resolved r JOIN pg_temp.mates m USING (record_no)
          WHERE r.by_source IS NOT NULL AND m.source <> of_source AND m.national_id <> r.national_id
          UNION ALL
          SELECT b.record_no, 'X012', min(b.record_no) OVER (PARTITION BY b.person_id)
          FROM (SELECT unnest(ARRAY[n.record_no, r.record_no]) AS record_no, r.person_id
                FROM pg_temp.resolved n
                JOIN (SELECT record_no, coalesce(by_source, by_id) AS person_id FROM pg_temp.resolved
                      UNION ALL SELECT record_no, person_id FROM pg_temp.delta WHERE known AND NOT same) AS r
                  ON r.person_id = coalesce(n.by_source, n.by_id)
                WHERE NOT n.known AND r.record_no <> n.record_no) AS b
          UNION ALL
          SELECT r.record_no, 'X012', twice.rivals
          FROM pg_temp.resolved r
          JOIN (SELECT national_id, min(record_no) AS rivals FROM pg_temp.resolved WHERE by_id IS NULL
                GROUP BY national_id HAVING count(*) > 1) AS twice
               USING (national_id)) AS judged
    GROUP BY record_no;
END
$$;
