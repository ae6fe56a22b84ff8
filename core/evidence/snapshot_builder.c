#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "core/evidence/snapshot.h"

/* Evidence waits for its person under the number of the natural key: rows come in any order. */
struct waiting_element {
    uint32_t key;
    struct held_element element;
};
struct waiting_award {
    uint32_t key;
    struct held_award award;
};
struct waiting_clause {
    struct str_view need;
    int32_t clause, weight, k;
    bool required;
    struct alternative alternative;
    struct str_view code; /* canonical, for the order within a clause */
};
struct waiting_placement {
    uint32_t key;
    struct str_view need;
    struct cadre_date until_on;
};
struct waiting_base {
    uint32_t key;
    struct str_view need;
};
struct waiting_person {
    uint32_t key;
    struct person person;
};
struct waiting_need {
    struct need need;
    struct str_view organization;
};
struct waiting_organization {
    struct organization organization;
    struct str_view parent;
};

#define LIST_OF(type)                                                                              \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, capacity;                                                                    \
    }

struct snapshot_builder {
    struct arena *arena;
    const struct catalogue *catalogue;
    struct cadre_date as_of;
    struct str_view known_at;
    struct str_map *keys; /* natural key -> number */
    LIST_OF(struct waiting_person) people;
    LIST_OF(struct waiting_element) elements;
    LIST_OF(struct waiting_award) awards;
    LIST_OF(struct waiting_organization) organizations;
    LIST_OF(struct waiting_need) needs;
    LIST_OF(struct waiting_clause) clauses;
    LIST_OF(struct waiting_placement) placements;
    LIST_OF(struct waiting_base) base;
};

/* Room for one more item; gives its address. */
#define APPEND(list)                                                                               \
    ((list).items =                                                                                \
         cadre_grow((list).items, &(list).capacity, (list).count + 1, sizeof *(list).items),       \
     &(list).items[(list).count++])

struct snapshot_builder *snapshot_builder_new(struct arena *arena,
                                              const struct catalogue *catalogue,
                                              struct cadre_date as_of, struct str_view known_at)
{
    struct snapshot_builder *builder = cadre_calloc(1, sizeof *builder);
    builder->arena = arena;
    builder->catalogue = catalogue;
    builder->as_of = as_of;
    builder->known_at = arena_copy(arena, known_at);
    builder->keys = str_map_new();
    return builder;
}

void snapshot_builder_free(struct snapshot_builder *builder)
{
    if (builder == NULL)
        return;
    str_map_free(builder->keys);
    free(builder->people.items);
    free(builder->elements.items);
    free(builder->awards.items);
    free(builder->organizations.items);
    free(builder->needs.items);
    free(builder->clauses.items);
    free(builder->placements.items);
    free(builder->base.items);
    free(builder);
}

static uint32_t key_number(struct snapshot_builder *builder, struct str_view natural_key)
{
    uint32_t number = str_map_count(builder->keys);
    if (!str_map_insert(builder->keys, natural_key, number))
        str_map_find(builder->keys, natural_key, &number);
    return number;
}

/* ---- canonical texts ------------------------------------------------------------------------- */

static enum cadre_status fail_unknown(const char *what, struct str_view text,
                                      struct cadre_error *err)
{
    return cadre_fail(err, CADRE_BUG,
                      "the registry holds the %s '%.*s', which is not in the "
                      "catalogue",
                      what, STR_VIEW_ARGS(text));
}

static enum cadre_status code_rank(const struct snapshot_builder *builder, const char *list,
                                   struct str_view code, int32_t *ret_rank, struct cadre_error *err)
{
    *ret_rank = 0;
    if (code.length == 0)
        return CADRE_OK;
    *ret_rank = catalogue_code_rank(builder->catalogue, list, code);
    return *ret_rank > 0 ? CADRE_OK : fail_unknown(list, code, err);
}

