#include "core/base/suggest.h"

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

size_t suggest_distance(struct str_view left, struct str_view right, size_t limit)
{
    size_t apart =
        left.length > right.length ? left.length - right.length : right.length - left.length;
    if (apart > limit)
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

size_t suggest_nearest(struct str_view word, const struct str_view *words, size_t count)
{
    CADRE_CLEANUP(str_release) struct str wanted = {0};
    CADRE_CLEANUP(str_release) struct str key = {0};
    size_t nearest = count;
    fold_key(word, &wanted);
    size_t best = smaller(distance_allowed(wanted.length) + 1, wanted.length);
    for (size_t i = 0; i < count && best > 0; i++) {
        str_reset(&key);
        fold_key(words[i], &key);
        size_t distance = suggest_distance(str_view_from(&wanted), str_view_from(&key), best - 1);
        if (distance < best) {
            best = distance;
            nearest = i;
        }
    }
    return nearest;
}
