-- The records of a first list lie without what they do not have of their own.
--
-- A list has a third of the columns of source_record. Those that are not in it, and those of which all its records have the same, were
-- formed, written and logged with each record. A column that is added to a table costs its rows nothing: they end before it, and are read
-- with its default of that time, or NULL. So the volume begins with the list's own columns, and with those that its indexes ask for; the
-- others are added behind the rows. What indexes ask for comes first, since a record is taken apart as far as they ask, and what has a width
-- comes before what has none, which leaves no gaps.
--
--   A version that a later file writes there is whole.
--   The columns of a volume then have another order than those of the table that it hangs below: nobody names them by their place.

-- As CREATE TABLE has it.
CREATE FUNCTION column_definition(c pg_attribute) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT concat_ws(' ', quote_ident(c.attname), format_type(c.atttypid, c.atttypmod),
                     CASE WHEN c.attcollation <> 0 THEN 'COLLATE ' || c.attcollation::regcollation END,
                     CASE WHEN c.attnotnull THEN 'NOT NULL' END)
$$;

-- Of the columns that a first list's volume begins with, beside the list's own `names`.
CREATE FUNCTION is_indexed_first(name name) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT name IN ('key', 'key_hash', 'person_id', 'since', 'recorded')
$$;

-- As in 0040, with the columns that rows come with.
DROP FUNCTION begin_first_volume(date, bigint, text, text);
CREATE FUNCTION begin_first_volume(effective date, by_batch bigint, names text[], OUT volume text, OUT made bigint)
LANGUAGE plpgsql AS $$
DECLARE
    beside text;
BEGIN
    PERFORM set_config('synchronous_commit', 'off', false);
    volume := 'source_record_first_' || by_batch;
    beside := format('cadre_staging.%I', volume);
    EXECUTE format('CREATE TABLE %s (%s) WITH (fillfactor = 90)', beside,
                   (SELECT string_agg(cadre.column_definition(a), ', '
                                      ORDER BY NOT cadre.is_indexed_first(a.attname), a.attlen < 0, a.attlen DESC, a.attnum)
                    FROM pg_attribute a
                    WHERE a.attrelid = 'cadre.source_record'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                      AND (cadre.is_indexed_first(a.attname) OR a.attname = ANY (names))));
    EXECUTE format('ALTER TABLE %s ALTER since SET DEFAULT %L', beside, effective);
    EXECUTE format('CREATE STATISTICS cadre.%I ON (upper_inf(recorded)) FROM %s', volume || '_open', beside);
    PERFORM cadre.ensure_index(beside::regclass, '_closed'); -- in which no row belongs
    made := beside::regclass::oid;
END
$$;

-- As in 0036, and the columns that rows did not come with.
DROP FUNCTION end_first_volume(text, bigint);
CREATE FUNCTION end_first_volume(volume text, effective date, by_batch bigint, of_source text, of_owner text, loaded bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    beside regclass := format('cadre_staging.%I', volume)::regclass;
BEGIN
    EXECUTE format('ALTER TABLE %s %s', beside,
                   (SELECT string_agg('ADD ' || cadre.column_definition(a) || coalesce(' DEFAULT ' || c.value, ''), ', ' ORDER BY a.attnum)
                    FROM pg_attribute a LEFT JOIN cadre.common_columns(effective, by_batch, of_source, of_owner) c ON c.name = a.attname
                    WHERE a.attrelid = 'cadre.source_record'::regclass AND a.attnum > 0 AND NOT a.attisdropped
                      AND NOT EXISTS (SELECT FROM pg_attribute b WHERE b.attrelid = beside AND b.attname = a.attname)));
    EXECUTE format('ALTER TABLE %s %s', beside,
                   (SELECT string_agg(format('ALTER %I DROP DEFAULT', attname), ', ')
                    FROM pg_attribute WHERE attrelid = beside AND atthasdef));
    PERFORM cadre.set_first_load(loaded, true);
    EXECUTE format('ANALYZE %s (key, key_hash, person_id, source, since, valid, recorded)', beside);
END
$$;
