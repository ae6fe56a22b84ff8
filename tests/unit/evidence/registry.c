#include "tests/unit/evidence/registry.h"

#include <string.h>

#include "core/base/alloc.h"

enum { TABLES_MAX = 4 };

static struct catalogue *the_catalogue;
static struct arena *the_arena;
static struct arena *the_cells; /* of catalogues with some of their own */

static void open_catalogue(void)
{
    the_catalogue = catalogue_new();
    the_cells = arena_new();
}

static void close_catalogue(void)
{
    catalogue_free(the_catalogue);
    arena_free(the_cells);
    the_catalogue = NULL;
    the_cells = NULL;
}

static void open_arena(void)
{
    the_arena = arena_new();
}

static void close_arena(void)
{
    arena_free(the_arena);
    the_arena = NULL;
}

TCase *registry_tcase(const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_add_unchecked_fixture(tcase, open_catalogue, close_catalogue);
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_set_timeout(tcase, 60);
    return tcase;
}

const struct catalogue *registry_catalogue(void)
{
    return the_catalogue;
}

struct arena *registry_arena(void)
{
    return the_arena;
}

void registry_use_catalogue(struct catalogue *catalogue)
{
    catalogue_free(the_catalogue);
    the_catalogue = catalogue;
}

/* ---- another catalogue ----------------------------------------------------------------------- */

static size_t column_named(const struct catalogue_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (strcmp(table->columns[i], name) == 0)
            return i;
    }
    ck_abort_msg("%s has no column %s", table->name, name);
    return 0;
}

static struct catalogue_table copy_of(const char *name)
{
    struct catalogue_table copy = *catalogue_table_find(name);
    size_t count = copy.row_count * copy.column_count;
    const char **cells = arena_calloc(the_cells, count, sizeof *cells);
    memcpy(cells, copy.cells, count * sizeof *cells);
    copy.cells = cells;
    return copy;
}

static void change(const struct catalogue_table *table, const struct test_cell *change)
{
    size_t key = column_named(table, change->key_column);
    size_t column = column_named(table, change->column);
    const char **cells = (const char **)table->cells;
    size_t changed = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        if (strcmp(cells[row * table->column_count + key], change->key) != 0)
            continue;
        cells[row * table->column_count + column] = change->cell;
        changed++;
    }
    ck_assert_msg(changed > 0, "%s has no row %s", table->name, change->key);
}

struct catalogue *catalogue_with(const struct test_cell *cells, size_t count)
{
    struct catalogue_table tables[TABLES_MAX];
    size_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < taken && strcmp(tables[at].name, cells[i].table) != 0)
            at++;
        ck_assert_uint_lt(at, TABLES_MAX);
        if (at == taken)
            tables[taken++] = copy_of(cells[i].table);
        change(&tables[at], &cells[i]);
    }
    return catalogue_from(tables, taken);
}

/* ---- looking up ------------------------------------------------------------------------------ */

struct cadre_date day_of(const char *text)
{
    struct cadre_date day = cadre_date_none;
    if (text != NULL && text[0] != '\0')
        ck_assert_msg(cadre_date_parse_iso(str_view_of(text), &day), "no such day: %s", text);
    return day;
}

int32_t element_of(const char *canonical)
{
    int32_t element = -1;
    for (int type = ELEMENT_WORK_ROLE; type <= ELEMENT_COMPETENCY; type++) {
        if (catalogue_find_element(the_catalogue, (enum element_type)type, str_view_of(canonical),
                                   &element, NULL) == LOOKUP_FOUND)
            return element;
    }
    ck_abort_msg("no such element: %s", canonical);
    return -1;
}

int32_t credential_of(const char *canonical)
{
    for (size_t i = 0; i < catalogue_credential_count(the_catalogue); i++) {
        if (strcmp(catalogue_credential(the_catalogue, (int32_t)i)->canonical, canonical) == 0)
            return (int32_t)i;
    }
    ck_abort_msg("no such credential: %s", canonical);
    return -1;
}

int32_t region_of(const char *code)
{
    for (size_t i = 0; i < catalogue_region_count(the_catalogue); i++) {
        if (strcmp(catalogue_region(the_catalogue, (int32_t)i)->code, code) == 0)
            return (int32_t)i;
    }
    ck_abort_msg("no such region: %s", code);
    return -1;
}

/* ---- adding rows ----------------------------------------------------------------------------- */

