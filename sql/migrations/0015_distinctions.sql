-- What people have won, and institutions that were on a list: lists are local law and change.
CREATE TABLE distinction (
    key text COLLATE "C" NOT NULL,
    source text NOT NULL, owner text NOT NULL, person_id text NOT NULL,
    code text NOT NULL, awarded_on date NOT NULL, verified_by text,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint);
CREATE TABLE institution_listed (
    key text COLLATE "C" NOT NULL,
    list text NOT NULL, institution text NOT NULL, listed_from date NOT NULL, listed_until date,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint,
    CHECK (listed_until >= listed_from));
SELECT add_version_columns(name::regclass, of_source)
FROM (VALUES ('cadre.distinction', true), ('cadre.institution_listed', false)) AS t (name, of_source);

CREATE VIEW distinction_now AS
    SELECT * FROM cadre.distinction
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());
CREATE VIEW institution_listed_now AS
    SELECT * FROM cadre.institution_listed
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());

-- Where a person graduated, from the one record that decides: of those that person_state chooses and that name an institution and a day,
-- the first in its order. The day is that record's, never another's.
CREATE VIEW study_now AS
    SELECT DISTINCT ON (r.person_id COLLATE "C") r.person_id, r.institution, r.graduated_on
    FROM (SELECT k.*, s.precedence, k.days @> cadre.as_of() AS open,
                 bool_or(k.days @> cadre.as_of()) OVER of_person AS any_open, max(upper(k.days)) OVER of_person AS last_end
          FROM (SELECT *, cadre.valid_at(valid, uncut_until, cut_at, cadre.known_at()) AS days FROM cadre.source_record) AS k
          JOIN cadre.source_known(cadre.known_at()) s ON s.code = k.source
          WHERE k.recorded @> cadre.known_at() AND k.since <= cadre.as_of()
          WINDOW of_person AS (PARTITION BY k.person_id)) AS r
    WHERE r.institution IS NOT NULL AND r.graduated_on IS NOT NULL AND CASE WHEN r.any_open THEN r.open ELSE upper(r.days) = r.last_end END
    ORDER BY r.person_id COLLATE "C", r.precedence, r.since DESC, r.source COLLATE "C", r.key COLLATE "C";
