-- Whose records named_numbers has, '' = everybody's; and how many people there are, as far as is known.
-- shape: one
-- $1::text source
SELECT set_config('cadre.named_prefix', coalesce(nullif($1, '') || chr(31), ''), false), greatest(cadre.people_about(), 0)::bigint AS people_about
