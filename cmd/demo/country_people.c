/*
 * Rows about people: rosters, awards, competencies, wishes, courses taken.
 */
#include "cmd/demo/country_rows.h"

#include <string.h>

#include "cmd/demo/courses.h"
#include "cmd/demo/honours.h"
#include "cmd/demo/national.h"
#include "cmd/demo/records.h"
#include "cmd/demo/wishes.h"

/* The rows of one person in the sheet under way. */
typedef void write_person(const struct country *country, const struct demo_person *person,
                          const struct demo_source *source, struct arena *scratch,
                          struct sheet *sheet);

/* Makes and writes everybody whom `source` knows; `assessed`: whom it assesses for others too. */
static void write_people(const struct country *country, const struct demo_source *source,
                         bool assessed, write_person *write, struct sheet *sheet)
{
    int32_t index = (int32_t)(source - demo_sources);
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < country->person_count; i++) {
        int32_t first, second;
        demo_person_sources(country->seed, i, &first, &second);
        bool known = first == index || second == index;
        if (!known && !(assessed && source_is_office(&demo_sources[first])))
            continue;
        struct demo_person person;
        arena_reset(scratch);
        demo_person_make(country->seed, i, country->catalogue, scratch, &person);
        write(country, &person, source, scratch, sheet);
    }
    arena_free(scratch);
}

static bool is_of(const struct demo_person *person, const struct demo_source *source)
{
    return &demo_sources[person->source] == source;
}

static bool knows(const struct demo_person *person, const struct demo_source *source)
{
    int32_t index = (int32_t)(source - demo_sources);
    return person->source == index || person->second_source == index;
}

static const char *verifier_of(const struct demo_source *source)
{
    return source->verifier != NULL ? source->verifier : "";
}

static void set_key(const struct demo_person *person, const struct demo_source *source,
                    struct arena *scratch, struct sheet *sheet)
{
    sheet_set(sheet, "source_person_id", demo_person_source_id(person->index, source, scratch));
    sheet_set(sheet, "national_id", person->national_id);
}

static void set_identity(const struct demo_person *person, struct arena *scratch,
                         struct sheet *sheet)
{
    const char *const child[2][2] = {{"oğlu", "qızı"}, {"оглы", "кызы"}};
    const struct name_spelling father = {
        arena_format(scratch, "%s %s", person->father_name->az, child[0][person->female]),
        arena_format(scratch, "%s %s", person->father_name->ru, child[1][person->female])};
    sheet_set_name(sheet, "family_name", person->family_name);
    sheet_set_name(sheet, "given_name", person->given_name);
    sheet_set_name(sheet, "patronymic", &father);
    sheet_set_date(sheet, "birth_date", person->birth_date);
    sheet_set(sheet, "sex", person->female ? "F" : "M");
    sheet_set(sheet, "citizenship", person->citizenship);
    sheet_set(sheet, "region", person->region);
    sheet_set(sheet, "district", person->district);
    sheet_set(sheet, "email", person->email);
    sheet_set(sheet, "phone", person->phone);
    sheet_set(sheet, "languages", person->languages);
}

static const char *job_title(const struct demo_person *person, enum sheet_language language)
{
    const char *const titles[] = {person->track->job_en, person->track->job_az,
                                  person->track->job_ru};
    return titles[language];
}

static void set_career(const struct demo_person *person, const struct demo_source *source,
                       struct sheet *sheet)
{
    bool employed = person->employer[0] != '\0';
    sheet_set(sheet, "employer_name", person->employer);
    sheet_set(sheet, "employer_code", employed && source->employer != NULL ? source->owner : "");
    sheet_set(sheet, "job_title", employed ? job_title(person, source->dialect.language) : "");
    sheet_set_date(sheet, "employed_from", person->employed_from);
    sheet_set(sheet, "occupation", employed ? person->track->occupation : "");
    sheet_set_integer(sheet, "education_level", person->education);
    sheet_set(sheet, "field_of_study", person->education >= 4 ? person->track->field : "");
    sheet_set(sheet, "institution", person->institution);
    sheet_set_date(sheet, "graduated_on", person->graduated_on);
}

