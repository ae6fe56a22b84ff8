#include "core/match/left_out.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"
#include "core/match/row_scan.h"

/* Less than anything is worth; what people allow may be added to it. */
#define NOTHING (INT64_MIN / 2)

enum {
    SEEN_A_NEED = 25,  /* of its pairs, in the rows that are looked at to tell how many it has */
    ROWS_AT_ONCE = 16, /* are looked through: hardly one has what is looked for */
    FEW = 128, /* of all pairs: at most one in so many is of needs for which few qualify, or of
                  those whose prices fell, */
    SOME = 16  /* or of needs without seats of which something is known: near pairs, mostly */
};

/* ---- which needs are listed ------------------------------------------------------------------ */

/* Between the rows that are looked at: of a need with an even share of all pairs, SEEN_A_NEED are
 * seen. Of fewer, needs of which none are seen may have a good part of all pairs together. */
static size_t rows_apart(const struct problem *problem)
{
    return problem->rows.start[problem->person_count] / (SEEN_A_NEED * problem->need_count + 1) + 1;
}

static void look_at_some(struct left_out *left_out)
{
    const struct problem *problem = left_out->problem;
    size_t apart = rows_apart(problem);
    for (size_t i = 0; i < problem->person_count; i += apart) {
        for (size_t at = problem->rows.start[i]; at < problem->rows.start[i + 1]; at++)
            left_out->seen[packed_need(problem->rows.pairs[at])]++;
        left_out->seen_all += problem->rows.start[i + 1] - problem->rows.start[i];
    }
}

/* As many people as they were seen for, or fewer, qualify for these needs; whether their pairs are
 * few. */
static bool are_scarce(const struct left_out *left_out, uint32_t most)
{
    uint64_t sum = 0;
    for (size_t j = 0; j < left_out->problem->need_count; j++)
        sum += left_out->seen[j] <= most ? left_out->seen[j] : 0;
    return sum <= left_out->seen_all / FEW;
}

