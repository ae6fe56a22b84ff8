-- Trainings, who completed them, and what people and organizations wish for.
CREATE TABLE training (
    key text COLLATE "C" NOT NULL,
    provider text NOT NULL, code text NOT NULL, title text NOT NULL, hours integer,
    cost integer CHECK (cost >= 0), -- whole units of the country's currency
    seats integer CHECK (seats > 0), starts_on date, ends_on date, region text, language text,
    grants text[], -- kind:code:level
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint,
    CHECK (ends_on >= starts_on));
CREATE UNIQUE INDEX training_known ON training (key, lower(valid)) WHERE upper_inf(recorded);

CREATE TABLE completion (
    key text COLLATE "C" NOT NULL,
    source text NOT NULL, owner text NOT NULL, person_id text NOT NULL,
    provider text NOT NULL, training text NOT NULL, completed_on date NOT NULL, expires_on date,
    verified_by text,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint,
    CHECK (expires_on >= completed_on));
CREATE UNIQUE INDEX completion_known ON completion (key, lower(valid)) WHERE upper_inf(recorded);
CREATE INDEX completion_person ON completion (person_id);

-- A wish of the person, or of an organization to have the person; its target is a need, a work role or an organization.
CREATE TABLE preference (
    key text COLLATE "C" NOT NULL,
    source text NOT NULL, owner text NOT NULL, person_id text NOT NULL,
    side text NOT NULL, need_code text, work_role text, organization_code text,
    rank integer NOT NULL CHECK (rank > 0),
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint,
    CHECK (num_nonnulls(need_code, work_role, organization_code) = 1));
CREATE UNIQUE INDEX preference_known ON preference (key, lower(valid)) WHERE upper_inf(recorded);
CREATE INDEX preference_person ON preference (person_id);

SELECT add_version_columns(name::regclass, of_source)
FROM (VALUES ('cadre.training', false), ('cadre.completion', true), ('cadre.preference', true)) AS t (name, of_source);

CREATE VIEW training_now AS
    SELECT * FROM cadre.training
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());
CREATE VIEW completion_now AS
    SELECT * FROM cadre.completion
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());
CREATE VIEW preference_now AS
    SELECT * FROM cadre.preference
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());

-- Versions of one record that are known now and overlap.
CREATE FUNCTION count_overlaps(target regclass) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    found bigint;
BEGIN
    EXECUTE format(
        'SELECT count(*) '
        'FROM (SELECT valid, lag(valid) OVER (PARTITION BY key ORDER BY lower(valid)) AS before '
        '      FROM %s WHERE upper_inf(recorded)) AS paired '
        'WHERE before && valid', target)
        INTO found;
    RETURN found;
END
$$;

CREATE OR REPLACE FUNCTION check_registry() RETURNS TABLE (fault text, found bigint)
LANGUAGE sql STABLE AS $$
    SELECT 'versions of one record overlap: ' || c.relname, o.found
    FROM cadre.version_tables() AS t (target)
    JOIN pg_class c ON c.oid = t.target, cadre.count_overlaps(t.target) AS o (found)
    WHERE o.found > 0
    UNION ALL
    SELECT 'a person differs from what the sources said', count(*)
    FROM (SELECT * FROM cadre.person EXCEPT SELECT * FROM cadre.person_state('infinity', 'infinity')) AS d
    HAVING count(*) > 0
    UNION ALL
    SELECT 'a source record belongs to no person', count(*)
    FROM cadre.source_record r
    WHERE upper_inf(r.recorded) AND NOT EXISTS (SELECT FROM cadre.person p WHERE p.person_id = r.person_id)
    HAVING count(*) > 0
$$;

-- A person gives each rank once, whoever brings the wishes; organizations may rank alike. Ranks change together: where two would be the
-- same, none of the person's new or changed wishes is taken, and what would leave stays. What is known already and said again is never
-- rejected for a newer wish, so that a list and its changes alone say the same. Reads and mends pg_temp.incoming and leaving.
CREATE FUNCTION reject_unclear_ranks(effective date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    WITH stands AS (
        SELECT t.key, t.person_id, t.rank
        FROM cadre.preference t
        WHERE t.side = 'person' AND upper_inf(t.recorded) AND t.valid @> effective
          AND t.person_id IN (SELECT i.person_id FROM pg_temp.incoming i)
          AND NOT EXISTS (SELECT FROM pg_temp.leaving l WHERE l.key = t.key)
    ), stated AS (
        SELECT i.record_no, i.key, i.person_id, i.rank
        FROM pg_temp.incoming i
        WHERE i.side = 'person' AND NOT EXISTS (SELECT FROM stands s WHERE s.key = i.key AND s.rank = i.rank)
    ), ranked AS (
        SELECT t.person_id, t.rank FROM stated t
        UNION ALL
        SELECT s.person_id, s.rank FROM stands s WHERE NOT EXISTS (SELECT FROM stated t WHERE t.key = s.key)
    ), unclear AS (
        SELECT DISTINCT r.person_id FROM ranked r GROUP BY r.person_id, r.rank HAVING count(*) > 1
    ), dropped AS (
        DELETE FROM pg_temp.incoming i USING stated t JOIN unclear u USING (person_id)
        WHERE i.record_no = t.record_no
        RETURNING i.record_no
    ), excused AS (
        DELETE FROM pg_temp.leaving l USING unclear u WHERE l.person_id = u.person_id
    )
    INSERT INTO pg_temp.merge_rejected (record_no, code, column_name)
    SELECT d.record_no, 'X017', 'rank' FROM dropped d;
END
$$;
