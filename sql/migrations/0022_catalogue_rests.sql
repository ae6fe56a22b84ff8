-- Military specialties as a local framework, and what rests on a load of the catalogue.

-- ---- Military specialties ---------------------------------------------------------------------------------------------------------
-- Rows that name a specialty of a list that was loaded (VUS@1/310), as known now. Where none is loaded a specialty is whatever its
-- office writes, and rests on nothing.
CREATE FUNCTION specialties_named() RETURNS TABLE (sort text, code text, valid daterange)
LANGUAGE sql STABLE AS $$
    SELECT n.* FROM (
        SELECT 'requirements', code, valid FROM cadre.need_alternative WHERE upper_inf(recorded) AND kind = 'military_specialty'
        UNION ALL
        SELECT 'service records', military_specialty, valid FROM cadre.service_record WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'roster', military_specialty, valid FROM cadre.source_record WHERE upper_inf(recorded)) AS n (sort, code, valid)
    WHERE n.code LIKE '%@%/%'
$$;

-- As in 0019, with the specialties.
CREATE OR REPLACE FUNCTION dangling_elements() RETURNS TABLE (sort text, type text, code text, found bigint)
LANGUAGE sql STABLE AS $$
    WITH named AS (
        SELECT 'needs' AS sort, 'work_role' AS type, work_role AS code FROM cadre.need WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'requirements', CASE kind WHEN 'experience' THEN 'work_role' ELSE kind END, code
        FROM cadre.need_alternative WHERE upper_inf(recorded) AND kind IN ('work_role', 'competency', 'experience', 'credential')
        UNION ALL
        SELECT 'evidence', type, code FROM cadre.competency_held WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'evidence', 'credential', credential FROM cadre.award WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'preferences', 'work_role', work_role FROM cadre.preference WHERE upper_inf(recorded)
        UNION ALL
        SELECT s.sort, 'military_specialty', s.code FROM cadre.specialties_named() s
        UNION ALL
        SELECT 'trainings', split_part(g, ':', 1), split_part(g, ':', 2)
        FROM cadre.training, unnest(grants) AS g
        WHERE upper_inf(recorded) AND split_part(g, ':', 1) IN ('work_role', 'competency', 'credential')
        UNION ALL
        SELECT 'needs', 'region', region FROM cadre.need WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'organizations', 'region', region FROM cadre.organization WHERE upper_inf(recorded)
        UNION ALL
        SELECT 'roster', 'region', unnest(ARRAY[region, district]) FROM cadre.source_record WHERE upper_inf(recorded)
    ), counted AS (
        SELECT n.sort, n.type, n.code, count(*) AS found FROM named n WHERE n.code IS NOT NULL GROUP BY n.sort, n.type, n.code
    ), there AS (
        SELECT e.type, format('%s@%s/%s', e.framework, e.version, e.code) AS code FROM cadre.element_now e
        UNION
        SELECT 'credential', c.issuer || '/' || c.code FROM cadre.credential c
        UNION
        SELECT 'region', r.code FROM cadre.region r
        UNION
        SELECT CASE l.table_name WHEN 'regions' THEN 'region' ELSE 'credential' END,
               concat_ws('/', l.cells ->> 'issuer', l.cells ->> 'code')
        FROM cadre.loaded_row l WHERE l.replaced_by IS NULL AND l.table_name IN ('regions', 'credentials')
    )
    SELECT c.sort, c.type, c.code, c.found
    FROM counted c LEFT JOIN there t ON (t.type, t.code) = (c.type, c.code)
    WHERE t.code IS NULL
$$;

-- What of the tables without one of their own was loaded once is asked for by table.
CREATE INDEX unloaded_row_table ON unloaded_row (table_name);

-- ---- What rests on a load that is taken back --------------------------------------------------------------------------------------
-- Files that were read by the catalogue's word, not by their own: W009 a code of a version that was left, W010 a level of another scale.
-- They are findings of the batch or load that read them.

