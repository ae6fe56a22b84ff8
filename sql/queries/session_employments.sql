-- shape: none
-- Whether a draw or reserve asks where people are employed, and of which sex they are.
-- $1::text on_or_off
SELECT set_config('cadre.employments', $1, false)
