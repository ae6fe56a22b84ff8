-- The national id is the natural key of its person.
-- shape: copy
COPY (SELECT p.natural_key, p.person_id FROM cadre.person p) TO STDOUT (FORMAT binary)
