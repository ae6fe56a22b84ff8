-- A list that changes most of what is known of a kind of evidence is merged on its way in.
--
-- Staged, named, joined with all that is known, written once as it was and once as it is, and sorted for its indexes, a list of a million
-- certifications of which each had changed took twenty times as long as a copy of it. Both the list and the registry can be had in the order
-- of their keys: then one pass over both tells what changed. What is known comes as the rows that would take its place if they were cut, and
-- goes into the empty volume (0029) as it is, before the version that begins: in the order in which their index sorts them. What the pass
-- cannot settle by a cut and a row is left to the ordinary merge.

-- Of the columns of a table, for a list with those of `names`: how rows lie in a COPY of the volume.
--   1  whose version it is
--   2  of the version; what only closed and uncut ones have is in none
--   3  its contents: what all rows of a list have the same; 4 the list's own
CREATE FUNCTION whole_columns(target regclass, names text[]) RETURNS TABLE (sort integer, place integer, name text, type text)
LANGUAGE sql STABLE AS $$
    SELECT c.sort,
           row_number() OVER (ORDER BY c.sort, array_position(names, c.attname), array_position(c.head, c.attname),
                                       array_position(c.stamp, c.attname), c.attnum)::integer,
           c.attname, format_type(c.atttypid, c.atttypmod)
    FROM (SELECT a.attname::text, a.attnum, a.atttypid, a.atttypmod, h.head, h.stamp,
                 CASE WHEN a.attname = ANY (h.head) THEN 1 WHEN a.attname = ANY (h.stamp) THEN 2
                      WHEN a.attname <> ALL (names) THEN 3 ELSE 4 END AS sort
          FROM pg_attribute a, (VALUES (ARRAY['person_id', 'key', 'key_hash'],
                                        ARRAY['valid', 'since', 'recorded', 'batch', 'cut_at', 'cut_by'])) AS h (head, stamp)
          WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped AND a.attname NOT IN ('closed_by', 'uncut_until')) AS c
$$;

