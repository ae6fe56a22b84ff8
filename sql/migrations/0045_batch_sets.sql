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