static void set_service(const struct demo_person *person, struct sheet *sheet)
{
    sheet_set(sheet, "service_status", person->service_status);
    sheet_set(sheet, "service_ground", person->service_ground);
    sheet_set_date(sheet, "service_until", person->service_until);
    sheet_set(sheet, "military_specialty", person->military_specialty);
    sheet_set(sheet, "rank", person->rank);
    sheet_set(sheet, "fitness_category", person->fitness);
    sheet_set_date(sheet, "fitness_on", person->fitness_on);
    sheet_set(sheet, "clearance", person->clearance);
    sheet_set_date(sheet, "available_from", person->available_from);
    sheet_set(sheet, "relocates", person->relocates ? "yes" : "no");
    sheet_set_date(sheet, "consent_on", person->consent_on);
    sheet_set_date(sheet, "consent_until", person->consent_until);
    sheet_set(sheet, "consent_for", person->consent_for);
}

static void write_specialist(const struct country *country, const struct demo_person *person,
                             const struct demo_source *source, struct arena *scratch,
                             struct sheet *sheet)
{
    (void)country;
    set_key(person, source, scratch, sheet);
    set_identity(person, scratch, sheet);
    set_career(person, source, sheet);
    set_service(person, sheet);
    sheet_end_row(sheet);
}

void rows_roster(const struct country *country, const struct demo_source *source,
                 struct sheet *sheet)
{
    write_people(country, source, false, write_specialist, sheet);
}

/* Certificates of the country name no last day: the credential's months say it. */
static void write_national_award(const struct country *country, const struct demo_person *person,
                                 const struct demo_source *source, struct arena *scratch,
                                 struct sheet *sheet)
{
    struct demo_national_award award;
    if (!demo_national_draw(country->seed, person, scratch, &award))
        return;
    set_key(person, source, scratch, sheet);
    sheet_set(sheet, "credential", award.code);
    sheet_set(sheet, "issuer", award.issuer);
    sheet_set(sheet, "number", award.number);
    sheet_set_date(sheet, "issued_on", award.issued_on);
    sheet_set(sheet, "verified_by", award.verified ? verifier_of(source) : "");
    sheet_end_row(sheet);
}

/* A second source has seen the first certificate only. */
static void write_awards(const struct country *country, const struct demo_person *person,
                         const struct demo_source *source, struct arena *scratch,
                         struct sheet *sheet)
{
    size_t seen = is_of(person, source) ? person->award_count : person->award_count > 0;
    for (size_t i = 0; i < seen; i++) {
        const struct demo_award *award = &person->awards[i];
        set_key(person, source, scratch, sheet);
        sheet_set(sheet, "credential", award->credential->code);
        sheet_set(sheet, "issuer", award->credential->issuer);
        sheet_set(sheet, "number", award->number);
        sheet_set_date(sheet, "issued_on", award->issued_on);
        sheet_set_date(sheet, "expires_on", award->expires_on);
        sheet_set_date(sheet, "revoked_on", award->revoked_on);
        sheet_set(sheet, "verified_by", award->verified ? verifier_of(source) : "");
        sheet_end_row(sheet);
    }
    if (is_of(person, source))
        write_national_award(country, person, source, scratch, sheet);
}

void rows_certifications(const struct country *country, const struct demo_source *source,
                         struct sheet *sheet)
{
    write_people(country, source, false, write_awards, sheet);
}

/* Whom the source does not know itself it names by national id alone; a second source has assessed
 * one thing only. */
static void write_competencies(const struct country *country, const struct demo_person *person,
                               const struct demo_source *source, struct arena *scratch,
                               struct sheet *sheet)
{
    (void)country;
    bool known = knows(person, source);
    if (!known && person->national_id[0] == '\0')
        return;
    bool second = known && !is_of(person, source);
    size_t assessed = second ? person->held_count > 0 : person->held_count;
    for (size_t i = 0; i < assessed; i++) {
        const struct demo_held *held = &person->held[i];
        set_key(person, source, scratch, sheet);
        if (!known)
            sheet_set(sheet, "source_person_id", "");
        sheet_set(sheet, "type", held->type);
        sheet_set(sheet, "code", held->code);
        sheet_set(sheet, "level", held->level);
        sheet_set_integer(sheet, "years", held->years);
        sheet_set_date(sheet, "assessed_on", held->assessed_on);
        sheet_set(sheet, "verified_by", held->verified ? verifier_of(source) : "");
        sheet_end_row(sheet);
    }
}

void rows_competencies(const struct country *country, const struct demo_source *source,
                       struct sheet *sheet)
{
    write_people(country, source, source == demo_assessor, write_competencies, sheet);
}

