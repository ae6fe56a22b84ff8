-- An acceptance of a seat of a published run is a placement from the day on which it was decided: accepted, until an imported row of the
-- person and the need, which says that it was ordered, posted or ended, takes over. It is derived, so that taking back the decision, the run or
-- the row takes back all of it. What was imported before this migration binds as it did then: runs of before stay what they were.
CREATE TABLE acceptance_rule (since timestamptz NOT NULL);
INSERT INTO acceptance_rule SELECT newest FROM registry_clock;

-- Acceptances that answer an offer and that no row took over; which of them stand is computed (core/evidence/snapshot_acceptances).
CREATE VIEW acceptance_now AS
    SELECT DISTINCT d.key, d.person_id, d.need_code, d.decided_on
    FROM cadre.decision_now d
    JOIN cadre.run_assignment a ON a.person_id = d.person_id AND a.need_code = d.need_code
    JOIN cadre.run r ON r.number = a.run
    WHERE d.verdict = 'accept' AND lower(d.recorded) > (SELECT since FROM cadre.acceptance_rule)
      AND (d.run IS NULL OR d.run = r.number) AND r.as_of <= d.decided_on
      AND r.published_at <= cadre.known_at() AND (r.withdrawn_at IS NULL OR r.withdrawn_at > cadre.known_at())
      AND NOT EXISTS (SELECT FROM cadre.placement p
                      WHERE p.person_id = d.person_id AND p.need_code = d.need_code
                        AND p.status IN ('accepted', 'ordered', 'posted', 'ended')
                        AND (p.until_on IS NULL OR p.until_on >= d.decided_on)
                        AND p.recorded @> cadre.known_at()
                        AND cadre.held(p.valid, p.uncut_until, p.cut_at, cadre.as_of(), cadre.known_at()));
