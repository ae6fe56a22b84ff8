#include "core/pairs/pairs.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "core/pairs/people_block.h"

struct building {
    const struct need_profiles *profiles;
    struct people_block *block;
    struct sieved *sieved;
    size_t count; /* pairs of the blocks before */
    /* Behind these: where the row of each person of the block goes on. */
    uint32_t next[BLOCK_PEOPLE];
    struct pair *items;
    size_t capacity;
};

static size_t people_for(const struct building *building, size_t need, const uint16_t **ret_people)
{
    return sieved_people(building->sieved, building->profiles->profile_of[need], ret_people);
}

/* How long the row of each person of the block will be. */
static void measure_rows(struct building *building)
{
    memset(building->next, 0, sizeof building->next);
    for (size_t j = 0; j < building->profiles->snapshot->need_count; j++) {
        const uint16_t *who;
        size_t count = people_for(building, j, &who);
        for (size_t i = 0; i < count; i++)
            building->next[who[i]]++;
    }
}

/* Returns how many pairs the block has. */
static size_t place_rows(struct building *building, size_t people, size_t *ret_row_end)
{
    size_t end = building->count;
    measure_rows(building);
    for (size_t i = 0; i < people; i++) {
        size_t length = building->next[i];
        building->next[i] = (uint32_t)(end - building->count);
        end += length;
        ret_row_end[i] = end;
    }
    return end - building->count;
}

static void fill_rows(struct building *building, size_t more)
{
    uint16_t fit_bp[BLOCK_PEOPLE];
    building->items = cadre_grow(building->items, &building->capacity, building->count + more,
                                 sizeof *building->items);
    struct pair *items = &building->items[building->count];
    for (size_t j = 0; j < building->profiles->snapshot->need_count; j++) {
        const uint16_t *who;
        size_t count = people_for(building, j, &who);
        people_block_fits(building->block, building->profiles->profile_of[j], who, count, fit_bp);
        for (size_t i = 0; i < count; i++)
            items[building->next[who[i]]++] =
                (struct pair){.need = (uint32_t)j, .fit_bp = fit_bp[i]};
    }
    building->count += more;
}

/* ---- parts, each on a thread ----------------------------------------------------------------- */

/* A run of blocks, decided by itself. */
struct part {
    size_t first, end; /* people */
    struct arena *scratch;
    struct arena *expanded; /* what people of the block show, where it is not given */
    struct building building;
};

struct parts {
    const struct expansion *expansions; /* NULL = not given */
    const struct pairs_walk *walk;      /* who takes the rows, which are not kept then; or NULL */
    size_t most;                        /* pairs are given up when there are more */
    atomic_size_t made;
    struct pairs *pairs;
    struct part *items;
    size_t count;
};

static void parts_release(struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        free(parts->items[i].building.items);
        arena_free(parts->items[i].scratch);
        arena_free(parts->items[i].expanded);
    }
    free(parts->items);
}

/* Blocks are dealt in runs, so that rows of parts follow one another as people do. What all parts
 * share is of `scratch`. */
static struct parts parts_of(const struct need_profiles *profiles, struct pairs *pairs,
                             size_t part_count, struct arena *scratch)
{
    const struct sieve *sieve = sieve_new(profiles->profiles, profiles->profile_count, scratch);
    size_t people = pairs->person_count;
    size_t blocks = (people + BLOCK_PEOPLE - 1) / BLOCK_PEOPLE;
    struct parts parts = {.pairs = pairs, .count = part_count, .most = SIZE_MAX};
    parts.items = cadre_calloc(part_count, sizeof *parts.items);
    for (size_t i = 0; i < part_count; i++) {
        struct part *part = &parts.items[i];
        size_t end = (i + 1) * blocks / part_count * BLOCK_PEOPLE;
        part->first = i * blocks / part_count * BLOCK_PEOPLE;
        part->end = end < people ? end : people;
        part->scratch = arena_new();
        part->expanded = arena_new();
        part->building = (struct building){
            .profiles = profiles,
            .block = people_block_new(profiles, part->scratch),
            .sieved = sieved_new(sieve, part->scratch),
        };
    }
    return parts;
}

static const struct expansion *expansions_of(const struct parts *parts, struct part *part,
                                             size_t first, size_t count)
{
    if (parts->expansions != NULL)
        return &parts->expansions[first];
    arena_reset(part->expanded);
    return qualify_expand_run(part->building.profiles->snapshot, first, count, part->expanded);
}

/* What was decided against a pair takes it out of the row. */
static size_t open_row(const struct person *person, struct pair *row, size_t count)
{
    size_t kept = 0;
    if (person->decision_count == 0)
        return count;
    for (size_t at = 0; at < count; at++) {
        const struct decision *decision = snapshot_decision(person, (int32_t)row[at].need);
        if (decision == NULL || decision_reason(decision->verdict) == REASON_NONE)
            row[kept++] = row[at];
    }
    return kept;
}

