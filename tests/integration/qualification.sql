-- Who fits which need on the day cadre.as_of, and by which one reason everybody else does not: one statement over the registry's views,
-- written from the rules (Qualification), not from the evaluator. The two must agree on every pair: tests/e2e/qualification.sh. It is
-- also what the evaluator is measured against as a join of PostgreSQL: tests/bench/pairs.sh.
-- One row a pair: natural_key, need_code, reason ('eligible' or the code of reason.h).
-- statement.call_up: the call-up that is matched, if any. statement.options: which options of a policy count, "education training";
-- statement.accredited: the list on which the institution of a degree has to have been then, if any.
WITH RECURSIVE
-- ---- The catalogue -----------------------------------------------------------------------------------------------------------------
on_day AS MATERIALIZED (SELECT cadre.as_of() AS d, coalesce(current_setting('statement.options', true), '') AS options,
                                  nullif(current_setting('statement.accredited', true), '') AS accredited),
loaded AS MATERIALIZED (SELECT table_name, cells, replaces FROM cadre.loaded_row WHERE replaced_by IS NULL),
credential AS MATERIALIZED ( -- a loaded row fills what the shipped one leaves open, and goes before it where it says so
    SELECT issuer || '/' || code AS credential, CASE WHEN l.replaces THEN coalesce(l.months, s.months) ELSE coalesce(s.months, l.months) END AS months,
           CASE WHEN l.replaces THEN coalesce(l.grace_days, s.grace_days) ELSE coalesce(s.grace_days, l.grace_days) END AS grace_days
    FROM cadre.credential s
    FULL JOIN (SELECT cells ->> 'issuer' AS issuer, cells ->> 'code' AS code, (cells ->> 'months')::integer AS months,
                      (cells ->> 'grace_days')::integer AS grace_days, replaces
               FROM loaded WHERE table_name = 'credentials') AS l USING (issuer, code)),
service_rule AS MATERIALIZED ( -- likewise by the name of the rule; the two columns that a rule must have are never open
    SELECT CASE WHEN l.replaces THEN coalesce(l.engagement, s.engagement) ELSE coalesce(s.engagement, l.engagement) END AS engagement,
           CASE WHEN l.replaces THEN coalesce(l.service_status, s.service_status)
                ELSE coalesce(s.service_status, l.service_status) END AS service_status,
           CASE WHEN l.replaces THEN coalesce(l.valid_from, s.valid_from) ELSE coalesce(s.valid_from, l.valid_from) END AS valid_from,
           CASE WHEN l.replaces THEN coalesce(l.valid_until, s.valid_until) ELSE coalesce(s.valid_until, l.valid_until) END AS valid_until,
           CASE WHEN l.replaces THEN coalesce(l.min_age, s.min_age) ELSE coalesce(s.min_age, l.min_age) END AS min_age,
           CASE WHEN l.replaces THEN coalesce(l.max_age, s.max_age) ELSE coalesce(s.max_age, l.max_age) END AS max_age,
           CASE WHEN l.replaces THEN coalesce(l.ground, s.ground) ELSE coalesce(s.ground, l.ground) END AS ground
    FROM cadre.service_rule s
    FULL JOIN (SELECT r.*, replaces
               FROM loaded, jsonb_to_record(cells) AS r (rule text, engagement text, service_status text, valid_from date,
                                                         valid_until date, min_age integer, max_age integer, ground text)
               WHERE table_name = 'service_rules') AS l USING (rule)),
region AS MATERIALIZED (
    SELECT code, CASE WHEN l.replaces THEN coalesce(l.parent_code, s.parent_code)
                      ELSE coalesce(s.parent_code, l.parent_code) END AS parent_code
    FROM cadre.region s
    FULL JOIN (SELECT cells ->> 'code' AS code, cells ->> 'parent_code' AS parent_code, replaces
               FROM loaded WHERE table_name = 'regions') AS l USING (code)),
scale_level AS MATERIALIZED (
    SELECT scale, level, rank FROM cadre.scale_level
    UNION
    SELECT cells ->> 'scale', cells ->> 'level', (cells ->> 'rank')::integer FROM loaded WHERE table_name = 'scale_levels'),
