#include "core/pairs/need_profile.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "core/evidence/conditions.h"

struct posting {
    uint32_t key, item;
};

struct posting_list {
    struct posting *items;
    size_t count, capacity;
};

struct compiling {
    const struct snapshot *snapshot;
    struct need_profiles *profiles;
    struct arena *arena;
    struct str_map *questions; /* key -> index among those of its sort */
    struct str_map *records;   /* of profiles */
    struct str_map *shapes;    /* of what fit rests on -> a profile of that shape */
    struct str key;
    struct posting_list by_levels, by_element, by_credential, by_ground, roles;
};

static uint32_t new_row(struct compiling *compiling)
{
    return compiling->profiles->row_count++;
}

/* Begins the key of a question; `sort` tells those of one sort from the others. */
static struct str *begin_key(struct compiling *compiling, char sort)
{
    str_reset(&compiling->key);
    str_add_char(&compiling->key, sort);
    return &compiling->key;
}

/* As it stands in memory: no two keys of one sort are alike unless their numbers are, and a key is
 * made for each question of each need. */
static void add_number(struct str *key, int64_t number)
{
    str_add(key, (const char *)&number, sizeof number);
}

/* The question of the key that was begun; true when it is the first of it, which then has the
 * index `next`. */
static bool is_new(struct compiling *compiling, size_t next, uint32_t *ret_index)
{
    struct str_view key = str_view_from(&compiling->key);
    if (str_map_find(compiling->questions, key, ret_index))
        return false;
    *ret_index = (uint32_t)next;
    str_map_insert(compiling->questions, key, *ret_index);
    return true;
}

static void post(struct posting_list *list, uint32_t key, uint32_t item)
{
    list->items = cadre_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    list->items[list->count++] = (struct posting){key, item};
}

static struct postings postings_from(const struct posting_list *list, size_t key_count,
                                     struct arena *arena)
{
    struct postings postings = {
        .start = arena_calloc(arena, key_count + 2, sizeof *postings.start),
        .items = arena_calloc(arena, list->count, sizeof *postings.items),
    };
    uint32_t *next = postings.start + 1; /* of each key, while items are dealt */
    for (size_t i = 0; i < list->count; i++)
        next[list->items[i].key + 1]++;
    for (size_t key = 1; key <= key_count; key++)
        next[key] += next[key - 1];
    for (size_t i = 0; i < list->count; i++)
        postings.items[next[list->items[i].key]++] = list->items[i].item;
    return postings;
}

/* ---- questions ------------------------------------------------------------------------------- */

/* NULL = the need does not set the condition. */
static const struct asked_condition *ask_condition(struct compiling *compiling, size_t condition,
                                                   const struct need *need)
{
    struct need_profiles *profiles = compiling->profiles;
    struct str *key = begin_key(compiling, 's');
    uint32_t index;
    if (!condition_is_set(&conditions[condition], need))
        return NULL;
    add_number(key, (int64_t)condition);
    if (conditions[condition].reads != NULL)
        conditions[condition].reads(compiling->snapshot, need, key);
    else
        add_number(key, need - compiling->snapshot->needs);
    if (is_new(compiling, profiles->condition_count, &index))
        profiles->conditions[profiles->condition_count++] =
            (struct asked_condition){condition, need, new_row(compiling)};
    return &profiles->conditions[index];
}

static void add_text(struct str *key, struct str_view text)
{
    add_number(key, (int64_t)text.length);
    str_add_view(key, text);
}

/* All that decides; what is left out is the clause's number, weight, and whether it is required. */
static void add_clause(struct str *key, const struct clause *clause)
{
    _Static_assert(sizeof(struct clause) == 4 * sizeof(int32_t) + sizeof(void *) + sizeof(size_t) &&
                       sizeof(struct alternative) ==
                           6 * sizeof(int32_t) + 2 * sizeof(struct str_view),
                   "a new field that decides whether a clause holds belongs to its key here");
    add_number(key, clause->k);
    for (size_t i = 0; i < clause->alternative_count; i++) {
        const struct alternative *alternative = &clause->alternatives[i];
        const int32_t numbers[] = {(int32_t)alternative->kind, alternative->target,
                                   alternative->level,         alternative->months,
                                   alternative->trust,         alternative->no_grace};
        str_add(key, (const char *)numbers, sizeof numbers);
        add_text(key, alternative->code);
        add_text(key, alternative->key);
    }
}

