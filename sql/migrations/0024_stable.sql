-- Stable matches, and what a run took.
ALTER TABLE run DROP CONSTRAINT run_mode_check;
ALTER TABLE run ADD CONSTRAINT run_mode_check CHECK (mode IN ('optimal', 'stable'));

-- What the other mode comes to with the same inputs (of an optimal run the stable match, of a stable one the optimal), which the digest of
-- the result covers; and what the run took on the machine that made it, which nothing rests on. Runs of before have no row.
CREATE TABLE run_measure (
    run bigint PRIMARY KEY REFERENCES run,
    other_filled bigint[] NOT NULL CHECK (array_length(other_filled, 1) = 9),
    other_fit_bp bigint NOT NULL, other_held bigint NOT NULL,
    reading_ms bigint NOT NULL, pairs_ms bigint NOT NULL, solving_ms bigint NOT NULL,
    peak_kib bigint NOT NULL);
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run_measure FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
