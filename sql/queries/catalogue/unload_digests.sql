-- What the sources said last of what was carried.
-- shape: none
DELETE FROM cadre.source_digest WHERE kind IN ('competencies', 'preferences')
