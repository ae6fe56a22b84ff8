#include "core/pairs/people_block.h"

#include <assert.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/evidence/conditions.h"
#include "core/pairs/level_answers.h"

enum { WORD_BITS = 64 };

struct people_block {
    const struct need_profiles *profiles;
    const struct expansion *expansions;
    size_t count;
    sieve_rows *sieve;
    uint64_t (*rows)[BLOCK_WORDS];
    uint32_t *row_of_region;           /* per region of the catalogue, 0 = no need asks for it */
    uint16_t (*role_bp)[BLOCK_PEOPLE]; /* what it is worth in fit: of no role, then per role */
    struct level_answers *level_answers;
    uint32_t *answered_for; /* per clause: person + 1 whom it was answered for last */
};

static uint32_t *rows_of_regions(const struct need_profiles *profiles, struct arena *arena)
{
    size_t regions = catalogue_region_count(profiles->snapshot->catalogue);
    uint32_t *row_of = arena_calloc(arena, regions, sizeof *row_of);
    for (size_t r = 0; r < profiles->region_count; r++)
        row_of[profiles->regions[r].region] = profiles->regions[r].row;
    return row_of;
}

struct people_block *people_block_new(const struct need_profiles *profiles, struct arena *arena)
{
    struct people_block *block = arena_calloc(arena, 1, sizeof *block);
    *block = (struct people_block){
        .profiles = profiles,
        .sieve = sieve_best(),
        .rows = arena_calloc(arena, profiles->row_count, sizeof *block->rows),
        .row_of_region = rows_of_regions(profiles, arena),
        .role_bp = arena_calloc(arena, 1 + profiles->role_count, sizeof *block->role_bp),
        .level_answers = level_answers_new(profiles, arena),
        .answered_for = arena_calloc(arena, profiles->clause_count, sizeof *block->answered_for),
    };
    for (size_t i = 0; i < BLOCK_PEOPLE; i++)
        block->role_bp[0][i] = (uint16_t)need_profile_role_bp(NULL, NULL);
    return block;
}

static void set_bit(uint64_t *row, size_t person)
{
    row[person / WORD_BITS] |= UINT64_C(1) << person % WORD_BITS;
}

static void clear_bit(uint64_t *row, size_t person)
{
    row[person / WORD_BITS] &= ~(UINT64_C(1) << person % WORD_BITS);
}

static bool has_bit(const uint64_t *row, size_t person)
{
    return (row[person / WORD_BITS] >> person % WORD_BITS & 1) != 0;
}

/* ---- conditions and regions ------------------------------------------------------------------ */

static void load_everybody(struct people_block *block)
{
    for (size_t i = 0; i < block->count; i++)
        set_bit(block->rows[ROW_EVERYBODY], i);
}

static void load_conditions(struct people_block *block)
{
    const struct need_profiles *profiles = block->profiles;
    for (size_t c = 0; c < profiles->condition_count; c++) {
        const struct asked_condition *asked = &profiles->conditions[c];
        const struct condition *condition = &conditions[asked->condition];
        for (size_t i = 0; i < block->count; i++) {
            if (!condition->holds(profiles->snapshot, &block->expansions[i], asked->need))
                set_bit(block->rows[asked->row], i);
        }
    }
}

/* Whoever is in a region is in all above it. */
static void load_regions(struct people_block *block)
{
    const struct catalogue *catalogue = block->profiles->snapshot->catalogue;
    for (size_t i = 0; i < block->count; i++) {
        int32_t region = block->expansions[i].person->region;
        for (; region >= 0; region = catalogue_region(catalogue, region)->parent) {
            if (block->row_of_region[region] != 0)
                set_bit(block->rows[block->row_of_region[region]], i);
        }
    }
}

/* ---- clauses --------------------------------------------------------------------------------- */

static uint64_t *standing_row(const struct people_block *block, const struct asked_clause *asked,
                              enum reason reason)
{
    return block->rows[need_profile_standing_row(asked, reason)];
}

/* As nobody stands, so does everybody until it is answered for them. */
static void load_nobody(struct people_block *block)
{
    const struct need_profiles *profiles = block->profiles;
    const uint64_t *everybody = block->rows[ROW_EVERYBODY];
    for (size_t c = 0; c < profiles->clause_count; c++) {
        const struct asked_clause *asked = &profiles->clauses[c];
        if (asked->rests_on == 0 || asked->by_levels)
            continue;
        memcpy(standing_row(block, asked, asked->reason_of_nobody), everybody, sizeof *block->rows);
        if (asked->verified_of_nobody)
            memcpy(block->rows[asked->verified_row], everybody, sizeof *block->rows);
    }
    memset(block->answered_for, 0, profiles->clause_count * sizeof *block->answered_for);
}