struct adding {
    struct snapshot_builder *builder;
    struct arena *lent; /* ends after the row */
};

static struct str_view lend(struct adding *adding, const char *text, const char *usual)
{
    text = text != NULL ? text : usual;
    if (text == NULL || text[0] == '\0')
        return (struct str_view){0};
    return arena_copy(adding->lent, str_view_of(text));
}

static enum cadre_status add_organization(struct adding *adding,
                                          const struct test_organization *row,
                                          struct cadre_error *err)
{
    return snapshot_add_organization(
        adding->builder, lend(adding, row->code, NULL), lend(adding, row->name, row->code),
        lend(adding, row->kind, "unit"), lend(adding, row->parent, NULL),
        lend(adding, row->sector, NULL), lend(adding, row->region, NULL), err);
}

static enum cadre_status add_person(struct adding *adding, const struct test_person *row,
                                    struct cadre_error *err)
{
    const char *key = row->key != NULL ? row->key : "K1";
    struct person_row made = {
        .natural_key = lend(adding, key, NULL),
        .person_id = lend(adding, row->person_id, arena_format(adding->lent, "P-%s", key)),
        .given_name = lend(adding, row->given_name, "Aysel"),
        .family_name = lend(adding, row->family_name, "Quliyeva"),
        .citizenship = lend(adding, row->citizenship, NULL),
        .region = lend(adding, row->region, NULL),
        .service_status = lend(adding, row->service_status, "reserve"),
        .fitness = lend(adding, row->fitness, NULL),
        .clearance = lend(adding, row->clearance, NULL),
        .education = lend(adding, row->education, NULL),
        .field_of_study = lend(adding, row->field_of_study, NULL),
        .rank = lend(adding, row->rank, NULL),
        .military_specialty = lend(adding, row->military_specialty, NULL),
        .consent_for = lend(adding, row->consent_for, NULL),
        .languages = lend(adding, row->languages, NULL),
        .birth_date = day_of(row->birth),
        .available_from = day_of(row->available_from),
        .consent_on = day_of(row->consent_on),
        .consent_until = day_of(row->consent_until),
        .relocates = row->relocates,
        .owner = lend(adding, row->owner, NULL),
    };
    enum cadre_status status = snapshot_add_person(adding->builder, &made, err);
    if (status == CADRE_OK && (row->employer != NULL || row->sex != NULL))
        status = snapshot_add_employment(adding->builder, made.natural_key,
                                         lend(adding, row->employer, NULL),
                                         lend(adding, row->sex, NULL), err);
    return status;
}

static bool is_verified(const struct test_evidence *row)
{
    return row->verified || row->verified_by != NULL;
}

static void add_fact(struct adding *adding, const struct test_evidence *row, struct str_view person)
{
    struct fact_row fact = {
        .natural_key = person,
        .kind = row->training != NULL   ? ALTERNATIVE_TRAINING
                : row->assessed != NULL ? ALTERNATIVE_ASSESSMENT
                                        : ALTERNATIVE_DISTINCTION,
        .code =
            lend(adding, row->training != NULL ? row->training : row->assessed, row->distinction),
        .score = row->score,
        .from_on = day_of(row->issued),
        .until_on = day_of(row->expires),
        .verified = is_verified(row),
        .verified_by = lend(adding, row->verified_by, NULL),
    };
    snapshot_add_fact(adding->builder, &fact);
}

static void add_service(struct adding *adding, const struct test_evidence *row,
                        struct str_view person)
{
    snapshot_add_service(adding->builder, &(const struct service_row){
                                              .natural_key = person,
                                              .organization = lend(adding, row->seat_of, NULL),
                                              .work_role = lend(adding, row->seat_as, NULL),
                                              .from_on = day_of(row->issued),
                                              .until_on = day_of(row->expires),
                                          });
}

static enum cadre_status add_record(struct adding *adding, const struct test_evidence *row,
                                    struct str_view person, struct cadre_error *err)
{
    return snapshot_add_record(adding->builder,
                               &(const struct record_row){
                                   .natural_key = person,
                                   .record = lend(adding, row->record, NULL),
                                   .ground = lend(adding, row->ground, NULL),
                                   .from_on = day_of(row->issued),
                                   .until_on = day_of(row->expires),
                               },
                               err);
}