call_up AS ( -- whom the run's call-up takes
    SELECT (cells ->> 'born_from')::integer AS born_from, (cells ->> 'born_until')::integer AS born_until
    FROM loaded WHERE table_name = 'call_ups' AND cells ->> 'code' = current_setting('statement.call_up', true)),
ranks AS MATERIALIZED (SELECT list, code, rank FROM cadre.code_list),
element_level AS MATERIALIZED ( -- each level that an element of the framework can be held at
    SELECT f.code || '@' || f.version AS framework, l.level, l.rank
    FROM cadre.framework_now f JOIN scale_level l ON l.scale = f.scale),
above AS ( -- an element and, along isChildOf, whatever lies above it
    SELECT DISTINCT framework || '@' || version || '/' || from_code AS element, from_type AS type,
           framework || '@' || version || '/' || to_code AS ancestor
    FROM cadre.element_relation_now WHERE relation = 'isChildOf' AND from_type = to_type
    UNION
    SELECT a.element, a.type, r.framework || '@' || r.version || '/' || r.to_code
    FROM above a JOIN cadre.element_relation_now r
      ON r.relation = 'isChildOf' AND r.from_type = a.type AND r.to_type = a.type
         AND r.framework || '@' || r.version || '/' || r.from_code = a.ancestor),
granted AS MATERIALIZED ( -- what a credential in force gives
    SELECT g.issuer || '/' || g.credential AS credential, g.type, g.framework || '@' || g.version || '/' || g.code AS element, l.rank
    FROM (SELECT issuer, credential, framework, version, type, code, level FROM cadre.credential_grant
          UNION
          SELECT issuer, credential, framework, version, element_type, element_code, level FROM cadre.alignment
          UNION
          SELECT r.* FROM loaded, jsonb_to_record(cells) AS r (issuer text, credential text, framework text, version text, type text,
                                                               code text, level text)
          WHERE table_name = 'credential_grants'
          UNION
          SELECT r.* FROM loaded, jsonb_to_record(cells) AS r (issuer text, credential text, framework text, version text,
                                                               element_type text, element_code text, level text)
          WHERE table_name = 'alignments') AS g
    JOIN element_level l ON l.framework = g.framework || '@' || g.version AND l.level = g.level),
option AS MATERIALIZED ( -- what of the matrix of DoD 8140 shows a role where the policy lets it
    SELECT o.option, o.code, o.education, o.framework || '@' || o.version || '/' || o.work_role AS element, l.rank
    FROM on_day, cadre.role_option o
    JOIN element_level l ON l.framework = o.framework || '@' || o.version AND l.level = o.level
    WHERE o.option = ANY (string_to_array(options, ' '))),
inside AS ( -- a region and whatever it lies in
    SELECT code AS region, code AS area FROM region
    UNION
    SELECT i.region, r.parent_code FROM inside i JOIN region r ON r.code = i.area WHERE r.parent_code IS NOT NULL),
below AS ( -- an organization and whatever it is part of
    SELECT code AS organization, code AS head FROM cadre.organization_now
    UNION
    SELECT b.organization, p.code
    FROM below b JOIN cadre.organization_now o ON o.code = b.head JOIN cadre.organization_now p ON p.code = o.parent_code),
-- ---- How people stand in service ---------------------------------------------------------------------------------------------------
record_sense (record, place, status, after, weak, closes) AS (VALUES -- of one day the later place decides
    ('registered', 1, 'eligible', NULL, true, '{}'::text[]), ('called_up', 2, 'eligible', 'eligible', true, '{muster,contract}'),
    ('deferred', 3, 'deferred', 'eligible', false, '{}'), ('exempt', 4, 'exempt', 'eligible', false, '{}'),
    ('serving', 5, 'serving', 'discharged', false, '{}'), ('discharged', 6, 'discharged', NULL, false, '{}'),
    ('reserve', 7, 'reserve', NULL, false, '{}'), ('reserved_by_employer', 8, NULL, NULL, false, '{conscript,muster}'),
    ('attached', 9, NULL, NULL, false, '{muster}'), ('muster', 10, NULL, NULL, false, '{muster}')),
