-- What a registry has loaded beside the shipped catalogue. The shipped rows stand in tables of their own (0001), which cadre db init and
-- upgrade replace as a whole; what was loaded stands here, and nothing but a further load touches it. So the table of a row says where
-- it comes from, and its load by which file and when. Views unite the two: each cell is the shipped one, or the loaded one where that
-- is empty.
-- Loads draw their recorded time under the registry lock as batches do, and a row that a later load changes is replaced, not written
-- over: what the catalogue was at any recorded time can be read.

-- The ledger. A load that changed nothing has no line.
CREATE TABLE catalogue_load (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    framework text NOT NULL, version text NOT NULL,
    file_name text NOT NULL, sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    recorded_at timestamptz NOT NULL UNIQUE,
    framework_new boolean NOT NULL,
    elements_new bigint NOT NULL,       -- of no element that was there
    elements_completed bigint NOT NULL, -- cells that were empty are filled
    elements_changed bigint NOT NULL,   -- a cell that was loaded earlier is another now
    elements_same bigint NOT NULL,
    elements_kept bigint NOT NULL,      -- among the last three: the shipped title or group is another, and stands
    relations_new bigint NOT NULL,
    relations_same bigint NOT NULL);

-- What was wrong with the document, and where.
CREATE TABLE catalogue_load_finding (
    load bigint NOT NULL REFERENCES catalogue_load, ordinal bigint NOT NULL,
    code text NOT NULL,
    line_no bigint,     -- of the document; NULL = the document as a whole
    path text,          -- JSON pointer
    value text, hint text,
    PRIMARY KEY (load, ordinal));

CREATE TABLE loaded_framework (
    code text, version text, title_en text NOT NULL, scale text NOT NULL,
    current boolean NOT NULL, -- the first version of its framework
    load bigint NOT NULL REFERENCES catalogue_load,
    PRIMARY KEY (code, version));

CREATE TABLE loaded_element (
    framework text, version text, type text, code text,
    title_en text, group_code text, group_en text, text text,
    text_hash text CHECK (text_hash ~ '^[0-9a-f]{64}$'),
    load bigint NOT NULL REFERENCES catalogue_load,
    replaced_by bigint REFERENCES catalogue_load, -- NULL = it counts now
    PRIMARY KEY (framework, version, type, code, load));
CREATE UNIQUE INDEX loaded_element_now ON loaded_element (framework, version, type, code) WHERE replaced_by IS NULL;

CREATE TABLE loaded_relation (
    framework text, version text, from_type text, from_code text, relation text, to_type text, to_code text,
    load bigint NOT NULL REFERENCES catalogue_load,
    PRIMARY KEY (framework, version, from_type, from_code, relation, to_type, to_code));

-- ---- Shipped and loaded in one ----------------------------------------------------------------------------------------------------
CREATE VIEW framework_now AS
SELECT code, version, title_en, title_az, title_ru, scale, current, NULL::bigint AS load
FROM cadre.framework
UNION ALL
SELECT code, version, title_en, NULL, NULL, scale,
       current AND NOT EXISTS (SELECT FROM cadre.framework s WHERE s.code = l.code AND s.current), load
FROM cadre.loaded_framework l
WHERE NOT EXISTS (SELECT FROM cadre.framework s WHERE (s.code, s.version) = (l.code, l.version));

CREATE VIEW element_now AS
SELECT framework, version, type, code,
       coalesce(s.title_en, l.title_en) AS title_en, s.title_az, s.title_ru,
       coalesce(s.group_code, l.group_code) AS group_code, coalesce(s.group_en, l.group_en) AS group_en, s.note,
       l.text, l.text_hash, s.shipped IS NOT NULL AS shipped, l.load
FROM (SELECT *, true AS shipped FROM cadre.element) AS s
FULL JOIN (SELECT * FROM cadre.loaded_element WHERE replaced_by IS NULL) AS l USING (framework, version, type, code);

