-- Which sets a file of requirements named, so that rows that come back mended meet the others of their need.
--
-- A file replaces the whole set of each need that it names. Rows that were kept out of it and come back mended (--fixes) are rows of that
-- file still, but each such file counted as whole: some rows of a held set became all that the need asks for, and a row whose need was
-- mistyped took the place of the rows that had stood. Findings say which records were kept out, not of which need they are.

-- Records are those of the first file where the batch itself mends another. Batches from before this migration have none here: what mends
-- them counts as whole, as it did.
CREATE TABLE batch_set (
    batch bigint NOT NULL REFERENCES batch,
    set_name text COLLATE "C" NOT NULL, -- '': it could not be read, and may be any
    stood boolean NOT NULL,             -- no row of it was kept out
    kept_out bigint[] NOT NULL,         -- records
    PRIMARY KEY (batch, set_name));

-- Those that stand by a batch or by what mended it.
CREATE FUNCTION sets_of_batch(by_batch bigint) RETURNS TABLE (set_name text)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT s.set_name
    FROM cadre.batch b JOIN cadre.batch_set s ON s.batch = b.number
    WHERE (b.number = by_batch OR b.fixes = by_batch) AND b.state = 'merged' AND s.stood
$$;

-- As in 0043, and what joined a set that stands by the batch, or by what mends the same one: without that set it would be half a set.
--   joined   mended rows of a later file that came to a set of it
CREATE OR REPLACE FUNCTION find_resting(by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    u cadre.batch;
BEGIN
    SELECT * INTO STRICT u FROM cadre.batch WHERE number = by_batch;
    PERFORM cadre.find_resting_versions(target, by_batch, u.recorded_at, u.effective, u.full_list) FROM pg_temp.undo_target;
    INSERT INTO pg_temp.resting
        SELECT l.number, 'repeated', l.rows_unchanged FROM pg_temp.later l
        WHERE l.alike AND l.rows_unchanged > 0 AND EXISTS (SELECT FROM pg_temp.undo_target t WHERE t.touched);
    INSERT INTO pg_temp.resting
        SELECT l.number, 'held', b.rows_held + b.rows_rejected FROM pg_temp.later l JOIN cadre.batch b USING (number)
        WHERE l.alike AND b.rows_held + b.rows_rejected > 0
          AND EXISTS (SELECT FROM pg_temp.undo_target t
                      WHERE t.touched AND t.target IN ('cadre.need_alternative'::regclass, 'cadre.requirement_hold'::regclass));
    INSERT INTO pg_temp.resting
        SELECT l.number, 'joined', count(*)
        FROM pg_temp.later l JOIN cadre.batch b USING (number)
        JOIN cadre.need_alternative a ON a.batch = b.number AND upper_inf(a.recorded)
        WHERE b.fixes IN (u.number, u.fixes)
          AND a.need_code IN (SELECT s.set_name FROM cadre.batch_set s WHERE s.batch = by_batch AND s.stood)
        GROUP BY l.number;
    PERFORM cadre.find_resting_names(v.from_table, v.from_columns, v.to_table, v.to_columns, v.reason, by_batch, u.recorded_at)
    FROM cadre.version_references() AS v JOIN pg_temp.undo_target t ON t.target = v.to_table;
END
$$;