record AS MATERIALIZED ( -- begun, and whether it counts: to its end, or to the age up to which its ground does
    SELECT r.person_id, r.from_on, r.rank, r.military_specialty, s.*,
           coalesce(r.until_on >= d, true)
           AND NOT EXISTS (SELECT FROM service_rule l
                           JOIN cadre.person_now p ON p.person_id = r.person_id
                           WHERE l.engagement = 'conscript' AND l.service_status = s.status AND lower(l.ground) = lower(r.ground)
                             AND coalesce(l.valid_from <= d, true) AND coalesce(l.valid_until >= d, true)
                             AND extract(year FROM age(d, p.birth_date)) > l.max_age) AS counts
    FROM on_day, cadre.service_record_now r JOIN record_sense s USING (record)
    WHERE r.from_on <= d),
service_standing AS MATERIALIZED (
    SELECT DISTINCT ON (person_id) person_id, CASE WHEN counts THEN status ELSE after END AS status
    FROM record WHERE CASE WHEN counts THEN status ELSE after END IS NOT NULL
    ORDER BY person_id, counts DESC, weak, from_on DESC, place DESC),
closed AS MATERIALIZED ( -- engagements that a record closes, whatever the law says of the standing
    SELECT DISTINCT person_id, unnest(closes) AS engagement FROM record WHERE counts),
-- ---- What people show --------------------------------------------------------------------------------------------------------------
people AS MATERIALIZED (
    SELECT p.*, coalesce(y.status, p.service_status) AS stands,
           coalesce((SELECT r.rank FROM record r WHERE r.person_id = p.person_id AND r.rank IS NOT NULL
                     ORDER BY r.from_on DESC, r.place DESC LIMIT 1), p.rank) AS newest_rank,
           coalesce((SELECT r.military_specialty FROM record r WHERE r.person_id = p.person_id AND r.military_specialty IS NOT NULL
                     ORDER BY r.from_on DESC, r.place DESC LIMIT 1), p.military_specialty) AS newest_specialty,
           (to_char(d, 'YYYYMMDD')::integer - to_char(p.birth_date, 'YYYYMMDD')::integer) / 10000 AS age,
           coalesce(f.rank, 0) AS fitness_rank, coalesce(c.rank, 1) AS clearance_rank, coalesce(e.rank, 0) AS education_rank,
           ARRAY(SELECT i.area FROM inside i WHERE i.region = coalesce(p.district, p.region)) AS areas,
           ARRAY(SELECT split_part(s, ':', 1) || ':' || lower.code -- each language at its level and at all below
                 FROM unnest(string_to_array(p.languages, ';')) AS s
                 JOIN ranks held ON held.list = 'cefr' AND held.code = split_part(s, ':', 2)
                 JOIN ranks lower ON lower.list = 'cefr' AND lower.rank <= held.rank) AS speaks,
           (SELECT max(coalesce(s.until_on, 'infinity')) FROM cadre.placement_now s WHERE s.person_id = p.person_id) AS placed_until
    FROM on_day, cadre.person_now p
    LEFT JOIN ranks f ON f.list = 'fitness' AND f.code = p.fitness_category
    LEFT JOIN ranks c ON c.list = 'clearance' AND c.code = p.clearance
    LEFT JOIN ranks e ON e.list = 'isced' AND e.code = p.education_level
    LEFT JOIN service_standing y ON y.person_id = p.person_id),
open_to AS MATERIALIZED ( -- the engagements that the law or their consent lets people take
    SELECT p.person_id, array_agg(e.engagement) AS engagements
    FROM on_day CROSS JOIN people p
    JOIN (SELECT engagement, service_status, valid_from, valid_until, min_age, max_age, false AS by_consent FROM service_rule
          WHERE ground IS NULL
          UNION ALL SELECT code, NULL, NULL, NULL, NULL, NULL, true FROM ranks WHERE list = 'engagement') AS e
      ON CASE WHEN e.by_consent THEN e.engagement = ANY (string_to_array(p.consent_for, ';')) AND p.consent_on <= d
              ELSE e.service_status = p.stands AND (p.person_id, e.engagement) NOT IN (SELECT person_id, engagement FROM closed)
                   AND coalesce(e.valid_from <= d, true) AND coalesce(e.valid_until >= d, true)
                   AND (e.min_age IS NULL OR p.age >= e.min_age) AND (e.max_age IS NULL OR p.age <= e.max_age) END
    GROUP BY p.person_id),