CREATE VIEW element_relation_now AS
SELECT framework, version, from_type, from_code, relation, to_type, to_code, NULL::bigint AS load
FROM cadre.element_relation
UNION ALL
SELECT framework, version, from_type, from_code, relation, to_type, to_code, load
FROM cadre.loaded_relation l
WHERE NOT EXISTS (SELECT FROM cadre.element_relation s
                  WHERE (s.framework, s.version, s.from_type, s.from_code, s.relation, s.to_type, s.to_code)
                      = (l.framework, l.version, l.from_type, l.from_code, l.relation, l.to_type, l.to_code));

-- ---- Adding a document ------------------------------------------------------------------------------------------------------------
-- The document lies in pg_temp.document_element and pg_temp.document_relation (sql/queries/catalogue). What of it stands in the
-- catalogue in which way, before anything is stored:
CREATE FUNCTION judge_document(of_framework text, of_version text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE judged_element ON COMMIT DROP AS
    SELECT d.type, d.code,
           /* What all documents have said, the latest first. */
           coalesce(d.title_en, l.title_en) AS title_en, coalesce(d.group_code, l.group_code) AS group_code,
           coalesce(d.group_en, l.group_en) AS group_en, coalesce(d.text, l.text) AS text,
           coalesce(d.text_hash, l.text_hash) AS text_hash,
           CASE WHEN s.code IS NULL AND l.code IS NULL THEN 'new'
                WHEN c.then = c.before THEN 'same'
                WHEN c.then = c.filled THEN 'completed'
                ELSE 'changed' END AS outcome,
           coalesce(s.title_en <> d.title_en, false) OR coalesce(s.group_code <> d.group_code, false)
               OR coalesce(s.group_en <> d.group_en, false) AS kept
    FROM pg_temp.document_element d
    LEFT JOIN cadre.element s ON (s.framework, s.version, s.type, s.code) = (of_framework, of_version, d.type, d.code)
    LEFT JOIN cadre.loaded_element l ON (l.framework, l.version, l.type, l.code) = (of_framework, of_version, d.type, d.code)
                                    AND l.replaced_by IS NULL
    CROSS JOIN LATERAL (
        SELECT ARRAY[coalesce(s.title_en, l.title_en), coalesce(s.group_code, l.group_code), coalesce(s.group_en, l.group_en),
                     l.text, l.text_hash] AS before,
               ARRAY[coalesce(s.title_en, l.title_en, d.title_en), coalesce(s.group_code, l.group_code, d.group_code),
                     coalesce(s.group_en, l.group_en, d.group_en), coalesce(l.text, d.text),
                     coalesce(l.text_hash, d.text_hash)] AS filled,
               ARRAY[coalesce(s.title_en, d.title_en, l.title_en), coalesce(s.group_code, d.group_code, l.group_code),
                     coalesce(s.group_en, d.group_en, l.group_en), coalesce(d.text, l.text),
                     coalesce(d.text_hash, l.text_hash)] AS then) AS c;
    CREATE TEMPORARY TABLE judged_relation ON COMMIT DROP AS
    SELECT d.*, s.framework IS NULL AND l.framework IS NULL AS fresh
    FROM pg_temp.document_relation d
    LEFT JOIN cadre.element_relation s
           ON (s.framework, s.version, s.from_type, s.from_code, s.relation, s.to_type, s.to_code)
            = (of_framework, of_version, d.from_type, d.from_code, d.relation, d.to_type, d.to_code)
    LEFT JOIN cadre.loaded_relation l
           ON (l.framework, l.version, l.from_type, l.from_code, l.relation, l.to_type, l.to_code)
            = (of_framework, of_version, d.from_type, d.from_code, d.relation, d.to_type, d.to_code);
END
$$;

-- Stores what is new, completed or changed by that load.
CREATE FUNCTION store_document(of_load bigint, of_framework text, of_version text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    stray record;
BEGIN
    UPDATE cadre.loaded_element l SET replaced_by = of_load
    FROM pg_temp.judged_element j
    WHERE (l.framework, l.version, l.type, l.code) = (of_framework, of_version, j.type, j.code)
      AND l.replaced_by IS NULL AND j.outcome IN ('completed', 'changed');
    INSERT INTO cadre.loaded_element (framework, version, type, code, title_en, group_code, group_en, text, text_hash, load)
        SELECT of_framework, of_version, type, code, title_en, group_code, group_en, text, text_hash, of_load
        FROM pg_temp.judged_element WHERE outcome <> 'same';
    INSERT INTO cadre.loaded_relation (framework, version, from_type, from_code, relation, to_type, to_code, load)
        SELECT of_framework, of_version, from_type, from_code, relation, to_type, to_code, of_load
        FROM pg_temp.judged_relation WHERE fresh;
    /* Sets, not joins: the planner knows nothing yet of what was just stored. */
    SELECT e.type, e.code INTO stray
    FROM (SELECT from_type AS type, from_code AS code FROM pg_temp.judged_relation
          UNION SELECT to_type, to_code FROM pg_temp.judged_relation
          EXCEPT (SELECT s.type, s.code FROM cadre.element s WHERE (s.framework, s.version) = (of_framework, of_version)
                  UNION ALL
                  SELECT l.type, l.code FROM cadre.loaded_element l
                  WHERE (l.framework, l.version) = (of_framework, of_version) AND l.replaced_by IS NULL)) AS e
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'a relation names the % "%", which is not in the catalogue', stray.type, stray.code;
    END IF;
    ANALYZE cadre.loaded_element, cadre.loaded_relation; -- the next load joins with them
END
$$;

-- Adds the document, under the registry lock; load is NULL when it says nothing new.
CREATE FUNCTION add_document(of_framework text, of_version text, title text, new_scale text, of_file text, of_sha256 text,
                             OUT load bigint, OUT framework_new boolean, OUT current boolean, OUT scale text,
                             OUT elements_new bigint, OUT elements_completed bigint, OUT elements_changed bigint,
                             OUT elements_same bigint, OUT elements_kept bigint, OUT relations_new bigint, OUT relations_same bigint)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM cadre.judge_document(of_framework, of_version);
    SELECT count(*) FILTER (WHERE j.outcome = 'new'), count(*) FILTER (WHERE j.outcome = 'completed'),
           count(*) FILTER (WHERE j.outcome = 'changed'), count(*) FILTER (WHERE j.outcome = 'same'), count(*) FILTER (WHERE j.kept)
    INTO elements_new, elements_completed, elements_changed, elements_same, elements_kept
    FROM pg_temp.judged_element j;
    SELECT count(*) FILTER (WHERE j.fresh), count(*) FILTER (WHERE NOT j.fresh) INTO relations_new, relations_same
    FROM pg_temp.judged_relation j;
    SELECT f.current, f.scale INTO current, scale
    FROM cadre.framework_now f WHERE (f.code, f.version) = (of_framework, of_version);
    framework_new := NOT FOUND;
    IF framework_new THEN
        current := NOT EXISTS (SELECT FROM cadre.framework_now f WHERE f.code = of_framework);
        scale := coalesce(new_scale, (SELECT f.scale FROM cadre.framework_now f WHERE f.code = of_framework
                                      ORDER BY f.current DESC, f.version COLLATE "C" DESC LIMIT 1), 'core');
    ELSIF elements_new + elements_completed + elements_changed + relations_new = 0 THEN
        RETURN;
    END IF;
    INSERT INTO cadre.catalogue_load AS l (framework, version, file_name, sha256, recorded_at, framework_new, elements_new,
                                           elements_completed, elements_changed, elements_same, elements_kept, relations_new,
                                           relations_same)
        VALUES (of_framework, of_version, of_file, of_sha256, cadre.draw_recorded(), add_document.framework_new,
                add_document.elements_new, add_document.elements_completed, add_document.elements_changed,
                add_document.elements_same, add_document.elements_kept, add_document.relations_new, add_document.relations_same)
        RETURNING l.number INTO load;
    IF framework_new THEN
        INSERT INTO cadre.loaded_framework (code, version, title_en, scale, current, load)
            VALUES (of_framework, of_version, coalesce(title, of_framework), add_document.scale, add_document.current,
                    add_document.load);
    END IF;
    PERFORM cadre.store_document(load, of_framework, of_version);
END
$$;
