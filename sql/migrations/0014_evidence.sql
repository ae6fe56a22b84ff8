-- Evidence that needs may ask for beside what the registry held before.
CREATE TABLE assessment (
    key text COLLATE "C" NOT NULL,
    source text NOT NULL, owner text NOT NULL, person_id text NOT NULL,
    code text NOT NULL, score numeric NOT NULL CHECK (score >= 0), taken_on date NOT NULL, verified_by text,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint);
SELECT add_version_columns('cadre.assessment', true);

CREATE VIEW assessment_now AS
    SELECT * FROM cadre.assessment
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());

-- Of an assessment: how old it may be; of experience: how long it is at least.
ALTER TABLE need_alternative ADD COLUMN months integer CHECK (months > 0);
CREATE OR REPLACE VIEW need_alternative_now AS
    SELECT * FROM cadre.need_alternative
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());

-- The kinds that some need in force asks for: evidence of others stays in the registry.
CREATE VIEW asked_now AS
    SELECT DISTINCT a.kind FROM cadre.need_alternative_now a JOIN cadre.need_now n USING (need_code);

-- Seats that people sit in or sat in, and whose they were: as the need was known last, for most of these needs are over.
CREATE VIEW service_now AS
    SELECT p.person_id, p.need_code, n.organization_code, n.work_role, p.from_on, p.until_on
    FROM cadre.placement p
    JOIN LATERAL (SELECT k.organization_code, k.work_role FROM cadre.need k
                  WHERE k.key = p.need_code AND k.recorded @> cadre.known_at() AND k.since <= cadre.as_of()
                  ORDER BY k.since DESC LIMIT 1) AS n ON true
    WHERE p.recorded @> cadre.known_at() AND cadre.held(p.valid, p.uncut_until, p.cut_at, cadre.as_of(), cadre.known_at())
      AND p.status IN ('accepted', 'ordered', 'posted', 'ended') AND p.from_on <= cadre.as_of();
