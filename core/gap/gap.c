#include "core/gap/gap.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/gap/seats.h"
#include "core/gap/steps.h"
#include "core/pairs/people_block.h"

/* ---- groups of needs --------------------------------------------------------------------------
 */

/* What sets a need's group; what the grouping does not look at is none. */
struct key {
    const char *role;             /* canonical text, NULL = none */
    const char *region;           /* code, NULL = any */
    struct str_view organization; /* code, absent = none */
    struct gap_cell cell;
    uint32_t need;
};

static struct key key_of(const struct snapshot *snapshot, uint32_t need, enum grouping grouping)
{
    const struct need *asked = &snapshot->needs[need];
    struct key key = {
        .cell = {.work_role = -1, .region = -1, .organization = -1},
        .need = need,
    };
    if ((grouping == BY_CELL || grouping == BY_ROLE) && asked->work_role >= 0) {
        key.cell.work_role = asked->work_role;
        key.cell.level = asked->level;
        key.role = catalogue_element(snapshot->catalogue, asked->work_role)->canonical;
    }
    if ((grouping == BY_CELL || grouping == BY_REGION) && asked->region >= 0) {
        key.cell.region = asked->region;
        key.region = catalogue_region(snapshot->catalogue, asked->region)->code;
    }
    if (grouping == BY_ORGANIZATION && asked->organization >= 0) {
        key.cell.organization = asked->organization;
        key.organization = snapshot->organizations[asked->organization].code;
    }
    return key;
}

/* None comes last. */
static int compare_texts(struct str_view left, struct str_view right)
{
    if (left.data == NULL || right.data == NULL)
        return (left.data == NULL) - (right.data == NULL);
    return str_view_compare(left, right);
}

static int compare_keys(const struct key *left, const struct key *right)
{
    int order = compare_texts(str_view_of(left->role), str_view_of(right->role));
    if (order == 0)
        order = (left->cell.level > right->cell.level) - (left->cell.level < right->cell.level);
    if (order == 0)
        order = compare_texts(str_view_of(left->region), str_view_of(right->region));
    return order != 0 ? order : compare_texts(left->organization, right->organization);
}

static int by_key_then_need(const void *left, const void *right)
{
    const struct key *a = left;
    const struct key *b = right;
    int order = compare_keys(a, b);
    return order != 0 ? order : (a->need > b->need) - (a->need < b->need);
}

/* The last person (index + 1) that each figure of the group has counted. */
struct marks {
    uint32_t qualified, have, one_step;
};

struct groups {
    uint32_t *of; /* per need */
    struct gap_cell *cells;
    struct marks *marks;
    size_t count;
};

static struct groups group_needs(const struct snapshot *snapshot, enum grouping grouping,
                                 struct arena *arena)
{
    size_t need_count = snapshot->need_count;
    CADRE_FREE struct key *keys = cadre_calloc(need_count, sizeof *keys);
    for (uint32_t j = 0; j < need_count; j++)
        keys[j] = key_of(snapshot, j, grouping);
    if (need_count > 1)
        qsort(keys, need_count, sizeof *keys, by_key_then_need);
    struct groups groups = {
        .of = cadre_calloc(need_count, sizeof *groups.of),
        .cells = arena_calloc(arena, need_count, sizeof *groups.cells),
        .marks = cadre_calloc(need_count, sizeof *groups.marks),
    };
    for (size_t i = 0; i < need_count; i++) {
        if (i == 0 || compare_keys(&keys[i - 1], &keys[i]) != 0)
            groups.cells[groups.count++] = keys[i].cell;
        groups.of[keys[i].need] = (uint32_t)(groups.count - 1);
    }
    return groups;
}

/* ---- counting -------------------------------------------------------------------------------- */

struct near_miss {
    uint32_t need;
    struct failure failure;
};

struct counting {
    const struct snapshot *snapshot;
    const struct expansion *expansions;
    const struct pairs *pairs;
    struct steps *steps;
    struct groups groups[GROUPING_COUNT];
    const struct need_profiles *profiles;
    struct people_block *block;
    uint64_t (*near)[BLOCK_WORDS]; /* per profile: who of the block may count for it */
    struct near_miss *misses;      /* of the person in hand */
    size_t miss_count;
};

static void release_counting(struct counting *counting)
{
    for (int grouping = 0; grouping < GROUPING_COUNT; grouping++) {
        free(counting->groups[grouping].of);
        free(counting->groups[grouping].marks);
    }
    free(counting->near);
    free(counting->misses);
    steps_free(counting->steps);
}

/* A surplus in one need fills no other: short is taken per need, then summed. */
static void count_seats(struct counting *counting, const int32_t *need_of)
{
    CADRE_FREE int64_t *filled = seats_filled(counting->snapshot, need_of);
    for (size_t j = 0; j < counting->snapshot->need_count; j++) {
        const struct need *need = &counting->snapshot->needs[j];
        for (int grouping = 0; grouping < GROUPING_COUNT; grouping++) {
            struct groups *groups = &counting->groups[grouping];
            struct gap_figures *figures = &groups->cells[groups->of[j]].figures;
            figures->need += need->headcount;
            figures->staffed += need->staffed;
            figures->filled += filled[j];
            figures->short_of += seats_short(need, filled[j]);
        }
    }
}

/* Counts the person under `*mark` once. */
static void count_once(uint32_t *mark, uint32_t person_mark, int64_t *figure)
{
    *figure += *mark != person_mark;
    *mark = person_mark;
}