static const char *type_of(const struct test_evidence *row)
{
    int32_t role;
    if (row->type != NULL)
        return row->type;
    return catalogue_find_element(the_catalogue, ELEMENT_WORK_ROLE, str_view_of(row->element),
                                  &role, NULL) == LOOKUP_FOUND
               ? "work_role"
               : "competency";
}

static enum cadre_status add_evidence(struct adding *adding, const struct test_evidence *row,
                                      struct cadre_error *err)
{
    struct str_view person = lend(adding, row->person, "K1");
    if (row->element != NULL)
        return snapshot_add_element(adding->builder,
                                    &(const struct element_row){
                                        .natural_key = person,
                                        .element = lend(adding, row->element, NULL),
                                        .type = str_view_of(type_of(row)),
                                        .level = lend(adding, row->level, NULL),
                                        .years = row->years,
                                        .verified = is_verified(row),
                                        .verified_by = lend(adding, row->verified_by, NULL),
                                    },
                                    err);
    if (row->record != NULL)
        return add_record(adding, row, person, err);
    if (row->seat_of != NULL) {
        add_service(adding, row, person);
        return CADRE_OK;
    }
    if (row->institution != NULL) {
        snapshot_add_study(adding->builder, person, lend(adding, row->institution, NULL),
                           day_of(row->issued));
        return CADRE_OK;
    }
    if (row->training != NULL || row->assessed != NULL || row->distinction != NULL) {
        add_fact(adding, row, person);
        return CADRE_OK;
    }
    return snapshot_add_award(adding->builder,
                              &(const struct award_row){
                                  .natural_key = person,
                                  .credential = lend(adding, row->credential, NULL),
                                  .issued_on = day_of(row->issued),
                                  .expires_on = day_of(row->expires),
                                  .revoked_on = day_of(row->revoked),
                                  .verified = is_verified(row),
                                  .verified_by = lend(adding, row->verified_by, NULL),
                                  .number = lend(adding, row->number, NULL),
                              },
                              err);
}

static enum cadre_status add_need(struct adding *adding, const struct test_need *row,
                                  struct cadre_error *err)
{
    struct need_row made = {
        .code = lend(adding, row->code, "N1"),
        .title = lend(adding, row->title, "a seat"),
        .organization = lend(adding, row->organization, NULL),
        .engagement = lend(adding, row->engagement, "contract"),
        .classification = lend(adding, row->classification, "open"),
        .work_role = lend(adding, row->work_role, NULL),
        .level = lend(adding, row->level, NULL),
        .region = lend(adding, row->region, NULL),
        .citizenships = lend(adding, row->citizenships, NULL),
        .service_statuses = lend(adding, row->service_statuses, NULL),
        .fitness = lend(adding, row->fitness, NULL),
        .clearance = lend(adding, row->clearance, NULL),
        .education = lend(adding, row->education, NULL),
        .languages = lend(adding, row->languages, NULL),
        .headcount = row->headcount != 0 ? row->headcount : 1,
        .priority = row->priority != 0 ? row->priority : 5,
        .min_age = row->min_age != 0 ? row->min_age : -1,
        .max_age = row->max_age != 0 ? row->max_age : -1,
        .trust = lend(adding, row->trust, NULL),
        .starts_on = day_of(row->starts_on),
        .ends_on = day_of(row->ends_on),
        .incomplete = row->incomplete,
    };
    return snapshot_add_need(adding->builder, &made, err);
}

static enum cadre_status add_alternative(struct adding *adding, const struct test_alternative *row,
                                         struct cadre_error *err)
{
    struct alternative_row made = {
        .need = lend(adding, row->need, "N1"),
        .kind = lend(adding, row->kind, NULL),
        .code = lend(adding, row->code, NULL),
        .level = lend(adding, row->level, NULL),
        .importance = lend(adding, row->importance, row->desired ? "desired" : "required"),
        .months = row->months,
        .trust = lend(adding, row->trust, NULL),
        .clause = row->clause != 0 ? row->clause : 1,
        .weight = row->weight != 0 ? row->weight : 1,
        .k = row->k != 0 ? row->k : 1,
    };
    return snapshot_add_alternative(adding->builder, &made, err);
}

static enum cadre_status add_training(struct adding *adding, const struct test_training *row,
                                      struct cadre_error *err)
{
    struct training_row made = {
        .provider = lend(adding, row->provider, "CERT"),
        .code = lend(adding, row->code, NULL),
        .title = lend(adding, row->title, row->code),
        .grants = lend(adding, row->grants, NULL),
        .cost = row->cost != 0 ? row->cost : -1,
        .hours = row->hours != 0 ? row->hours : -1,
    };
    return snapshot_add_training(adding->builder, &made, err);
}

