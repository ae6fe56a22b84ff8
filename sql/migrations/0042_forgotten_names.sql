-- Who is known of no more, or not yet, is called in the digest by what was known then.
--
-- Evidence can stand on a day on which no source holds its person: it came from an earlier day than the list that named the person, or the
-- person left. The digest took the least name that anybody ever gave (0009). A later list that gave a lesser one changed the digests of
-- times before it, and one that was undone those of all times after. The name is that of the earliest day now, of what was known at the
-- time and not undone by then; of one day it is the least.
DROP FUNCTION forgotten_key(text);

CREATE FUNCTION forgotten_key(of_person text, known_at timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT coalesce(r.source || '/' || r.source_person_id, r.national_id)
    FROM cadre.source_record r
    WHERE r.person_id = of_person AND lower(r.recorded) <= known_at
      AND NOT EXISTS (SELECT FROM cadre.batch b WHERE b.number = r.batch AND b.undone_at <= known_at)
    ORDER BY lower(r.valid), (r.source || '/' || r.source_person_id) COLLATE "C", r.national_id COLLATE "C"
    LIMIT 1
$$;

-- As in 0009, but for the name of who is forgotten.
CREATE OR REPLACE FUNCTION version_lines(target regclass, by_day boolean) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    of_people boolean := cadre.has_column(target, 'person_id');
    natural_key constant text := 'coalesce(p.natural_key, cadre.forgotten_key(t.person_id, $2))';
    content text;
BEGIN
    SELECT string_agg(CASE WHEN c = 'person_id' THEN natural_key ELSE format('t.%I', c) END, ', ')
    INTO content
    FROM unnest(cadre.content_columns(target)) AS c;
    RETURN format(
        'SELECT record_send(ROW(%L::text, %s, %s, %s)) FROM %s t %s WHERE t.recorded @> $2 %s',
        (SELECT relname FROM pg_class WHERE oid = target),
        CASE WHEN of_people
             THEN 'replace(chr(31) || t.key || chr(31), chr(31) || t.person_id || chr(31), chr(31) || ' || natural_key || ' || chr(31))'
             ELSE 't.key' END,
        content,
        CASE WHEN by_day THEN 'NULL::daterange' ELSE 'cadre.valid_at(t.valid, t.uncut_until, t.cut_at, $2)' END,
        target,
        CASE WHEN of_people THEN 'LEFT JOIN named p ON p.person_id = t.person_id' ELSE '' END,
        CASE WHEN by_day THEN 'AND cadre.held(t.valid, t.uncut_until, t.cut_at, $1, $2)' ELSE '' END);
END
$$;
