-- shape: copy
COPY (SELECT person_id, side, need_code, work_role, organization_code, rank FROM cadre.preference_now) TO STDOUT (FORMAT binary)