/* A wish is of one person and one need, which no profile knows: few people have any. */
static void add_wishes(const struct snapshot *snapshot, const struct person *person,
                       struct pair *row, size_t count)
{
    for (size_t at = 0; at < count; at++) {
        int32_t rank = snapshot_wish_rank(snapshot, person, &snapshot->needs[row[at].need]);
        uint32_t fit_bp = row[at].fit_bp + (uint32_t)fit_wish_bp(&snapshot->policy, rank);
        row[at].fit_bp = fit_bp < FIT_MAX_BP ? fit_bp : FIT_MAX_BP;
    }
}

/* Of the block's rows, the first of which begins at `before`. */
static void weigh_wishes(struct parts *parts, size_t number, size_t before, size_t first,
                         size_t people)
{
    struct building *building = &parts->items[number].building;
    const struct snapshot *snapshot = building->profiles->snapshot;
    size_t at = before;
    for (size_t i = first; i < first + people; i++) {
        const struct person *person = &snapshot->people[i];
        size_t end = parts->pairs->row_start[i + 1];
        if (person->wish_count > 0)
            add_wishes(snapshot, person, &building->items[at], end - at);
        at = end;
    }
}

static void hand_over_rows(const struct parts *parts, size_t number, size_t first, size_t people)
{
    struct building *building = &parts->items[number].building;
    const struct snapshot *snapshot = building->profiles->snapshot;
    size_t at = 0;
    for (size_t i = first; i < first + people; i++) {
        size_t end = parts->pairs->row_start[i + 1];
        struct pair *row = &building->items[at];
        parts->walk->take(parts->walk->context, number, i, row,
                          open_row(&snapshot->people[i], row, end - at));
        at = end;
    }
    building->count = 0;
}

static void build_part(void *context, size_t number)
{
    struct parts *parts = context;
    struct part *part = &parts->items[number];
    struct building *building = &part->building;
    for (size_t first = part->first; first < part->end; first += BLOCK_PEOPLE) {
        size_t left = part->end - first;
        size_t count = left < BLOCK_PEOPLE ? left : BLOCK_PEOPLE;
        people_block_load(building->block, expansions_of(parts, part, first, count), count);
        people_block_sieve(building->block, building->sieved);
        size_t before = building->count;
        size_t more = place_rows(building, count, &parts->pairs->row_start[first + 1]);
        if (atomic_fetch_add(&parts->made, more) + more > parts->most)
            return;
        fill_rows(building, more);
        if (building->profiles->snapshot->policy.wishes_bp > 0)
            weigh_wishes(parts, number, before, first, count);
        if (parts->walk != NULL)
            hand_over_rows(parts, number, first, count);
    }
}

/* Rows of a part began at 0. The first part's memory becomes that of all: pairs are most of it. */
static void join_parts(struct parts *parts, struct arena *arena)
{
    struct pairs *pairs = parts->pairs;
    size_t count = 0;
    for (size_t i = 0; i < parts->count; i++)
        count += parts->items[i].building.count;
    pairs->items = cadre_realloc_array(parts->items[0].building.items, count, sizeof *pairs->items);
    parts->items[0].building.items = NULL;
    arena_adopt(arena, pairs->items);
    count = parts->items[0].building.count;
    for (size_t i = 1; i < parts->count; i++) {
        struct part *part = &parts->items[i];
        for (size_t person = part->first; person < part->end; person++)
            pairs->row_start[person + 1] += count;
        if (part->building.count > 0)
            memcpy(&pairs->items[count], part->building.items,
                   part->building.count * sizeof *pairs->items);
        count += part->building.count;
        free(part->building.items);
        part->building.items = NULL;
    }
}

static void add_reasons(const struct parts *parts, const struct need_profiles *profiles)
{
    struct pairs *pairs = parts->pairs;
    for (size_t j = 0; j < pairs->need_count; j++) {
        for (size_t i = 0; i < parts->count; i++)
            sieved_add_reasons(parts->items[i].building.sieved, profiles->profile_of[j],
                               pairs->reasons[j]);
    }
}

/* ---- what was decided against a pair --------------------------------------------------------- */

/* Decisions are few, so they are left out of the blocks. */
static size_t forbid_row(struct pairs *pairs, const struct person *person, size_t first, size_t end,
                         size_t count)
{
    memmove(&pairs->items[count], &pairs->items[first], (end - first) * sizeof *pairs->items);
    return count + open_row(person, &pairs->items[count], end - first);
}

/* They are told behind all reasons but that of a need that waits for its requirements: else they
 * meet eligible pairs alone. */
