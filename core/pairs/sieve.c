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
    uint32_t leaf;  /* where it is kept who is left, NO_LEAF = no list ends here */
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
    struct arena *arena;
    uint64_t (*left)[BLOCK_WORDS]; /* of the block, on the path to a node: by its depth */
    uint16_t *people;              /* of the block, leaf by leaf as they were met */
    size_t people_count, people_capacity;
    uint32_t *first;  /* per leaf, in `people`; only where its count is not 0 */
    uint16_t *counts; /* per leaf */
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
        .arena = arena,
        .left = arena_calloc(arena, sieve->depth_most + 1, sizeof *sieved->left),
        .first = arena_calloc(arena, sieve->leaf_count, sizeof *sieved->first),
        .counts = arena_calloc(arena, sieve->leaf_count, sizeof *sieved->counts),
        .passed = arena_calloc(arena, sieve->node_count, sizeof *sieved->passed),
    };
    return sieved;
}

/* What was too small stays in the arena: all of it together is less than what is there in the end.
 */
static void make_room(struct sieved *sieved)
{
    size_t capacity = 2 * (sieved->people_capacity + BLOCK_PEOPLE);
    uint16_t *people = arena_calloc(sieved->arena, capacity, sizeof *people);
    if (sieved->people_count > 0)
        memcpy(people, sieved->people, sieved->people_count * sizeof *people);
    sieved->people = people;
    sieved->people_capacity = capacity;
}

/* Which words of a row have a bit, a bit of each. */
typedef uint64_t words_used(const uint64_t *row);
/* Takes a row away from `before`: `ret_left` is what is left, returned how many. */
typedef size_t take_away(const uint64_t *before, const uint64_t *row, uint64_t *ret_left);

enum { WORD_BITS = 64 };

/* Of the lowest bit of a word; of none, as of the highest. */
INLINED uint16_t person_of(size_t at, uint64_t word)
{
    const uint64_t highest = UINT64_C(1) << (WORD_BITS - 1);
    return (uint16_t)(at * WORD_BITS + (size_t)__builtin_ctzll(word | highest));
}

/* Writes down whose bits are set, and returns how many. Most words have one or two bits, which no
 * machine foresees: two are written anyway, and one behind the last may be. */
INLINED size_t list(const uint64_t *row, uint64_t used, uint16_t *ret_people)
{
    size_t count = 0;
    for (; used != 0; used &= used - 1) {
        size_t at = (size_t)__builtin_ctzll(used);
        uint64_t rest = row[at] & (row[at] - 1);
        ret_people[count] = person_of(at, row[at]);
        ret_people[count + 1] = person_of(at, rest);
        count += 1 + (size_t)(rest != 0);
        for (rest &= rest - 1; rest != 0; rest &= rest - 1)
            ret_people[count++] = person_of(at, rest);
    }
    return count;
}

INLINED void keep(words_used *used_of, struct sieved *sieved, uint32_t leaf, const uint64_t *left)
{
    if (sieved->people_capacity - sieved->people_count <= BLOCK_PEOPLE)
        make_room(sieved);
    size_t count = list(left, used_of(left), &sieved->people[sieved->people_count]);
    sieved->first[leaf] = (uint32_t)sieved->people_count;
    sieved->counts[leaf] = (uint16_t)count;
    sieved->people_count += count;
}

INLINED void begin(words_used *used_of, struct sieved *sieved, uint64_t (*rows)[BLOCK_WORDS])
{
    const struct sieve *sieve = sieved->sieve;
    memset(sieved->counts, 0, sieve->leaf_count * sizeof *sieved->counts);
    sieved->people_count = 0;
    memcpy(sieved->left[0], rows[ROW_EVERYBODY], sizeof *sieved->left);
    for (size_t word = 0; word < BLOCK_WORDS; word++)
        sieved->passed[0] += (uint32_t)__builtin_popcountll(rows[ROW_EVERYBODY][word]);
    if (sieve->nodes[0].leaf != NO_LEAF)
        keep(used_of, sieved, sieve->nodes[0].leaf, sieved->left[0]);
}

INLINED void sieve_by(take_away *take, words_used *used_of, struct sieved *sieved,
                      uint64_t (*rows)[BLOCK_WORDS])
{
    const struct sieve *sieve = sieved->sieve;
    begin(used_of, sieved, rows);
    for (size_t at = 1; at < sieve->node_count;) {
        const struct node *node = &sieve->nodes[at];
        uint64_t *left = sieved->left[node->depth + 1];
        size_t count = take(sieved->left[node->depth], rows[node->row], left);
        sieved->passed[at] += (uint32_t)count;
        if (count > 0 && node->leaf != NO_LEAF)
            keep(used_of, sieved, node->leaf, left);
        at = count > 0 ? at + 1 : node->past;
    }
}

/* ---- for any machine ------------------------------------------------------------------------- */

/* Bits are added up by bytes (Warren, Hacker's Delight, 5-1): a byte holds those of some words, so
 * that the compiler may add up several words at once. */
