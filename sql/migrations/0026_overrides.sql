-- What a run would gain without each decision that bends it (of an optimal run an exchange, of a stable one a second solve), in the order in
-- which they are told; and without all of them. The digest of the result covers it. NULL gains: not solved without this one alone. Runs of
-- before, and those that no decision bends, have no row.
CREATE TABLE run_override (
    run bigint NOT NULL REFERENCES run, place integer NOT NULL CHECK (place > 0),
    natural_key text NOT NULL, person_id text NOT NULL, owner text NOT NULL, need_code text NOT NULL,
    verdict text NOT NULL, decided_on date NOT NULL,
    gain_filled bigint[] CHECK (array_length(gain_filled, 1) = 9), gain_fit_bp bigint, gain_held bigint,
    PRIMARY KEY (run, place), UNIQUE (run, natural_key, need_code),
    CHECK ((gain_filled IS NULL) = (gain_fit_bp IS NULL) AND (gain_filled IS NULL) = (gain_held IS NULL)));
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run_override FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE run_override_all (
    run bigint PRIMARY KEY REFERENCES run,
    gain_filled bigint[] NOT NULL CHECK (array_length(gain_filled, 1) = 9),
    gain_fit_bp bigint NOT NULL, gain_held bigint NOT NULL);
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run_override_all FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