-- Whether a list of the source may be merged so: there is a volume to fill, nothing is known of later days, and keys sort as the numbers of
-- their people do. When the registry was written last, too; and how many versions a list is to end at least: a volume is filled once, there
-- are not many, and fewer are cut where they stand (0029).
CREATE FUNCTION may_be_whole(target regclass, of_kind text, of_source text, effective date, OUT may boolean, OUT newest timestamptz,
                             OUT least_cut bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    newest_person bigint;
BEGIN
    SELECT c.newest, c.newest_person INTO STRICT newest, newest_person FROM cadre.registry_clock c;
    may := newest_person < 100000000 AND cadre.people_about() >= cadre.volume_rows_least() AND cadre.empty_volume(target) IS NOT NULL
           AND NOT EXISTS (SELECT FROM cadre.batch b
                           WHERE b.kind = of_kind AND b.source = of_source AND b.state = 'merged'
                             AND b.effective > may_be_whole.effective);
    least_cut := greatest(cadre.volume_rows_least(), ceil(cadre.people_about() * 3 / 10));
END
$$;

-- Under the registry's lock, once the merge has begun (0053): what is copied where, as statements; `stamps` columns are of sort 2.
--   filled  into the volume
--   begun   out: of one row, what all versions that begin have the same: the stamp, and the contents that are no list's own
--   known   out: what is known of the source on the day, in the order of keys: whether a cut ends it, where it stands, and its cut row
--   cut     into pg_temp.cut: what is to be deleted where it stands
--   rest    into pg_temp.incoming (0012): what the ordinary merge takes
CREATE FUNCTION begin_whole_evidence(target regclass, of_source text, of_owner text, effective date, at timestamptz, by_batch bigint,
                                     names text[],
                                     OUT volume text, OUT stamps integer, OUT filled text, OUT begun text, OUT known text, OUT cut text,
                                     OUT rest text)
LANGUAGE plpgsql AS $$
DECLARE
    same text; -- of all versions that begin
    once_cut text;
    contents text := (SELECT string_agg(quote_ident(n), ', ' ORDER BY o) FROM unnest(names) WITH ORDINALITY AS u (n, o));
BEGIN
    volume := cadre.empty_volume(target)::text;
    SELECT count(*) FILTER (WHERE c.sort = 2),
           format('COPY %s (%s) FROM STDIN (FORMAT binary)', begin_whole_evidence.volume, string_agg(quote_ident(c.name), ', ' ORDER BY c.place)),
           string_agg(CASE c.name WHEN 'valid' THEN format('%L::daterange', daterange(effective, NULL))
                                  WHEN 'since' THEN format('%L::date', effective)
                                  WHEN 'recorded' THEN format('%L::tstzrange', tstzrange(at, NULL))
                                  WHEN 'batch' THEN format('%L::bigint', by_batch)
                                  WHEN 'source' THEN format('%L::text', of_source)
                                  WHEN 'owner' THEN format('%L::text', of_owner)
                                  ELSE 'NULL::' || c.type END, ', ' ORDER BY c.place)
               FILTER (WHERE c.sort IN (2, 3)),
           string_agg(CASE c.name WHEN 'valid' THEN format('CASE WHEN t.since < %1$L THEN daterange(t.since, %1$L) END', effective)
                                  WHEN 'cut_at' THEN format('%L::timestamptz', at)
                                  WHEN 'cut_by' THEN format('%L::bigint', by_batch)
                                  ELSE format('t.%I', c.name) END, ', ' ORDER BY c.place)
    INTO stamps, filled, same, once_cut
    FROM cadre.whole_columns(target, names) AS c;
    begun := format('COPY (SELECT %s) TO STDOUT (FORMAT binary)', same);
    known := format('COPY (SELECT upper_inf(t.valid) AND t.cut_at IS NULL AND t.uncut_until IS NULL AND t.since < %1$L '
                    'AND t.key_hash IS NOT NULL, '
                    't.tableoid, t.ctid, %2$s FROM %3$s t '
                    'WHERE t.key >= %4$L || chr(31) AND t.key < %4$L || chr(32) AND upper_inf(t.recorded) AND t.valid @> %1$L::date '
                    'ORDER BY t.key) TO STDOUT (FORMAT binary)',
                    effective, once_cut, target, of_source);
    CREATE TEMPORARY TABLE cut (home oid, place tid) ON COMMIT DROP;
    cut := 'COPY pg_temp.cut (home, place) FROM STDIN (FORMAT binary)';
    EXECUTE format('CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS SELECT 0::bigint AS record_no, key_hash, key, %s FROM %s WITH NO DATA',
                   cadre.listed_columns(target), target);
    rest := format('COPY pg_temp.incoming (record_no, key, key_hash, person_id, source, owner, %s) FROM STDIN (FORMAT binary)', contents);
END
$$;

-- Once the rows are copied: deletes where they stood those that were cut, makes the volume's indexes. False: there were others.
CREATE FUNCTION end_whole_evidence(target regclass, volume regclass, cuts bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    home regclass;
    found bigint;
    deleted bigint := 0;
BEGIN
    ANALYZE pg_temp.cut;
    FOR home IN SELECT DISTINCT c.home::regclass FROM pg_temp.cut c LOOP
        EXECUTE format('DELETE FROM ONLY %s t USING pg_temp.cut c WHERE c.home = %L::oid AND t.ctid = c.place', home, home::oid);
        GET DIAGNOSTICS found = ROW_COUNT;
        deleted := deleted + found;
    END LOOP;
    DROP TABLE pg_temp.cut;
    PERFORM cadre.ensure_indexes(target), cadre.ensure_indexes(volume), cadre.analyze_joined(volume), cadre.analyze_joined(target);
    RETURN deleted = cuts;
END
$$;

-- As in 0052, but that awards have a next volume whether or not a first list made one: small files may have brought them all.
CREATE OR REPLACE FUNCTION analyze_joined(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ANALYZE %s (%s)', target,
                   (SELECT string_agg(attname, ', ') FROM pg_attribute
                    WHERE attrelid = target AND NOT attisdropped
                      AND attname IN ('key', 'key_hash', 'person_id', 'natural_key', 'need_code', 'source', 'since', 'valid', 'recorded')));
    IF target IN ('cadre.person'::regclass, 'cadre.source_record'::regclass) THEN
        PERFORM cadre.keep_volume('cadre.source_record');
    ELSIF target = 'cadre.award'::regclass OR EXISTS (SELECT FROM cadre.volumes(target)) THEN
        PERFORM cadre.keep_volume(target);
    END IF;
END
$$;
