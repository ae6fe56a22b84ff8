-- The life of an import: what of a file is staged already, why it was refused, and what each source said last time.
-- A batch is opened, then staging: rows are on their way, from the second chunk on across transactions; staged: all rows are there;
-- merged, refused or undone: its end. What is opened, staging or staged is unfinished: the next import of the same kind and source
-- goes on with it or abandons it.
ALTER TABLE batch
    ADD COLUMN staged_offset bigint NOT NULL DEFAULT 0, -- bytes of the input behind which nothing is staged yet
    ADD COLUMN staged_line bigint NOT NULL DEFAULT 0,   -- line of the last row that is staged
    ADD COLUMN staged_rows bigint NOT NULL DEFAULT 0,   -- rows in the staging table
    ADD COLUMN known_batch bigint,                      -- whose digest told which records were not to be staged; NULL = none
    ADD COLUMN file_path text,                          -- where the file can be read again; NULL = standard input
    ADD COLUMN encoding text,                           -- as asked for; NULL = found from the bytes
    ADD COLUMN refusal text,                            -- a finding's code, a brake or 'abandoned'
    ADD COLUMN ended_at timestamptz;                    -- when it was merged, refused or abandoned

-- Hashes of records and keys are seeded by a secret of the database: nobody can make two records that are taken for the same.
CREATE TABLE registry_secret (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    secret bytea NOT NULL CHECK (length(secret) = 16));
INSERT INTO registry_secret (secret)
    SELECT substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16);

-- What a source stated last: of each open record of that kind and source one entry of 24 bytes, the hash of the record's bytes (16) and
-- that of its key (8, big-endian); 4,096 of them a page. Records are told apart by their bytes alone, so that those which stand as they
-- stood need not be parsed. A digest is kept only when its keys are the open records, no more and no less: whose key does not come is
-- who leaves. It may be deleted at any time: the next import parses all rows and makes it anew.
CREATE TABLE source_digest (
    kind text NOT NULL, source text NOT NULL, page_no integer NOT NULL,
    batch bigint NOT NULL REFERENCES batch, -- that wrote all pages
    entries bytea NOT NULL CHECK (length(entries) % 24 = 0),
    PRIMARY KEY (kind, source, page_no));
ALTER TABLE source_digest ALTER COLUMN entries SET STORAGE EXTERNAL; -- hashes do not compress

-- An unfinished staging table, to be filled further: how many rows it has, or NULL when it is gone. A server that crashed has
-- emptied it.
CREATE FUNCTION reopen_staging(kind text, batch bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    staging text := format('cadre_staging.%I', kind || '_' || batch);
    row_count bigint;
BEGIN
    IF to_regclass(staging) IS NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT count(*) FROM %s', staging) INTO row_count;
    EXECUTE format('CREATE OR REPLACE TEMPORARY VIEW staged AS SELECT * FROM %s', staging);
    RETURN row_count;
END
$$;

CREATE FUNCTION empty_staging(kind text, batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('TRUNCATE cadre_staging.%I', kind || '_' || batch);
END
$$;

-- The view of a session that was killed may still lie over the table.
CREATE OR REPLACE FUNCTION drop_staging(kind text, batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    DROP VIEW IF EXISTS pg_temp.staged CASCADE; -- that of a roster's merge lies over it
    EXECUTE format('DROP TABLE IF EXISTS cadre_staging.%I CASCADE', kind || '_' || batch);
END
$$;

-- ---- The digest after a merge ---------------------------------------------------------------------------------------------------
-- A row that had a finding is looked at again next time: its entry has a hash that no record has, made of its key.
CREATE FUNCTION digest_entry(record uuid, key bigint) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(uuid_send(record), int8send(key) || int8send(~key)) || int8send(key)
$$;

-- `open_count` records of the source are open, the merge says; where it says nothing, or other than the digest, they are counted, which
-- reads the whole table.
CREATE FUNCTION digest_is_whole(target regclass, of_kind text, of_source text, effective date, open_count bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    entries bigint := coalesce((SELECT sum(length(d.entries)) / 24 FROM cadre.source_digest d
                                WHERE d.kind = of_kind AND d.source = of_source), 0);
BEGIN
    RETURN coalesce(entries = open_count, false) OR entries = cadre.count_open(target, of_source, effective);
END
$$;

-- Pages of the staged rows that the registry took, behind those of the records that were known and stand on. False: some record that
-- is open is not among them.
CREATE FUNCTION digest_staged(target regclass, of_kind text, of_source text, by_batch bigint, effective date, open_count bigint,
                              first_page integer)
RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cadre.source_digest (kind, source, page_no, batch, entries)
    SELECT of_kind, of_source, first_page + (t.place / 4096)::integer, by_batch, string_agg(t.entry, ''::bytea)
    FROM (SELECT cadre.digest_entry(s.record_hash, s.key_hash) AS entry, row_number() OVER () - 1 AS place
          FROM pg_temp.staged s
          WHERE s.key_hash IS NOT NULL
            AND NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no)) AS t
    GROUP BY t.place / 4096;
    RETURN cadre.digest_is_whole(target, of_kind, of_source, effective, open_count);
END
$$;

-- A table for the keys of the records that were known and do not stand on as they were; returns the COPY statement that fills it.
CREATE FUNCTION digest_begin_rest() RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE digest_rest (key_hash bigint PRIMARY KEY) ON COMMIT DROP;
    RETURN 'COPY pg_temp.digest_rest (key_hash) FROM STDIN (FORMAT binary)';
END
$$;

-- Records that the file does not state, or not so that they were taken, and that stand all the same: their rows are at fault, or
-- nobody leaves. `by_digest`: they are among the rest; else the digest is made of nothing. False, and no digest: its keys would still
-- not be the open records.
CREATE FUNCTION digest_standing(target regclass, of_kind text, of_source text, by_batch bigint, effective date, open_count bigint,
                                by_digest boolean)
RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    first_page integer;
BEGIN
    SELECT coalesce(max(d.page_no) + 1, 0) INTO first_page
    FROM cadre.source_digest d WHERE d.kind = of_kind AND d.source = of_source;
    EXECUTE format(
        'WITH standing (key_hash) AS ('
        '    SELECT t.key_hash FROM %s t WHERE t.source = $1 AND upper_inf(t.recorded) AND t.valid @> $2 AND t.key_hash IS NOT NULL '
        '    EXCEPT SELECT s.key_hash FROM pg_temp.staged s '
        '           WHERE NOT EXISTS (SELECT FROM pg_temp.merge_rejected m WHERE m.record_no = s.record_no) '
        '), numbered AS ('
        '    SELECT cadre.digest_entry(NULL, key_hash) AS entry, row_number() OVER () - 1 AS place '
        '    FROM standing WHERE NOT $6 OR key_hash IN (SELECT r.key_hash FROM pg_temp.digest_rest r) '
        ') INSERT INTO cadre.source_digest (kind, source, page_no, batch, entries) '
        'SELECT $3, $1, $4 + (place / 4096)::integer, $5, string_agg(entry, $7) FROM numbered GROUP BY place / 4096', target)
        USING of_source, effective, of_kind, first_page, by_batch, by_digest, ''::bytea;
    IF cadre.digest_is_whole(target, of_kind, of_source, effective, open_count) THEN
        RETURN true;
    END IF;
    DELETE FROM cadre.source_digest d WHERE d.kind = of_kind AND d.source = of_source;
    RETURN false;
END
$$;
