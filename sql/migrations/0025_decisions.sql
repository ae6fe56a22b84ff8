-- What was decided of people and needs: locks and bans by hand, and what people answered to an offer. Which of them stands on a day is
-- computed (core/evidence/decision).
CREATE TABLE decision (
    key text COLLATE "C" NOT NULL,
    source text NOT NULL, owner text NOT NULL, person_id text NOT NULL,
    need_code text NOT NULL, run integer, verdict text NOT NULL, reason_code text, by text NOT NULL,
    decided_on date NOT NULL, until_on date,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint,
    CHECK (until_on >= decided_on));
SELECT add_version_columns('cadre.decision', true);

CREATE VIEW decision_now AS
    SELECT * FROM cadre.decision
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());