awards AS MATERIALIZED ( -- an award in force, one that counts by its days of grace alone (not firm), or one that is over
    SELECT a.person_id, a.credential, coalesce(least(a.last + a.grace_days, a.revoked_on - 1) >= d, true) AS in_force,
           coalesce(least(a.last, a.revoked_on - 1) >= d, true) AS firm, a.verified_by
    FROM on_day,
         (SELECT w.*, coalesce(c.grace_days, 0) AS grace_days,
                 coalesce(w.expires_on, (w.issued_on + c.months * interval '1 month')::date) AS last
          FROM cadre.award_now w JOIN credential c USING (credential)) AS a
    WHERE a.issued_on <= d),
stated AS MATERIALIZED ( -- of one element, before its ancestors
    SELECT h.person_id, h.type, h.code AS element, l.rank, true AS in_force, true AS firm, h.verified_by, false AS roster
    FROM cadre.competency_now h JOIN element_level l ON l.framework = split_part(h.code, '/', 1) AND l.level = h.level
    UNION
    SELECT a.person_id, g.type, g.element, g.rank, a.in_force, a.firm, a.verified_by, false FROM awards a JOIN granted g USING (credential)
    UNION
    SELECT c.person_id, 'work_role', o.element, o.rank, true, true, c.verified_by, false
    FROM on_day, cadre.completion_now c JOIN option o ON o.option = 'training' AND o.code = c.provider || '/' || c.training
    WHERE c.completed_on <= d AND coalesce(c.expires_on >= d, true)
    UNION -- a degree is the roster's word: no trust asks who verified it
    SELECT p.person_id, 'work_role', o.element, o.rank, true, true, NULL, true
    FROM on_day CROSS JOIN people p JOIN option o ON o.option = 'education' AND starts_with(p.field_of_study, o.code)
    JOIN ranks e ON e.list = 'isced' AND e.code = o.education AND p.education_rank >= e.rank
    WHERE accredited IS NULL
       OR EXISTS (SELECT FROM cadre.study_now s JOIN cadre.institution_listed_now l
                  ON lower(s.institution COLLATE "und-x-icu") = lower(l.institution COLLATE "und-x-icu")
                  WHERE s.person_id = p.person_id AND l.list = accredited AND s.graduated_on <= d
                    AND s.graduated_on BETWEEN l.listed_from AND coalesce(l.listed_until, 'infinity'))),
days_served AS MATERIALIZED ( -- days in seats of a role, each counted once, and the first of them
    SELECT person_id, work_role, sum(upper(r) - lower(r))::integer AS days, min(lower(r)) AS first
    FROM (SELECT person_id, work_role, unnest(range_agg(daterange(from_on, least(until_on, d), '[]'))) AS r
          FROM on_day, cadre.service_now WHERE work_role IS NOT NULL GROUP BY person_id, work_role) AS s
    GROUP BY person_id, work_role),
-- ---- What needs ask for ------------------------------------------------------------------------------------------------------------
needs AS MATERIALIZED (
    SELECT n.*, greatest(n.starts_on, d) AS begins, coalesce(f.rank, 0) AS fitness_rank, coalesce(c.rank, 0) AS clearance_rank,
           coalesce(e.rank, 0) AS education_rank
    FROM on_day, cadre.need_now n
    LEFT JOIN ranks f ON f.list = 'fitness' AND f.code = n.fitness_category
    LEFT JOIN ranks c ON c.list = 'clearance' AND c.code = n.clearance
    LEFT JOIN ranks e ON e.list = 'isced' AND e.code = n.education_level),
asked AS MATERIALIZED ( -- the alternatives of required clauses; clause 0 is that of the need's own role
    SELECT a.need_code, a.clause, a.k, a.kind, a.code, a.level, a.months, CASE
           WHEN a.kind IN ('competency', 'work_role', 'experience', 'credential', 'training', 'assessment', 'distinction')
           THEN coalesce(a.trust, n.trust, 'declared') ELSE 'declared' END AS trust
    FROM cadre.need_alternative_now a JOIN needs n USING (need_code) WHERE a.importance = 'required'
    UNION ALL
    SELECT need_code, 0, 1, 'work_role', work_role, level, NULL, coalesce(trust, 'declared') FROM needs WHERE work_role IS NOT NULL),
