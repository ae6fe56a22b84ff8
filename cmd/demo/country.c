#include "cmd/demo/country.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "cmd/demo/country_rows.h"

/* A roster's excerpt that a clerk saved in a format without the letters. */
enum { REFUSED_PEOPLE = 400 };

typedef void write_rows(const struct country *country, const struct demo_source *source,
                        struct sheet *sheet);

#define COLUMNS(...)                                                                               \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

/* How each kind is written: centrally, or by each source in its own dialect and columns (columns
 * NULL). */
static const struct kind_sheet {
    const char *kind;
    write_rows *write;
    const struct dialect *dialect;
    const char *const *columns;
    uint32_t faults_per_mille;
    size_t of_source; /* where a struct demo_source has its columns */
} kind_sheets[] = {
    {"organizations", rows_organizations, &demo_dialect_machine,
     COLUMNS("code", "name", "kind", "parent_code", "sector", "region"), 0},
    {"roster", rows_roster, .of_source = offsetof(struct demo_source, roster)},
    {"competencies", rows_competencies, .of_source = offsetof(struct demo_source, competencies)},
    {"certifications", rows_certifications,
     .of_source = offsetof(struct demo_source, certifications)},
    {"needs", rows_needs, &demo_dialect_ministry,
     COLUMNS("need_code", "organization_code", "title", "engagement", "work_role", "level",
             "headcount", "priority", "region", "starts_on", "ends_on", "term_months", "min_age",
             "max_age", "citizenship", "service_status", "fitness_category", "clearance",
             "education_level", "languages", "classification", "trust"),
     12},
    {"requirements", rows_requirements, &demo_dialect_machine,
     COLUMNS("need_code", "clause", "kind", "code", "level", "importance", "weight", "k"), 7},
    {"placements", rows_placements, &demo_dialect_ministry,
     COLUMNS("+№", "person_source", "source_person_id", "need_code", "status", "from_on",
             "until_on", "order_no", "order_on", "end_reason"),
     22},
    {"preferences", rows_preferences, .of_source = offsetof(struct demo_source, preferences)},
    {"trainings", rows_trainings, &demo_dialect_ministry,
     COLUMNS("provider", "code", "title", "hours", "cost", "seats", "starts_on", "ends_on",
             "region", "language", "grants"),
     60},
    {"completions", rows_completions, .of_source = offsetof(struct demo_source, completions)},
    {"assessments", rows_assessments, .of_source = offsetof(struct demo_source, assessments)},
    {"distinctions", rows_distinctions, .of_source = offsetof(struct demo_source, distinctions)},
    {"institution_lists", rows_institution_lists, &demo_dialect_ministry,
     COLUMNS("list", "institution", "listed_from", "listed_until"), 0},
    {"service_records", rows_service_records,
     .of_source = offsetof(struct demo_source, service_records)},
    {"decisions", rows_decisions, &demo_dialect_ministry,
     COLUMNS("person_source", "source_person_id", "need_code", "verdict", "reason_code", "by",
             "decided_on", "until_on"),
     0},
};

/* NULL: the country has nothing of the kind. */
static const struct kind_sheet *kind_sheet_of(const struct kind *kind)
{
    for (size_t i = 0; i < sizeof kind_sheets / sizeof *kind_sheets; i++) {
        if (strcmp(kind_sheets[i].kind, kind->name) == 0)
            return &kind_sheets[i];
    }
    return NULL;
}

struct country *country_make(uint64_t seed, size_t person_count, const struct catalogue *catalogue,
                             struct arena *arena)
{
    struct country *country = arena_calloc(arena, 1, sizeof *country);
    country->seed = seed;
    country->person_count = person_count;
    country->catalogue = catalogue;
    country->needs = demo_needs_make(seed, arena);
    country->placements = demo_placements_make(seed, person_count, country->needs, catalogue, arena,
                                               &country->placement_count);
    country->decisions = demo_decisions_make(seed, person_count, country->needs, catalogue, arena,
                                             &country->decision_count);
    return country;
}

