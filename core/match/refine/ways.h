/*
 * Where the people who sit in a need could go: sets of needs, made so that whoever comes adds to
 * them, and a search takes only what it has not seen yet. A set is a bitmap where that is less
 * memory than a list, so that a round of searches looks at 64 needs at once, and a list where needs
 * are many and holders few.
 */
#ifndef CADRE_CORE_MATCH_WAYS_H
#define CADRE_CORE_MATCH_WAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/fetch.h"
#include "core/match/problem.h"

enum { WAYS_WORD_BITS = 64, WAYS_FETCHED_LINES = 4 };

/* A set of needs, of ways_words words, is the caller's. */
static inline size_t ways_words(size_t need_count)
{
    return (need_count + WAYS_WORD_BITS - 1) / WAYS_WORD_BITS;
}

static inline void need_set_add(uint64_t *set, int32_t need)
{
    set[need / WAYS_WORD_BITS] |= (uint64_t)1 << need % WAYS_WORD_BITS;
}

static inline void need_set_drop(uint64_t *set, int32_t need)
{
    set[need / WAYS_WORD_BITS] &= ~((uint64_t)1 << need % WAYS_WORD_BITS);
}

static inline bool need_set_has(const uint64_t *set, int32_t need)
{
    return set[need / WAYS_WORD_BITS] >> need % WAYS_WORD_BITS & 1;
}

/* Of one need. All zero: not made yet. */
struct ways {
    uint64_t *bits; /* or, while NULL, */
    int32_t *list;  /* in which a need may stand twice */
    size_t count, capacity;
    size_t words;
    bool made;
};

/* What will be looked at of the person's row is fetched from memory. */
static inline void ways_fetch_row(const struct rows *rows, int32_t person)
{
    const char *row = (const char *)(rows->pairs + rows->start[person]);
    const char *end = (const char *)(rows->pairs + rows->start[person + 1]);
    for (int line = 0; line < WAYS_FETCHED_LINES && row < end; line++, row += FETCH_LINE)
        fetch(row);
}

/* Makes the set, of the rows of so many people. `seen` are as many zeros as there are needs, which
 * it leaves so. */
void ways_make(struct ways *ways, const struct problem *problem, const int32_t *people,
               size_t count, uint8_t *seen);
/* The person's row joins a set that was made. */
void ways_add(struct ways *ways, const struct problem *problem, int32_t person);
void ways_release(struct ways *ways);

/*
 * The first way at *at or behind it that leads into `among`; *at is its place, and the one behind
 * it is where to go on. -1 = none is left. In no order that means anything.
 */
static inline int32_t ways_next(const struct ways *ways, const uint64_t *among, size_t *at)
{
    if (ways->bits == NULL) {
        for (; *at < ways->count; ++*at) {
            if (need_set_has(among, ways->list[*at]))
                return ways->list[*at];
        }
        return -1;
    }
    size_t word = *at / WAYS_WORD_BITS;
    uint64_t mask = UINT64_MAX << *at % WAYS_WORD_BITS;
    for (; word < ways->words; word++, mask = UINT64_MAX) {
        uint64_t found = ways->bits[word] & among[word] & mask;
        if (found == 0)
            continue;
        *at = word * WAYS_WORD_BITS + (size_t)__builtin_ctzll(found);
        return (int32_t)*at;
    }
    *at = ways->words * WAYS_WORD_BITS;
    return -1;
}

/* Nobody can go that way: what is at *at afterwards was not looked at yet. */
void ways_drop(struct ways *ways, size_t at);

#endif
