-- What became of a run is sealed: who approved, rejected, published or withdrew it, when and why; and of a publication the day, and what was
-- known of it, by which it was looked whom the run places who does not fit any more, so that it can be looked again.
ALTER TABLE run_event
    ADD COLUMN looked_as_of date, -- NULL = nobody had to look
    ADD COLUMN looked_known_at timestamptz CHECK ((looked_known_at IS NULL) = (looked_as_of IS NULL)),
    ADD COLUMN seal bytea; -- NULL = happened before it was sealed

-- Texts as literals: no two events have one text.
CREATE FUNCTION run_event_seal(run bigint, recorded_at timestamptz, event text, role text, why text, looked_as_of date,
                               looked_known_at timestamptz) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws(' ', run, (extract(epoch FROM recorded_at) * 1000000)::bigint, event, quote_literal(role),
                                       quote_nullable(why), quote_nullable(looked_as_of),
                                       quote_nullable((extract(epoch FROM looked_known_at) * 1000000)::bigint)), 'UTF8'))
$$;