static enum cadre_status code_bits(const struct snapshot_builder *builder, const char *list,
                                   struct str_view codes, uint32_t *ret_bits,
                                   struct cadre_error *err)
{
    uint32_t bits = 0;
    while (codes.length > 0) {
        struct str_view rest;
        int32_t rank;
        enum cadre_status status =
            code_rank(builder, list, str_view_cut(codes, ';', &rest), &rank, err);
        if (status != CADRE_OK)
            return status;
        bits |= rank > 0 ? UINT32_C(1) << (rank - 1) : 0;
        codes = rest;
    }
    *ret_bits = bits;
    return CADRE_OK;
}

static enum cadre_status region_of(const struct snapshot_builder *builder, struct str_view code,
                                   int32_t *ret_region, struct cadre_error *err)
{
    *ret_region = -1;
    if (code.length == 0 ||
        catalogue_find_region(builder->catalogue, code, ret_region, NULL) == LOOKUP_FOUND)
        return CADRE_OK;
    return fail_unknown("region", code, err);
}

static size_t count_parts(struct str_view text)
{
    size_t count = text.length > 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == ';';
    return count;
}

/* "az:C2;en:B1" */
static enum cadre_status languages_of(const struct snapshot_builder *builder, struct str_view text,
                                      const struct language_level **ret_languages,
                                      size_t *ret_count, struct cadre_error *err)
{
    size_t count = count_parts(text);
    int32_t cefr = catalogue_find_scale(builder->catalogue, "cefr");
    struct language_level *languages = arena_calloc(builder->arena, count, sizeof *languages);
    for (size_t i = 0; i < count; i++) {
        struct str_view rest;
        struct str_view level;
        struct str_view part = str_view_cut(text, ';', &rest);
        languages[i].language = arena_copy(builder->arena, str_view_cut(part, ':', &level));
        languages[i].level = catalogue_level_rank(builder->catalogue, cefr, level);
        if (languages[i].level == 0)
            return fail_unknown("language level", part, err);
        text = rest;
    }
    *ret_languages = languages;
    *ret_count = count;
    return CADRE_OK;
}

static struct str_view *views_of(struct snapshot_builder *builder, struct str_view text,
                                 size_t *ret_count)
{
    *ret_count = count_parts(text);
    struct str_view *views = arena_calloc(builder->arena, *ret_count, sizeof *views);
    for (size_t i = 0; i < *ret_count; i++) {
        struct str_view rest;
        views[i] = arena_copy(builder->arena, str_view_cut(text, ';', &rest));
        text = rest;
    }
    return views;
}

static enum cadre_status element_of(const struct snapshot_builder *builder, enum element_type type,
                                    struct str_view canonical, int32_t *ret_element,
                                    struct cadre_error *err)
{
    if (catalogue_find_element(builder->catalogue, type, canonical, ret_element, NULL) ==
        LOOKUP_FOUND)
        return CADRE_OK;
    return fail_unknown("element", canonical, err);
}

/* A level of the element's scale; absent means the lowest. */
static enum cadre_status level_of(const struct snapshot_builder *builder, int32_t element,
                                  struct str_view level, int32_t *ret_rank, struct cadre_error *err)
{
    *ret_rank = 1;
    if (level.length == 0)
        return CADRE_OK;
    *ret_rank = catalogue_level_rank(builder->catalogue,
                                     catalogue_element(builder->catalogue, element)->scale, level);
    return *ret_rank > 0 ? CADRE_OK : fail_unknown("level", level, err);
}

/* ---- adding ---------------------------------------------------------------------------------- */

