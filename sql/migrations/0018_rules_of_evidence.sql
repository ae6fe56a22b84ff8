-- Which evidence a need counts: 'declared' (also where nothing is said), 'verified', or 'verified:WHO;WHO' by the names of verified_by.
-- What a requirement says goes before what its need says.
ALTER TABLE need ADD COLUMN trust text;
ALTER TABLE need_alternative ADD COLUMN trust text;

-- A view keeps its columns in their order: what is new stands last.
CREATE OR REPLACE VIEW need_now AS
    SELECT n.key, n.need_code, n.organization_code, n.title, n.engagement, n.work_role, n.level, n.headcount, n.priority, n.region,
           n.location, n.starts_on, n.ends_on, n.term_months, n.min_age, n.max_age, n.citizenship, n.service_status,
           n.fitness_category, n.clearance, n.education_level, n.languages, n.classification, n.valid, n.recorded, n.batch,
           n.closed_by, n.cut_at, n.cut_by, n.uncut_until, n.since,
           EXISTS (SELECT FROM cadre.requirement_hold h
                   WHERE h.need_code = n.need_code AND h.recorded @> cadre.known_at()
                     AND cadre.held(h.valid, h.uncut_until, h.cut_at, cadre.as_of(), cadre.known_at())) AS incomplete,
           n.trust
    FROM cadre.need n
    WHERE n.recorded @> cadre.known_at() AND cadre.held(n.valid, n.uncut_until, n.cut_at, cadre.as_of(), cadre.known_at())
      AND (n.ends_on IS NULL OR n.ends_on >= cadre.as_of());
CREATE OR REPLACE VIEW need_alternative_now AS
    SELECT * FROM cadre.need_alternative
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());

-- Whether some need in force names who is to have verified: who it was stays in the registry else.
CREATE VIEW verifier_asked AS
    SELECT EXISTS (SELECT FROM cadre.need_now WHERE trust LIKE '%:%')
        OR EXISTS (SELECT FROM cadre.need_alternative_now a JOIN cadre.need_now n USING (need_code) WHERE a.trust LIKE '%:%') AS asked;

-- What shows a role at a level beside credentials, after the matrix of DoD 8140; `listed`: what the certification list says instead.
CREATE TABLE role_option (
    framework text, version text, work_role text, option text, code text, level text, education text, listed text,
    PRIMARY KEY (framework, version, work_role, option, code));
INSERT INTO catalogue_file (file, target) VALUES ('role_options', 'role_option');
