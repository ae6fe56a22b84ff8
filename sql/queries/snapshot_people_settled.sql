-- Whether the people of the day, as known, are those of the table person: it has what all records come to in the end, so nothing may have
-- been recorded since, and no record may begin or end behind the day.
-- shape: one
SELECT (SELECT newest FROM cadre.registry_clock) <= cadre.known_at()
       AND NOT EXISTS (SELECT FROM cadre.source_record
                       WHERE upper_inf(recorded)
                         AND (isempty(valid) OR since > (SELECT cadre.as_of()) OR lower(valid) > (SELECT cadre.as_of())
                              OR (NOT upper_inf(valid) AND upper(valid) > (SELECT cadre.as_of())))) AS settled
