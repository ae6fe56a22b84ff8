-- Who steps back from an acceptance has ended it: a later word against it (forbid, decline, no_answer, withdraw) may have an end of its own,
-- until which nobody is asked again, but behind that the seat, which may have gone to somebody else meanwhile, is not taken anew without a new
-- acceptance. A lock is not the person's word, and stands again. What was known before this migration binds as it did then: runs of before
-- stay what they were.
CREATE TABLE step_back_rule (since timestamptz NOT NULL);
INSERT INTO step_back_rule SELECT newest FROM registry_clock;

-- As in 0032.
CREATE OR REPLACE VIEW decision_unspent AS
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
    LEFT JOIN (SELECT b.person_id, b.need_code, max(b.decided_on) AS until
               FROM cadre.decision_now b
               WHERE b.verdict IN ('forbid', 'decline', 'no_answer', 'withdraw') AND b.decided_on <= cadre.as_of()
                 AND cadre.known_at() > (SELECT since FROM cadre.step_back_rule)
               GROUP BY b.person_id, b.need_code) AS s
           ON s.person_id = d.person_id AND s.need_code = d.need_code AND d.verdict = 'accept' AND d.decided_on <= s.until
    WHERE (d.verdict = 'forbid' OR e.spent_until IS NULL OR d.decided_on > e.spent_until) AND s.until IS NULL;
