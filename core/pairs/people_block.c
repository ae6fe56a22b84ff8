#include "core/pairs/people_block.h"

#include <assert.h>
#include <string.h>

#include "core/evidence/conditions.h"

enum { WORD_BITS = 64 };

/* How a person stands in a role that needs ask for. */
struct role_shown {
    int16_t level; /* -1 = not shown */
    int16_t years;
};

struct people_block {
    const struct need_profiles *profiles;
    const struct expansion *expansions;
    size_t count;
    sieve_rows *sieve;
    uint64_t (*rows)[BLOCK_WORDS];
    struct role_shown (*roles)[BLOCK_PEOPLE];
    uint32_t *answered_for; /* per clause: person + 1 whom it was answered for last */
};

struct people_block *people_block_new(const struct need_profiles *profiles, struct arena *arena)
{
    struct people_block *block = arena_calloc(arena, 1, sizeof *block);
    *block = (struct people_block){
        .profiles = profiles,
        .sieve = sieve_best(),
        .rows = arena_calloc(arena, profiles->row_count, sizeof *block->rows),
        .roles = arena_calloc(arena, profiles->role_count, sizeof *block->roles),
        .answered_for = arena_calloc(arena, profiles->clause_count, sizeof *block->answered_for),
    };
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

static void load_regions(struct people_block *block)
{
    const struct need_profiles *profiles = block->profiles;
    for (size_t r = 0; r < profiles->region_count; r++) {
        const struct asked_region *asked = &profiles->regions[r];
        for (size_t i = 0; i < block->count; i++) {
            if (catalogue_region_inside(profiles->snapshot->catalogue,
                                        block->expansions[i].person->region, asked->region))
                set_bit(block->rows[asked->row], i);
        }
    }
}

/* ---- clauses --------------------------------------------------------------------------------- */

/* The row of those who stand so in the clause. */
static uint64_t *standing_row(const struct people_block *block, const struct asked_clause *asked,
                              enum reason reason)
{
    uint32_t row = reason == REASON_NONE ? asked->holding_row : asked->rows[reason];
    assert(row != 0); /* qualify_clause_reasons names each reason that occurs */
    return block->rows[row];
}

/* As nobody stands, so does everybody until it is answered for them. */
static void load_nobody(struct people_block *block)
{
    const struct need_profiles *profiles = block->profiles;
    const uint64_t *everybody = block->rows[ROW_EVERYBODY];
    for (size_t c = 0; c < profiles->clause_count; c++) {
        const struct asked_clause *asked = &profiles->clauses[c];
        if (asked->rests_on == 0)
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

static void load_roles(struct people_block *block, size_t person, const struct shown_element *shown)
{
    const struct postings *postings = &block->profiles->roles_by_element;
    size_t element = (size_t)shown->element;
    for (uint32_t at = postings->start[element]; at < postings->start[element + 1]; at++)
        block->roles[postings->items[at]][person] = (struct role_shown){
            .level = (int16_t)shown->level,
            .years = shown->years < INT16_MAX ? (int16_t)shown->years : INT16_MAX,
        };
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
        load_roles(block, person, &expansion->elements[i]);
    }
    for (size_t i = 0; i < expansion->credential_count; i++)
        answer_clauses(block, person, &profiles->by_credential,
                       (size_t)expansion->credentials[i].credential);
}

void people_block_load(struct people_block *block, const struct expansion *expansions, size_t count)
{
    const struct need_profiles *profiles = block->profiles;
    assert(count <= BLOCK_PEOPLE);
    block->expansions = expansions;
    block->count = count;
    memset(block->rows, 0, profiles->row_count * sizeof *block->rows);
    memset(block->roles, UINT8_MAX, profiles->role_count * sizeof *block->roles);
    load_everybody(block);
    load_conditions(block);
    load_regions(block);
    load_nobody(block);
    for (size_t i = 0; i < count; i++)
        load_evidence(block, i);
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

static int32_t verified_count(const struct people_block *block, const struct need_profile *profile,
                              size_t person)
{
    int32_t count = 0;
    for (size_t i = 0; i < profile->verified_count; i++)
        count += has_bit(block->rows[profile->verified[i]], person);
    return count;
}

static int64_t desired_met(const struct people_block *block, const struct need_profile *profile,
                           size_t person)
{
    int64_t weight = 0;
    for (size_t i = 0; i < profile->desired_count; i++) {
        if (has_bit(block->rows[profile->desired[i].row], person))
            weight += profile->desired[i].weight;
    }
    return weight;
}

int32_t people_block_fit(const struct people_block *block, const struct need_profile *profile,
                         size_t person)
{
    struct fit_basis basis = {
        .desired_asked = profile->desired_weight,
        .desired_met = desired_met(block, profile, person),
        .required = (int32_t)profile->verified_count,
        .verified = verified_count(block, profile, person),
        .inside = has_bit(block->rows[profile->inside_row], person),
    };
    if (profile->role >= 0) {
        struct role_shown shown = block->roles[profile->role][person];
        basis.role_asked = true;
        basis.level_asked = profile->level;
        basis.role_shown = shown.level >= 0;
        basis.level = basis.role_shown ? shown.level : 0;
        basis.years = basis.role_shown ? shown.years : 0;
    }
    return fit_from(&basis).total_bp;
}