trusts AS MATERIALIZED ( -- which evidence counts: all of it, or what somebody has verified, or one of those named; grace or none
    SELECT trust, trust LIKE 'verified%' AS verified,
           CASE WHEN trust LIKE '%:%' THEN string_to_array(lower(split_part(trust, ':', 2)), ';') END AS names,
           split_part(trust, ':', 1) LIKE '%no_grace' AS no_grace,
           CASE WHEN split_part(trust, ':', 1) LIKE '%no_grace' THEN 'declared_no_grace' ELSE 'declared' END AS declared
    FROM (SELECT trust FROM asked UNION VALUES ('declared'), ('declared_no_grace')) AS t),
thing AS MATERIALIZED ( -- each of them once, with its level's rank; and once more as it were if all evidence counted
    SELECT a.*, row_number() OVER () AS thing,
           CASE WHEN a.kind IN ('work_role', 'competency') AND a.level IS NULL THEN 1
                WHEN a.kind IN ('work_role', 'competency') THEN (SELECT l.rank FROM element_level l
                      WHERE l.framework = split_part(a.code, '/', 1) AND l.level = a.level)
                WHEN a.kind = 'education' THEN (SELECT rank FROM ranks WHERE list = 'isced' AND ranks.code = a.code) END AS rank
    FROM (SELECT kind, code, level, months, trust FROM asked
          UNION SELECT kind, code, level, months, declared FROM asked JOIN trusts USING (trust)) AS a),
shown AS MATERIALIZED (
    SELECT t.trust, s.person_id, s.type, s.element,
           max(s.rank) FILTER (WHERE CASE WHEN t.no_grace THEN s.firm ELSE s.in_force END) AS level,
           max(s.rank) FILTER (WHERE NOT s.firm) AS over
    FROM (SELECT person_id, type, element, rank, in_force, firm, verified_by, roster FROM stated
          UNION ALL
          SELECT s.person_id, s.type, a.ancestor, s.rank, s.in_force, s.firm, s.verified_by, s.roster
          FROM stated s JOIN above a USING (type, element)) AS s
    JOIN trusts t ON NOT t.verified OR s.roster
                  OR (s.verified_by IS NOT NULL AND coalesce(lower(s.verified_by) = ANY (t.names), true))
    GROUP BY t.trust, s.person_id, s.type, s.element),
