#include "core/pairs/sieve.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

#define INLINED static inline __attribute__((always_inline))

#define NO_LEAF UINT32_MAX

/* In the order in which they are met from the root down: the subtree of a node follows it. */
struct node {
    uint32_t row;   /* whoever is in it falls out */
    uint32_t depth; /* of the node above: 0 = it is the root, which takes nobody away */
    uint32_t leaf;  /* where what is left is kept, NO_LEAF = no list ends here */
    uint32_t past;  /* the first node behind the subtree */
};

struct sieve {
    struct node *nodes; /* the root first */
    size_t node_count;
    uint32_t *above; /* per node but the root: the node above */
    enum reason *reason;
    uint32_t *end_of;  /* per profile: the node at which its list ends */
    uint32_t *leaf_of; /* per profile, in whose order leaves are, as needs are that look at them */
    size_t leaf_count;
    size_t depth_most;
};

struct sieved {
    const struct sieve *sieve;
    uint64_t (*left)[BLOCK_WORDS];    /* of the block, on the path to a node: by its depth */
    uint64_t (*fitting)[BLOCK_WORDS]; /* per leaf; only where its count is not 0 */
    uint16_t *counts;
    uint32_t *passed; /* per node: people of all blocks, whom 32 bits number */
};

/* ---- the tree -------------------------------------------------------------------------------- */

static int by_failing(const void *left, const void *right)
{
    const struct need_profile *a = *(const struct need_profile *const *)left;
    const struct need_profile *b = *(const struct need_profile *const *)right;
    for (size_t i = 0; i < a->failing_count && i < b->failing_count; i++) {
        if (a->failing[i].reason != b->failing[i].reason)
            return a->failing[i].reason < b->failing[i].reason ? -1 : 1;
        if (a->failing[i].row != b->failing[i].row)
            return a->failing[i].row < b->failing[i].row ? -1 : 1;
    }
    return (a->failing_count > b->failing_count) - (a->failing_count < b->failing_count);
}

static const struct need_profile **sorted(const struct need_profile *profiles, size_t count)
{
    const struct need_profile **order = cadre_calloc(count + 1, sizeof(*order));
    for (size_t i = 0; i < count; i++)
        order[i] = &profiles[i];
    if (count > 1)
        qsort((void *)order, count, sizeof(*order), by_failing);
    return order;
}

/* How many rows the two lists begin with alike. */
static size_t alike(const struct need_profile *left, const struct need_profile *right)
{
    size_t count = 0;
    while (count < left->failing_count && count < right->failing_count &&
           left->failing[count].row == right->failing[count].row &&
           left->failing[count].reason == right->failing[count].reason)
        count++;
    return count;
}

struct planting {
    struct sieve *sieve;
    uint32_t *path; /* by depth: the last node there */
    size_t depth;
};

/* What is deeper than that is closed. */
static void close_below(struct planting *planting, size_t depth)
{
    for (; planting->depth > depth; planting->depth--)
        planting->sieve->nodes[planting->path[planting->depth]].past =
            (uint32_t)planting->sieve->node_count;
}

static void add_node(struct planting *planting, const struct failing_row *failing)
{
    struct sieve *sieve = planting->sieve;
    size_t at = sieve->node_count++;
    sieve->nodes[at] =
        (struct node){.row = failing->row, .depth = (uint32_t)planting->depth, .leaf = NO_LEAF};
    sieve->above[at] = planting->path[planting->depth];
    sieve->reason[at] = failing->reason;
    planting->path[++planting->depth] = (uint32_t)at;
    if (planting->depth > sieve->depth_most)
        sieve->depth_most = planting->depth;
}

static void plant(struct planting *planting, const struct need_profile **order, size_t count,
                  const struct need_profile *profiles)
{
    struct sieve *sieve = planting->sieve;
    for (size_t i = 0; i < count; i++) {
        close_below(planting, i > 0 ? alike(order[i - 1], order[i]) : 0);
        for (size_t at = planting->depth; at < order[i]->failing_count; at++)
            add_node(planting, &order[i]->failing[at]);
        sieve->end_of[order[i] - profiles] = planting->path[planting->depth];
    }
    close_below(planting, 0);
    sieve->nodes[0].past = (uint32_t)sieve->node_count;
}

