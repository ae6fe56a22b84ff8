-- By whom a run was made decides who may approve it. That, and when it was recorded, is sealed; digests cover the rest.
CREATE FUNCTION run_maker_seal(recorded_at timestamptz, made_by text) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws(' ', (extract(epoch FROM recorded_at) * 1000000)::bigint, made_by), 'UTF8'))
$$;
ALTER TABLE run ADD COLUMN maker_seal bytea; -- NULL = made before it was sealed
