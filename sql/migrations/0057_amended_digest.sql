-- A digest of which little changes is amended.
--
-- A month changes one record in a hundred, and the whole digest was written anew for it. Now pages are added that say which entries of the
-- pages before are gone and which have come. `batch` is then who wrote the page; who wrote the last one wrote the digest.
ALTER TABLE source_digest
    ADD gone bytea NOT NULL DEFAULT '' CHECK (length(gone) % 24 = 0), -- entries of earlier pages
    ALTER gone SET STORAGE EXTERNAL;

-- Entries that say what is known.
CREATE FUNCTION digest_entries(of_kind text, of_source text) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(length(d.entries) - length(d.gone)) / 24, 0)::bigint
    FROM cadre.source_digest d WHERE d.kind = of_kind AND d.source = of_source
$$;

CREATE OR REPLACE FUNCTION digest_is_whole(target regclass, of_kind text, of_source text, effective date, open_count bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    entries bigint := cadre.digest_entries(of_kind, of_source);
BEGIN
    RETURN coalesce(entries = open_count, false) OR entries = cadre.count_open(target, of_source, effective);
END
$$;
