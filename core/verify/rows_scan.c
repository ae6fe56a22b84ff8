#include "core/base/fetch.h"
#include "core/base/parallel.h"
#include "core/pairs/row_best.h"
#include "core/verify/check.h"

enum { PAIRS_A_PART = 1 << 20, PARTS_MOST = 16, FETCH_AHEAD = 8 };

struct scan {
    struct check *check;
    const struct row_best *rows;
    struct row_prices prices; /* within CHECK_PRICE_MOST */
    size_t parts;
};

/* The pairs of a row are read once: which is the seat, and what the best is worth at the prices. */
static void scan_row(const struct scan *scan, size_t person)
{
    struct check *check = scan->check;
    const struct instance *instance = check->instance;
    size_t begin = instance->row_start[person];
    const struct pair *row = &instance->items[begin];
    struct row_worth found =
        scan->rows->at(row, instance->row_start[person + 1] - begin, &scan->prices,
                       check->claim->need_of[person], instance->base_need[person]);
    if (found.seat != ROW_NONE)
        check->seat[person] = (struct check_seat){row[found.seat], begin + found.seat + 1};
    check->best[person] = found.best;
}

static void scan_part(void *context, size_t part)
{
    const struct scan *scan = context;
    size_t people = scan->check->instance->person_count;
    for (size_t i = people * part / scan->parts; i < people * (part + 1) / scan->parts; i++) {
        scan_row(scan, i);
    }
}

static const int64_t *within(const struct check *check)
{
    int64_t *price = arena_calloc(check->arena, check->instance->need_count, sizeof *price);
    for (size_t j = 0; j < check->instance->need_count; j++) {
        int64_t stated = check->claim->price[j];
        price[j] = stated > CHECK_PRICE_MOST    ? CHECK_PRICE_MOST
                   : stated < -CHECK_PRICE_MOST ? -CHECK_PRICE_MOST
                                                : stated;
    }
    return price;
}

void check_scan_rows(struct check *check, size_t threads)
{
    const struct instance *instance = check->instance;
    size_t pairs = instance->row_start[instance->person_count];
    if (instance->caps != NULL || instance->total_seats >= UINT32_MAX)
        return;
    size_t parts = threads;
    if (threads == 0) {
        size_t width = parallel_width();
        parts = 1 + pairs / PAIRS_A_PART;
        parts = parts < width ? parts : width;
    }
    struct scan scan = {
        .check = check,
        .rows = row_best_fastest(),
        .prices = {within(check), instance->total_seats + 1},
        .parts = parts < PARTS_MOST ? parts : PARTS_MOST,
    };
    check->best = arena_calloc(check->arena, instance->person_count, sizeof *check->best);
    parallel_run(scan.parts, scan_part, &scan);
}
