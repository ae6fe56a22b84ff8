-- An acceptance is spent with the placement that took over from it: once that has ended, what was decided of the person and the need until then
-- binds nobody, and neither does an older word come back. A ban stands: no answer lifts it. What was known before this migration binds
-- as it did then: runs of before stay what they were.
CREATE TABLE acceptance_end_rule (since timestamptz NOT NULL);
INSERT INTO acceptance_end_rule SELECT newest FROM registry_clock;

CREATE VIEW decision_unspent AS
    SELECT d.* FROM cadre.decision_now d
    LEFT JOIN (SELECT a.person_id, a.need_code, max(a.decided_on) AS spent_until
               FROM cadre.decision_now a
               JOIN cadre.placement p ON p.person_id = a.person_id AND p.need_code = a.need_code
               WHERE a.verdict = 'accept' AND a.decided_on <= cadre.as_of()
                 AND cadre.known_at() > (SELECT since FROM cadre.acceptance_end_rule)
                 AND (p.status = 'ended' OR (p.status IN ('accepted', 'ordered', 'posted') AND p.until_on < cadre.as_of()))
                 AND (p.until_on IS NULL OR p.until_on >= a.decided_on)
                 AND p.recorded @> cadre.known_at()
                 AND cadre.held(p.valid, p.uncut_until, p.cut_at, cadre.as_of(), cadre.known_at())
               GROUP BY a.person_id, a.need_code) AS e ON e.person_id = d.person_id AND e.need_code = d.need_code
    WHERE d.verdict = 'forbid' OR e.spent_until IS NULL OR d.decided_on > e.spent_until;