static void answer_clause(struct people_block *block, size_t person, uint32_t clause)
{
    const struct asked_clause *asked = &block->profiles->clauses[clause];
    bool verified = false;
    if (block->answered_for[clause] == person + 1)
        return;
    block->answered_for[clause] = (uint32_t)person + 1;
    enum reason reason = qualify_clause_reason(
        block->profiles->snapshot, &block->expansions[person], asked->clause, &verified);
    if (asked->rests_on != 0) {
        clear_bit(standing_row(block, asked, asked->reason_of_nobody), person);
        clear_bit(block->rows[asked->verified_row], person);
    }
    set_bit(standing_row(block, asked, reason), person);
    if (verified)
        set_bit(block->rows[asked->verified_row], person);
}

static void answer_clauses(struct people_block *block, size_t person,
                           const struct postings *postings, size_t key)
{
    for (uint32_t at = postings->start[key]; at < postings->start[key + 1]; at++)
        answer_clause(block, person, postings->items[at]);
}

/* As nobody shows a role, so does everybody until it is seen among what they show. */
static void load_no_roles(struct people_block *block)
{
    const struct need_profiles *profiles = block->profiles;
    for (size_t r = 0; r < profiles->role_count; r++) {
        uint16_t not_shown = (uint16_t)need_profile_role_bp(&profiles->roles[r], NULL);
        for (size_t i = 0; i < BLOCK_PEOPLE; i++)
            block->role_bp[1 + r][i] = not_shown;
    }
}

static void load_element(struct people_block *block, size_t person,
                         const struct shown_element *shown)
{
    const struct level_answer *answer =
        level_answers_find(block->level_answers, &block->expansions[person], shown);
    for (size_t i = 0; i < answer->row_count; i++)
        set_bit(block->rows[answer->rows[i]], person);
    for (size_t i = 0; i < answer->role_count; i++)
        block->role_bp[1 + answer->roles[i].role][person] = (uint16_t)answer->roles[i].bp;
}

static void load_evidence(struct people_block *block, size_t person)
{
    const struct need_profiles *profiles = block->profiles;
    const struct expansion *expansion = &block->expansions[person];
    answer_clauses(block, person, &profiles->by_ground, GROUND_ANYTHING);
    if (expansion->person->fact_count > 0)
        answer_clauses(block, person, &profiles->by_ground, GROUND_FACTS);
    if (expansion->person->service_count > 0)
        answer_clauses(block, person, &profiles->by_ground, GROUND_SERVICES);
    for (size_t i = 0; i < expansion->element_count; i++) {
        answer_clauses(block, person, &profiles->by_element,
                       (size_t)expansion->elements[i].element);
        load_element(block, person, &expansion->elements[i]);
    }
    for (size_t i = 0; i < expansion->credential_count; i++)
        answer_clauses(block, person, &profiles->by_credential,
                       (size_t)expansion->credentials[i].credential);
}

static void take_out(uint64_t *row, const uint64_t *people)
{
    for (size_t at = 0; at < BLOCK_WORDS; at++)
        row[at] &= ~people[at];
}

/* Whoever is in no other row of the clause stands as nobody does. */
static void load_others(struct people_block *block, const struct asked_clause *asked)
{
    enum reason nobody = asked->reason_of_nobody;
    uint64_t *others = standing_row(block, asked, nobody);
    assert(nobody != REASON_NONE && !asked->verified_of_nobody); /* levels are shown, or fail */
    memcpy(others, block->rows[ROW_EVERYBODY], sizeof *block->rows);
    take_out(others, block->rows[asked->holding_row]);
    for (enum reason reason = REASON_NONE + 1; reason < REASON_COUNT; reason++) {
        if (reason != nobody && asked->rows[reason] != 0)
            take_out(others, block->rows[asked->rows[reason]]);
    }
}

static void load_others_of_all(struct people_block *block)
{
    const struct need_profiles *profiles = block->profiles;
    for (size_t c = 0; c < profiles->clause_count; c++) {
        if (profiles->clauses[c].by_levels)
            load_others(block, &profiles->clauses[c]);
    }
}

void people_block_load(struct people_block *block, const struct expansion *expansions, size_t count)
{
    const struct need_profiles *profiles = block->profiles;
    assert(count <= BLOCK_PEOPLE);
    block->expansions = expansions;
    block->count = count;
    memset(block->rows, 0, profiles->row_count * sizeof *block->rows);
    load_no_roles(block);
    load_everybody(block);
    load_conditions(block);
    load_regions(block);
    load_nobody(block);
    for (size_t i = 0; i < count; i++)
        load_evidence(block, i);
    load_others_of_all(block);
}

