-- What study_now has: where a person graduated, from the one record that decides. Of whom one record is known, and that is nearly everybody,
-- it decides whatever it says; only the records of the others are compared, as there.
-- shape: copy
COPY (WITH asked AS (
          SELECT current_setting('cadre.role_options', true) = 'accredited'
                 OR EXISTS (SELECT FROM cadre.asked_now WHERE kind = 'institution') AS asked
      ), several AS MATERIALIZED (
          SELECT r.person_id
          FROM cadre.source_record r
          WHERE (SELECT asked FROM asked)
            AND r.recorded @> (SELECT cadre.known_at()) AND r.since <= (SELECT cadre.as_of())
          GROUP BY r.person_id HAVING count(*) > 1
      ), compared AS (
          SELECT k.*, s.precedence, k.days @> (SELECT cadre.as_of()) AS open,
                 bool_or(k.days @> (SELECT cadre.as_of())) OVER of_person AS any_open,
                 max(upper(k.days)) OVER of_person AS last_end
          FROM (SELECT person_id, institution, graduated_on, source, since, key,
                       cadre.valid_at(valid, uncut_until, cut_at, (SELECT cadre.known_at())) AS days
                FROM cadre.source_record
                WHERE person_id IN (SELECT person_id FROM several)
                  AND recorded @> (SELECT cadre.known_at()) AND since <= (SELECT cadre.as_of())) AS k
          JOIN cadre.source_known(cadre.known_at()) s ON s.code = k.source
          WINDOW of_person AS (PARTITION BY k.person_id)
      )
      SELECT r.person_id, r.institution, r.graduated_on
      FROM cadre.source_record r
      WHERE (SELECT asked FROM asked)
        AND r.institution IS NOT NULL AND r.graduated_on IS NOT NULL
        AND r.recorded @> (SELECT cadre.known_at()) AND r.since <= (SELECT cadre.as_of())
        AND NOT EXISTS (SELECT FROM several v WHERE v.person_id = r.person_id)
      UNION ALL
      (SELECT DISTINCT ON (c.person_id COLLATE "C") c.person_id, c.institution, c.graduated_on
       FROM compared c
       WHERE c.institution IS NOT NULL AND c.graduated_on IS NOT NULL
         AND CASE WHEN c.any_open THEN c.open ELSE upper(c.days) = c.last_end END
       ORDER BY c.person_id COLLATE "C", c.precedence, c.since DESC, c.source COLLATE "C", c.key COLLATE "C")) TO STDOUT (FORMAT binary)
