-- What a catalogue kind may say that the tables of 0001 had no place for: days of grace and of renewal, call-ups.
ALTER TABLE credential ADD COLUMN grace_days integer, ADD COLUMN renewal_days integer;
CREATE TABLE call_up (
    code text PRIMARY KEY, opens_on date NOT NULL, closes_on date NOT NULL,
    born_from integer, born_until integer, -- years, both included
    decree text);
-- A local spelling of what a list, the regions, the credentials or a version of a framework have; type: of an element.
CREATE TABLE alias (list text, alias text, code text NOT NULL, type text, PRIMARY KEY (list, alias));

-- Which table holds the shipped file of a name. A later migration that brings a file adds its line.
CREATE TABLE catalogue_file (file text PRIMARY KEY, target text NOT NULL UNIQUE);
INSERT INTO catalogue_file (file, target) VALUES
    ('frameworks', 'framework'), ('scales', 'scale'), ('scale_levels', 'scale_level'), ('elements', 'element'),
    ('element_relations', 'element_relation'), ('mappings', 'mapping'), ('credentials', 'credential'),
    ('credential_aliases', 'credential_alias'), ('alignments', 'alignment'), ('credential_grants', 'credential_grant'),
    ('code_lists', 'code_list'), ('code_list_aliases', 'code_list_alias'), ('countries', 'country'), ('isced_f', 'isced_f'),
    ('isco08', 'isco08'), ('languages', 'language'), ('regions', 'region'), ('service_rules', 'service_rule'),
    ('call_ups', 'call_up'), ('aliases', 'alias');

CREATE OR REPLACE FUNCTION catalogue_reload(file text, columns text[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    target text;
BEGIN
    SELECT f.target INTO STRICT target FROM cadre.catalogue_file f WHERE f.file = catalogue_reload.file;
    EXECUTE format('DELETE FROM cadre.%I', target);
    RETURN format('COPY cadre.%I (%s) FROM STDIN (FORMAT csv)', target,
                  (SELECT string_agg(quote_ident(c), ', ' ORDER BY n)
                   FROM unnest(columns) WITH ORDINALITY AS u (c, n)));
END
$$;

-- Files of the catalogue's kinds are loaded together: one line of the ledger for all files of a call, which concerns no one framework.
ALTER TABLE catalogue_load
    ALTER COLUMN framework DROP NOT NULL, ALTER COLUMN version DROP NOT NULL, -- NULL: files of kinds
    ADD COLUMN rows_new bigint NOT NULL DEFAULT 0,       -- of files of kinds, elements among them
    ADD COLUMN rows_completed bigint NOT NULL DEFAULT 0,
    ADD COLUMN rows_changed bigint NOT NULL DEFAULT 0,
    ADD COLUMN rows_same bigint NOT NULL DEFAULT 0;
CREATE TABLE catalogue_load_file (
    load bigint NOT NULL REFERENCES catalogue_load, ordinal bigint NOT NULL,
    kind text NOT NULL, file_name text NOT NULL, sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (load, ordinal));

-- What was loaded of the tables that have none of their own: credentials, regions, rules of service. The program knows the columns and
-- reads these rows over the shipped ones; a row that a later load changes is replaced, as elements are.
CREATE TABLE loaded_row (
    table_name text NOT NULL REFERENCES catalogue_file,
    key text NOT NULL,          -- the cells of its key in lower case, each followed by U+001F
    cells jsonb NOT NULL,       -- column -> text: what its loads have said until then, the key as it is spelled
    replaces boolean NOT NULL,  -- its cells count where the shipped ones say otherwise
    load bigint NOT NULL REFERENCES catalogue_load,
    replaced_by bigint REFERENCES catalogue_load, -- NULL = it counts now
    PRIMARY KEY (table_name, key, load));
CREATE UNIQUE INDEX loaded_row_now ON loaded_row (table_name, key) WHERE replaced_by IS NULL;
