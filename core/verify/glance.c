#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "core/pairs/row_best.h"
#include "core/verify/check.h"

enum { PAIRS_A_PART = 1 << 20, PARTS_MOST = 16 };

/* What people of one part add up to. */
struct tally {
    bool holds;      /* of each of them */
    int32_t *filled; /* per need */
    int64_t fit_bp, held;
    int128 surplus;
};

struct glance {
    const struct instance *instance;
    const struct claim *claim;
    const struct row_best *rows;
    struct row_prices prices;
    size_t parts;
    struct tally tallies[PARTS_MOST];
};

/* Free, and worth nothing more than the price anywhere; or in the seat stated, by the fit stated,
 * and nowhere worth more: then the best is the own surplus, which is at least 0. Whoever is bound
 * pays whatever their seat costs. */
static bool look_at(const struct glance *glance, size_t person, struct tally *tally)
{
    const struct instance *instance = glance->instance;
    size_t begin = instance->row_start[person];
    const struct pair *row = &instance->items[begin];
    int32_t need = glance->claim->need_of[person];
    int32_t base = instance->base_need[person];
    int32_t bound = instance_bound_need(instance, person);
    const struct row_worth found =
        glance->rows->at(row, instance->row_start[person + 1] - begin, &glance->prices, need, base);
    if (need == -1)
        return glance->claim->fit_bp[person] == -1 && bound < 0 && found.best == 0;
    if (found.seat == ROW_NONE)
        return false;
    uint32_t fit = row[found.seat].fit_bp;
    int64_t surplus = fit * glance->prices.unit + (need == base) - glance->prices.price[need];
    tally->filled[need]++;
    tally->fit_bp += fit;
    tally->held += need == base;
    tally->surplus += surplus;
    return glance->claim->fit_bp[person] == (int32_t)fit &&
           (bound < 0 ? surplus == found.best : bound == need);
}

static void look_at_part(void *context, size_t part)
{
    struct glance *glance = context;
    size_t people = glance->instance->person_count;
    struct tally tally = glance->tallies[part];
    size_t end = people * (part + 1) / glance->parts;
    for (size_t i = people * part / glance->parts; i < end && tally.holds; i++)
        tally.holds = look_at(glance, i, &tally);
    glance->tallies[part] = tally;
}

/* All parts, in the first one. */
static const struct tally *add_up(struct glance *glance)
{
    struct tally *all = &glance->tallies[0];
    for (size_t part = 1; part < glance->parts; part++) {
        const struct tally *tally = &glance->tallies[part];
        all->holds = all->holds && tally->holds;
        all->fit_bp += tally->fit_bp;
        all->held += tally->held;
        all->surplus += tally->surplus;
        for (size_t j = 0; j < glance->instance->need_count; j++)
            all->filled[j] += tally->filled[j];
    }
    return all;
}

static bool needs_hold(const struct glance *glance, const struct tally *all)
{
    const struct instance *instance = glance->instance;
    struct objective seen = {.fit_bp = all->fit_bp, .held = all->held};
    for (size_t j = 0; j < instance->need_count; j++) {
        int64_t floor = instance_floor(instance, j);
        int64_t price = glance->claim->price[j];
        if (glance->claim->seats[j] != instance->seats[j] || all->filled[j] > instance->seats[j] ||
            price < floor || (price > floor && all->filled[j] < instance->seats[j]))
            return false;
        seen.filled[instance->priority[j] - 1] += all->filled[j];
    }
    return objective_compare(&seen, &glance->claim->objective) == 0;
}

/* Whether all numbers are in reach of a row's scan. */
static bool is_in_reach(const struct instance *instance, const struct claim *claim)
{
    if (instance->caps != NULL || instance->total_seats >= UINT32_MAX)
        return false;
    for (size_t j = 0; j < instance->need_count; j++) {
        if (claim->price[j] > INT64_MAX / 2 || claim->price[j] < -(INT64_MAX / 2))
            return false;
    }
    return true;
}

static size_t parts_of(const struct instance *instance, size_t threads)
{
    size_t pairs = instance->row_start[instance->person_count];
    size_t parts = threads > 0 ? threads : parallel_threads(pairs, PAIRS_A_PART);
    return parts < PARTS_MOST ? parts : PARTS_MOST;
}

bool check_at_a_glance(const struct instance *instance, const struct claim *claim, size_t threads)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    if (!is_in_reach(instance, claim))
        return false;
    struct glance glance = {
        .instance = instance,
        .claim = claim,
        .rows = row_best_fastest(),
        .prices = {claim->price, instance->total_seats + 1},
        .parts = parts_of(instance, threads),
    };
    for (size_t part = 0; part < glance.parts; part++)
        glance.tallies[part] = (struct tally){
            .holds = true,
            .filled = arena_calloc(scratch, instance->need_count, sizeof(int32_t)),
        };
    parallel_run(glance.parts, look_at_part, &glance);
    const struct tally *all = add_up(&glance);
    return all->holds && needs_hold(&glance, all) &&
           check_primal(instance, &claim->objective) ==
               all->surplus + check_price_bound(instance, claim->price);
}
