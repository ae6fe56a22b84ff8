-- shape: copy
COPY (SELECT person_id, need_code, until_on FROM cadre.placement_now) TO STDOUT (FORMAT binary)
