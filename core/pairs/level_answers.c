#include "core/pairs/level_answers.h"

#include <string.h>

enum { SLOT_BITS = 14, SLOTS = 1 << SLOT_BITS, KNOWN_MOST = SLOTS / 2 };

struct slot {
    uint64_t key; /* 0 = free */
    struct level_answer answer;
};

struct level_answers {
    const struct need_profiles *profiles;
    struct slot *slots;
    size_t known;
    struct arena *arena;
    struct level_answer made; /* the last one, with room for any */
};

/* ---- by the readable evaluator --------------------------------------------------------------- */

static size_t longest(const struct postings *postings, size_t key_count)
{
    size_t most = 0;
    for (size_t key = 0; key < key_count; key++) {
        size_t length = postings->start[key + 1] - postings->start[key];
        most = length > most ? length : most;
    }
    return most;
}

static void add_row(struct level_answer *answer, uint32_t row)
{
    answer->rows[answer->row_count++] = row;
}

static void answer_clauses(struct level_answers *answers, const struct expansion *expansion,
                           size_t element)
{
    const struct need_profiles *profiles = answers->profiles;
    const struct postings *clauses = &profiles->by_levels;
    for (uint32_t at = clauses->start[element]; at < clauses->start[element + 1]; at++) {
        const struct asked_clause *asked = &profiles->clauses[clauses->items[at]];
        bool verified = false;
        enum reason reason =
            qualify_clause_reason(profiles->snapshot, expansion, asked->clause, &verified);
        add_row(&answers->made, need_profile_standing_row(asked, reason));
        if (verified)
            add_row(&answers->made, asked->verified_row);
    }
}

static void weigh_roles(struct level_answers *answers, const struct shown_element *shown)
{
    const struct need_profiles *profiles = answers->profiles;
    const struct postings *roles = &profiles->roles_by_element;
    size_t element = (size_t)shown->element;
    for (uint32_t at = roles->start[element]; at < roles->start[element + 1]; at++) {
        uint32_t role = roles->items[at];
        answers->made.roles[answers->made.role_count++] = (struct role_worth){
            role, (uint32_t)need_profile_role_bp(&profiles->roles[role], shown)};
    }
}

static void make(struct level_answers *answers, const struct expansion *expansion,
                 const struct shown_element *shown)
{
    answers->made.row_count = 0;
    answers->made.role_count = 0;
    answer_clauses(answers, expansion, (size_t)shown->element);
    weigh_roles(answers, shown);
}

/* ---- remembered ------------------------------------------------------------------------------ */

/* All that decides, 0 = more than fits. Years count where the element is asked for as a role. */
static uint64_t key_of(const struct level_answers *answers, const struct shown_element *shown)
{
    enum { LEVEL_BITS = 6, YEARS_BITS = 8, ELEMENT_BITS = 24 };
    const struct postings *roles = &answers->profiles->roles_by_element;
    const int32_t levels[] = {shown->level, shown->verified_level, shown->firm_level,
                              shown->firm_verified_level, shown->expired_level};
    uint32_t element = (uint32_t)shown->element;
    uint32_t years = roles->start[element] < roles->start[element + 1] ? (uint32_t)shown->years : 0;
    uint64_t key = UINT64_C(1) << ELEMENT_BITS | element;
    bool fits = element >> ELEMENT_BITS == 0 && years >> YEARS_BITS == 0;
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        fits = fits && (uint32_t)levels[i] >> LEVEL_BITS == 0;
        key = key << LEVEL_BITS | (uint32_t)levels[i];
    }
    key = key << YEARS_BITS | years;
    return fits ? key : 0;
}

/* The slot of the key, or the free one where it belongs; there is always one. */
static struct slot *slot_of(const struct level_answers *answers, uint64_t key)
{
    const uint64_t golden = UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(key * golden >> (64 - SLOT_BITS));
    while (answers->slots[at].key != key && answers->slots[at].key != 0)
        at = (at + 1) % SLOTS;
    return &answers->slots[at];
}

static void *kept(struct level_answers *answers, const void *items, size_t count, size_t size)
{
    void *copy = arena_calloc(answers->arena, count, size);
    if (count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

static void remember(struct level_answers *answers, uint64_t key, struct slot *slot)
{
    const struct level_answer *made = &answers->made;
    answers->known++;
    *slot = (struct slot){
        .key = key,
        .answer = {.rows = kept(answers, made->rows, made->row_count, sizeof *made->rows),
                   .row_count = made->row_count,
                   .roles = kept(answers, made->roles, made->role_count, sizeof *made->roles),
                   .role_count = made->role_count},
    };
}

const struct level_answer *level_answers_find(struct level_answers *answers,
                                              const struct expansion *expansion,
                                              const struct shown_element *shown)
{
    uint64_t key = key_of(answers, shown);
    struct slot *slot = slot_of(answers, key);
    if (key != 0 && slot->key == key)
        return &slot->answer;
    make(answers, expansion, shown);
    if (key != 0 && answers->known < KNOWN_MOST)
        remember(answers, key, slot);
    return &answers->made;
}

struct level_answers *level_answers_new(const struct need_profiles *profiles, struct arena *arena)
{
    struct level_answers *answers = arena_calloc(arena, 1, sizeof *answers);
    size_t elements = catalogue_element_count(profiles->snapshot->catalogue);
    size_t rows = 2 * longest(&profiles->by_levels, elements);
    size_t roles = longest(&profiles->roles_by_element, elements);
    *answers = (struct level_answers){
        .profiles = profiles,
        .slots = arena_calloc(arena, SLOTS, sizeof *answers->slots),
        .arena = arena,
        .made = {.rows = arena_calloc(arena, rows, sizeof *answers->made.rows),
                 .roles = arena_calloc(arena, roles, sizeof *answers->made.roles)},
    };
    return answers;
}