enum cadre_status snapshot_add_person(struct snapshot_builder *builder,
                                      const struct person_row *row, struct cadre_error *err)
{
    struct arena *arena = builder->arena;
    struct person person = {
        .natural_key = arena_copy(arena, row->natural_key),
        .person_id = arena_copy(arena, row->person_id),
        .given_name = arena_copy(arena, row->given_name),
        .family_name = arena_copy(arena, row->family_name),
        .owner = arena_copy(arena, row->owner),
        .citizenship = arena_copy(arena, row->citizenship),
        .birth_date = row->birth_date,
        .available_from = row->available_from,
        .relocates = row->relocates,
        .consent_on = row->consent_on,
        .consent_until = row->consent_until,
        .placed_need = -1,
        .placed_until = cadre_date_none,
    };
    enum cadre_status status = region_of(builder, row->region, &person.region, err);
    if (status == CADRE_OK)
        status =
            code_rank(builder, "service_status", row->service_status, &person.service_status, err);
    if (status == CADRE_OK)
        status = code_rank(builder, "fitness", row->fitness, &person.fitness, err);
    if (status == CADRE_OK)
        status = code_rank(builder, "clearance", row->clearance, &person.clearance, err);
    if (status == CADRE_OK)
        status = code_rank(builder, "isced", row->education, &person.education, err);
    if (status == CADRE_OK)
        status = code_bits(builder, "engagement", row->consent_for, &person.consent_for, err);
    if (status == CADRE_OK)
        status =
            languages_of(builder, row->languages, &person.languages, &person.language_count, err);
    if (status != CADRE_OK)
        return status;
    person.clearance = person.clearance > 0 ? person.clearance : 1; /* empty means none */
    *APPEND(builder->people) =
        (struct waiting_person){key_number(builder, row->natural_key), person};
    return CADRE_OK;
}

/* A held code says its type by the framework's elements: a role first, else a competency. */
enum cadre_status snapshot_add_element(struct snapshot_builder *builder,
                                       struct str_view natural_key, struct str_view element,
                                       struct str_view level, int32_t years, bool verified,
                                       struct cadre_error *err)
{
    struct held_element held = {.years = years, .verified = verified};
    enum cadre_status status = CADRE_OK;
    if (catalogue_find_element(builder->catalogue, ELEMENT_WORK_ROLE, element, &held.element,
                               NULL) != LOOKUP_FOUND)
        status = element_of(builder, ELEMENT_COMPETENCY, element, &held.element, err);
    if (status == CADRE_OK)
        status = level_of(builder, held.element, level, &held.level, err);
    if (status == CADRE_OK)
        *APPEND(builder->elements) =
            (struct waiting_element){key_number(builder, natural_key), held};
    return status;
}

enum cadre_status snapshot_add_award(struct snapshot_builder *builder, struct str_view natural_key,
                                     struct str_view credential, struct cadre_date issued_on,
                                     struct cadre_date expires_on, struct cadre_date revoked_on,
                                     bool verified, struct str_view number, struct cadre_error *err)
{
    struct held_award award = {
        .issued_on = issued_on,
        .expires_on = expires_on,
        .revoked_on = revoked_on,
        .verified = verified,
        .number = arena_copy(builder->arena, number),
    };
    struct str_view none = {NULL, 0};
    if (catalogue_find_credential(builder->catalogue, none, credential, &award.credential, NULL) !=
        LOOKUP_FOUND)
        return fail_unknown("credential", credential, err);
    *APPEND(builder->awards) = (struct waiting_award){key_number(builder, natural_key), award};
    return CADRE_OK;
}

enum cadre_status snapshot_add_organization(struct snapshot_builder *builder, struct str_view code,
                                            struct str_view name, struct str_view kind,
                                            struct str_view parent, struct str_view sector,
                                            struct str_view region, struct cadre_error *err)
{
    struct waiting_organization waiting = {
        .organization = {.code = arena_copy(builder->arena, code),
                         .name = arena_copy(builder->arena, name),
                         .parent = -1},
        .parent = arena_copy(builder->arena, parent),
    };
    enum cadre_status status =
        code_rank(builder, "organization_kind", kind, &waiting.organization.kind, err);
    if (status == CADRE_OK)
        status = code_rank(builder, "sector", sector, &waiting.organization.sector, err);
    if (status == CADRE_OK)
        status = region_of(builder, region, &waiting.organization.region, err);
    if (status == CADRE_OK)
        *APPEND(builder->organizations) = waiting;
    return status;
}

