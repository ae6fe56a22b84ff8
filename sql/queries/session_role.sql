-- Who is connected: SET ROLE does not change it.
-- shape: one
SELECT session_user::text AS role
