-- A list of many records is undone in a time that grows with them.
--
-- Which rows of an earlier day end where the batch begins was asked for by 'upper(valid) = … OR key IN (…)'. Beside an OR the planner makes no
-- join of an IN, and the keys of some hundred thousand records it puts into no hash table either, once it knows how many they are: it went
-- through all of them for each row of the registry. A list of 130,000 certifications that all had changed was not undone in half an hour.

-- As in 0009, but that the keys are joined, and only where files of earlier days came later at all.
CREATE OR REPLACE FUNCTION find_resting_versions(target regclass, by_batch bigint, at timestamptz, effective date, full_list boolean) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    again text := (SELECT expressions FROM cadre.standing_again(target));
BEGIN
    EXECUTE format(
        'INSERT INTO pg_temp.resting SELECT l.number, ''changed'', count(*) FROM %s t '
        'JOIN pg_temp.later l ON l.number IN (t.closed_by, t.cut_by) WHERE t.batch = $1 OR t.cut_by = $1 GROUP BY l.number', target)
        USING by_batch;
    EXECUTE format(
        'INSERT INTO pg_temp.resting SELECT k.batch, ''stated'', count(*) '
        'FROM (SELECT %s FROM %s t WHERE %s) AS r JOIN %s k ON k.key = r.key AND upper_inf(k.recorded) AND k.valid && r.valid '
        'WHERE k.batch <> $1 AND k.cut_by IS DISTINCT FROM $1 GROUP BY k.batch', again, target, cadre.ended_by_batch(), target)
        USING by_batch, at;
    IF NOT EXISTS (SELECT FROM pg_temp.later l WHERE l.alike AND l.effective < find_resting_versions.effective) THEN
        RETURN;
    END IF;
    EXECUTE format(
        'INSERT INTO pg_temp.resting SELECT l.number, ''earlier'', count(*) '
        'FROM %1$s k JOIN pg_temp.later l ON l.number = k.batch AND l.alike AND l.effective < $3 '
        'LEFT JOIN (SELECT DISTINCT t.key FROM %1$s t WHERE t.batch = $1 OR %2$s) AS ended ON ended.key = k.key '
        'WHERE upper_inf(k.recorded) AND ($4 AND upper(k.valid) = $3 OR ended.key IS NOT NULL) GROUP BY l.number',
        target, cadre.ended_by_batch())
        USING by_batch, at, effective, full_list;
END
$$;