-- Does a row of the batch name an element by a code of that prefix (NICE@3.0/)?
CREATE FUNCTION batch_names(of_batch bigint, prefix text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM cadre.need WHERE batch = of_batch AND starts_with(work_role, prefix))
        OR EXISTS (SELECT FROM cadre.need_alternative WHERE batch = of_batch AND starts_with(code, prefix))
        OR EXISTS (SELECT FROM cadre.competency_held WHERE batch = of_batch AND starts_with(code, prefix))
        OR EXISTS (SELECT FROM cadre.preference WHERE batch = of_batch AND starts_with(work_role, prefix))
        OR EXISTS (SELECT FROM cadre.service_record WHERE batch = of_batch AND starts_with(military_specialty, prefix))
        OR EXISTS (SELECT FROM cadre.source_record WHERE batch = of_batch AND starts_with(military_specialty, prefix))
        OR EXISTS (SELECT FROM cadre.training t, unnest(t.grants) AS g
                   WHERE t.batch = of_batch AND starts_with(split_part(g, ':', 2), prefix))
$$;

-- As in 0019; and files that named the version that was left, whose rows say what it became.
CREATE OR REPLACE FUNCTION rest_on_carried(by_batch bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO pg_temp.resting
        SELECT l.number, 'repeated', b.rows_unchanged
        FROM pg_temp.later l JOIN cadre.batch b USING (number)
        WHERE b.rows_unchanged > 0
          AND (b.kind IN ('needs', 'requirements', 'trainings')
               AND EXISTS (SELECT FROM pg_temp.undo_target t WHERE t.touched AND t.target = ANY (CASE b.kind
                               WHEN 'needs' THEN ARRAY['cadre.need']::regclass[]
                               WHEN 'requirements' THEN ARRAY['cadre.need_alternative']::regclass[]
                               ELSE ARRAY['cadre.training']::regclass[] END))
               OR b.kind = 'competencies'
                  AND b.source IN (SELECT c.source FROM cadre.competency_held c WHERE c.batch = by_batch)
               OR b.kind = 'preferences'
                  AND b.source IN (SELECT p.source FROM cadre.preference p WHERE p.batch = by_batch));
    INSERT INTO pg_temp.resting
        SELECT l.number, 'repeated', count(*)
        FROM cadre.catalogue_load m
        JOIN pg_temp.later l ON cadre.batch_names(l.number, format('%s@%s/', m.framework, m.version))
        JOIN cadre.batch_finding f ON f.batch = l.number AND f.code = 'W009'
        WHERE m.batch = by_batch
        GROUP BY l.number;
END
$$;

-- Batches that read levels by the mappings of the load.
CREATE FUNCTION mapped_by(of_load bigint) RETURNS TABLE (batch bigint, kind text, source text, effective date, found bigint)
LANGUAGE sql STABLE AS $$
    SELECT b.number, b.kind, b.source, b.effective, count(*)
    FROM cadre.catalogue_load m
    JOIN cadre.batch b ON b.state = 'merged' AND b.recorded_at > m.recorded_at
    JOIN cadre.batch_finding f ON f.batch = b.number AND f.code = 'W010'
    WHERE m.number = of_load AND EXISTS (SELECT FROM cadre.loaded_row_ever r WHERE r.load = of_load AND r.table_name = 'scale_mappings')
    GROUP BY b.number
$$;

-- What of the loaded rows names a row of the catalogue that is not there, or is a rule of law beside another one that is in force.
CREATE FUNCTION loose_rows() RETURNS TABLE (load bigint, what text, found bigint)
LANGUAGE sql STABLE AS $$
    WITH rows AS MATERIALIZED (
        SELECT r.load, r.table_name, r.replaces, r.cells FROM cadre.loaded_row r WHERE r.replaced_by IS NULL
    ), elements AS MATERIALIZED (
        SELECT lower(format('%s@%s/%s %s', e.framework, e.version, e.type, e.code)) AS name FROM cadre.element_now e
    ), versions AS MATERIALIZED (
        SELECT lower(format('%s@%s', f.code, f.version)) AS name FROM cadre.framework_now f
    ), credentials AS MATERIALIZED (
        SELECT lower(c.issuer || '/' || c.code) AS name FROM cadre.credential c
        UNION ALL
        SELECT lower(concat(r.cells ->> 'issuer', '/', r.cells ->> 'code')) FROM rows r WHERE r.table_name = 'credentials'
    ), regions AS MATERIALIZED (
        SELECT lower(c.code) AS name FROM cadre.region c
        UNION ALL
        SELECT lower(r.cells ->> 'code') FROM rows r WHERE r.table_name = 'regions'
    ), rules AS MATERIALIZED (
        SELECT r.load, lower(coalesce(s.rule, r.cells ->> 'rule')) AS rule,
               lower(concat_ws(chr(31), coalesce(s.engagement, r.cells ->> 'engagement'),
                               coalesce(s.service_status, r.cells ->> 'service_status'),
                               coalesce(CASE WHEN r.replaces THEN r.cells ->> 'ground' END, s.ground, r.cells ->> 'ground', ''))) AS thing,
               daterange(coalesce(CASE WHEN r.replaces THEN (r.cells ->> 'valid_from')::date END, s.valid_from,
                                  (r.cells ->> 'valid_from')::date),
                         coalesce(CASE WHEN r.replaces THEN (r.cells ->> 'valid_until')::date END, s.valid_until,
                                  (r.cells ->> 'valid_until')::date), '[]') AS valid
        FROM cadre.service_rule s
        FULL JOIN (SELECT * FROM rows WHERE table_name = 'service_rules') AS r ON lower(r.cells ->> 'rule') = lower(s.rule)
    ), named (load, what, sort, name) AS (
        SELECT r.load, r.table_name, 'element',
               format('%s@%s/%s %s', r.cells ->> 'framework', r.cells ->> 'version', r.cells ->> 'type', r.cells ->> 'code')
        FROM rows r WHERE r.table_name IN ('elements', 'credential_grants')
        UNION ALL
        SELECT r.load, r.table_name, 'credential', concat(r.cells ->> 'issuer', '/', r.cells ->> 'credential')
        FROM rows r WHERE r.table_name = 'credential_grants'
        UNION ALL
        SELECT r.load, r.table_name, 'element',
               format('%s@%s/work_role %s', r.cells ->> (e || '_framework'), r.cells ->> (e || '_version'), r.cells ->> (e || '_code'))
        FROM rows r, unnest('{from,to}'::text[]) AS e WHERE r.table_name = 'mappings'
        UNION ALL
        SELECT r.load, r.table_name, 'region', r.cells ->> 'parent_code' FROM rows r WHERE r.table_name = 'regions'
        UNION ALL
        SELECT r.load, r.table_name, 'version', format('%s@%s', r.cells ->> 'code', r.cells ->> 'version')
        FROM rows r WHERE r.table_name = 'frameworks'
        UNION ALL
        SELECT r.load, r.table_name,
               CASE r.cells ->> 'list' WHEN 'regions' THEN 'region' WHEN 'credentials' THEN 'credential' ELSE 'element' END,
               CASE WHEN r.cells ->> 'list' IN ('regions', 'credentials') THEN r.cells ->> 'code'
                    ELSE format('%s/%s %s', r.cells ->> 'list', r.cells ->> 'type', r.cells ->> 'code') END
        FROM rows r WHERE r.table_name = 'aliases' AND (r.cells ->> 'list' IN ('regions', 'credentials') OR r.cells ->> 'type' <> '')
    ), loose AS (
        SELECT n.load, n.what FROM named n
        WHERE n.name IS NOT NULL
          AND CASE n.sort WHEN 'element' THEN lower(n.name) NOT IN (SELECT e.name FROM elements e)
                          WHEN 'version' THEN lower(n.name) NOT IN (SELECT v.name FROM versions v)
                          WHEN 'region' THEN lower(n.name) NOT IN (SELECT g.name FROM regions g)
                          ELSE lower(n.name) NOT IN (SELECT c.name FROM credentials c) END
        UNION ALL
        SELECT greatest(a.load, b.load), 'service_rules'
        FROM rules a JOIN rules b ON a.thing = b.thing AND a.rule < b.rule AND a.valid && b.valid
    )
    SELECT l.load, l.what, count(*) FROM loose l WHERE l.load IS NOT NULL GROUP BY l.load, l.what
$$;

-- As in 0019; and what is loose already. A load of which more is loose afterwards rests on what was taken back.
CREATE OR REPLACE FUNCTION begin_unload(of_load bigint, OUT undo bigint, OUT recorded_at timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE was_dangling ON COMMIT DROP AS SELECT d.sort, d.type, d.code FROM cadre.dangling_elements() d;
    CREATE TEMPORARY TABLE was_dangling_load ON COMMIT DROP AS
        SELECT d.load, d.what, d.found FROM cadre.dangling_loads() d UNION ALL SELECT r.load, r.what, r.found FROM cadre.loose_rows() r;
    INSERT INTO cadre.catalogue_load (sort, framework, version, undoes, recorded_at)
        SELECT 'undo', l.framework, l.version, l.number, cadre.draw_recorded() FROM cadre.catalogue_load l WHERE l.number = of_load
        RETURNING number, catalogue_load.recorded_at INTO STRICT undo, begin_unload.recorded_at;
    UPDATE cadre.catalogue_load l SET undone_by = undo WHERE l.number = of_load;
END
$$;

-- Later loads that found rows of the load that is taken back as they are, and so did not bring them again: files of the same kinds; of a
-- document those on the same version; and loads that read a level by its mappings.
CREATE OR REPLACE FUNCTION later_rows() RETURNS TABLE (load bigint, found bigint)
LANGUAGE sql STABLE AS $$
    WITH undone AS (
        SELECT l.* FROM cadre.catalogue_load u JOIN cadre.catalogue_load l ON l.number = u.undoes ORDER BY u.number DESC LIMIT 1
    ), later AS (
        SELECT l.* FROM undone u JOIN cadre.catalogue_load l ON l.number > u.number AND l.undone_by IS NULL AND l.sort = 'document'
        WHERE u.sort = 'document'
    ), brought AS (
        SELECT DISTINCT e.framework, e.version FROM undone u JOIN cadre.loaded_element_ever e ON e.load = u.number
        UNION
        SELECT DISTINCT r.framework, r.version FROM undone u JOIN cadre.loaded_relation_ever r ON r.load = u.number
    )
    SELECT l.number, l.rows_same
    FROM later l
    WHERE l.rows_same > 0
      AND EXISTS (SELECT FROM undone u JOIN cadre.catalogue_load_file f ON f.load = u.number
                  JOIN cadre.catalogue_load_file k ON k.load = l.number AND k.kind = f.kind)
    UNION ALL
    SELECT l.number, l.elements_same + l.relations_same
    FROM later l
    WHERE l.elements_same + l.relations_same > 0 AND (l.framework, l.version) IN (SELECT b.framework, b.version FROM brought b)
    UNION ALL
    SELECT l.number, count(*)
    FROM undone u JOIN later l ON true JOIN cadre.catalogue_load_finding f ON f.load = l.number AND f.code = 'W010'
    WHERE EXISTS (SELECT FROM cadre.loaded_row_ever r WHERE r.load = u.number AND r.table_name = 'scale_mappings')
    GROUP BY l.number
$$;

CREATE OR REPLACE FUNCTION left_dangling_loads() RETURNS TABLE (load bigint, found bigint)
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
        SELECT d.load, sum(d.found)::bigint
        FROM (SELECT n.load, n.found
              FROM (SELECT * FROM cadre.dangling_loads() UNION ALL SELECT * FROM cadre.loose_rows()) AS n
              WHERE NOT EXISTS (SELECT FROM pg_temp.was_dangling_load w WHERE (w.load, w.what) = (n.load, n.what) AND w.found >= n.found)
              UNION ALL
              SELECT r.load, r.found FROM cadre.later_rows() r) AS d
        WHERE d.load IS NOT NULL
        GROUP BY d.load ORDER BY d.load;
END
$$;

-- Their sets are hashed only where they fit: of 160,000 elements they do not in the usual 4 MB, and each row would read all of them.
ALTER FUNCTION dangling_loads() SET work_mem = '256MB';
ALTER FUNCTION loose_rows() SET work_mem = '256MB';