static enum cadre_status need_role(const struct snapshot_builder *builder,
                                   const struct need_row *row, struct need *need,
                                   struct cadre_error *err)
{
    need->work_role = -1;
    if (row->work_role.length == 0)
        return CADRE_OK;
    enum cadre_status status =
        element_of(builder, ELEMENT_WORK_ROLE, row->work_role, &need->work_role, err);
    return status == CADRE_OK ? level_of(builder, need->work_role, row->level, &need->level, err)
                              : status;
}

static enum cadre_status need_minima(const struct snapshot_builder *builder,
                                     const struct need_row *row, struct need *need,
                                     struct cadre_error *err)
{
    enum cadre_status status =
        code_rank(builder, "engagement", row->engagement, &need->engagement, err);
    if (status == CADRE_OK)
        status =
            code_rank(builder, "classification", row->classification, &need->classification, err);
    if (status == CADRE_OK)
        status = code_rank(builder, "fitness", row->fitness, &need->fitness, err);
    if (status == CADRE_OK)
        status = code_rank(builder, "clearance", row->clearance, &need->clearance, err);
    if (status == CADRE_OK)
        status = code_rank(builder, "isced", row->education, &need->education, err);
    if (status == CADRE_OK)
        status = code_bits(builder, "service_status", row->service_statuses,
                           &need->service_statuses, err);
    return status;
}

enum cadre_status snapshot_add_need(struct snapshot_builder *builder, const struct need_row *row,
                                    struct cadre_error *err)
{
    struct need need = {
        .code = arena_copy(builder->arena, row->code),
        .title = arena_copy(builder->arena, row->title),
        .organization = -1,
        .headcount = row->headcount,
        .priority = row->priority,
        .starts_on = row->starts_on,
        .ends_on = row->ends_on,
        .min_age = row->min_age,
        .max_age = row->max_age,
        .incomplete = row->incomplete,
    };
    enum cadre_status status = need_role(builder, row, &need, err);
    if (status == CADRE_OK)
        status = need_minima(builder, row, &need, err);
    if (status == CADRE_OK)
        status = region_of(builder, row->region, &need.region, err);
    if (status == CADRE_OK)
        status = languages_of(builder, row->languages, &need.languages, &need.language_count, err);
    if (status != CADRE_OK)
        return status;
    need.citizenships = views_of(builder, row->citizenships, &need.citizenship_count);
    *APPEND(builder->needs) =
        (struct waiting_need){need, arena_copy(builder->arena, row->organization)};
    return CADRE_OK;
}

static const struct {
    const char *name;
    enum alternative_kind kind;
} alternative_kinds[] = {
    {"competency", ALTERNATIVE_COMPETENCY}, {"credential", ALTERNATIVE_CREDENTIAL},
    {"work_role", ALTERNATIVE_WORK_ROLE},   {"language", ALTERNATIVE_LANGUAGE},
    {"education", ALTERNATIVE_EDUCATION},
};

static bool alternative_kind_of(struct str_view name, enum alternative_kind *ret_kind)
{
    for (size_t i = 0; i < sizeof alternative_kinds / sizeof *alternative_kinds; i++) {
        if (str_view_equal(name, str_view_of(alternative_kinds[i].name))) {
            *ret_kind = alternative_kinds[i].kind;
            return true;
        }
    }
    return false;
}

static enum cadre_status element_alternative(const struct snapshot_builder *builder,
                                             const struct alternative_row *row,
                                             struct alternative *alternative,
                                             struct cadre_error *err)
{
    enum element_type type =
        alternative->kind == ALTERNATIVE_WORK_ROLE ? ELEMENT_WORK_ROLE : ELEMENT_COMPETENCY;
    enum cadre_status status = element_of(builder, type, row->code, &alternative->target, err);
    return status == CADRE_OK
               ? level_of(builder, alternative->target, row->level, &alternative->level, err)
               : status;
}