/* The greatest number for which needs are scarce. */
static uint32_t scarce_at_most(const struct left_out *left_out)
{
    uint32_t low = 0;
    uint32_t high = 1; /* more than any is seen, or those up to it are too many */
    while (high <= left_out->seen_all && are_scarce(left_out, high))
        high *= 2;
    while (low + 1 < high) {
        uint32_t middle = low + (high - low) / 2;
        if (are_scarce(left_out, middle))
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Unless their pairs are many. */
static void list_needs(struct left_out *left_out, const bool *wanted)
{
    uint64_t sum = 0;
    for (size_t j = 0; j < left_out->problem->need_count; j++)
        sum += wanted[j] ? left_out->seen[j] : 0;
    for (size_t j = 0; j < left_out->problem->need_count && sum <= left_out->seen_all / FEW; j++)
        left_out->is_listed[j] = left_out->is_listed[j] || wanted[j];
}

static bool seatless_are_few(const struct left_out *left_out)
{
    uint64_t sum = 0;
    for (size_t j = 0; j < left_out->problem->need_count; j++)
        sum += left_out->problem->seats[j] == 0 ? left_out->seen[j] : 0;
    return sum <= left_out->seen_all / SOME;
}

void left_out_list_scarce(struct left_out *left_out)
{
    uint32_t scarce = scarce_at_most(left_out);
    for (size_t j = 0; j < left_out->problem->need_count; j++)
        left_out->is_listed[j] = left_out->problem->seats[j] > 0 && left_out->seen[j] <= scarce;
}

struct left_out *left_out_new(const struct problem *problem)
{
    struct left_out *left_out = cadre_calloc(1, sizeof *left_out);
    left_out->problem = problem;
    left_out->need_allows = cadre_calloc(problem->need_count, sizeof *left_out->need_allows);
    left_out->need_depth = cadre_calloc(problem->need_count, sizeof *left_out->need_depth);
    left_out->allows = cadre_calloc(problem->person_count, sizeof *left_out->allows);
    left_out->depth = cadre_calloc(problem->person_count, sizeof *left_out->depth);
    left_out->seen = cadre_calloc(problem->need_count, sizeof *left_out->seen);
    left_out->is_listed = cadre_calloc(problem->need_count, sizeof *left_out->is_listed);
    look_at_some(left_out);
    left_out->knows_seatless = seatless_are_few(left_out);
    return left_out;
}

void left_out_free(struct left_out *left_out)
{
    if (left_out == NULL)
        return;
    pair_list_release(&left_out->listed);
    free(left_out->need_allows);
    free(left_out->need_depth);
    free(left_out->allows);
    free(left_out->depth);
    free(left_out->seen);
    free(left_out->is_listed);
    free(left_out);
}

/* ---- what is not listed ---------------------------------------------------------------------- */

static void raise(int64_t *most, int64_t value)
{
    *most = value > *most ? value : *most;
}

/* Of a need: how much more a dropped pair may be worth than what its person allows for. w' is at
 * most fit in units, and 1 more. */
static int64_t excess_of(const struct left_out *left_out, size_t need, int64_t price)
{
    return left_out->need_allows[need] * left_out->problem->unit + 1 - price;
}

struct left_out_reach left_out_reach_at(const struct left_out *left_out, const int64_t *price)
{
    const struct problem *problem = left_out->problem;
    struct left_out_reach reach;
    for (int depth = 0; depth < LEFT_OUT_DEPTHS; depth++)
        reach.same[depth] = reach.higher[depth] = NOTHING;
    for (size_t j = 0; j < problem->need_count; j++) {
        uint8_t depth = left_out->need_depth[j];
        if (price[j] >= LEFT_OUT_NOBODY || left_out->is_listed[j])
            continue;
        raise(&reach.same[depth], excess_of(left_out, j, price[j]));
        for (int deeper = depth + 1; deeper < LEFT_OUT_DEPTHS; deeper++)
            raise(&reach.higher[deeper], FIT_MAX_BP * problem->unit + 1 - price[j]);
    }
    return reach;
}

/* ---- needs whose price fell far -------------------------------------------------------------- */

struct listing {
    const struct problem *problem;
    const struct row_scan *scan;
    struct row_sieve wanted;
    struct pair_list lists[PEOPLE_PARTS_MOST]; /* per part */
};

/* `found` is room, which grows. */
static uint32_t *list_rows(const struct listing *listing, size_t first, size_t end, uint32_t *found,
                           size_t *capacity, struct pair_list *list)
{
    const struct rows *rows = &listing->problem->rows;
    const uint32_t *pairs = rows->pairs + rows->start[first];
    size_t all = rows->start[end] - rows->start[first];
    size_t person = first;
    found = cadre_grow(found, capacity, all, sizeof *found);
    size_t count = listing->scan->find(&listing->wanted, pairs, all, found);
    for (size_t at = 0; at < count; at++) {
        while (rows->start[person + 1] - rows->start[first] <= found[at])
            person++;
        pair_list_add(list, person, pairs[found[at]]);
    }
    return found;
}

static void list_part(void *context, const struct people_part *part)
{
    struct listing *listing = context;
    struct pair_list list = {0};
    CADRE_FREE uint32_t *found = NULL;
    size_t capacity = 0;
    size_t end;
    for (size_t first = part->first; first < part->end; first = end) {
        end = part->end - first < ROWS_AT_ONCE ? part->end : first + ROWS_AT_ONCE;
        found = list_rows(listing, first, end, found, &capacity, &list);
    }
    listing->lists[part->number] = list;
}

static bool fell_far(const struct left_out *left_out, size_t need, int64_t price)
{
    const struct problem *problem = left_out->problem;
    int64_t plain = price + left_out->need_depth[need] * problem->class_step;
    return !left_out->is_listed[need] && price < LEFT_OUT_NOBODY &&
           excess_of(left_out, need, plain) > 0;
}

bool left_out_list_fallen(struct left_out *left_out, const int64_t *price)
{
    const struct problem *problem = left_out->problem;
    CADRE_FREE bool *fallen = cadre_calloc(problem->need_count, sizeof *fallen);
    bool any = false;
    for (size_t j = 0; j < problem->need_count; j++)
        fallen[j] = fell_far(left_out, j, price[j]);
    list_needs(left_out, fallen);
    for (size_t j = 0; j < problem->need_count; j++)
        any = any || (fallen[j] && left_out->is_listed[j]);
    if (!any)
        return false;
    struct listing listing = {.problem = problem,
                              .scan = row_scan_best(),
                              .wanted = row_sieve_of(fallen, problem->need_count)};
    people_parts_look(problem, problem->rows, list_part, &listing);
    struct pair_list more = pair_list_join(listing.lists, people_parts(problem));
    pair_list_merge(&left_out->listed, &more);
    return true;
}