-- Whoever stands in it somehow; who is not here does not.
standing AS MATERIALIZED (
    SELECT t.thing, s.person_id, coalesce(s.level >= t.rank, false) AS holds, coalesce(s.over >= t.rank, false) AS over,
           coalesce(s.level < t.rank, false) AS lower
    FROM thing t JOIN shown s ON s.type = t.kind AND s.element = t.code AND s.trust = t.trust
    UNION ALL
    SELECT t.thing, a.person_id, bool_or(a.counts), NOT bool_or(a.counts), false
    FROM thing t JOIN trusts u USING (trust)
    JOIN (SELECT person_id, credential, verified_by, in_force AS counts, false AS no_grace FROM awards
          UNION ALL SELECT person_id, credential, verified_by, firm, true FROM awards) AS a ON a.no_grace = u.no_grace AND t.kind = 'credential' AND a.credential = t.code
    WHERE (NOT u.verified OR (a.verified_by IS NOT NULL AND coalesce(lower(a.verified_by) = ANY (u.names), true)))
    GROUP BY t.thing, a.person_id
    UNION ALL
    SELECT t.thing, p.person_id, true, false, false
    FROM thing t JOIN people p
      ON CASE t.kind
         WHEN 'language' THEN t.code || ':' || coalesce(t.level, 'A1') = ANY (p.speaks)
         WHEN 'education' THEN p.education_rank > 0 AND p.education_rank >= t.rank
         WHEN 'field_of_study' THEN starts_with(p.field_of_study, t.code)
         WHEN 'rank' THEN lower(p.newest_rank COLLATE "und-x-icu") = lower(t.code COLLATE "und-x-icu")
         WHEN 'military_specialty' THEN p.newest_specialty = t.code
         ELSE false END
    UNION ALL
    SELECT DISTINCT t.thing, c.person_id, true, false, false
    FROM on_day, thing t JOIN trusts u USING (trust) JOIN cadre.completion_now c ON t.kind = 'training'
                     AND c.provider || '/' || c.training = t.code
    WHERE (NOT u.verified OR (c.verified_by IS NOT NULL AND coalesce(lower(c.verified_by) = ANY (u.names), true)))
      AND c.completed_on <= d AND coalesce(c.expires_on >= d, true)
    UNION ALL
    SELECT DISTINCT t.thing, a.person_id, true, false, false
    FROM on_day, thing t JOIN trusts u USING (trust) JOIN cadre.assessment_now a ON t.kind = 'assessment' AND a.code = t.code
    WHERE (NOT u.verified OR (a.verified_by IS NOT NULL AND coalesce(lower(a.verified_by) = ANY (u.names), true)))
      AND a.taken_on <= d AND a.score >= coalesce(t.level::numeric, 0)
      AND (t.months IS NULL OR (a.taken_on + t.months * interval '1 month')::date >= d)
    UNION ALL
    SELECT DISTINCT t.thing, w.person_id, true, false, false
    FROM on_day, thing t JOIN trusts u USING (trust) JOIN cadre.distinction_now w ON t.kind = 'distinction' AND w.code = t.code
    WHERE (NOT u.verified OR (w.verified_by IS NOT NULL AND coalesce(lower(w.verified_by) = ANY (u.names), true)))
      AND w.awarded_on <= d
    UNION ALL -- a list that the institution was on when the person graduated
    SELECT DISTINCT t.thing, s.person_id, true, false, false
    FROM on_day, thing t JOIN cadre.institution_listed_now l ON t.kind = 'institution' AND l.list = t.code
    JOIN cadre.study_now s ON lower(s.institution COLLATE "und-x-icu") = lower(l.institution COLLATE "und-x-icu")
    WHERE s.graduated_on BETWEEN l.listed_from AND coalesce(l.listed_until, 'infinity') AND s.graduated_on <= d
    UNION ALL
    SELECT DISTINCT t.thing, s.person_id, true, false, false
    FROM thing t JOIN cadre.service_now s ON t.kind = 'placement' JOIN below b ON b.organization = s.organization_code AND b.head = t.code
    UNION ALL
    SELECT t.thing, e.person_id, true, false, false
    FROM thing t JOIN trusts u USING (trust) CROSS JOIN LATERAL (
         SELECT person_id FROM cadre.competency_now h
         WHERE type = 'work_role' AND code = t.code AND years * 12 >= coalesce(t.months, 1)
           AND (NOT u.verified OR (h.verified_by IS NOT NULL AND coalesce(lower(h.verified_by) = ANY (u.names), true)))
         UNION
         SELECT person_id FROM days_served
         WHERE work_role = t.code AND (first + coalesce(t.months, 1) * interval '1 month')::date <= first + days) AS e
    WHERE t.kind = 'experience'),
-- ---- What was decided --------------------------------------------------------------------------------------------------------------
ended AS MATERIALIZED ( -- acceptances that a placement took over which is over
    SELECT a.person_id, a.need_code, a.decided_on
    FROM on_day, cadre.decision_now a
    JOIN cadre.placement p ON p.person_id = a.person_id AND p.need_code = a.need_code AND upper_inf(p.recorded)
    WHERE a.verdict = 'accept' AND a.decided_on <= d AND p.valid @> d
      AND (p.status = 'ended' OR (p.status IN ('accepted', 'ordered', 'posted') AND p.until_on < d))
      AND coalesce(p.until_on >= a.decided_on, true)),
-- ---- Pairs -------------------------------------------------------------------------------------------------------------------------
published (reason, place) AS (
    SELECT * FROM unnest(ARRAY['withdrawn', 'engagement', 'placed', 'availability', 'region', 'age', 'citizenship', 'service_status',
                               'fitness', 'clearance', 'language', 'education', 'credential_expired', 'credential_missing',
                               'level_too_low', 'competency_missing', 'training', 'assessment', 'distinction', 'experience',
                               'rank', 'military_specialty', 'placement', 'unverified', 'forbidden', 'declined', 'other']) WITH ORDINALITY),