static void number_leaves(struct sieve *sieve, size_t profile_count)
{
    for (size_t i = 0; i < profile_count; i++) {
        struct node *end = &sieve->nodes[sieve->end_of[i]];
        if (end->leaf == NO_LEAF)
            end->leaf = (uint32_t)sieve->leaf_count++;
        sieve->leaf_of[i] = end->leaf;
    }
}

struct sieve *sieve_new(const struct need_profile *profiles, size_t profile_count,
                        struct arena *arena)
{
    CADRE_FREE const struct need_profile **order = sorted(profiles, profile_count);
    struct sieve *sieve = arena_calloc(arena, 1, sizeof *sieve);
    size_t longest = 0;
    size_t most = 1;
    for (size_t i = 0; i < profile_count; i++) {
        size_t length = order[i]->failing_count;
        most += length - (i > 0 ? alike(order[i - 1], order[i]) : 0);
        longest = length > longest ? length : longest;
    }
    CADRE_FREE uint32_t *path = cadre_calloc(longest + 1, sizeof *path);
    *sieve = (struct sieve){
        .nodes = arena_calloc(arena, most, sizeof *sieve->nodes),
        .node_count = 1,
        .above = arena_calloc(arena, most, sizeof *sieve->above),
        .reason = arena_calloc(arena, most, sizeof *sieve->reason),
        .end_of = arena_calloc(arena, profile_count, sizeof *sieve->end_of),
        .leaf_of = arena_calloc(arena, profile_count, sizeof *sieve->leaf_of),
    };
    sieve->nodes[0].leaf = NO_LEAF;
    struct planting planting = {.sieve = sieve, .path = path};
    plant(&planting, order, profile_count, profiles);
    number_leaves(sieve, profile_count);
    return sieve;
}

/* ---- the test -------------------------------------------------------------------------------- */

struct sieved *sieved_new(const struct sieve *sieve, struct arena *arena)
{
    struct sieved *sieved = arena_calloc(arena, 1, sizeof *sieved);
    *sieved = (struct sieved){
        .sieve = sieve,
        .left = arena_calloc(arena, sieve->depth_most + 1, sizeof *sieved->left),
        .fitting = arena_calloc(arena, sieve->leaf_count, sizeof *sieved->fitting),
        .counts = arena_calloc(arena, sieve->leaf_count, sizeof *sieved->counts),
        .passed = arena_calloc(arena, sieve->node_count, sizeof *sieved->passed),
    };
    return sieved;
}

static void keep(struct sieved *sieved, const struct node *node, const uint64_t *left, size_t count)
{
    sieved->counts[node->leaf] = (uint16_t)count;
    memcpy(sieved->fitting[node->leaf], left, sizeof *sieved->fitting);
}

static void begin(struct sieved *sieved, uint64_t (*rows)[BLOCK_WORDS])
{
    const struct sieve *sieve = sieved->sieve;
    size_t count = 0;
    memset(sieved->counts, 0, sieve->leaf_count * sizeof *sieved->counts);
    memcpy(sieved->left[0], rows[ROW_EVERYBODY], sizeof *sieved->left);
    for (size_t word = 0; word < BLOCK_WORDS; word++)
        count += (size_t)__builtin_popcountll(rows[ROW_EVERYBODY][word]);
    sieved->passed[0] += (uint32_t)count;
    if (sieve->nodes[0].leaf != NO_LEAF)
        keep(sieved, &sieve->nodes[0], sieved->left[0], count);
}

/* Takes a row away from `before`: `ret_left` is what is left, returned how many. */
typedef size_t take_away(const uint64_t *before, const uint64_t *row, uint64_t *ret_left);

