-- What a stored run says of itself has one form, and by what it knew of the registry it was made is sealed with its maker.
--
-- Another time at which nothing else was known that mattered, as that of another run, left all digests as they were. A figure that is
-- missing was read as 0.
DROP FUNCTION run_maker_seal(timestamptz, text);
CREATE FUNCTION run_maker_seal(recorded_at timestamptz, made_by text, known_at timestamptz) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws(' ', (extract(epoch FROM recorded_at) * 1000000)::bigint, made_by,
                                       (extract(epoch FROM known_at) * 1000000)::bigint), 'UTF8'))
$$;

-- Runs whose seal holds are sealed as they are now; any other stays disproved.
ALTER TABLE run DISABLE TRIGGER kept;
UPDATE run SET maker_seal = cadre.run_maker_seal(recorded_at, made_by, known_at)
WHERE maker_seal = sha256(convert_to(concat_ws(' ', (extract(epoch FROM recorded_at) * 1000000)::bigint, made_by), 'UTF8'));
ALTER TABLE run ENABLE TRIGGER kept;

-- Nine figures, by priority.
CREATE FUNCTION is_by_priority(figures bigint[]) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT array_dims(figures) = '[1:9]' AND array_position(figures, NULL) IS NULL
$$;
ALTER TABLE run ADD CHECK (cadre.is_by_priority(filled)), ADD CHECK (isfinite(as_of));
ALTER TABLE run_measure ADD CHECK (cadre.is_by_priority(other_filled));
ALTER TABLE run_override ADD CHECK (cadre.is_by_priority(gain_filled));
ALTER TABLE run_override_all ADD CHECK (cadre.is_by_priority(gain_filled));
ALTER TABLE run_cap ADD CHECK (of <> '');