pair AS MATERIALIZED ( -- the first service condition that fails
    SELECT n.need_code, p.person_id, p.natural_key, n.incomplete,
           CASE WHEN p.consent_until < d THEN 'withdrawn'
                WHEN n.engagement = ANY (o.engagements) IS NOT TRUE
                     OR (n.engagement = 'conscript' -- consent opens no call-up
                         AND EXISTS (SELECT FROM call_up WHERE (extract(year FROM p.birth_date) BETWEEN coalesce(born_from, 0)
                                                                AND coalesce(born_until, 9999)) IS NOT TRUE)) THEN 'engagement'
                WHEN greatest(p.placed_until, (SELECT max(s.until) FROM seated s WHERE s.person_id = p.person_id)) >= n.begins
                    THEN 'placed'
                WHEN p.available_from > n.begins THEN 'availability'
                WHEN (n.region IS NULL OR p.relocates OR n.region = ANY (p.areas)) IS NOT TRUE THEN 'region'
                WHEN ((n.min_age IS NULL OR p.age >= n.min_age) AND (n.max_age IS NULL OR p.age <= n.max_age)) IS NOT TRUE THEN 'age'
                WHEN (coalesce(cardinality(n.citizenship), 0) = 0 OR p.citizenship = ANY (n.citizenship)) IS NOT TRUE
                    THEN 'citizenship'
                WHEN (coalesce(cardinality(n.service_status), 0) = 0 OR p.stands = ANY (n.service_status)) IS NOT TRUE
                    THEN 'service_status'
                WHEN p.fitness_rank < n.fitness_rank THEN 'fitness'
                WHEN p.clearance_rank < n.clearance_rank THEN 'clearance'
                WHEN NOT coalesce(n.languages <@ p.speaks, true) THEN 'language'
                WHEN p.education_rank < n.education_rank THEN 'education' END AS condition
    FROM on_day CROSS JOIN needs n CROSS JOIN people p LEFT JOIN open_to o USING (person_id)),
clause AS MATERIALIZED (
    SELECT a.need_code, a.clause, max(a.k) AS k,
           CASE (array_agg(a.kind ORDER BY v.place))[1] -- the first of the kinds it asks for
           WHEN 'credential' THEN 'credential_missing' WHEN 'competency' THEN 'competency_missing'
           WHEN 'work_role' THEN 'competency_missing' WHEN 'field_of_study' THEN 'education' WHEN 'institution' THEN 'education'
           ELSE (array_agg(a.kind ORDER BY v.place))[1] END AS lacking
    FROM asked a
    JOIN unnest(ARRAY['credential', 'competency', 'work_role', 'language', 'education', 'field_of_study', 'institution',
                      'training', 'assessment', 'distinction', 'experience', 'rank', 'military_specialty', 'placement'])
         WITH ORDINALITY AS v (kind, place) USING (kind)
    GROUP BY a.need_code, a.clause),
clause_standing AS MATERIALIZED ( -- of whom stands in some alternative
    SELECT a.need_code, a.clause, s.person_id, count(*) FILTER (WHERE s.holds AND t.trust = a.trust) AS holding,
           count(*) FILTER (WHERE s.holds AND t.trust = u.declared) AS declared,
           count(*) FILTER (WHERE (s.holds OR s.over) AND t.trust = u.declared) AS with_over,
           bool_or(s.lower AND t.trust = u.declared) AS lower
    FROM asked a
    JOIN trusts u USING (trust)
    JOIN thing t ON (t.kind, t.code) = (a.kind, a.code) AND (t.level, t.months) IS NOT DISTINCT FROM (a.level, a.months)
                AND t.trust IN (a.trust, u.declared)
    JOIN standing s USING (thing)
    GROUP BY a.need_code, a.clause, s.person_id),