static void count_competent(struct counting *counting, size_t need, uint32_t mark, bool eligible)
{
    for (int grouping = 0; grouping < GROUPING_COUNT; grouping++) {
        struct groups *groups = &counting->groups[grouping];
        uint32_t group = groups->of[need];
        struct gap_figures *figures = &groups->cells[group].figures;
        count_once(&groups->marks[group].qualified, mark, &figures->qualified);
        if (eligible)
            count_once(&groups->marks[group].have, mark, &figures->have);
    }
}

/* Who is eligible for a need of the group already is no step away from it. */
static void count_miss(struct counting *counting, const struct near_miss *miss, uint32_t mark)
{
    for (int grouping = 0; grouping < GROUPING_COUNT; grouping++) {
        struct groups *groups = &counting->groups[grouping];
        uint32_t group = groups->of[miss->need];
        if (groups->marks[group].have == mark)
            continue;
        count_once(&groups->marks[group].one_step, mark, &groups->cells[group].figures.one_step);
        if (grouping < GROUPING_WITH_STEPS_COUNT)
            steps_count(counting->steps, (enum grouping)grouping, group, miss->need, miss->failure,
                        mark);
    }
}

static bool is_near(const struct counting *counting, size_t person, size_t need)
{
    const uint64_t *near = counting->near[counting->profiles->profile_of[need]];
    size_t bit = person % BLOCK_PEOPLE;
    return (near[bit / 64] >> bit % 64 & 1) != 0;
}

static void count_person(struct counting *counting, size_t person)
{
    const struct pairs *pairs = counting->pairs;
    size_t at = pairs->row_start[person];
    uint32_t mark = (uint32_t)person + 1;
    counting->miss_count = 0;
    for (size_t j = 0; j < counting->snapshot->need_count; j++) {
        if (at < pairs->row_start[person + 1] && pairs->items[at].need == j) {
            at++;
            count_competent(counting, j, mark, true);
            continue;
        }
        struct nearness nearness;
        if (!is_near(counting, person, j))
            continue;
        qualify_nearness(counting->snapshot, &counting->expansions[person],
                         &counting->snapshot->needs[j], &nearness);
        /* Without a failure the pair is but decided against, and the person is there. */
        if (nearness.competent)
            count_competent(counting, j, mark, nearness.failure_count == 0);
        /* What an incomplete need asks for is not known, so nobody is one step away from it. */
        if (nearness.failure_count == 1 && nearness.failure.reason != REASON_OTHER)
            counting->misses[counting->miss_count++] =
                (struct near_miss){(uint32_t)j, nearness.failure};
    }
    for (size_t i = 0; i < counting->miss_count; i++)
        count_miss(counting, &counting->misses[i], mark);
}

/* Few pairs are near; the readable evaluator says of those alone how near they are. */
static void count_people(struct counting *counting)
{
    size_t people = counting->snapshot->person_count;
    for (size_t first = 0; first < people; first += BLOCK_PEOPLE) {
        size_t count = people - first < BLOCK_PEOPLE ? people - first : BLOCK_PEOPLE;
        people_block_load(counting->block, &counting->expansions[first], count);
        for (size_t i = 0; i < counting->profiles->profile_count; i++)
            people_block_near(counting->block, &counting->profiles->profiles[i], counting->near[i]);
        for (size_t i = 0; i < count; i++)
            count_person(counting, first + i);
    }
}

static struct gap *gap_from(const struct counting *counting, struct arena *arena)
{
    const struct groups *groups = counting->groups;
    struct gap *gap = arena_calloc(arena, 1, sizeof *gap);
    *gap = (struct gap){
        .snapshot = counting->snapshot,
        .cells = groups[BY_CELL].cells,
        .cell_count = groups[BY_CELL].count,
        .roles = groups[BY_ROLE].cells,
        .role_count = groups[BY_ROLE].count,
        .organizations = groups[BY_ORGANIZATION].cells,
        .organization_count = groups[BY_ORGANIZATION].count,
        .regions = groups[BY_REGION].cells,
        .region_count = groups[BY_REGION].count,
    };
    if (groups[BY_TOTAL].count > 0)
        gap->total = groups[BY_TOTAL].cells[0].figures;
    return gap;
}

struct gap *gap_count(const struct snapshot *snapshot, const struct expansion *expansions,
                      const struct pairs *pairs, const int32_t *need_of, struct arena *arena)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    const struct need_profiles *profiles = need_profiles_new(snapshot, scratch);
    CADRE_CLEANUP(release_counting)
    struct counting counting = {
        .snapshot = snapshot,
        .expansions = expansions,
        .pairs = pairs,
        .steps = steps_new(snapshot, arena),
        .profiles = profiles,
        .block = people_block_new(profiles, scratch),
        .near = cadre_calloc(profiles->profile_count, sizeof *counting.near),
        .misses = cadre_calloc(snapshot->need_count, sizeof *counting.misses),
    };
    struct gap_cell *cells[GROUPING_COUNT];
    for (int grouping = 0; grouping < GROUPING_COUNT; grouping++) {
        counting.groups[grouping] = group_needs(snapshot, (enum grouping)grouping, arena);
        cells[grouping] = counting.groups[grouping].cells;
    }
    count_seats(&counting, need_of);
    count_people(&counting);
    steps_deal(counting.steps, cells);
    return gap_from(&counting, arena);
}