static enum cadre_status language_alternative(const struct snapshot_builder *builder,
                                              const struct alternative_row *row,
                                              struct alternative *alternative,
                                              struct cadre_error *err)
{
    int32_t cefr = catalogue_find_scale(builder->catalogue, "cefr");
    alternative->language = arena_copy(builder->arena, row->code);
    alternative->level =
        row->level.length > 0 ? catalogue_level_rank(builder->catalogue, cefr, row->level) : 1;
    return alternative->level > 0 ? CADRE_OK : fail_unknown("level", row->level, err);
}

static enum cadre_status resolve_alternative(const struct snapshot_builder *builder,
                                             const struct alternative_row *row,
                                             struct alternative *alternative,
                                             struct cadre_error *err)
{
    struct str_view none = {NULL, 0};
    alternative->target = -1;
    if (!alternative_kind_of(row->kind, &alternative->kind))
        return fail_unknown("requirement kind", row->kind, err);
    switch (alternative->kind) {
    case ALTERNATIVE_COMPETENCY:
    case ALTERNATIVE_WORK_ROLE:
        return element_alternative(builder, row, alternative, err);
    case ALTERNATIVE_CREDENTIAL:
        if (catalogue_find_credential(builder->catalogue, none, row->code, &alternative->target,
                                      NULL) != LOOKUP_FOUND)
            return fail_unknown("credential", row->code, err);
        return CADRE_OK;
    case ALTERNATIVE_LANGUAGE:
        return language_alternative(builder, row, alternative, err);
    case ALTERNATIVE_EDUCATION:
        return code_rank(builder, "isced", row->code, &alternative->level, err);
    }
    return CADRE_OK;
}

enum cadre_status snapshot_add_alternative(struct snapshot_builder *builder,
                                           const struct alternative_row *row,
                                           struct cadre_error *err)
{
    struct waiting_clause waiting = {
        .need = arena_copy(builder->arena, row->need),
        .clause = row->clause,
        .weight = row->weight,
        .k = row->k,
        .required = !str_view_equal(row->importance, STR_VIEW_LITERAL("desired")),
        .code = arena_copy(builder->arena, row->code),
    };
    enum cadre_status status = resolve_alternative(builder, row, &waiting.alternative, err);
    if (status == CADRE_OK)
        *APPEND(builder->clauses) = waiting;
    return status;
}

enum cadre_status snapshot_add_placement(struct snapshot_builder *builder,
                                         struct str_view natural_key, struct str_view need,
                                         struct cadre_date until_on, struct cadre_error *err)
{
    (void)err;
    *APPEND(builder->placements) = (struct waiting_placement){
        key_number(builder, natural_key), arena_copy(builder->arena, need), until_on};
    return CADRE_OK;
}

void snapshot_add_base(struct snapshot_builder *builder, struct str_view natural_key,
                       struct str_view need)
{
    *APPEND(builder->base) =
        (struct waiting_base){key_number(builder, natural_key), arena_copy(builder->arena, need)};
}

/* ---- sealing: natural order, then everything by index -----------------------------------------
 */

static int by_natural_key(const void *left, const void *right)
{
    const struct waiting_person *a = left;
    const struct waiting_person *b = right;
    return str_view_compare(a->person.natural_key, b->person.natural_key);
}

static int by_organization_code(const void *left, const void *right)
{
    const struct waiting_organization *a = left;
    const struct waiting_organization *b = right;
    return str_view_compare(a->organization.code, b->organization.code);
}

static int by_need_code(const void *left, const void *right)
{
    const struct waiting_need *a = left;
    const struct waiting_need *b = right;
    return str_view_compare(a->need.code, b->need.code);
}