/* Whose evidence may change the answer: lists of the clause by what its alternatives rest on. */
static void post_clause(struct compiling *compiling, uint32_t index)
{
    const struct asked_clause *asked = &compiling->profiles->clauses[index];
    if (asked->by_levels) {
        post(&compiling->by_levels, (uint32_t)asked->clause->alternatives->target, index);
        return;
    }
    if (asked->rests_on == 0)
        post(&compiling->by_ground, GROUND_ANYTHING, index);
    if ((asked->rests_on & RESTS_ON_FACTS) != 0)
        post(&compiling->by_ground, GROUND_FACTS, index);
    if ((asked->rests_on & RESTS_ON_SERVICES) != 0)
        post(&compiling->by_ground, GROUND_SERVICES, index);
    for (size_t i = 0; asked->rests_on != 0 && i < asked->clause->alternative_count; i++) {
        const struct alternative *alternative = &asked->clause->alternatives[i];
        unsigned rests_on = qualify_rests_on(alternative->kind);
        if (alternative->target < 0)
            continue;
        if ((rests_on & RESTS_ON_ELEMENT) != 0)
            post(&compiling->by_element, (uint32_t)alternative->target, index);
        if ((rests_on & RESTS_ON_CREDENTIAL) != 0)
            post(&compiling->by_credential, (uint32_t)alternative->target, index);
    }
}

static unsigned clause_rests_on(const struct clause *clause)
{
    unsigned rests_on = 0;
    for (size_t i = 0; i < clause->alternative_count; i++) {
        unsigned one = qualify_rests_on(clause->alternatives[i].kind);
        if (one == 0)
            return 0;
        rests_on |= one;
    }
    return rests_on;
}

static void add_asked_clause(struct compiling *compiling, const struct clause *clause)
{
    static const struct person nobody;
    const struct expansion nothing = {.person = &nobody, .age = -1};
    struct need_profiles *profiles = compiling->profiles;
    struct asked_clause *asked = &profiles->clauses[profiles->clause_count];
    uint32_t reasons = qualify_clause_reasons(clause);
    *asked = (struct asked_clause){
        .clause = clause,
        .verified_row = new_row(compiling),
        .holding_row = new_row(compiling),
        .by_levels = qualify_by_levels(clause),
        .rests_on = clause_rests_on(clause),
    };
    for (int reason = 0; reason < REASON_COUNT; reason++) {
        if ((reasons >> reason & 1) != 0)
            asked->rows[reason] = new_row(compiling);
    }
    if (asked->rests_on != 0)
        asked->reason_of_nobody = qualify_clause_reason(compiling->snapshot, &nothing, clause,
                                                        &asked->verified_of_nobody);
    post_clause(compiling, (uint32_t)profiles->clause_count++);
}

static const struct asked_clause *ask_clause(struct compiling *compiling,
                                             const struct clause *clause)
{
    struct need_profiles *profiles = compiling->profiles;
    uint32_t index;
    add_clause(begin_key(compiling, 'c'), clause);
    if (is_new(compiling, profiles->clause_count, &index))
        add_asked_clause(compiling, clause);
    return &profiles->clauses[index];
}

static uint32_t ask_region(struct compiling *compiling, int32_t region)
{
    struct need_profiles *profiles = compiling->profiles;
    uint32_t index;
    if (region < 0)
        return ROW_EVERYBODY;
    add_number(begin_key(compiling, 'r'), region);
    if (is_new(compiling, profiles->region_count, &index))
        profiles->regions[profiles->region_count++] =
            (struct asked_region){region, new_row(compiling)};
    return profiles->regions[index].row;
}

