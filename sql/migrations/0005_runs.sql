-- Match runs: immutable but for their publication.
CREATE TABLE run (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest bytea NOT NULL CHECK (length(digest) = 32),       -- of inputs, policy, base and solver version
    digest_without_base bytea NOT NULL CHECK (length(digest_without_base) = 32),
    result_digest bytea NOT NULL CHECK (length(result_digest) = 32),
    as_of date NOT NULL, known_at timestamptz NOT NULL,
    policy text NOT NULL, solver_version text NOT NULL, mode text NOT NULL CHECK (mode IN ('optimal')),
    base_run bigint REFERENCES run,
    people bigint NOT NULL, needs bigint NOT NULL, pairs bigint NOT NULL, seats bigint NOT NULL,
    filled bigint[] NOT NULL CHECK (array_length(filled, 1) = 9),
    fit_bp bigint NOT NULL, held bigint NOT NULL,
    recorded_at timestamptz NOT NULL UNIQUE,
    published_at timestamptz UNIQUE);

CREATE TABLE run_assignment (
    run bigint NOT NULL REFERENCES run, natural_key text NOT NULL, person_id text NOT NULL,
    owner text NOT NULL, need_code text NOT NULL,
    fit_bp integer NOT NULL CHECK (fit_bp BETWEEN 0 AND 10000),
    fit_level integer NOT NULL, fit_desired integer NOT NULL, fit_verified integer NOT NULL,
    fit_region integer NOT NULL, fit_years integer NOT NULL, kept boolean NOT NULL,
    PRIMARY KEY (run, natural_key));

CREATE TABLE run_price (
    run bigint NOT NULL REFERENCES run, need_code text NOT NULL,
    seats integer NOT NULL CHECK (seats >= 0), price bigint NOT NULL,
    PRIMARY KEY (run, need_code));

CREATE TABLE run_reason (
    run bigint NOT NULL REFERENCES run, need_code text NOT NULL, reason text NOT NULL,
    people bigint NOT NULL,
    PRIMARY KEY (run, need_code, reason));
