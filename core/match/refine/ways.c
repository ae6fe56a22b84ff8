#include "core/match/refine/ways.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"

/* People whose place of a row is fetched, and whose row is. */
enum { FETCH_START = 8, FETCH_ROW = 4, EIGHT = 8 };

static void to_bits(struct ways *ways)
{
    ways->bits = cadre_calloc(ways->words, sizeof *ways->bits);
    for (size_t at = 0; at < ways->count; at++)
        need_set_add(ways->bits, ways->list[at]);
    free(ways->list);
    ways->list = NULL;
    ways->count = ways->capacity = 0;
}

void ways_add(struct ways *ways, const struct problem *problem, int32_t person)
{
    const uint32_t *pair = problem->rows.pairs + problem->rows.start[person];
    const uint32_t *end = problem->rows.pairs + problem->rows.start[person + 1];
    size_t more = ways->count + (size_t)(end - pair);
    if (ways->bits == NULL && more * sizeof *ways->list >= ways->words * sizeof *ways->bits)
        to_bits(ways);
    if (ways->bits != NULL) {
        uint64_t *bits = ways->bits;
        for (; pair < end; pair++)
            need_set_add(bits, (int32_t)packed_need(*pair));
        return;
    }
    ways->list = cadre_grow(ways->list, &ways->capacity, more, sizeof *ways->list);
    for (; pair < end; pair++)
        ways->list[ways->count++] = (int32_t)packed_need(*pair);
}

static void fetch_ahead(const struct rows *rows, const int32_t *people, size_t count, size_t at)
{
    if (at + FETCH_START < count)
        fetch(&rows->start[people[at + FETCH_START]]);
    if (at + FETCH_ROW < count)
        ways_fetch_row(rows, people[at + FETCH_ROW]);
}

/* Eight bytes, each 0 or 1, as bits: the product moves byte k to bit 56 + k, and no two sums meet.
 */
static uint64_t eight_bits(const uint8_t *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return le64toh(word) * 0x0102040810204080U >> 56;
}

/* By way of bytes, which are set faster than bits when there are many. */
static void make_bits(struct ways *ways, const struct problem *problem, const int32_t *people,
                      size_t count, uint8_t *seen)
{
    const struct rows *rows = &problem->rows;
    size_t needs = problem->need_count;
    for (size_t at = 0; at < count; at++) {
        const uint32_t *pair = rows->pairs + rows->start[people[at]];
        const uint32_t *end = rows->pairs + rows->start[people[at] + 1];
        fetch_ahead(rows, people, count, at);
        for (; pair < end; pair++)
            seen[packed_need(*pair)] = 1;
    }
    size_t at = 0;
    for (; at + EIGHT <= needs; at += EIGHT)
        ways->bits[at / WAYS_WORD_BITS] |= eight_bits(seen + at) << at % WAYS_WORD_BITS;
    for (; at < needs; at++)
        ways->bits[at / WAYS_WORD_BITS] |= (uint64_t)seen[at] << at % WAYS_WORD_BITS;
    memset(seen, 0, needs);
}

void ways_make(struct ways *ways, const struct problem *problem, const int32_t *people,
               size_t count, uint8_t *seen)
{
    size_t pairs = 0;
    ways->words = ways_words(problem->need_count);
    ways->made = true;
    for (size_t at = 0; at < count; at++)
        pairs += problem->rows.start[people[at] + 1] - problem->rows.start[people[at]];
    if (pairs * sizeof *ways->list >= ways->words * sizeof *ways->bits)
        ways->bits = cadre_calloc(ways->words, sizeof *ways->bits);
    if (pairs > problem->need_count) {
        make_bits(ways, problem, people, count, seen);
        return;
    }
    for (size_t at = 0; at < count; at++) {
        fetch_ahead(&problem->rows, people, count, at);
        ways_add(ways, problem, people[at]);
    }
}

void ways_drop(struct ways *ways, size_t at)
{
    if (ways->bits != NULL)
        need_set_drop(ways->bits, (int32_t)at);
    else
        ways->list[at] = ways->list[--ways->count];
}

void ways_release(struct ways *ways)
{
    free(ways->bits);
    free(ways->list);
    *ways = (struct ways){0};
}
