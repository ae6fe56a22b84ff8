-- The registry. Every row has two clocks: `valid`, the days on which it is true, and `recorded`, when we knew it. A row is never
-- changed but for the end of `recorded`; `batch` wrote it, `closed_by` ended it.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA cadre;

-- One row: the newest recorded time and the newest person's number. Drawn under the registry lock.
CREATE TABLE registry_clock (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    newest timestamptz NOT NULL,
    newest_person bigint NOT NULL DEFAULT 0);
INSERT INTO registry_clock (newest) VALUES ('2000-01-01 00:00:00+00');

CREATE FUNCTION draw_recorded() RETURNS timestamptz
LANGUAGE sql AS $$
    UPDATE cadre.registry_clock
    SET newest = greatest(clock_timestamp(), newest + interval '1 microsecond')
    RETURNING newest
$$;

CREATE TABLE source (
    code text PRIMARY KEY,
    owner text NOT NULL, -- organization
    precedence integer NOT NULL DEFAULT 100,
    grace_days integer NOT NULL DEFAULT 60 CHECK (grace_days >= 0),
    created_at timestamptz NOT NULL);

CREATE TABLE organization (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    code text NOT NULL, name text NOT NULL, kind text NOT NULL, parent_code text, sector text,
    region text,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint,
    EXCLUDE USING gist (key WITH =, valid WITH &&, recorded WITH &&));

-- What one source said of one person, as it was said.
CREATE TABLE source_record (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    source text NOT NULL, owner text NOT NULL, person_id text NOT NULL,
    source_person_id text, national_id text, family_name text NOT NULL, given_name text NOT NULL,
    patronymic text, birth_date date, sex text, citizenship text, region text, district text,
    employer_code text, employer_name text, job_title text, employed_from date, occupation text,
    education_level text, field_of_study text, institution text, graduated_on date, email text,
    phone text, languages text[], service_status text, service_ground text, service_until date,
    military_specialty text, rank text, fitness_category text, fitness_on date, clearance text,
    available_from date, relocates boolean, consent_on date, consent_until date,
    consent_for text[], leave_reason text, moved_to text,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint);
CREATE UNIQUE INDEX source_record_known ON source_record (key, lower(valid)) WHERE upper_inf(recorded);
CREATE INDEX source_record_person ON source_record (person_id);
CREATE INDEX source_record_source_person ON source_record (source, source_person_id);
CREATE INDEX source_record_national_id ON source_record (national_id) WHERE upper_inf(recorded);

-- Derived from source_record by person_state, refreshed by the merge for the people concerned.
CREATE TABLE person (
    person_id text PRIMARY KEY CHECK (person_id ~ '^P[0-9]{8,}$'),
    natural_key text NOT NULL UNIQUE,
    national_id text, family_name text, given_name text, patronymic text, birth_date date, sex text,
    citizenship text, region text, district text, education_level text, field_of_study text,
    languages text, service_status text, service_until date, military_specialty text, rank text,
    fitness_category text, clearance text, available_from date, relocates boolean,
    consent_on date, consent_until date, consent_for text, email text, phone text,
    owner text NOT NULL, attached boolean NOT NULL, ended_on date, grace_days integer NOT NULL);

-- Append only: what happened to a person's identity.
CREATE TABLE person_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id text NOT NULL, event text NOT NULL CHECK (event IN ('created', 'key_changed')),
    natural_key text NOT NULL, owner text NOT NULL, batch bigint NOT NULL, recorded_at timestamptz NOT NULL);

CREATE TABLE competency_held (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    source text NOT NULL, owner text NOT NULL, person_id text NOT NULL,
    type text NOT NULL, code text NOT NULL, level text NOT NULL, years integer, assessed_on date,
    verified_by text,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint);
CREATE UNIQUE INDEX competency_held_known ON competency_held (key, lower(valid)) WHERE upper_inf(recorded);
CREATE INDEX competency_held_person ON competency_held (person_id);

CREATE TABLE award (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    source text NOT NULL, owner text NOT NULL, person_id text NOT NULL,
    credential text NOT NULL, -- ISSUER/CODE
    number text, issued_on date NOT NULL, expires_on date, revoked_on date, verified_by text,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint,
    CHECK (expires_on >= issued_on), CHECK (revoked_on >= issued_on));
CREATE UNIQUE INDEX award_known ON award (key, lower(valid)) WHERE upper_inf(recorded);
CREATE INDEX award_person ON award (person_id);

CREATE TABLE need (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    need_code text NOT NULL, organization_code text NOT NULL, title text NOT NULL,
    engagement text NOT NULL, work_role text, level text, headcount integer NOT NULL CHECK (headcount > 0),
    priority integer NOT NULL CHECK (priority BETWEEN 1 AND 9), region text, location text,
    starts_on date NOT NULL, ends_on date, term_months integer, min_age integer, max_age integer,
    citizenship text[], service_status text[], fitness_category text, clearance text,
    education_level text, languages text[], classification text NOT NULL,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint,
    CHECK (ends_on >= starts_on), CHECK (max_age >= min_age),
    EXCLUDE USING gist (key WITH =, valid WITH &&, recorded WITH &&));

CREATE TABLE need_alternative (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    need_code text NOT NULL, clause integer NOT NULL, kind text NOT NULL, code text NOT NULL,
    level text, importance text NOT NULL, weight integer NOT NULL, k integer NOT NULL,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint);
CREATE UNIQUE INDEX need_alternative_known ON need_alternative (key, lower(valid)) WHERE upper_inf(recorded);
CREATE INDEX need_alternative_need ON need_alternative (need_code);

-- Needs whose requirement set was held while none stood: matched by nobody until a whole set comes.
CREATE TABLE requirement_hold (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    need_code text NOT NULL,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint);
CREATE UNIQUE INDEX requirement_hold_known ON requirement_hold (key, lower(valid)) WHERE upper_inf(recorded);

CREATE TABLE placement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL,
    source text NOT NULL, owner text NOT NULL, person_id text NOT NULL,
    need_code text NOT NULL, from_on date NOT NULL, until_on date, status text NOT NULL,
    end_reason text, order_no text, order_on date,
    valid daterange NOT NULL, recorded tstzrange NOT NULL, batch bigint NOT NULL, closed_by bigint,
    CHECK (until_on >= from_on));
CREATE UNIQUE INDEX placement_known ON placement (key, lower(valid)) WHERE upper_inf(recorded);
CREATE INDEX placement_person ON placement (person_id);
