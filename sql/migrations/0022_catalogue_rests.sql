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