static int32_t ask_role(struct compiling *compiling, const struct need *need)
{
    struct need_profiles *profiles = compiling->profiles;
    uint32_t index;
    if (need->work_role < 0)
        return -1;
    struct str *key = begin_key(compiling, 'w');
    add_number(key, need->work_role);
    add_number(key, need->level);
    if (is_new(compiling, profiles->role_count, &index)) {
        profiles->roles[profiles->role_count++] = (struct asked_role){need->work_role, need->level};
        post(&compiling->roles, (uint32_t)need->work_role, index);
    }
    return (int32_t)index;
}

/* ---- profiles -------------------------------------------------------------------------------- */

/* Of one need, before it is known whether the profile is a new one. */
struct draft {
    const struct asked_condition *conditions[CONDITION_COUNT];
    const struct asked_clause **clauses; /* per clause of the need */
    struct failing_row *failing;
    struct desired_row *desired;
    uint32_t *fit_rows;
    struct need_profile profile;
    struct profile_fit fit;
};

static void draft_release(struct draft *draft)
{
    free((void *)draft->clauses);
    free(draft->failing);
    free(draft->desired);
    free(draft->fit_rows);
}

static void draft_add_failing(struct draft *draft, uint32_t row, enum reason reason,
                              uint32_t of_clause)
{
    draft->failing[draft->profile.failing_count++] = (struct failing_row){row, reason, of_clause};
}

static void draft_failing(struct draft *draft, const struct need *need)
{
    for (enum reason reason = REASON_NONE + 1; reason < REASON_COUNT; reason++) {
        for (size_t i = 0; i < CONDITION_COUNT; i++) {
            if (draft->conditions[i] != NULL && conditions[i].reason == reason)
                draft_add_failing(draft, draft->conditions[i]->row, reason, 0);
        }
        for (size_t i = 0; i < need->clause_count; i++) {
            if (need->clauses[i].required && draft->clauses[i]->rows[reason] != 0)
                draft_add_failing(draft, draft->clauses[i]->rows[reason], reason, 1);
        }
    }
    if (need->incomplete)
        draft_add_failing(draft, ROW_EVERYBODY, REASON_OTHER, 1);
}

static void draft_clauses(struct draft *draft, const struct need *need)
{
    struct need_profile *profile = &draft->profile;
    for (size_t i = 0; i < need->clause_count; i++) {
        const struct clause *clause = &need->clauses[i];
        if (clause->required) {
            draft->fit_rows[++profile->verified_count] = draft->clauses[i]->verified_row;
            continue;
        }
        draft->desired[profile->desired_count++] =
            (struct desired_row){draft->clauses[i]->holding_row, clause->weight};
        profile->desired_weight += clause->weight;
    }
    for (size_t i = 0; i < profile->desired_count; i++)
        draft->fit_rows[1 + profile->verified_count + i] = draft->desired[i].row;
    for (size_t i = 1 + need->clause_count; i < draft->fit.row_count; i++)
        draft->fit_rows[i] = ROW_NOBODY;
}

static uint32_t fit_row_count(const struct need *need)
{
    size_t rows = 1 + need->clause_count;
    return (uint32_t)((rows + FIT_ROWS_AT_ONCE - 1) / FIT_ROWS_AT_ONCE * FIT_ROWS_AT_ONCE);
}

static void draft_need(struct compiling *compiling, const struct need *need, struct draft *draft)
{
    size_t rows = CONDITION_COUNT + need->clause_count * REASON_COUNT + 1;
    draft->clauses = cadre_calloc(need->clause_count, sizeof *draft->clauses);
    draft->failing = cadre_calloc(rows, sizeof *draft->failing);
    draft->desired = cadre_calloc(need->clause_count, sizeof *draft->desired);
    draft->fit.row_count = fit_row_count(need);
    draft->fit_rows = cadre_calloc(draft->fit.row_count, sizeof *draft->fit_rows);
    for (size_t i = 0; i < CONDITION_COUNT; i++)
        draft->conditions[i] = ask_condition(compiling, i, need);
    for (size_t i = 0; i < need->clause_count; i++)
        draft->clauses[i] = ask_clause(compiling, &need->clauses[i]);
    draft->fit_rows[0] = ask_region(compiling, need->region);
    draft->fit.role = ask_role(compiling, need);
    draft_failing(draft, need);
    draft_clauses(draft, need);
}

