#include "tests/bench/match/made.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/bench/match/chance.h"

enum {
    REGIONS = 16,
    LEVELS = 5,
    FAMILIES_MOST = 3,   /* of a person */
    PAIRS_A_PERSON = 55, /* about */
    PERCENT_MOBILE = 10,
    PERCENT_ANYWHERE = 10, /* of needs */
    YEARS_MOST = 12
};

/* Index of the share that a draw falls into; shares in percent. */
static int share_of(uint64_t *state, const int *shares)
{
    int left = (int)below(state, 100);
    int at = 0;
    while (left >= shares[at])
        left -= shares[at++];
    return at;
}

static const int person_levels[] = {30, 27, 20, 14, 9};
static const int need_levels[] = {35, 30, 20, 10, 5};
static const int person_clearances[] = {60, 20, 15, 5};
static const int need_clearances[] = {50, 30, 15, 5};

/* ---- families -------------------------------------------------------------------------------- */

/* Zipf's law in integers: cumulated weights of 1 / rank. */
struct families {
    uint32_t count;
    uint64_t *until;
};

enum { ZIPF_UNIT = 1 << 24 };

static uint32_t family_of(const struct families *families, uint64_t *state)
{
    uint64_t at = draw(state) % families->until[families->count - 1];
    uint32_t low = 0;
    uint32_t high = families->count - 1;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (families->until[middle] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* As many as it takes for about so many pairs a person: two families on average, and of the needs
 * of a family about one in ten is within level, clearance and region. */
static struct families families_for(size_t needs)
{
    struct families families = {0};
    size_t capacity = 0;
    double squares = 0;
    double sum = 0;
    do {
        uint64_t weight = ZIPF_UNIT / (families.count + 1);
        families.until =
            cadre_grow(families.until, &capacity, families.count + 1, sizeof *families.until);
        families.until[families.count] =
            weight + (families.count > 0 ? families.until[families.count - 1] : 0);
        families.count++;
        sum += (double)weight;
        squares += (double)weight * (double)weight;
    } while ((double)needs * 2 * squares / (sum * sum) / 10 > PAIRS_A_PERSON);
    return families;
}

/* ---- needs ----------------------------------------------------------------------------------- */

struct need_asked {
    uint32_t family;
    int level, clearance;
    int region; /* -1 = any */
};

/* Needs of a family, in ascending order. */
struct index {
    struct need_asked *needs;
    uint32_t *start; /* families + 1 */
    uint32_t *needs_of;
};

static void draw_needs(const struct made_shape *shape, const struct families *families,
                       uint64_t *state, struct index *index)
{
    index->needs = cadre_calloc(shape->needs, sizeof *index->needs);
    index->start = cadre_calloc(families->count + 1, sizeof *index->start);
    index->needs_of = cadre_calloc(shape->needs, sizeof *index->needs_of);
    for (size_t j = 0; j < shape->needs; j++) {
        struct need_asked *need = &index->needs[j];
        need->family = family_of(families, state);
        need->level = share_of(state, need_levels);
        need->clearance = share_of(state, need_clearances);
        need->region = below(state, 100) < PERCENT_ANYWHERE ? -1 : (int)below(state, REGIONS);
        index->start[need->family + 1]++;
    }
    for (uint32_t f = 0; f < families->count; f++)
        index->start[f + 1] += index->start[f];
    CADRE_FREE uint32_t *at = cadre_calloc(families->count, sizeof *at);
    memcpy(at, index->start, families->count * sizeof *at);
    for (size_t j = 0; j < shape->needs; j++)
        index->needs_of[at[index->needs[j].family]++] = (uint32_t)j;
}

/* Between one seat and twice the average, and as many as were asked for in all. */
static void draw_seats(const struct made_shape *shape, uint64_t *state, struct made_problem *made)
{
    int64_t left = shape->seats;
    for (size_t j = 0; j < shape->needs; j++) {
        int64_t average = left / (int64_t)(shape->needs - j);
        int64_t seats = average > 1 ? 1 + below(state, (uint32_t)(2 * average - 1)) : average;
        made->seats[j] = (int32_t)(j + 1 == shape->needs || seats > left ? left : seats);
        made->priority[j] = 1 + (int32_t)below(state, (uint32_t)shape->classes);
        left -= made->seats[j];
    }
}

/* ---- people ---------------------------------------------------------------------------------- */

struct person_drawn {
    uint64_t key;
    int clearance, region, years;
    bool mobile;
    int family_count;
    uint32_t family[FAMILIES_MOST];
    int level[FAMILIES_MOST];
};

static void draw_person(const struct families *families, uint64_t *state,
                        struct person_drawn *person)
{
    person->key = draw(state);
    person->clearance = share_of(state, person_clearances);
    person->region = (int)below(state, REGIONS);
    person->years = (int)below(state, YEARS_MOST);
    person->mobile = below(state, 100) < PERCENT_MOBILE;
    int count = 1 + (int)below(state, FAMILIES_MOST);
    person->family_count = 0;
    for (int f = 0; f < count; f++) {
        uint32_t family = family_of(families, state);
        bool known = false;
        for (int at = 0; at < person->family_count; at++)
            known = known || person->family[at] == family;
        if (known)
            continue;
        person->family[person->family_count] = family;
        person->level[person->family_count++] = share_of(state, person_levels);
    }
}

/* As the built-in policy has it: level, desired clauses, verified ones, region, years. */
static uint32_t fit_of_pair(const struct made_shape *shape, const struct person_drawn *person,
                            int level, const struct need_asked *need, size_t need_at)
{
    uint32_t above = (uint32_t)(level - need->level);
    uint32_t fit = above >= 4 ? 0 : 4000 - 1000 * above;
    uint64_t chance = mixed(person->key ^ (need_at * 0x9E3779B97F4A7C15U));
    fit += need->region < 0 || need->region == person->region ? 1000 : 500;
    if (shape->ties)
        return fit;
    fit += 3000 * (uint32_t)(chance % 7) / 6;
    fit += 1500 * (uint32_t)((chance >> 16) % 4) / 3;
    return fit + 100 * (uint32_t)(person->years < 5 ? person->years : 5);
}

struct row {
    uint32_t *pairs;
    size_t count, capacity;
};

static void add_family(const struct made_shape *shape, const struct index *index,
                       const struct person_drawn *person, int at, struct row *row)
{
    uint32_t family = person->family[at];
    for (uint32_t n = index->start[family]; n < index->start[family + 1]; n++) {
        uint32_t j = index->needs_of[n];
        const struct need_asked *need = &index->needs[j];
        if (need->level > person->level[at] || need->clearance > person->clearance ||
            (need->region >= 0 && need->region != person->region && !person->mobile))
            continue;
        row->pairs = cadre_grow(row->pairs, &row->capacity, row->count + 1, sizeof *row->pairs);
        row->pairs[row->count++] =
            packed_pair(j, fit_of_pair(shape, person, person->level[at], need, j));
    }
}

/* Each family's needs ascend, so the row is a merge of two or three of them. */
static void sort_row(uint32_t *pairs, size_t count)
{
    for (size_t at = 1; at < count; at++) {
        uint32_t pair = pairs[at];
        size_t to = at;
        for (; to > 0 && pairs[to - 1] > pair; to--)
            pairs[to] = pairs[to - 1];
        pairs[to] = pair;
    }
}

static void draw_people(const struct made_shape *shape, const struct families *families,
                        const struct index *index, uint64_t *state, struct made_problem *made)
{
    size_t capacity = 0;
    struct row row = {0};
    for (size_t i = 0; i < shape->people; i++) {
        struct person_drawn person;
        draw_person(families, state, &person);
        row.count = 0;
        for (int f = 0; f < person.family_count; f++)
            add_family(shape, index, &person, f, &row);
        sort_row(row.pairs, row.count);
        size_t end = made->start[i] + row.count;
        made->start[i + 1] = end;
        made->pairs = cadre_grow(made->pairs, &capacity, end, sizeof *made->pairs);
        if (row.count > 0)
            memcpy(made->pairs + made->start[i], row.pairs, row.count * sizeof *row.pairs);
        made->base_need[i] = -1;
        if (row.count > 0 && (int)below(state, 100) < shape->base_share)
            made->base_need[i] = (int32_t)packed_need(row.pairs[below(state, (uint32_t)row.count)]);
    }
    free(row.pairs);
}

/* ---- a problem ------------------------------------------------------------------------------- */

void made_problem_finish(struct made_problem *made, size_t people, size_t needs)
{
    int64_t seats = 0;
    bool base = false;
    made->lottery = cadre_calloc(people, sizeof *made->lottery);
    for (size_t i = 0; i < people; i++) {
        made->lottery[i] = digest_of(&(uint64_t){i}, sizeof(uint64_t));
        base = base || made->base_need[i] >= 0;
    }
    for (size_t j = 0; j < needs; j++)
        seats += made->seats[j];
    const struct instance sizes = {.need_count = needs, .total_seats = seats};
    made->problem = (struct problem){
        .person_count = people,
        .need_count = needs,
        .rows = {made->start, made->pairs},
        .seats = made->seats,
        .priority = made->priority,
        .base_need = base ? made->base_need : NULL,
        .lottery = made->lottery,
        .unit = seats + 1,
        .class_step = instance_class_step(&sizes),
    };
}

void made_problem_make(const struct made_shape *shape, struct made_problem *ret_made)
{
    struct made_problem made = {
        .start = cadre_calloc(shape->people + 1, sizeof *made.start),
        .seats = cadre_calloc(shape->needs, sizeof *made.seats),
        .priority = cadre_calloc(shape->needs, sizeof *made.priority),
        .base_need = cadre_calloc(shape->people, sizeof *made.base_need),
    };
    uint64_t state = shape->seed;
    struct index index;
    struct families families = families_for(shape->needs);
    draw_needs(shape, &families, &state, &index);
    draw_seats(shape, &state, &made);
    draw_people(shape, &families, &index, &state, &made);
    made_problem_finish(&made, shape->people, shape->needs);
    free(families.until);
    free(index.needs);
    free(index.start);
    free(index.needs_of);
    *ret_made = made;
}

void made_problem_release(struct made_problem *made)
{
    free(made->start);
    free(made->pairs);
    free(made->seats);
    free(made->priority);
    free(made->base_need);
    free(made->lottery);
    *made = (struct made_problem){0};
}
