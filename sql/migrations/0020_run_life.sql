-- The life of a stored match run: whether it was approved or rejected, published, withdrawn; by whom and why. What was solved is
-- immutable; what became of it is a list that only grows.
ALTER TABLE run
    ADD COLUMN made_by text, -- database role; NULL = made before that was noted
    ADD COLUMN withdrawn_at timestamptz UNIQUE CHECK (withdrawn_at > published_at);
ALTER TABLE run ALTER COLUMN made_by SET DEFAULT session_user;

CREATE TABLE run_event (
    recorded_at timestamptz PRIMARY KEY, -- by the registry's clock
    run bigint NOT NULL REFERENCES run,
    event text NOT NULL CHECK (event IN ('approved', 'rejected', 'published', 'withdrawn')),
    role text NOT NULL DEFAULT session_user,
    why text CHECK (why <> ''));
CREATE INDEX run_event_run ON run_event (run);

-- Who did not fit any more when a run was published all the same, and by which condition. A need that has fewer seats, or none, than the
-- run fills has no person.
CREATE TABLE run_lapse (
    run bigint NOT NULL REFERENCES run, natural_key text, need_code text NOT NULL, reason text NOT NULL,
    UNIQUE (run, need_code, natural_key));

-- Runs as they stood at a time; NULL = now.
CREATE FUNCTION run_heads(known timestamptz)
RETURNS TABLE (number bigint, digest text, digest_without_base text, result_digest text, as_of date, known_at timestamptz,
               policy text, solver_version text, mode text, base_run bigint, people bigint, needs bigint, pairs bigint, seats bigint,
               filled bigint[], fit_bp bigint, held bigint, recorded_at timestamptz, made_by text, published_at timestamptz,
               withdrawn_at timestamptz, verdict text)
LANGUAGE sql STABLE AS $$
    SELECT r.number, encode(r.digest, 'hex'), encode(r.digest_without_base, 'hex'), encode(r.result_digest, 'hex'), r.as_of, r.known_at,
           r.policy, r.solver_version, r.mode, r.base_run, r.people, r.needs, r.pairs, r.seats,
           r.filled, r.fit_bp, r.held, r.recorded_at, r.made_by,
           CASE WHEN known IS NULL OR r.published_at <= known THEN r.published_at END,
           CASE WHEN known IS NULL OR r.withdrawn_at <= known THEN r.withdrawn_at END,
           (SELECT e.event FROM cadre.run_event e
            WHERE e.run = r.number AND e.event IN ('approved', 'rejected') AND (known IS NULL OR e.recorded_at <= known)
            ORDER BY e.recorded_at DESC LIMIT 1)
    FROM cadre.run r
    WHERE known IS NULL OR r.recorded_at <= known
$$;

-- The run that people were told at a time: the last published one that was not withdrawn by then.
CREATE FUNCTION run_in_force(known timestamptz) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT number FROM cadre.run
    WHERE published_at <= known AND (withdrawn_at IS NULL OR withdrawn_at > known)
    ORDER BY published_at DESC LIMIT 1
$$;

-- ---- Nothing of it is ever changed ----------------------------------------------------------------------------------------------
CREATE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
        MESSAGE = format('a stored match run is never changed (%s of %s)', TG_OP, TG_TABLE_NAME);
END
$$;

CREATE FUNCTION keep_run() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    allowed cadre.run := OLD;
BEGIN
    allowed.published_at := coalesce(OLD.published_at, NEW.published_at);
    allowed.withdrawn_at := coalesce(OLD.withdrawn_at, NEW.withdrawn_at);
    IF NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
            MESSAGE = 'a stored match run is never changed: it can be published and withdrawn, once';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER kept BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION keep_run();
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run_assignment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run_price FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run_reason FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON run_lapse FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
