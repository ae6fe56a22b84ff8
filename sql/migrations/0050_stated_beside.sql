-- A mended row does not take the place of another row of its first file whose key it turns out to have.
--
-- Two rows of a file with one key are compared where it is checked. A row whose key could not be read there met nobody; mended, it changed
-- what the other one had said, though nobody knew which of them was right. What stands by the first file itself was said by another row of
-- it: the row that comes back mended was kept out of it. A row of the first file that only repeated what was known leaves no version, and is
-- not found.

-- Of the staged `records`, which come back mended, those that would change a version that batch `of_first` made.
CREATE FUNCTION hold_stated_beside(target regclass, effective date, of_first bigint, records bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO pg_temp.merge_rejected (record_no, code) '
                   'SELECT d.record_no, ''X020'' '
                   'FROM pg_temp.delta d JOIN %s t ON t.key = d.key AND upper_inf(t.recorded) AND t.valid @> $1 AND t.batch = $2 '
                   'WHERE d.record_no = ANY ($3) AND d.known AND (d.changed OR d.corrected) '
                   'ON CONFLICT DO NOTHING', target)
        USING effective, of_first, records;
END
$$;