clause_failed AS ( -- a clause that fails, with its one reason, where no condition comes before any clause's
    SELECT pair.need_code, pair.person_id,
           CASE WHEN s.declared >= c.k THEN 'unverified' WHEN s.with_over >= c.k THEN 'credential_expired'
                WHEN s.lower THEN 'level_too_low' ELSE c.lacking END AS reason
    FROM pair JOIN clause c USING (need_code)
    LEFT JOIN clause_standing s ON (s.need_code, s.clause, s.person_id) = (c.need_code, c.clause, pair.person_id)
    WHERE (pair.condition IS NULL OR pair.condition IN ('language', 'education')) AND coalesce(s.holding, 0) < c.k),
against AS MATERIALIZED ( -- the last time that somebody said no, whether or not that still counts
    SELECT w.person_id, w.need_code, max(w.decided_on) AS said FROM on_day, cadre.decision_now w
    WHERE w.decided_on <= d AND w.verdict NOT IN ('lock', 'accept') GROUP BY w.person_id, w.need_code),
words AS MATERIALIZED ( -- but for acceptances that were stepped back from, and for those that one ended with whose placement has ended since
    SELECT w.* FROM on_day, cadre.decision_now w
    LEFT JOIN against n USING (person_id, need_code)
    WHERE w.decided_on <= d AND coalesce(w.until_on >= d, true) AND (w.verdict <> 'accept' OR coalesce(n.said < w.decided_on, true))
      AND (w.verdict = 'forbid'
           OR (w.person_id, w.need_code) NOT IN (SELECT person_id, need_code FROM ended)
           OR w.decided_on > (SELECT max(e.decided_on) FROM ended e
                              WHERE e.person_id = w.person_id AND e.need_code = w.need_code))),
decided AS MATERIALIZED ( -- the newest word of the pair, but a ban is lifted by a later lock alone; of one day the worse word counts
    SELECT w.person_id, w.need_code,
           CASE WHEN max(w.decided_on) FILTER (WHERE w.verdict = 'forbid')
                     >= coalesce(max(w.decided_on) FILTER (WHERE w.verdict = 'lock'), '-infinity') THEN 'forbidden'
                WHEN (array_agg(w.verdict ORDER BY w.decided_on DESC, w.verdict IN ('lock', 'accept')))[1]
                     IN ('decline', 'no_answer', 'withdraw') THEN 'declined' END AS reason
    FROM on_day, words w
    GROUP BY w.person_id, w.need_code),
answer AS ( -- acceptances of offers that stand, the newest of a person first: each gives the seat unless one before it keeps them
    SELECT person_id, begins, coalesce(n.ends_on, 'infinity') AS ends,
           row_number() OVER (PARTITION BY person_id ORDER BY l.decided_on DESC, n.need_code COLLATE "C") AS turn
    FROM (SELECT DISTINCT ON (w.person_id, w.need_code) w.* FROM words w
          ORDER BY w.person_id, w.need_code, w.decided_on DESC,
                   array_position(ARRAY['lock', 'forbid', 'accept', 'decline', 'no_answer', 'withdraw'], w.verdict) DESC) AS l
    JOIN needs n USING (need_code)
    JOIN decided s USING (person_id, need_code)
    WHERE l.verdict = 'accept' AND s.reason IS NULL AND l.key IN (SELECT a.key FROM cadre.acceptance_now a)),
seated (person_id, turn, until) AS (
    SELECT DISTINCT a.person_id, 0::bigint, p.placed_until FROM answer a JOIN people p USING (person_id)
    UNION ALL
    SELECT a.person_id, a.turn, CASE WHEN s.until >= a.begins THEN s.until ELSE greatest(s.until, a.ends) END
    FROM seated s JOIN answer a ON a.person_id = s.person_id AND a.turn = s.turn + 1),
first_clause AS MATERIALIZED (
    SELECT need_code, person_id, min(place) AS place FROM clause_failed JOIN published USING (reason) GROUP BY need_code, person_id)
SELECT pair.natural_key, pair.need_code,
       coalesce((SELECT p.reason FROM published p WHERE p.place = least(c.place, f.place)),
                w.reason, CASE WHEN pair.incomplete THEN 'other' ELSE 'eligible' END) AS reason
FROM pair
LEFT JOIN published c ON c.reason = pair.condition
LEFT JOIN first_clause f ON (f.need_code, f.person_id) = (pair.need_code, pair.person_id)
LEFT JOIN decided w ON (w.need_code, w.person_id) = (pair.need_code, pair.person_id);