static enum cadre_status add_placement(struct adding *adding, const struct test_placement *row,
                                       struct cadre_error *err)
{
    return snapshot_add_placement(adding->builder, lend(adding, row->person, "K1"),
                                  lend(adding, row->need, "N1"), day_of(row->until), err);
}

static enum cadre_status add_listed(struct adding *adding, const struct test_listed *row)
{
    snapshot_add_institution(adding->builder, lend(adding, row->list, NULL),
                             lend(adding, row->institution, NULL), day_of(row->from),
                             day_of(row->until));
    return CADRE_OK;
}

static enum cadre_status add_decision(struct adding *adding, const struct test_decision *row,
                                      struct cadre_error *err)
{
    return snapshot_add_decision(adding->builder,
                                 &(const struct decision_row){
                                     .natural_key = lend(adding, row->person, "K1"),
                                     .need = lend(adding, row->need, "N1"),
                                     .verdict = lend(adding, row->verdict, "lock"),
                                     .by = lend(adding, row->by, "Commission 4"),
                                     .decided_on = day_of(row->on == NULL ? "2026-08-01" : row->on),
                                     .until_on = day_of(row->until),
                                     .offered = row->offered,
                                 },
                                 err);
}

static enum cadre_status add_base(struct adding *adding, const struct test_base *row)
{
    struct str_view person = lend(adding, row->person, NULL);
    struct str_view need = lend(adding, row->need, NULL);
    if (row->stays)
        snapshot_add_stay(adding->builder, person, need);
    else
        snapshot_add_base(adding->builder, person, need);
    return CADRE_OK;
}

static enum cadre_status add_wish(struct adding *adding, const struct test_wish *row,
                                  struct cadre_error *err)
{
    const struct wish_row wish = {
        .natural_key = lend(adding, row->person, NULL),
        .side = str_view_of(row->of_organization ? "organization" : "person"),
        .need = lend(adding, row->need, NULL),
        .work_role = lend(adding, row->work_role, NULL),
        .organization = lend(adding, row->organization, NULL),
        .rank = row->rank,
    };
    return snapshot_add_wish(adding->builder, &wish, err);
}

/* ---- the whole ------------------------------------------------------------------------------- */

enum row_sort {
    ORGANIZATION,
    PERSON,
    EVIDENCE,
    NEED,
    ALTERNATIVE,
    TRAINING,
    PLACEMENT,
    LISTED,
    DECISION,
    BASE,
    WISH,
    SORT_COUNT
};

struct row_ref {
    enum row_sort sort;
    const void *row;
};

static struct row_ref *all_rows(const struct test_registry *registry, size_t *ret_count)
{
    const struct {
        const void *rows;
        size_t count, size;
    } sorts[SORT_COUNT] = {
        [ORGANIZATION] = {registry->organizations, registry->organization_count,
                          sizeof *registry->organizations},
        [PERSON] = {registry->people, registry->person_count, sizeof *registry->people},
        [EVIDENCE] = {registry->evidence, registry->evidence_count, sizeof *registry->evidence},
        [NEED] = {registry->needs, registry->need_count, sizeof *registry->needs},
        [ALTERNATIVE] = {registry->alternatives, registry->alternative_count,
                         sizeof *registry->alternatives},
        [TRAINING] = {registry->trainings, registry->training_count, sizeof *registry->trainings},
        [PLACEMENT] = {registry->placements, registry->placement_count,
                       sizeof *registry->placements},
        [LISTED] = {registry->listed, registry->listed_count, sizeof *registry->listed},
        [DECISION] = {registry->decisions, registry->decision_count, sizeof *registry->decisions},
        [BASE] = {registry->base, registry->base_count, sizeof *registry->base},
        [WISH] = {registry->wishes, registry->wish_count, sizeof *registry->wishes},
    };
    size_t total = 0;
    for (size_t sort = 0; sort < SORT_COUNT; sort++)
        total += sorts[sort].count;
    struct row_ref *rows = arena_calloc(the_arena, total + 1, sizeof *rows);
    *ret_count = 0;
    for (size_t sort = 0; sort < SORT_COUNT; sort++) {
        for (size_t i = 0; i < sorts[sort].count; i++)
            rows[(*ret_count)++] = (struct row_ref){
                (enum row_sort)sort, (const char *)sorts[sort].rows + i * sorts[sort].size};
    }
    return rows;
}

