-- The catalogue: frameworks, credentials, code lists, regions, law. Reference data, replaced as a whole by cadre db init and upgrade.
CREATE TABLE framework (
    code text, version text, title_en text NOT NULL, title_az text, title_ru text,
    scale text NOT NULL, current boolean NOT NULL,
    PRIMARY KEY (code, version));
CREATE TABLE scale (code text PRIMARY KEY, title_en text NOT NULL);
CREATE TABLE scale_level (
    scale text, level text, rank integer NOT NULL, label_en text, label_az text, label_ru text,
    PRIMARY KEY (scale, level), UNIQUE (scale, rank));
CREATE TABLE element (
    framework text, version text, type text, code text,
    title_en text, title_az text, title_ru text, group_code text, group_en text, note text,
    PRIMARY KEY (framework, version, type, code));
CREATE TABLE element_relation (
    framework text, version text, from_type text, from_code text, relation text, to_type text,
    to_code text,
    PRIMARY KEY (framework, version, from_type, from_code, relation, to_type, to_code));
CREATE TABLE mapping (
    from_framework text, from_version text, from_code text,
    to_framework text, to_version text, to_code text,
    PRIMARY KEY (from_framework, from_version, from_code, to_framework, to_version, to_code));
CREATE TABLE credential (
    issuer text, code text, title text NOT NULL, months integer,
    PRIMARY KEY (issuer, code));
CREATE TABLE credential_alias (alias text, issuer text, code text, PRIMARY KEY (alias, issuer, code));
CREATE TABLE alignment (
    issuer text, credential text, framework text, version text, element_type text,
    element_code text, level text, source text,
    PRIMARY KEY (issuer, credential, framework, version, element_type, element_code, level));
CREATE TABLE credential_grant (
    issuer text, credential text, framework text, version text, type text, code text, level text,
    PRIMARY KEY (issuer, credential, framework, version, type, code, level));
CREATE TABLE code_list (
    list text, code text, rank integer NOT NULL, label_en text, label_az text, label_ru text,
    PRIMARY KEY (list, code));
CREATE TABLE code_list_alias (list text, alias text, code text NOT NULL, PRIMARY KEY (list, alias));
CREATE TABLE country (alpha2 text PRIMARY KEY, alpha3 text NOT NULL UNIQUE);
CREATE TABLE isced_f (code text PRIMARY KEY);
CREATE TABLE isco08 (code text PRIMARY KEY);
CREATE TABLE language (code text PRIMARY KEY);
CREATE TABLE region (
    code text PRIMARY KEY, kind text NOT NULL, parent_code text,
    name_en text NOT NULL, name_az text NOT NULL, name_ru text NOT NULL, note text);
CREATE TABLE service_rule (
    rule text PRIMARY KEY, valid_from date, valid_until date, engagement text NOT NULL,
    service_status text NOT NULL, min_age integer, max_age integer, months integer, ground text,
    decree text, confirmed boolean NOT NULL);

-- Empties the table of a shipped file and returns the COPY statement that fills it.
CREATE FUNCTION catalogue_reload(file text, columns text[]) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    target text;
BEGIN
    SELECT t.name INTO STRICT target
    FROM (VALUES ('frameworks', 'framework'), ('scales', 'scale'), ('scale_levels', 'scale_level'),
                 ('elements', 'element'), ('element_relations', 'element_relation'),
                 ('mappings', 'mapping'), ('credentials', 'credential'),
                 ('credential_aliases', 'credential_alias'), ('alignments', 'alignment'),
                 ('credential_grants', 'credential_grant'), ('code_lists', 'code_list'),
                 ('code_list_aliases', 'code_list_alias'), ('countries', 'country'),
                 ('isced_f', 'isced_f'), ('isco08', 'isco08'), ('languages', 'language'),
                 ('regions', 'region'), ('service_rules', 'service_rule')) AS t (file, name)
    WHERE t.file = catalogue_reload.file;
    EXECUTE format('DELETE FROM cadre.%I', target);
    RETURN format('COPY cadre.%I (%s) FROM STDIN (FORMAT csv)', target,
                  (SELECT string_agg(quote_ident(c), ', ' ORDER BY n)
                   FROM unnest(columns) WITH ORDINALITY AS u (c, n)));
END
$$;
