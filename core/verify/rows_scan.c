#include "core/base/parallel.h"
#include "core/verify/check.h"

enum { PAIRS_A_PART = 1 << 20, PARTS_MOST = 16 };

struct scan {
    struct check *check;
    const int64_t *price; /* per need, within CHECK_PRICE_MOST */
    struct pair *own;     /* per person: a copy of the seat's pair, since rows are far apart */
    int64_t unit;
    size_t parts;
};

/* The pairs of a row are read once: which is the seat, and what the best is worth at the prices.
 * No branch, since what is best is as good as random. */
static void scan_row(const struct scan *scan, size_t person)
{
    struct check *check = scan->check;
    const struct instance *instance = check->instance;
    const struct pair *items = instance->items;
    size_t end = instance->row_start[person + 1];
    uint32_t own = (uint32_t)check->claim->need_of[person];
    uint32_t base = (uint32_t)instance->base_need[person];
    size_t seat = SIZE_MAX;
    size_t held = SIZE_MAX;
    int64_t best = INT64_MIN;
    for (size_t at = instance->row_start[person]; at < end; at++) {
        uint32_t need = items[at].need;
        int64_t surplus = items[at].fit_bp * scan->unit - scan->price[need];
        best = surplus > best ? surplus : best;
        seat = need == own ? at : seat;
        held = need == base ? at : held;
    }
    if (held != SIZE_MAX) {
        int64_t surplus = items[held].fit_bp * scan->unit + 1 - scan->price[items[held].need];
        best = surplus > best ? surplus : best;
    }
    if (seat != SIZE_MAX) {
        scan->own[person] = items[seat];
        check->seat[person] = &scan->own[person];
    }
    check->best[person] = best > 0 ? best : 0;
}

static void scan_part(void *context, size_t part)
{
    const struct scan *scan = context;
    size_t people = scan->check->instance->person_count;
    for (size_t i = people * part / scan->parts; i < people * (part + 1) / scan->parts; i++)
        scan_row(scan, i);
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
    if (instance->caps != NULL || instance->total_seats >= CHECK_PRICE_MOST / (FIT_MAX_BP + 1) - 1)
        return;
    size_t parts = threads;
    if (threads == 0) {
        size_t width = parallel_width();
        parts = 1 + pairs / PAIRS_A_PART;
        parts = parts < width ? parts : width;
    }
    struct scan scan = {
        .check = check,
        .price = within(check),
        .own = arena_calloc(check->arena, instance->person_count, sizeof *scan.own),
        .unit = instance->total_seats + 1,
        .parts = parts < PARTS_MOST ? parts : PARTS_MOST,
    };
    check->best = arena_calloc(check->arena, instance->person_count, sizeof *check->best);
    parallel_run(scan.parts, scan_part, &scan);
}