/* The profile as one flat record: equal records, equal needs. */
static struct str_view record_of(struct compiling *compiling, const struct draft *draft)
{
    const struct need_profile *profile = &draft->profile;
    struct str *record = begin_key(compiling, 'p');
    const uint32_t head[] = {(uint32_t)profile->failing_count, (uint32_t)profile->verified_count,
                             (uint32_t)draft->fit.role};
    str_add(record, (const char *)head, sizeof head);
    str_add(record, (const char *)draft->failing, profile->failing_count * sizeof *draft->failing);
    str_add(record, (const char *)draft->fit_rows, draft->fit.row_count * sizeof *draft->fit_rows);
    str_add(record, (const char *)draft->desired, profile->desired_count * sizeof *draft->desired);
    return str_view_from(record);
}

static const void *kept(struct arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = arena_calloc(arena, count, size);
    if (count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

int32_t need_profile_parts_bp(const struct need_profile *profile, const bool *is_in)
{
    struct fit_basis basis = {
        .desired_asked = profile->desired_weight,
        .required = (int32_t)profile->verified_count,
        .inside = is_in[0],
    };
    is_in++;
    for (size_t i = 0; i < profile->verified_count; i++)
        basis.verified += is_in[i];
    is_in += profile->verified_count;
    for (size_t i = 0; i < profile->desired_count; i++)
        basis.desired_met += is_in[i] ? profile->desired[i].weight : 0;
    const struct fit fit = fit_from(&basis);
    return fit.total_bp - fit.part_bp[FIT_LEVEL];
}

int32_t need_profile_role_bp(const struct asked_role *asked, const struct shown_element *shown)
{
    struct fit_basis basis = {.role_asked = asked != NULL, .role_shown = shown != NULL};
    if (asked != NULL)
        basis.level_asked = asked->level;
    if (shown != NULL) {
        basis.level = shown->level;
        basis.years = shown->years;
    }
    const struct fit fit = fit_from(&basis);
    return fit.part_bp[FIT_LEVEL] + fit.part_bp[FIT_YEARS];
}

static const uint16_t *parts_of(const struct need_profile *profile, uint32_t row_count,
                                struct arena *arena)
{
    uint16_t *parts_bp = arena_calloc(arena, (size_t)1 << row_count, sizeof *parts_bp);
    for (uint32_t rows = 0; rows >> row_count == 0; rows++) {
        bool is_in[FIT_ROWS_MOST] = {false};
        for (size_t i = 0; i < row_count; i++)
            is_in[i] = (rows >> i & 1) != 0;
        parts_bp[rows] = (uint16_t)need_profile_parts_bp(profile, is_in);
    }
    return parts_bp;
}

/* Profiles of as many required clauses and of the same weights share a table. */
static const uint16_t *shared_parts(struct compiling *compiling, uint32_t index, uint32_t row_count)
{
    const struct need_profile *profile = &compiling->profiles->profiles[index];
    struct str *key = begin_key(compiling, 'f');
    uint32_t alike;
    if (row_count > FIT_ROWS_MOST)
        return NULL;
    add_number(key, (int64_t)profile->verified_count);
    for (size_t i = 0; i < profile->desired_count; i++)
        add_number(key, profile->desired[i].weight);
    if (str_map_find(compiling->shapes, str_view_from(key), &alike))
        return compiling->profiles->fits[alike].parts_bp;
    str_map_insert(compiling->shapes, str_view_from(key), index);
    return parts_of(profile, row_count, compiling->arena);
}

static void keep_fit(struct compiling *compiling, const struct draft *draft, uint32_t index)
{
    struct profile_fit *fit = &compiling->profiles->fits[index];
    *fit = draft->fit;
    fit->rows = kept(compiling->arena, draft->fit_rows, fit->row_count, sizeof *draft->fit_rows);
    fit->parts_bp = shared_parts(compiling, index, fit->row_count);
    memcpy(fit->first, fit->rows, sizeof fit->first);
}

static uint32_t profile_of(struct compiling *compiling, const struct need *need)
{
    CADRE_CLEANUP(draft_release) struct draft draft = {0};
    struct need_profiles *profiles = compiling->profiles;
    uint32_t index = (uint32_t)profiles->profile_count;
    draft_need(compiling, need, &draft);
    struct str_view record = record_of(compiling, &draft);
    if (str_map_find(compiling->records, record, &index))
        return index;
    str_map_insert(compiling->records, record, index);
    struct need_profile *profile = &profiles->profiles[profiles->profile_count++];
    *profile = draft.profile;
    profile->failing =
        kept(compiling->arena, draft.failing, profile->failing_count, sizeof *draft.failing);
    profile->desired =
        kept(compiling->arena, draft.desired, profile->desired_count, sizeof *draft.desired);
    keep_fit(compiling, &draft, index);
    return index;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static struct need_profiles *make_room(const struct snapshot *snapshot, struct arena *arena)
{
    struct need_profiles *profiles = arena_calloc(arena, 1, sizeof *profiles);
    size_t needs = snapshot->need_count;
    size_t clauses = 0;
    for (size_t i = 0; i < needs; i++)
        clauses += snapshot->needs[i].clause_count;
    *profiles = (struct need_profiles){
        .snapshot = snapshot,
        .row_count = ROWS_OF_ANY_NEED,
        .conditions = arena_calloc(arena, needs * CONDITION_COUNT, sizeof *profiles->conditions),
        .clauses = arena_calloc(arena, clauses, sizeof *profiles->clauses),
        .regions = arena_calloc(arena, needs, sizeof *profiles->regions),
        .roles = arena_calloc(arena, needs, sizeof *profiles->roles),
        .profiles = arena_calloc(arena, needs, sizeof *profiles->profiles),
        .fits = arena_calloc(arena, needs, sizeof *profiles->fits),
        .profile_of = arena_calloc(arena, needs, sizeof *profiles->profile_of),
    };
    return profiles;
}

static void compiling_release(struct compiling *compiling)
{
    str_map_free(compiling->questions);
    str_map_free(compiling->records);
    str_map_free(compiling->shapes);
    str_release(&compiling->key);
    free(compiling->by_levels.items);
    free(compiling->by_element.items);
    free(compiling->by_credential.items);
    free(compiling->by_ground.items);
    free(compiling->roles.items);
}

struct need_profiles *need_profiles_new(const struct snapshot *snapshot, struct arena *arena)
{
    CADRE_CLEANUP(compiling_release)
    struct compiling compiling = {
        .snapshot = snapshot,
        .profiles = make_room(snapshot, arena),
        .arena = arena,
        .questions = str_map_new(),
        .records = str_map_new(),
        .shapes = str_map_new(),
    };
    struct need_profiles *profiles = compiling.profiles;
    size_t elements = catalogue_element_count(snapshot->catalogue);
    for (size_t i = 0; i < snapshot->need_count; i++)
        profiles->profile_of[i] = profile_of(&compiling, &snapshot->needs[i]);
    profiles->by_levels = postings_from(&compiling.by_levels, elements, arena);
    profiles->by_element = postings_from(&compiling.by_element, elements, arena);
    profiles->by_credential = postings_from(&compiling.by_credential,
                                            catalogue_credential_count(snapshot->catalogue), arena);
    profiles->by_ground = postings_from(&compiling.by_ground, GROUND_COUNT, arena);
    profiles->roles_by_element = postings_from(&compiling.roles, elements, arena);
    return profiles;
}