INLINED size_t take_plain(const uint64_t *before, const uint64_t *row, uint64_t *ret_left)
{
    enum { AT_ONCE = 16 };
    const uint64_t ones = UINT64_C(0x5555555555555555);
    const uint64_t pairs = UINT64_C(0x3333333333333333);
    const uint64_t nibbles = UINT64_C(0x0F0F0F0F0F0F0F0F);
    const uint64_t even = UINT64_C(0x00FF00FF00FF00FF);
    uint64_t sums = 0; /* four, of 16 bits each */
    _Static_assert(AT_ONCE * 8 <= UINT8_MAX && BLOCK_WORDS % AT_ONCE == 0, "a byte holds the sum");
    _Static_assert(BLOCK_PEOPLE <= UINT16_MAX, "and 16 bits that of the block");
    for (size_t first = 0; first < BLOCK_WORDS; first += AT_ONCE) {
        uint64_t bytes = 0;
        for (size_t i = first; i < first + AT_ONCE; i++) {
            ret_left[i] = before[i] & ~row[i];
            uint64_t word = ret_left[i] - (ret_left[i] >> 1 & ones);
            word = (word & pairs) + (word >> 2 & pairs);
            bytes += (word + (word >> 4)) & nibbles;
        }
        sums += (bytes & even) + (bytes >> 8 & even);
    }
    return (size_t)(sums * UINT64_C(0x0001000100010001) >> 48);
}

INLINED uint64_t used_plain(const uint64_t *row)
{
    uint64_t used = 0;
    _Static_assert(BLOCK_WORDS <= 64, "a bit for each word");
    for (size_t i = 0; i < BLOCK_WORDS; i++)
        used |= (uint64_t)(row[i] != 0) << i;
    return used;
}

void sieve_plain(struct sieved *sieved, uint64_t (*rows)[BLOCK_WORDS])
{
    sieve_by(take_plain, used_plain, sieved, rows);
}

/* ---- for one with wider words ---------------------------------------------------------------- */

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,popcnt,bmi")))

enum { WIDE_WORDS = sizeof(__m256i) / sizeof(uint64_t) };

/* The bits of each byte, by its two halves in a table (Mula, Kurz, Lemire, "Faster population
 * counts using AVX2 instructions", 2018). */
INLINED WIDE __m256i bits_of_bytes(__m256i words)
{
    const __m256i bits_of = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1,
                                             1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i nibble = _mm256_set1_epi8(0xF);
    __m256i low = _mm256_and_si256(words, nibble);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(words, 4), nibble);
    return _mm256_add_epi8(_mm256_shuffle_epi8(bits_of, low), _mm256_shuffle_epi8(bits_of, high));
}

INLINED WIDE size_t sum_of_bytes(__m256i bytes)
{
    __m256i sums = _mm256_sad_epu8(bytes, _mm256_setzero_si256());
    __m128i both = _mm_add_epi64(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    return (size_t)(_mm_cvtsi128_si64(both) + _mm_extract_epi64(both, 1));
}

INLINED WIDE size_t take_wide(const uint64_t *before, const uint64_t *row, uint64_t *ret_left)
{
    __m256i bytes = _mm256_setzero_si256();
    _Static_assert(BLOCK_WORDS / WIDE_WORDS * 8 <= UINT8_MAX, "a byte holds the sum");
#pragma GCC unroll 8
    for (size_t i = 0; i < BLOCK_WORDS; i += WIDE_WORDS) {
        __m256i of_row = _mm256_loadu_si256((const void *)&row[i]);
        __m256i of_before = _mm256_loadu_si256((const void *)&before[i]);
        __m256i left = _mm256_andnot_si256(of_row, of_before);
        _mm256_storeu_si256((void *)&ret_left[i], left);
        bytes = _mm256_add_epi8(bytes, bits_of_bytes(left));
    }
    return sum_of_bytes(bytes);
}

INLINED WIDE uint64_t used_wide(const uint64_t *row)
{
    uint64_t used = 0;
    for (size_t i = 0; i < BLOCK_WORDS; i += WIDE_WORDS) {
        __m256i words = _mm256_loadu_si256((const void *)&row[i]);
        __m256i empty = _mm256_cmpeq_epi64(words, _mm256_setzero_si256());
        uint64_t which = (uint64_t)_mm256_movemask_pd(_mm256_castsi256_pd(empty));
        used |= (which ^ ((1U << WIDE_WORDS) - 1)) << i;
    }
    return used;
}

WIDE void sieve_wide(struct sieved *sieved, uint64_t (*rows)[BLOCK_WORDS])
{
    sieve_by(take_wide, used_wide, sieved, rows);
}

sieve_rows *sieve_best(void)
{
    bool wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") &&
                __builtin_cpu_supports("bmi");
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

size_t sieved_people(const struct sieved *sieved, size_t profile, const uint16_t **ret_people)
{
    uint32_t leaf = sieved->sieve->leaf_of[profile];
    *ret_people = sieved->counts[leaf] > 0 ? &sieved->people[sieved->first[leaf]] : NULL;
    return sieved->counts[leaf];
}

void sieved_add_reasons(const struct sieved *sieved, size_t profile, uint64_t reasons[REASON_COUNT])
{
    const struct sieve *sieve = sieved->sieve;
    uint32_t at = sieve->end_of[profile];
    reasons[REASON_NONE] += sieved->passed[at];
    for (; at > 0; at = sieve->above[at])
        reasons[sieve->reason[at]] += sieved->passed[sieve->above[at]] - sieved->passed[at];
}
