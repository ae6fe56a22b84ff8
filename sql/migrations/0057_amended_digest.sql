-- A digest of which little changes is amended.
--
-- A month changes one record in a hundred, and the whole digest was written anew for it. Now pages are added that say which entries of the
-- pages before are gone and which have come. `batch` is then who wrote the page; who wrote the last one wrote the digest.
ALTER TABLE source_digest
    ADD gone bytea NOT NULL DEFAULT '' CHECK (length(gone) % 24 = 0), -- entries of earlier pages
    ALTER gone SET STORAGE EXTERNAL;

-- `standing`: entries that say what is known. `most`: the most of them that stand after some page.
CREATE FUNCTION digest_extent(of_kind text, of_source text, OUT standing bigint, OUT most bigint)
LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(p.more), 0)::bigint, coalesce(max(p.so_far), 0)::bigint
    FROM (SELECT e.more, sum(e.more) OVER (ORDER BY e.page_no) AS so_far
          FROM (SELECT d.page_no, (length(d.entries) - length(d.gone)) / 24 AS more
                FROM cadre.source_digest d WHERE d.kind = of_kind AND d.source = of_source) AS e) AS p
$$;

CREATE OR REPLACE FUNCTION digest_is_whole(target regclass, of_kind text, of_source text, effective date, open_count bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    entries bigint := (SELECT e.standing FROM cadre.digest_extent(of_kind, of_source) AS e);
BEGIN
    RETURN coalesce(entries = open_count, false) OR entries = cadre.count_open(target, of_source, effective);
END
$$;
