-- What offices recorded of people's military service. No record ends another one: which of them count on a day is computed
-- (core/evidence/service).
CREATE TABLE service_record (
    key text COLLATE "C" NOT NULL,
    source text NOT NULL, owner text NOT NULL, person_id text NOT NULL,
    record text NOT NULL, ground text, from_on date NOT NULL, until_on date, military_specialty text, rank text, category text,
    unit text, document_no text,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint,
    CHECK (until_on >= from_on));
SELECT add_version_columns('cadre.service_record', true);

CREATE VIEW service_record_now AS
    SELECT * FROM cadre.service_record
    WHERE recorded @> cadre.known_at() AND cadre.held(valid, uncut_until, cut_at, cadre.as_of(), cadre.known_at());