/* Only the person's own office asked. */
static void write_wishes(const struct country *country, const struct demo_person *person,
                         const struct demo_source *source, struct arena *scratch,
                         struct sheet *sheet)
{
    struct demo_wish wishes[DEMO_WISHES_MAX];
    size_t count =
        is_of(person, source) ? demo_wishes_draw(country->seed, person, country->needs, wishes) : 0;
    for (size_t i = 0; i < count; i++) {
        set_key(person, source, scratch, sheet);
        sheet_set(sheet, "side", wishes[i].side);
        sheet_set(sheet, "need_code", wishes[i].need_code);
        sheet_set(sheet, "work_role", wishes[i].work_role);
        sheet_set(sheet, "organization_code", wishes[i].organization_code);
        sheet_set_integer(sheet, "rank", wishes[i].rank);
        sheet_end_row(sheet);
    }
}

void rows_preferences(const struct country *country, const struct demo_source *source,
                      struct sheet *sheet)
{
    write_people(country, source, false, write_wishes, sheet);
}

static void write_completions(const struct country *country, const struct demo_person *person,
                              const struct demo_source *source, struct arena *scratch,
                              struct sheet *sheet)
{
    struct demo_completion completions[DEMO_COMPLETIONS_MAX];
    size_t count = demo_completions_draw(country->seed, person, completions);
    for (size_t i = 0; i < count; i++) {
        set_key(person, source, scratch, sheet);
        sheet_set(sheet, "provider", completions[i].course->provider);
        sheet_set(sheet, "training", completions[i].course->code);
        sheet_set_date(sheet, "completed_on", completions[i].completed_on);
        sheet_set_date(sheet, "expires_on", completions[i].expires_on);
        sheet_set(sheet, "verified_by", verifier_of(source));
        sheet_end_row(sheet);
    }
}

void rows_completions(const struct country *country, const struct demo_source *source,
                      struct sheet *sheet)
{
    write_people(country, source, false, write_completions, sheet);
}

static void write_assessment(const struct country *country, const struct demo_person *person,
                             const struct demo_source *source, struct arena *scratch,
                             struct sheet *sheet)
{
    struct demo_honours honours;
    demo_honours_draw(country->seed, person, scratch, &honours);
    if (honours.score == NULL)
        return;
    set_key(person, source, scratch, sheet);
    sheet_set(sheet, "code", DEMO_ENTRANCE);
    sheet_set(sheet, "score", honours.score);
    sheet_set_date(sheet, "taken_on", honours.taken_on);
    sheet_set(sheet, "verified_by", verifier_of(source));
    sheet_end_row(sheet);
}

void rows_assessments(const struct country *country, const struct demo_source *source,
                      struct sheet *sheet)
{
    write_people(country, source, false, write_assessment, sheet);
}

static void write_distinction(const struct country *country, const struct demo_person *person,
                              const struct demo_source *source, struct arena *scratch,
                              struct sheet *sheet)
{
    struct demo_honours honours;
    demo_honours_draw(country->seed, person, scratch, &honours);
    if (honours.distinction == NULL)
        return;
    set_key(person, source, scratch, sheet);
    sheet_set(sheet, "code", honours.distinction);
    sheet_set_date(sheet, "awarded_on", honours.awarded_on);
    sheet_set(sheet, "verified_by", verifier_of(source));
    sheet_end_row(sheet);
}

void rows_distinctions(const struct country *country, const struct demo_source *source,
                       struct sheet *sheet)
{
    write_people(country, source, false, write_distinction, sheet);
}

static void write_records(const struct country *country, const struct demo_person *person,
                          const struct demo_source *source, struct arena *scratch,
                          struct sheet *sheet)
{
    struct demo_record records[DEMO_RECORDS_MAX];
    size_t count =
        is_of(person, source) ? demo_records_draw(country->seed, person, scratch, records) : 0;
    for (size_t i = 0; i < count; i++) {
        const struct demo_record *record = &records[i];
        bool served = strcmp(record->record, "serving") == 0;
        set_key(person, source, scratch, sheet);
        sheet_set(sheet, "record", record->record);
        sheet_set(sheet, "ground", record->ground);
        sheet_set_date(sheet, "from_on", record->from_on);
        sheet_set_date(sheet, "until_on", record->until_on);
        sheet_set(sheet, "military_specialty", served ? person->military_specialty : "");
        sheet_set(sheet, "rank", served ? person->rank : "");
        sheet_set(sheet, "unit", record->unit);
        sheet_set(sheet, "document_no", record->document_no);
        sheet_end_row(sheet);
    }
}

void rows_service_records(const struct country *country, const struct demo_source *source,
                          struct sheet *sheet)
{
    write_people(country, source, false, write_records, sheet);
}