/* NULL: the source has no such sheet. */
static const char *const *columns_of(const struct demo_source *source,
                                     const struct kind_sheet *sheet)
{
    return *(const char *const *const *)((const char *)source + sheet->of_source);
}

static void add_file(struct country_file *files, size_t *count, const struct kind *kind,
                     const struct demo_source *source, bool by_source, struct arena *arena)
{
    const char *name = by_source ? arena_format(arena, "%s-%s.csv", kind->name, source->code)
                                 : arena_format(arena, "%s.csv", kind->name);
    files[(*count)++] = (struct country_file){.name = name, .kind = kind, .source = source};
}

/* The office of the first roster saved another one, and lost its letters. */
static void add_refused(struct country_file *files, size_t *count, const struct kind *kind)
{
    files[(*count)++] = (struct country_file){.name = "roster-BAKU-1-excel.csv",
                                              .kind = kind,
                                              .source = &demo_sources[0],
                                              .refused = true};
}

const struct country_file *country_files(struct arena *arena, size_t *ret_count)
{
    size_t kind_count, count = 0;
    const struct kind *const *kinds = kind_all(&kind_count);
    struct country_file *files =
        arena_calloc(arena, kind_count * (DEMO_SOURCE_COUNT + 1), sizeof *files);
    for (size_t i = 0; i < kind_count; i++) {
        const struct kind_sheet *sheet = kind_sheet_of(kinds[i]);
        if (sheet == NULL)
            continue;
        if (sheet->columns != NULL) {
            const struct demo_source *source = kinds[i]->needs_source ? demo_posting_source : NULL;
            add_file(files, &count, kinds[i], source, false, arena);
            continue;
        }
        for (size_t s = 0; s < DEMO_SOURCE_COUNT; s++) {
            if (columns_of(&demo_sources[s], sheet) != NULL)
                add_file(files, &count, kinds[i], &demo_sources[s], true, arena);
        }
        if (kinds[i]->full_list)
            add_refused(files, &count, kinds[i]);
    }
    *ret_count = count;
    return files;
}

/* A stream of faults for each file, by where its kind and source stand in the tables. */
static struct random fault_stream(uint64_t seed, const struct country_file *file,
                                  const struct kind_sheet *form)
{
    uint64_t number = (uint64_t)(form - kind_sheets) * DEMO_SOURCE_COUNT;
    if (file->source != NULL)
        number += (uint64_t)(file->source - demo_sources);
    return random_stream(seed, RANDOM_FAULTS, number);
}

static struct sheet_plan plan_of(const struct country *country, const struct country_file *file,
                                 const struct kind_sheet *form)
{
    bool central = form->columns != NULL;
    return (struct sheet_plan){
        .kind = file->kind,
        .catalogue = country->catalogue,
        .dialect = central ? form->dialect : &file->source->dialect,
        .columns = central ? form->columns : columns_of(file->source, form),
        .faults_per_mille = central ? form->faults_per_mille : file->source->faults_per_mille,
        .faults = fault_stream(country->seed, file, form),
        .loses_letters = file->refused,
    };
}

struct country_tally country_write(const struct country *country, const struct country_file *file,
                                   FILE *out)
{
    const struct kind_sheet *form = kind_sheet_of(file->kind);
    assert(form != NULL);
    struct sheet_plan plan = plan_of(country, file, form);
    struct country part = *country;
    if (file->refused && part.person_count > REFUSED_PEOPLE)
        part.person_count = REFUSED_PEOPLE;
    struct sheet *sheet = sheet_new(&plan, out);
    form->write(&part, file->source, sheet);
    struct country_tally tally = {.rows = sheet_row_count(sheet),
                                  .faulty = sheet_fault_count(sheet)};
    sheet_free(sheet);
    return tally;
}