static void tell_of_decided(struct pairs *pairs, const struct snapshot *snapshot,
                            const struct person *person)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = NULL;
    const struct expansion *expansion = NULL;
    for (size_t i = 0; i < person->decision_count; i++) {
        const struct decision *decision = &person->decisions[i];
        const struct need *need = &snapshot->needs[decision->need];
        enum reason reason = decision_reason(decision->verdict);
        if (reason == REASON_NONE)
            continue;
        if (expansion == NULL) {
            scratch = arena_new();
            expansion = qualify_expand(snapshot, person, scratch);
        }
        if (qualify_reason(snapshot, expansion, need) != reason)
            continue;
        pairs->reasons[decision->need][need->incomplete ? REASON_OTHER : REASON_NONE]--;
        pairs->reasons[decision->need][reason]++;
    }
}

static void forbid(struct pairs *pairs, const struct snapshot *snapshot)
{
    size_t count = 0;
    size_t first = 0;
    if (!snapshot_has_decisions(snapshot))
        return;
    for (size_t i = 0; i < pairs->person_count; i++) {
        size_t end = pairs->row_start[i + 1];
        count = forbid_row(pairs, &snapshot->people[i], first, end, count);
        pairs->row_start[i + 1] = count;
        first = end;
    }
}

static void tell_reasons(struct parts *parts, const struct need_profiles *profiles)
{
    const struct snapshot *snapshot = profiles->snapshot;
    add_reasons(parts, profiles);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        if (snapshot->people[i].decision_count > 0)
            tell_of_decided(parts->pairs, snapshot, &snapshot->people[i]);
    }
}

static struct pairs *pairs_new(const struct snapshot *snapshot, struct arena *arena)
{
    struct pairs *pairs = arena_calloc(arena, 1, sizeof *pairs);
    *pairs = (struct pairs){
        .person_count = snapshot->person_count,
        .need_count = snapshot->need_count,
        .row_start = arena_calloc(arena, snapshot->person_count + 1, sizeof *pairs->row_start),
        .reasons = arena_calloc(arena, snapshot->need_count, sizeof *pairs->reasons),
    };
    return pairs;
}

static struct pairs *build(const struct snapshot *snapshot, const struct expansion *expansions,
                           size_t part_count, size_t most, struct arena *arena)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    const struct need_profiles *profiles = need_profiles_new(snapshot, scratch);
    struct pairs *pairs = pairs_new(snapshot, arena);
    CADRE_CLEANUP(parts_release)
    struct parts parts = parts_of(profiles, pairs, part_count, scratch);
    parts.expansions = expansions;
    parts.most = most;
    parallel_run(part_count, build_part, &parts);
    if (atomic_load(&parts.made) > most)
        return NULL;
    join_parts(&parts, arena);
    tell_reasons(&parts, profiles);
    forbid(pairs, snapshot);
    return pairs;
}

struct pairs *pairs_build_in(const struct snapshot *snapshot, const struct expansion *expansions,
                             size_t part_count, struct arena *arena)
{
    return build(snapshot, expansions, part_count, SIZE_MAX, arena);
}

size_t pairs_part_count(const struct snapshot *snapshot)
{
    enum { PEOPLE_WORTH_A_THREAD = 16 * BLOCK_PEOPLE };
    return parallel_threads(snapshot->person_count, PEOPLE_WORTH_A_THREAD);
}

struct pairs *pairs_build(const struct snapshot *snapshot, const struct expansion *expansions,
                          struct arena *arena)
{
    return pairs_build_in(snapshot, expansions, pairs_part_count(snapshot), arena);
}

struct pairs *pairs_build_most(const struct snapshot *snapshot, size_t most, struct arena *arena)
{
    return build(snapshot, NULL, pairs_part_count(snapshot), most, arena);
}

struct pairs *pairs_walk(const struct snapshot *snapshot, const struct pairs_walk *walk,
                         size_t part_count, struct arena *arena)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    const struct need_profiles *profiles = need_profiles_new(snapshot, scratch);
    struct pairs *pairs = pairs_new(snapshot, arena);
    CADRE_CLEANUP(parts_release)
    struct parts parts = parts_of(profiles, pairs, part_count, scratch);
    parts.walk = walk;
    parallel_run(part_count, build_part, &parts);
    tell_reasons(&parts, profiles);
    memset(pairs->row_start, 0, (pairs->person_count + 1) * sizeof *pairs->row_start);
    return pairs;
}

uint64_t pairs_eligible(const struct pairs *pairs)
{
    uint64_t count = 0;
    for (size_t j = 0; j < pairs->need_count; j++)
        count += pairs->reasons[j][REASON_NONE];
    return count;
}

int32_t pairs_fit(const struct pairs *pairs, size_t person, size_t need)
{
    size_t low = pairs->row_start[person];
    size_t end = pairs->row_start[person + 1];
    size_t high = end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pairs->items[middle].need < need)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && pairs->items[low].need == need ? (int32_t)pairs->items[low].fit_bp : -1;
}
