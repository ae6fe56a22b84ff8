-- Quotas, draws and reserves of a match.

-- Where a person is employed and of which sex, as person_state derives its fields: of the rows that decide, the first that states it.
CREATE VIEW employment_now AS
    WITH known AS (
        SELECT k.*, s.precedence, k.days @> cadre.as_of() AS open,
               bool_or(k.days @> cadre.as_of()) OVER of_person AS any_open, max(upper(k.days)) OVER of_person AS last_end
        FROM (SELECT *, cadre.valid_at(valid, uncut_until, cut_at, cadre.known_at()) AS days FROM cadre.source_record) AS k
        JOIN cadre.source_known(cadre.known_at()) s ON s.code = k.source
        WHERE k.recorded @> cadre.known_at() AND k.since <= cadre.as_of()
        WINDOW of_person AS (PARTITION BY k.person_id)
    ), ranked AS ( -- first_stated follows this order
        SELECT k.* FROM known k
        WHERE CASE WHEN k.any_open THEN k.open ELSE upper(k.days) = k.last_end END
        ORDER BY k.person_id, k.precedence, k.since DESC, k.source COLLATE "C", k.key COLLATE "C"
    )
    SELECT r.person_id, cadre.first_stated(r.employer_code) AS employer_code, cadre.first_stated(r.sex) AS sex
    FROM ranked r
    GROUP BY r.person_id;

-- Of limits that the other mode does not keep it comes to nothing that could be compared.
ALTER TABLE run_measure ALTER other_filled DROP NOT NULL, ALTER other_fit_bp DROP NOT NULL, ALTER other_held DROP NOT NULL,
    ADD CHECK (num_nulls(other_filled, other_fit_bp, other_held) IN (0, 3));

-- A quota or draw of a run: so many in all, of these so many placed before, so many that the run may have; the price is what one more
-- would bring (of a stable run: nothing), told as a seat of a priority (0: no seat, -1: better ones for others) and
-- fit. In the order of the run's limits, where one that others lie in comes before them.
CREATE TABLE run_cap (
    run bigint NOT NULL REFERENCES run, place integer NOT NULL CHECK (place >= 0),
    kind text NOT NULL CHECK (kind IN ('quota', 'draw')), name text NOT NULL,
    of text, -- whose, where the draw is of each employer, sector or owner
    stated bigint NOT NULL CHECK (stated >= 0), placed bigint NOT NULL CHECK (placed >= 0),
    most bigint NOT NULL CHECK (most >= 0), filled bigint NOT NULL CHECK (filled >= 0), price bigint NOT NULL,
    worth_priority integer NOT NULL CHECK (worth_priority BETWEEN -1 AND 9), worth_fit_bp bigint NOT NULL,
    worth_exact boolean NOT NULL, -- else it is so much at most
    PRIMARY KEY (run, place));
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run_cap FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A need of a run of which seats are reserved: so many of its free seats at most go to people outside the reserve, and what one more of
-- these would bring at most.
CREATE TABLE run_reserve (
    run bigint NOT NULL REFERENCES run, need_code text NOT NULL, name text NOT NULL,
    open_most bigint NOT NULL CHECK (open_most >= 0), open_filled bigint NOT NULL CHECK (open_filled >= 0), price bigint NOT NULL,
    worth_priority integer NOT NULL CHECK (worth_priority BETWEEN -1 AND 9), worth_fit_bp bigint NOT NULL,
    PRIMARY KEY (run, need_code));
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run_reserve FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
