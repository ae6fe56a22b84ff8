-- A need's set that is kept out rests on what stands in its stead.
--
-- Of a file of requirements with a faulty row the need's set is held: what stood before stands on, and where nothing stood the need is
-- held until a whole set comes. A later file whose set is held too finds either as it is, and writes nothing. When the first of the two
-- was undone, the need stood with neither set nor hold, and matched people whom nobody had said that it wants. So the later one rests on
-- it, as one does that repeats a list:
--   held   rows of a later file of requirements that were kept out, when this one brought, ended or held a set

-- As in 0009, but for sets.
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
    PERFORM cadre.find_resting_names(v.from_table, v.from_columns, v.to_table, v.to_columns, v.reason, by_batch, u.recorded_at)
    FROM cadre.version_references() AS v JOIN pg_temp.undo_target t ON t.target = v.to_table;
END
$$;