static int compare_int(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* Key numbers are made person indexes before these sorts. */
static int by_person_element(const void *left, const void *right)
{
    const struct waiting_element *a = left;
    const struct waiting_element *b = right;
    const int64_t orders[] = {
        compare_int(a->key, b->key),
        compare_int(a->element.element, b->element.element),
        compare_int(b->element.level, a->element.level),
        compare_int(b->element.years, a->element.years),
        compare_int(b->element.verified, a->element.verified),
    };
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        if (orders[i] != 0)
            return (int)orders[i];
    }
    return 0;
}

static int by_person_award(const void *left, const void *right)
{
    const struct waiting_award *a = left;
    const struct waiting_award *b = right;
    const int64_t orders[] = {
        compare_int(a->key, b->key),
        compare_int(a->award.credential, b->award.credential),
        compare_int(a->award.issued_on.day, b->award.issued_on.day),
        compare_int(a->award.expires_on.day, b->award.expires_on.day),
        compare_int(a->award.revoked_on.day, b->award.revoked_on.day),
        compare_int(b->award.verified, a->award.verified),
        str_view_compare(a->award.number, b->award.number),
    };
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        if (orders[i] != 0)
            return orders[i] < 0 ? -1 : 1;
    }
    return 0;
}

static int by_need_clause(const void *left, const void *right)
{
    const struct waiting_clause *a = left;
    const struct waiting_clause *b = right;
    const int64_t orders[] = {
        str_view_compare(a->need, b->need),
        compare_int(a->clause, b->clause),
        compare_int(a->alternative.kind, b->alternative.kind),
        str_view_compare(a->code, b->code),
        compare_int(a->alternative.level, b->alternative.level),
    };
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        if (orders[i] != 0)
            return orders[i] < 0 ? -1 : 1;
    }
    return 0;
}

static void sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    if (count > 1)
        qsort(items, count, size, compare);
}

static void seal_organizations(struct snapshot_builder *builder, struct snapshot *snapshot)
{
    size_t count = builder->organizations.count;
    sort(builder->organizations.items, count, sizeof *builder->organizations.items,
         by_organization_code);
    struct organization *organizations = arena_calloc(builder->arena, count, sizeof *organizations);
    CADRE_CLEANUP(str_map_cleanup) struct str_map *codes = str_map_new();
    for (size_t i = 0; i < count; i++) {
        organizations[i] = builder->organizations.items[i].organization;
        str_map_insert(codes, organizations[i].code, (uint32_t)i);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t parent;
        if (builder->organizations.items[i].parent.length > 0 &&
            str_map_find(codes, builder->organizations.items[i].parent, &parent))
            organizations[i].parent = (int32_t)parent;
    }
    for (size_t i = 0; i < builder->needs.count; i++) {
        uint32_t organization;
        if (str_map_find(codes, builder->needs.items[i].organization, &organization))
            builder->needs.items[i].need.organization = (int32_t)organization;
    }
    snapshot->organizations = organizations;
    snapshot->organization_count = count;
}

/* The clauses of one need: rows [first, last) of the sorted clause rows, and the implicit one in
 * front. */
static void seal_clauses(struct snapshot_builder *builder, struct need *need, size_t first,
                         size_t last)
{
    const struct waiting_clause *rows = builder->clauses.items;
    struct clause *clauses = arena_calloc(builder->arena, last - first + 1, sizeof *clauses);
    size_t count = 0;
    if (need->work_role >= 0) {
        struct alternative *role = arena_calloc(builder->arena, 1, sizeof *role);
        *role = (struct alternative){
            .kind = ALTERNATIVE_WORK_ROLE, .target = need->work_role, .level = need->level};
        clauses[count++] = (struct clause){
            .required = true, .weight = 1, .k = 1, .alternatives = role, .alternative_count = 1};
    }
    struct alternative *alternatives =
        arena_calloc(builder->arena, last - first, sizeof *alternatives);
    for (size_t i = first; i < last; i++) {
        alternatives[i - first] = rows[i].alternative;
        if (i == first || rows[i].clause != rows[i - 1].clause)
            clauses[count++] = (struct clause){
                .number = rows[i].clause,
                .required = rows[i].required,
                .weight = rows[i].weight,
                .k = rows[i].k,
                .alternatives = &alternatives[i - first],
            };
        clauses[count - 1].alternative_count++;
    }
    need->clauses = clauses;
    need->clause_count = count;
}