static void shuffle(struct row_ref *rows, size_t count, uint64_t seed)
{
    for (size_t left = count; left > 1; left--) {
        size_t chosen = random_below(&seed, left);
        struct row_ref kept = rows[left - 1];
        rows[left - 1] = rows[chosen];
        rows[chosen] = kept;
    }
}

static enum cadre_status add_row(struct adding *adding, const struct row_ref *row,
                                 struct cadre_error *err)
{
    switch (row->sort) {
    case ORGANIZATION:
        return add_organization(adding, row->row, err);
    case PERSON:
        return add_person(adding, row->row, err);
    case EVIDENCE:
        return add_evidence(adding, row->row, err);
    case NEED:
        return add_need(adding, row->row, err);
    case ALTERNATIVE:
        return add_alternative(adding, row->row, err);
    case TRAINING:
        return add_training(adding, row->row, err);
    case PLACEMENT:
        return add_placement(adding, row->row, err);
    case LISTED:
        return add_listed(adding, row->row);
    case WISH:
        return add_wish(adding, row->row, err);
    case DECISION:
        return add_decision(adding, row->row, err);
    default:
        return add_base(adding, row->row);
    }
}

struct snapshot *registry_seal(const struct test_registry *registry, uint64_t order)
{
    struct snapshot *snapshot = NULL;
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    enum cadre_status status = registry_try(registry, order, &snapshot, &err);
    ck_assert_msg(status == CADRE_OK, "%s", err.message);
    return snapshot;
}

enum cadre_status registry_try(const struct test_registry *registry, uint64_t order,
                               struct snapshot **ret_snapshot, struct cadre_error *err)
{
    struct cadre_date as_of = day_of(registry->as_of != NULL ? registry->as_of : REGISTRY_DAY);
    struct adding adding = {
        .builder = snapshot_builder_new(the_arena, the_catalogue, as_of,
                                        STR_VIEW_LITERAL("2026-09-01 06:00:00.000001+00")),
    };
    size_t count;
    snapshot_set_policy(adding.builder, &registry->policy);
    struct row_ref *rows = all_rows(registry, &count);
    if (order != 0)
        shuffle(rows, count, order);
    enum cadre_status status = CADRE_OK;
    for (size_t i = 0; i < count && status == CADRE_OK; i++) {
        adding.lent = arena_new();
        status = add_row(&adding, &rows[i], err);
        arena_free(adding.lent);
    }
    if (status == CADRE_OK)
        status = snapshot_seal(adding.builder, ret_snapshot, err);
    snapshot_builder_free(adding.builder);
    return status;
}

static bool is_stated(const struct test_evidence *row)
{
    return row->element != NULL || row->credential != NULL || row->training != NULL ||
           row->seat_of != NULL || row->assessed != NULL || row->distinction != NULL ||
           row->institution != NULL || row->record != NULL;
}

struct snapshot *registry_pair(const struct test_pair *pair)
{
    struct test_registry registry = {
        .as_of = pair->as_of,
        .policy = pair->policy,
        .organizations = pair->organizations,
        .listed = pair->listed,
        .people = &pair->person,
        .person_count = 1,
        .evidence = pair->evidence,
        .needs = &pair->need,
        .need_count = 1,
        .alternatives = pair->alternatives,
        .placements = &pair->placement,
        .placement_count = pair->placed,
    };
    while (registry.organization_count < COUNT(pair->organizations) &&
           pair->organizations[registry.organization_count].code != NULL)
        registry.organization_count++;
    while (registry.listed_count < COUNT(pair->listed) &&
           pair->listed[registry.listed_count].list != NULL)
        registry.listed_count++;
    while (registry.evidence_count < COUNT(pair->evidence) &&
           is_stated(&pair->evidence[registry.evidence_count]))
        registry.evidence_count++;
    while (registry.alternative_count < COUNT(pair->alternatives) &&
           pair->alternatives[registry.alternative_count].kind != NULL)
        registry.alternative_count++;
    return registry_seal(&registry, 0);
}

struct expansion *registry_expand(const struct snapshot *snapshot)
{
    return qualify_expand_all(snapshot, the_arena);
}