INLINED void sieve_by(take_away *take, struct sieved *sieved, uint64_t (*rows)[BLOCK_WORDS])
{
    const struct sieve *sieve = sieved->sieve;
    uint32_t *const passed = sieved->passed;
    for (size_t at = 1; at < sieve->node_count;) {
        const struct node *node = &sieve->nodes[at];
        uint64_t *left = sieved->left[node->depth + 1];
        size_t count = take(sieved->left[node->depth], rows[node->row], left);
        passed[at] += (uint32_t)count;
        if (count == 0) {
            at = node->past;
            continue;
        }
        if (node->leaf != NO_LEAF)
            keep(sieved, node, left, count);
        at++;
    }
}

/* Bits are added up by bytes (Warren, Hacker's Delight, 5-1): a byte holds those of all the words,
 * so that the compiler may add up several words at once. */
INLINED size_t take_plain(const uint64_t *before, const uint64_t *row, uint64_t *ret_left)
{
    const uint64_t ones = UINT64_C(0x5555555555555555);
    const uint64_t pairs = UINT64_C(0x3333333333333333);
    const uint64_t nibbles = UINT64_C(0x0F0F0F0F0F0F0F0F);
    uint64_t bytes = 0;
    _Static_assert(BLOCK_WORDS * 8 <= UINT8_MAX, "a byte holds the sum");
    for (size_t i = 0; i < BLOCK_WORDS; i++) {
        ret_left[i] = before[i] & ~row[i];
        uint64_t word = ret_left[i] - (ret_left[i] >> 1 & ones);
        word = (word & pairs) + (word >> 2 & pairs);
        bytes += (word + (word >> 4)) & nibbles;
    }
    const uint64_t even = UINT64_C(0x00FF00FF00FF00FF);
    bytes = (bytes & even) + (bytes >> 8 & even);
    return (size_t)(bytes * UINT64_C(0x0001000100010001) >> 48);
}

void sieve_plain(struct sieved *sieved, uint64_t (*rows)[BLOCK_WORDS])
{
    begin(sieved, rows);
    sieve_by(take_plain, sieved, rows);
}

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,popcnt")))

INLINED WIDE size_t take_wide(const uint64_t *before, const uint64_t *row, uint64_t *ret_left)
{
    enum { WORDS = sizeof(__m256i) / sizeof(uint64_t) };
    size_t count = 0;
    for (size_t i = 0; i < BLOCK_WORDS; i += WORDS) {
        __m256i of_row = _mm256_loadu_si256((const void *)&row[i]);
        __m256i of_before = _mm256_loadu_si256((const void *)&before[i]);
        _mm256_storeu_si256((void *)&ret_left[i], _mm256_andnot_si256(of_row, of_before));
    }
#pragma GCC unroll 8
    for (size_t i = 0; i < BLOCK_WORDS; i++)
        count += (size_t)__builtin_popcountll(ret_left[i]);
    return count;
}

WIDE void sieve_wide(struct sieved *sieved, uint64_t (*rows)[BLOCK_WORDS])
{
    begin(sieved, rows);
    sieve_by(take_wide, sieved, rows);
}

sieve_rows *sieve_best(void)
{
    bool wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
    return wide ? sieve_wide : sieve_plain;
}
#else
void sieve_wide(struct sieved *sieved, uint64_t (*rows)[BLOCK_WORDS])
{
    sieve_plain(sieved, rows);
}

sieve_rows *sieve_best(void)
{
    return sieve_plain;
}
#endif

/* ---- what came of it ------------------------------------------------------------------------- */

size_t sieved_count(const struct sieved *sieved, size_t profile)
{
    return sieved->counts[sieved->sieve->leaf_of[profile]];
}

const uint64_t *sieved_fitting(const struct sieved *sieved, size_t profile)
{
    uint32_t leaf = sieved->sieve->leaf_of[profile];
    return sieved->counts[leaf] > 0 ? sieved->fitting[leaf] : NULL;
}

void sieved_add_reasons(const struct sieved *sieved, size_t profile, uint64_t reasons[REASON_COUNT])
{
    const struct sieve *sieve = sieved->sieve;
    uint32_t at = sieve->end_of[profile];
    reasons[REASON_NONE] += sieved->passed[at];
    for (; at > 0; at = sieve->above[at])
        reasons[sieve->reason[at]] += sieved->passed[sieve->above[at]] - sieved->passed[at];
}