static struct need *seal_needs(struct snapshot_builder *builder, struct snapshot *snapshot)
{
    size_t count = builder->needs.count;
    struct need *needs = arena_calloc(builder->arena, count, sizeof *needs);
    sort(builder->needs.items, count, sizeof *builder->needs.items, by_need_code);
    sort(builder->clauses.items, builder->clauses.count, sizeof *builder->clauses.items,
         by_need_clause);
    size_t row = 0;
    for (size_t i = 0; i < count; i++) {
        needs[i] = builder->needs.items[i].need;
        while (row < builder->clauses.count &&
               str_view_compare(builder->clauses.items[row].need, needs[i].code) < 0)
            row++;
        size_t first = row;
        while (row < builder->clauses.count &&
               str_view_equal(builder->clauses.items[row].need, needs[i].code))
            row++;
        seal_clauses(builder, &needs[i], first, row);
    }
    snapshot->needs = needs;
    snapshot->need_count = count;
    return needs;
}

/* Number of a natural key -> index of its person, UINT32_MAX when nobody bears it. */
static uint32_t *person_indexes(struct snapshot_builder *builder)
{
    uint32_t *indexes = cadre_calloc(str_map_count(builder->keys), sizeof *indexes);
    for (uint32_t i = 0; i < str_map_count(builder->keys); i++)
        indexes[i] = UINT32_MAX;
    for (size_t i = 0; i < builder->people.count; i++)
        indexes[builder->people.items[i].key] = (uint32_t)i;
    return indexes;
}

static struct person *seal_people(struct snapshot_builder *builder, struct snapshot *snapshot)
{
    size_t count = builder->people.count;
    sort(builder->people.items, count, sizeof *builder->people.items, by_natural_key);
    struct person *people = arena_calloc(builder->arena, count, sizeof *people);
    for (size_t i = 0; i < count; i++)
        people[i] = builder->people.items[i].person;
    snapshot->people = people;
    snapshot->person_count = count;
    return people;
}

static void seal_elements(struct snapshot_builder *builder, const uint32_t *indexes,
                          struct person *people)
{
    size_t count = builder->elements.count;
    struct held_element *held = arena_calloc(builder->arena, count, sizeof *held);
    for (size_t i = 0; i < count; i++)
        builder->elements.items[i].key = indexes[builder->elements.items[i].key];
    sort(builder->elements.items, count, sizeof *builder->elements.items, by_person_element);
    for (size_t i = 0; i < count; i++) {
        const struct waiting_element *waiting = &builder->elements.items[i];
        if (waiting->key == UINT32_MAX)
            continue;
        held[i] = waiting->element;
        struct person *person = &people[waiting->key];
        if (person->element_count++ == 0)
            person->elements = &held[i];
    }
}

static void seal_awards(struct snapshot_builder *builder, const uint32_t *indexes,
                        struct person *people)
{
    size_t count = builder->awards.count;
    struct held_award *held = arena_calloc(builder->arena, count, sizeof *held);
    for (size_t i = 0; i < count; i++)
        builder->awards.items[i].key = indexes[builder->awards.items[i].key];
    sort(builder->awards.items, count, sizeof *builder->awards.items, by_person_award);
    for (size_t i = 0; i < count; i++) {
        const struct waiting_award *waiting = &builder->awards.items[i];
        if (waiting->key == UINT32_MAX)
            continue;
        held[i] = waiting->award;
        struct person *person = &people[waiting->key];
        if (person->award_count++ == 0)
            person->awards = &held[i];
    }
}