/* ---- the test -------------------------------------------------------------------------------- */

void people_block_sieve(const struct people_block *block, struct sieved *sieved)
{
    block->sieve(sieved, block->rows);
}

/* Whoever is in a row fails by it, and in no two rows of one clause. */
void people_block_near(const struct people_block *block, const struct need_profile *profile,
                       uint64_t ret_near[BLOCK_WORDS])
{
    uint64_t once[BLOCK_WORDS] = {0};
    uint64_t twice[BLOCK_WORDS] = {0};
    uint64_t by_clause[BLOCK_WORDS] = {0};
    for (size_t i = 0; i < profile->failing_count; i++) {
        const uint64_t *row = block->rows[profile->failing[i].row];
        uint64_t of_clause = -(uint64_t)profile->failing[i].of_clause;
        for (size_t word = 0; word < BLOCK_WORDS; word++) {
            twice[word] |= once[word] & row[word];
            once[word] |= row[word];
            by_clause[word] |= row[word] & of_clause;
        }
    }
    for (size_t word = 0; word < BLOCK_WORDS; word++)
        ret_near[word] = block->rows[ROW_EVERYBODY][word] & ~(twice[word] & by_clause[word]);
}

/* ---- fit ------------------------------------------------------------------------------------- */

/* Rows of a fit that are looked at together. */
struct some_rows {
    const uint64_t *first, *second, *third, *fourth;
};

static inline struct some_rows some_rows(const struct people_block *block, const uint32_t *rows)
{
    _Static_assert(FIT_ROWS_AT_ONCE == 4, "as many as are written out");
    return (struct some_rows){block->rows[rows[0]], block->rows[rows[1]], block->rows[rows[2]],
                              block->rows[rows[3]]};
}

/* Which of them the person is in, a bit of each. */
static inline uint32_t some_of(const struct some_rows *rows, size_t person)
{
    uint32_t is_in = (uint32_t)has_bit(rows->first, person);
    is_in |= (uint32_t)has_bit(rows->second, person) << 1;
    is_in |= (uint32_t)has_bit(rows->third, person) << 2;
    is_in |= (uint32_t)has_bit(rows->fourth, person) << 3;
    return is_in;
}

/* Of nearly all profiles: rows and tables are found once, whoever comes. */
static void fits_of_some(const struct people_block *block, const struct profile_fit *fit,
                         const uint16_t *people, size_t count, uint16_t *ret_fit_bp)
{
    const struct some_rows rows = some_rows(block, fit->first);
    const uint16_t *role_bp = block->role_bp[1 + fit->role];
    const uint16_t *parts_bp = fit->parts_bp;
    for (size_t i = 0; i < count; i++)
        ret_fit_bp[i] = (uint16_t)(role_bp[people[i]] + parts_bp[some_of(&rows, people[i])]);
}

static inline int32_t parts_of(const struct people_block *block, const struct profile_fit *fit,
                               size_t person)
{
    const struct some_rows first = some_rows(block, fit->rows);
    const struct some_rows others = some_rows(block, fit->rows + FIT_ROWS_AT_ONCE);
    uint32_t is_in = some_of(&first, person);
    return fit->parts_bp[is_in | some_of(&others, person) << FIT_ROWS_AT_ONCE];
}

/* Where there are too many rows for a table. */
static int32_t parts_of_many(const struct people_block *block, size_t profile, size_t person)
{
    const struct profile_fit *fit = &block->profiles->fits[profile];
    CADRE_FREE bool *is_in = cadre_calloc(fit->row_count, sizeof *is_in);
    for (size_t i = 0; i < fit->row_count; i++)
        is_in[i] = has_bit(block->rows[fit->rows[i]], person);
    return need_profile_parts_bp(&block->profiles->profiles[profile], is_in);
}

void people_block_fits(const struct people_block *block, size_t profile, const uint16_t *people,
                       size_t count, uint16_t *ret_fit_bp)
{
    const struct profile_fit *fit = &block->profiles->fits[profile];
    const uint16_t *role_bp = block->role_bp[1 + fit->role];
    if (fit->row_count == FIT_ROWS_AT_ONCE) {
        fits_of_some(block, fit, people, count, ret_fit_bp);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        int32_t parts_bp = fit->parts_bp != NULL ? parts_of(block, fit, people[i])
                                                 : parts_of_many(block, profile, people[i]);
        ret_fit_bp[i] = (uint16_t)(role_bp[people[i]] + parts_bp);
    }
}
