#include "core/base/suggest.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

/* The three last rows of the distance table; a row is right.length + 1 wide. */
struct rows {
    size_t *before_last;
    size_t *last;
    size_t *current;
};

/* Fills the row of left[i - 1] and returns its least entry: later rows hold nothing smaller. */
static size_t fill_row(struct rows *rows, struct str_view left, size_t i, struct str_view right)
{
    size_t least = i;
    rows->current[0] = i;
    for (size_t j = 1; j <= right.length; j++) {
        size_t cost = left.data[i - 1] != right.data[j - 1];
        size_t best = rows->last[j - 1] + cost;
        best = smaller(best, rows->last[j] + 1);
        best = smaller(best, rows->current[j - 1] + 1);
        if (i > 1 && j > 1 && left.data[i - 1] == right.data[j - 2] &&
            left.data[i - 2] == right.data[j - 1])
            best = smaller(best, rows->before_last[j - 2] + 1);
        rows->current[j] = best;
        least = smaller(least, best);
    }
    return least;
}

static void shift(struct rows *rows)
{
    size_t *oldest = rows->before_last;
    rows->before_last = rows->last;
    rows->last = rows->current;
    rows->current = oldest;
}

/* One bit for each byte that occurs; two bytes may share a bit. */
static uint64_t bytes_of(struct str_view word)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < word.length; i++)
        bytes |= UINT64_C(1) << ((unsigned char)word.data[i] & 63);
    return bytes;
}

static size_t count_bits(uint64_t bits)
{
    size_t count = 0;
    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

/* An edit brings or removes one byte at most, so that what only one of them has bounds the distance
 * from below: of a list of names that leaves few for the table. */
static bool surely_beyond(struct str_view left, struct str_view right, size_t limit)
{
    size_t apart =
        left.length > right.length ? left.length - right.length : right.length - left.length;
    if (apart > limit)
        return true;
    uint64_t in_left = bytes_of(left);
    uint64_t in_right = bytes_of(right);
    return count_bits(in_left & ~in_right) > limit || count_bits(in_right & ~in_left) > limit;
}

size_t suggest_distance(struct str_view left, struct str_view right, size_t limit)
{
    if (surely_beyond(left, right, limit))
        return limit + 1;
    size_t width = right.length + 1;
    CADRE_FREE size_t *table = cadre_calloc(3 * width, sizeof *table);
    struct rows rows = {table, table + width, table + 2 * width};
    for (size_t j = 0; j < width; j++)
        rows.last[j] = j;
    size_t last_least = 0;
    for (size_t i = 1; i <= left.length; i++) {
        size_t least = fill_row(&rows, left, i, right);
        /* A transposition reaches back two rows: stop only when both are beyond. */
        if (least > limit && last_least > limit)
            return limit + 1;
        last_least = least;
        shift(&rows);
    }
    return smaller(rows.last[right.length], limit + 1);
}

static size_t distance_allowed(size_t length)
{
    size_t third = length / 3;
    if (third < 1)
        return 1;
    return smaller(third, 3);
}

/* The nearest so far of the words that were looked at. */
struct search {
    struct str wanted;
    size_t nearest;
    size_t best; /* a distance of this and more is no likeness, or not a better one */
};

static void begin(struct search *search, struct str_view word, size_t none)
{
    *search = (struct search){.nearest = none};
    fold_key(word, &search->wanted);
    size_t length = search->wanted.length;
    search->best = smaller(distance_allowed(length) + 1, length);
}

static void look_at(struct search *search, struct str_view key, size_t index)
{
    size_t distance = suggest_distance(str_view_from(&search->wanted), key, search->best - 1);
    if (distance < search->best) {
        search->best = distance;
        search->nearest = index;
    }
}

size_t suggest_nearest(struct str_view word, const struct str_view *words, size_t count)
{
    struct search search;
    CADRE_CLEANUP(str_release) struct str key = {0};
    begin(&search, word, count);
    for (size_t i = 0; i < count && search.best > 0; i++) {
        str_reset(&key);
        fold_key(words[i], &key);
        look_at(&search, str_view_from(&key), i);
    }
    str_release(&search.wanted);
    return search.nearest;
}

size_t suggest_nearest_key(struct str_view word, const struct str_view *keys, size_t count)
{
    struct search search;
    begin(&search, word, count);
    for (size_t i = 0; i < count && search.best > 0; i++)
        look_at(&search, keys[i], i);
    str_release(&search.wanted);
    return search.nearest;
}