/* Of several placements the one that lasts longest counts; an open end lasts longest. */
static bool lasts_longer(struct cadre_date left, struct cadre_date right)
{
    if (!cadre_date_is_set(right))
        return false;
    return !cadre_date_is_set(left) || left.day > right.day;
}

static void seal_placements(struct snapshot_builder *builder, struct snapshot *snapshot,
                            const uint32_t *indexes, struct person *people, struct need *needs)
{
    for (size_t i = 0; i < builder->placements.count; i++) {
        const struct waiting_placement *placement = &builder->placements.items[i];
        int32_t need = snapshot_find_need(snapshot, placement->need);
        if (need >= 0)
            needs[need].staffed++;
        if (indexes[placement->key] == UINT32_MAX)
            continue;
        struct person *person = &people[indexes[placement->key]];
        if (person->placed && !lasts_longer(placement->until_on, person->placed_until) &&
            !(placement->until_on.day == person->placed_until.day && need > person->placed_need))
            continue;
        person->placed = true;
        person->placed_until = placement->until_on;
        person->placed_need = need;
    }
    for (size_t i = 0; i < snapshot->need_count; i++) {
        int32_t seats = needs[i].headcount - needs[i].staffed;
        needs[i].seats = seats > 0 ? seats : 0;
    }
}

static int by_base_person(const void *left, const void *right)
{
    const struct base_assignment *a = left;
    const struct base_assignment *b = right;
    return compare_int(a->person, b->person);
}

static void seal_base(struct snapshot_builder *builder, struct snapshot *snapshot,
                      const uint32_t *indexes)
{
    struct base_assignment *base = arena_calloc(builder->arena, builder->base.count, sizeof *base);
    size_t count = 0;
    for (size_t i = 0; i < builder->base.count; i++) {
        int32_t need = snapshot_find_need(snapshot, builder->base.items[i].need);
        uint32_t person = indexes[builder->base.items[i].key];
        if (need >= 0 && person != UINT32_MAX)
            base[count++] = (struct base_assignment){(int32_t)person, need};
    }
    sort(base, count, sizeof *base, by_base_person);
    snapshot->base = base;
    snapshot->base_count = count;
}

static enum cadre_status check_unique(const struct snapshot *snapshot, struct cadre_error *err)
{
    for (size_t i = 1; i < snapshot->person_count; i++) {
        if (str_view_equal(snapshot->people[i - 1].natural_key, snapshot->people[i].natural_key))
            return cadre_fail(err, CADRE_BUG,
                              "two people of the registry bear the same natural key");
    }
    for (size_t i = 1; i < snapshot->need_count; i++) {
        if (str_view_equal(snapshot->needs[i - 1].code, snapshot->needs[i].code))
            return cadre_fail(err, CADRE_BUG, "two needs of the registry bear the same code");
    }
    return CADRE_OK;
}

enum cadre_status snapshot_seal(struct snapshot_builder *builder, struct snapshot **ret_snapshot,
                                struct cadre_error *err)
{
    struct snapshot *snapshot = arena_calloc(builder->arena, 1, sizeof *snapshot);
    snapshot->as_of = builder->as_of;
    snapshot->known_at = builder->known_at;
    snapshot->catalogue = builder->catalogue;
    seal_organizations(builder, snapshot);
    struct need *needs = seal_needs(builder, snapshot);
    struct person *people = seal_people(builder, snapshot);
    enum cadre_status status = check_unique(snapshot, err);
    if (status != CADRE_OK)
        return status;
    CADRE_FREE uint32_t *indexes = person_indexes(builder);
    seal_elements(builder, indexes, people);
    seal_awards(builder, indexes, people);
    seal_placements(builder, snapshot, indexes, people, needs);
    seal_base(builder, snapshot, indexes);
    *ret_snapshot = snapshot;
    return CADRE_OK;
}
