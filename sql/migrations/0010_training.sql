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
