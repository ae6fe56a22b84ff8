#include "core/match/explain/explain.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/explain/cutoffs.h"
#include "core/pairs/caps.h"
#include "core/pairs/choices.h"
#include "core/pairs/wishes.h"

/* ---- a person -------------------------------------------------------------------------------- */

/* A run with the means to explain it. */
struct run_view {
    const struct snapshot *snapshot;
    const struct expansion *expansions;
    const struct instance *instance; /* what is open: who is bound has no part in it */
    const struct instance *whole;
    const int32_t *need_of;
    const int64_t *price;
    const struct cap_prices *cap_prices; /* NULL = there are no caps */
    const struct cutoffs *cutoffs;       /* of an optimal run, NULL = it is a stable one */
    const struct choices *choices;       /* and the other way round */
    const struct remedy_offers *offers;
};

/* ---- a stable run's cutoffs ------------------------------------------------------------------ */

/* Least fit that the need would take of somebody whom its order has at `rank`. */
static int32_t stable_cutoff_bp(int64_t cutoff, uint32_t rank)
{
    if (cutoff == STANDING_ANY)
        return 0;
    if (cutoff == STANDING_CLOSED)
        return FIT_MAX_BP + 1;
    uint32_t last = WISH_NONE - (uint32_t)((cutoff - 1) / STANDING_OF_RANK);
    if (rank != last)
        return rank < last ? 0 : FIT_MAX_BP + 1;
    return (int32_t)((cutoff - 1) % STANDING_OF_RANK);
}

/* The index of the person's pair; there is one. */
static size_t pair_at(const struct instance *instance, int32_t person, int32_t need)
{
    size_t at = instance->row_start[person];
    while (instance->items[at].need != (uint32_t)need)
        at++;
    return at;
}

/* Whoever has no seat here: who does not want it, or by whose choice. */
static enum explain_outcome stable_outcome(const struct run_view *run, int32_t person, int32_t need,
                                           int32_t *ret_cap)
{
    const struct instance *instance = run->instance;
    size_t at = pair_at(instance, person, need);
    uint32_t standing = wishes_standing(instance->wishes, &instance->items[at], at);
    int32_t draw;
    enum choices_answer wanted = choices_of_people(run->choices, (size_t)person, at, &draw);
    if (wanted == CHOICES_RANKS_LOWER)
        return EXPLAIN_PREFERS;
    enum choices_answer answer = choices_of_needs(run->choices, (size_t)person, at, ret_cap);
    if (answer == CHOICES_CAP_FULL)
        return EXPLAIN_QUOTA_FULL;
    if (answer == CHOICES_RESERVED)
        return EXPLAIN_RESERVED;
    if (answer == CHOICES_TAKES && wanted == CHOICES_CAP_FULL) {
        *ret_cap = draw;
        return EXPLAIN_DRAW_FULL;
    }
    bool outside =
        instance->caps != NULL && caps_is_outside(instance->caps, (size_t)need, (size_t)person);
    return standing == choices_least_standing(run->choices, (size_t)need, outside)
               ? EXPLAIN_TIED
               : EXPLAIN_RANKED_LOWER;
}

static void take_ranks(const struct instance *instance, const struct wishes *wishes, int32_t person,
                       struct explain_line *line)
{
    size_t at = pair_at(instance, person, line->need);
    line->wish = wishes->of_person != NULL ? wishes->of_person[at] : WISH_NONE;
    line->order = wishes->of_need != NULL ? wishes->of_need[at] : WISH_NONE;
}

/* Least fit that a full cap over the person lets through, of a need that they rank so. */
static int32_t draw_cutoff_bp(const struct choices *choices, int32_t person, uint32_t rank)
{
    struct ranked_pair last;
    if (!choices_last_below_cap(choices, (size_t)person, &last))
        return 0;
    uint32_t last_rank = WISH_NONE - (uint32_t)(last.rank >> WORTH_FIT_BITS);
    if (last.person < 0 || rank > last_rank)
        return FIT_MAX_BP + 1;
    return rank < last_rank ? 0 : (int32_t)(last.rank & ((1U << WORTH_FIT_BITS) - 1));
}

static int32_t stable_cutoff_of(const struct run_view *run, int32_t person,
                                const struct explain_line *line)
{
    const struct caps *caps = run->instance->caps;
    size_t need = (size_t)line->need;
    bool outside = caps != NULL && caps_is_outside(caps, need, (size_t)person);
    int32_t by_need = stable_cutoff_bp(choices_least_standing(run->choices, need, outside),
                                       (uint32_t)line->order);
    int32_t by_draw =
        run->need_of[person] < 0 ? draw_cutoff_bp(run->choices, person, (uint32_t)line->wish) : 0;
    return by_need > by_draw ? by_need : by_draw;
}

static int32_t cutoff_bp_of(const struct run_view *run, int32_t person,
                            const struct explain_line *line, bool held)
{
    return run->cutoffs != NULL ? cutoffs_fit_bp(run->cutoffs, (size_t)line->need, held)
                                : stable_cutoff_of(run, person, line);
}

/* ---- caps ------------------------------------------------------------------------------------ */

/* From the innermost out, one that costs something, -1 = none does. */
static int32_t priced_cap(const struct run_view *run, int32_t cap)
{
    while (cap >= 0 && run->cap_prices->cap[cap] <= 0)
        cap = run->instance->caps->items[cap].parent;
    return cap;
}

/* Of somebody below the cutoff: which limit it is that makes the seat too dear, the one over the
 * person first. */
static enum explain_outcome limit_of(const struct run_view *run, int32_t person, int32_t need,
                                     int64_t weight, int32_t *ret_cap)
{
    const struct caps *caps = run->instance->caps;
    if (caps == NULL || run->cap_prices == NULL || run->cap_prices->cap == NULL ||
        run->cap_prices->open == NULL)
        return EXPLAIN_OUTBID;
    int64_t price = run->price[need];
    int64_t above = caps_price_of_need(caps, run->cap_prices->cap, (size_t)need);
    int64_t open =
        caps_is_outside(caps, (size_t)need, (size_t)person) ? run->cap_prices->open[need] : 0;
    int32_t over_person = priced_cap(run, caps_of_person(caps, (size_t)person));
    int32_t over_need = priced_cap(run, caps_of_need(caps, (size_t)need));
    if (over_person >= 0 && weight >= price + above + open) {
        *ret_cap = over_person;
        return EXPLAIN_DRAW_FULL;
    }
    if (open > 0 && weight >= price + above)
        return EXPLAIN_RESERVED;
    if (over_need >= 0 && weight >= price) {
        *ret_cap = over_need;
        return EXPLAIN_QUOTA_FULL;
    }
    return EXPLAIN_OUTBID;
}

/* ---- outcomes -------------------------------------------------------------------------------- */

static enum explain_outcome outcome_of(const struct run_view *run, int32_t person, int32_t need,
                                       int32_t fit_bp, int32_t *ret_cap)
{
    const struct pair pair = {.need = (uint32_t)need, .fit_bp = (uint32_t)fit_bp};
    int32_t placed = run->need_of[person];
    if (placed == need)
        return EXPLAIN_PLACED_HERE;
    if (run->instance->seats[need] == 0)
        return run->snapshot->needs[need].seats == 0 ? EXPLAIN_NO_FREE_SEAT : EXPLAIN_SEATS_BOUND;
    if (instance_bound_need(run->whole, (size_t)person) >= 0)
        return EXPLAIN_BOUND_ELSEWHERE;
    if (run->cutoffs == NULL)
        return stable_outcome(run, person, need, ret_cap);
    if (placed >= 0)
        return EXPLAIN_PLACED_ELSEWHERE;
    int64_t weight = instance_weight(run->instance, (size_t)person, &pair);
    return weight < cutoffs_weight(run->cutoffs, (size_t)need)
               ? limit_of(run, person, need, weight, ret_cap)
               : EXPLAIN_TIED;
}

static struct explain_line explain_pair(const struct run_view *run, int32_t person, int32_t need,
                                        struct arena *arena)
{
    const struct need *asked = &run->snapshot->needs[need];
    const struct expansion *expansion = &run->expansions[person];
    bool held = run->instance->base_need[person] == need;
    struct explain_line line = {
        .need = need,
        .outcome = EXPLAIN_NOT_ELIGIBLE,
        .wish = WISH_NONE,
        .order = WISH_NONE,
        .cap = -1,
        .decision = snapshot_decision(expansion->person, need),
    };
    line.stays = instance_bound_need(run->whole, (size_t)person) == need &&
                 (line.decision == NULL || !decision_binds(line.decision->verdict));
    qualify_pair(run->snapshot, expansion, asked, &line.verdict);
    const struct wishes *wishes = run->whole->wishes;
    if (wishes != NULL && line.verdict.primary == REASON_NONE)
        take_ranks(run->whole, wishes, person, &line);
    line.cutoff_bp = cutoff_bp_of(run, person, &line, held);
    if (line.verdict.primary != REASON_NONE) {
        line.remedy = remedy_find(run->offers, expansion, asked, &line.verdict, arena);
        return line;
    }
    line.fit = fit_of(run->snapshot, expansion, asked);
    line.outcome = outcome_of(run, person, need, line.fit.total_bp, &line.cap);
    if (line.cutoff_bp > line.fit.total_bp)
        line.shortfall_bp = line.cutoff_bp - line.fit.total_bp;
    return line;
}

static int by_promise(const void *left, const void *right)
{
    const struct explain_line *a = left;
    const struct explain_line *b = right;
    bool out_a = a->outcome == EXPLAIN_NOT_ELIGIBLE;
    bool out_b = b->outcome == EXPLAIN_NOT_ELIGIBLE;
    if (out_a != out_b)
        return out_a ? 1 : -1;
    if (a->fit.total_bp != b->fit.total_bp)
        return a->fit.total_bp > b->fit.total_bp ? -1 : 1;
    if (a->verdict.failure_count != b->verdict.failure_count)
        return a->verdict.failure_count < b->verdict.failure_count ? -1 : 1;
    return (a->need > b->need) - (a->need < b->need);
}

/* Of what is open: who is bound by a decision makes room for nobody. NULL of a stable run, of which
 * both sides' choices tell. `person` -1 = anybody. */
static struct cutoffs *cutoffs_of(const struct instance *open, const struct instance *whole,
                                  const int32_t *need_of, const int64_t *price,
                                  const struct cap_prices *cap_prices, int32_t person,
                                  struct arena *arena)
{
    static const struct cap_prices free_of_charge;
    const int32_t *open_part = instance_open_part(whole, need_of, arena);
    if (whole->wishes != NULL)
        return NULL;
    if (open->caps == NULL)
        return cutoffs_new(open, open_part, price);
    return cutoffs_with_caps(open, open_part, price,
                             cap_prices != NULL ? cap_prices : &free_of_charge, person);
}

static const struct choices *choices_of_run(const struct instance *open,
                                            const struct instance *whole, const int32_t *need_of,
                                            struct arena *arena)
{
    return whole->wishes == NULL
               ? NULL
               : choices_of(open, instance_open_part(whole, need_of, arena), arena);
}

struct explain_person *explain_person(const struct snapshot *snapshot,
                                      const struct expansion *expansions,
                                      const struct instance *instance, const int32_t *need_of,
                                      const int64_t *price, const struct cap_prices *cap_prices,
                                      int32_t person, int32_t only_need, struct arena *arena)
{
    const struct instance *open = instance_open(instance, arena);
    CADRE_CLEANUP(cutoffs_cleanup)
    struct cutoffs *cutoffs = cutoffs_of(open, instance, need_of, price, cap_prices, person, arena);
    const struct run_view run = {
        .snapshot = snapshot,
        .expansions = expansions,
        .instance = open,
        .whole = instance,
        .need_of = need_of,
        .price = price,
        .cap_prices = cap_prices,
        .cutoffs = cutoffs,
        .choices = choices_of_run(open, instance, need_of, arena),
        .offers = remedy_offers_new(snapshot, arena),
    };
    struct explain_person *explained = arena_calloc(arena, 1, sizeof *explained);
    struct explain_line *lines = arena_calloc(arena, snapshot->need_count, sizeof *lines);
    explained->person = person;
    explained->placed_need = need_of[person];
    for (int32_t j = 0; j < (int32_t)snapshot->need_count; j++) {
        if (only_need >= 0 && j != only_need)
            continue;
        struct explain_line *line = &lines[explained->line_count++];
        *line = explain_pair(&run, person, j, arena);
        explained->reasons[line->verdict.primary]++;
    }
    if (explained->line_count > 1)
        qsort(lines, explained->line_count, sizeof *lines, by_promise);
    explained->lines = lines;
    explained->dues = dues_find(snapshot, &expansions[person], explained->placed_need, arena,
                                &explained->due_count);
    return explained;
}

/* ---- a need ---------------------------------------------------------------------------------- */

/* Who is eligible, by where the run has them. */
static void count_people(struct explain_need *explained, const struct pairs *pairs,
                         const int32_t *need_of)
{
    for (size_t i = 0; i < pairs->person_count; i++) {
        bool here = need_of[i] == explained->need;
        explained->filled += here;
        if (pairs_fit(pairs, i, (size_t)explained->need) < 0)
            continue;
        explained->eligible++;
        explained->runner_ups += need_of[i] < 0;
        explained->seated_elsewhere += need_of[i] >= 0 && !here;
    }
}

/* How the need ranks somebody who fits it: greater is better. */
static int64_t standing_of(const struct instance *instance, int32_t person, int32_t need)
{
    size_t at = pair_at(instance, person, need);
    return instance->wishes != NULL
               ? wishes_standing(instance->wishes, &instance->items[at], at)
               : instance_weight(instance, (size_t)person, &instance->items[at]);
}

static bool goes_before(const struct instance *instance, int32_t need, int32_t left, int32_t right)
{
    int64_t standing = standing_of(instance, left, need);
    int64_t other = standing_of(instance, right, need);
    return standing != other ? standing > other
                             : wishes_drawn_first(instance, (size_t)left, (size_t)right);
}

/* Into its place among those that there are; the last one of too many falls out. */
static void take_reserve(struct explain_need *explained, const struct instance *instance,
                         int32_t person)
{
    struct explain_reserve *reserve = explained->reserve;
    size_t at = explained->reserve_count;
    while (at > 0 && goes_before(instance, explained->need, person, reserve[at - 1].person))
        at--;
    if (at == EXPLAIN_RESERVE_MAX)
        return;
    if (explained->reserve_count < EXPLAIN_RESERVE_MAX)
        explained->reserve_count++;
    for (size_t i = explained->reserve_count - 1; i > at; i--)
        reserve[i] = reserve[i - 1];
    size_t pair = pair_at(instance, person, explained->need);
    const uint16_t *order = instance->wishes != NULL ? instance->wishes->of_need : NULL;
    reserve[at] = (struct explain_reserve){.person = person,
                                           .fit_bp = (int32_t)instance->items[pair].fit_bp,
                                           .order = order != NULL ? order[pair] : WISH_NONE};
}

/* How full the caps are by the whole run; of an instance with caps. */
struct fullness {
    const struct caps *caps;
    struct cap_counts counts;
    struct cap_limits limits;
    bool is_stable;
};

static int32_t nearest_full(const struct fullness *full, int32_t cap)
{
    while (cap >= 0 && full->counts.filled[cap] < full->limits.most[cap])
        cap = full->caps->items[cap].parent;
    return cap;
}

/* A quota over the need leaves no room for one more even when a seat below it becomes free: it is
 * closed, or decisions bind more than it allows. */
static bool is_shut(const struct fullness *full, size_t need)
{
    int32_t cap = caps_of_need(full->caps, need);
    while (cap >= 0 && full->caps->items[cap].most > 0 &&
           full->counts.filled[cap] <= full->caps->items[cap].most)
        cap = full->caps->items[cap].parent;
    return cap >= 0;
}

/* Only reserved seats are left to somebody outside the group. Where the open ones choose first,
 * whoever leaves may sit in a reserved one. */
static bool is_reserved(const struct fullness *full, size_t person, size_t need)
{
    if (!caps_is_outside(full->caps, need, person))
        return false;
    bool open_first = full->is_stable && full->caps->open_first != NULL &&
                      full->caps->open_first[full->caps->reserve_of_need[need]];
    return open_first || full->counts.open[need] >= full->limits.open_most[need];
}

static bool is_held_back(const struct fullness *full, size_t person, size_t need)
{
    return full->caps != NULL &&
           (is_shut(full, need) || nearest_full(full, caps_of_person(full->caps, person)) >= 0 ||
            is_reserved(full, person, need));
}

static void find_reserve(struct explain_need *explained, const struct pairs *pairs,
                         const struct instance *instance, const int32_t *need_of,
                         struct arena *arena)
{
    size_t need = (size_t)explained->need;
    struct fullness full = {.caps = instance->caps, .is_stable = instance->wishes != NULL};
    explained->full_cap = -1;
    if (full.caps != NULL) {
        full.counts = caps_count(instance, need_of, arena);
        full.limits = caps_limits(instance, arena);
        explained->full_cap = nearest_full(&full, caps_of_need(full.caps, need));
    }
    for (size_t i = 0; i < pairs->person_count; i++) {
        if (need_of[i] >= 0 || pairs_fit(pairs, i, need) < 0)
            continue;
        if (is_held_back(&full, i, need))
            explained->held_back++;
        else
            take_reserve(explained, instance, (int32_t)i);
    }
}

struct clause_count {
    uint64_t people;
    int32_t clause;
};

static int by_people_then_clause(const void *left, const void *right)
{
    const struct clause_count *a = left;
    const struct clause_count *b = right;
    if (a->people != b->people)
        return a->people > b->people ? -1 : 1;
    return (a->clause > b->clause) - (a->clause < b->clause);
}

static uint64_t count_failing(const struct snapshot *snapshot, const struct expansion *expansions,
                              const struct clause *clause)
{
    uint64_t people = 0;
    for (size_t i = 0; i < snapshot->person_count; i++)
        people += !qualify_clause(snapshot, &expansions[i], clause, NULL);
    return people;
}

static void count_clauses(struct explain_need *explained, const struct snapshot *snapshot,
                          const struct expansion *expansions, struct arena *arena)
{
    const struct need *need = &snapshot->needs[explained->need];
    CADRE_FREE struct clause_count *counts = cadre_calloc(need->clause_count, sizeof *counts);
    uint64_t *failures = arena_calloc(arena, need->clause_count, sizeof *failures);
    int32_t *order = arena_calloc(arena, need->clause_count, sizeof *order);
    size_t failed = 0;
    for (size_t i = 0; i < need->clause_count; i++) {
        if (!need->clauses[i].required)
            continue;
        failures[i] = count_failing(snapshot, expansions, &need->clauses[i]);
        if (failures[i] > 0)
            counts[failed++] = (struct clause_count){failures[i], (int32_t)i};
    }
    if (failed > 1)
        qsort(counts, failed, sizeof *counts, by_people_then_clause);
    for (size_t i = 0; i < failed; i++)
        order[i] = counts[i].clause;
    explained->clause_order = order;
    explained->clause_failures = failures;
    explained->clause_count = failed;
}

struct explain_need *explain_need(const struct snapshot *snapshot,
                                  const struct expansion *expansions, const struct pairs *pairs,
                                  const struct instance *instance, const int32_t *need_of,
                                  const int64_t *price, const struct cap_prices *cap_prices,
                                  int32_t need, struct arena *arena)
{
    const struct instance *open = instance_open(instance, arena);
    CADRE_CLEANUP(cutoffs_cleanup)
    struct cutoffs *cutoffs = cutoffs_of(open, instance, need_of, price, cap_prices, -1, arena);
    const struct choices *choices = choices_of_run(open, instance, need_of, arena);
    struct explain_need *explained = arena_calloc(arena, 1, sizeof *explained);
    explained->need = need;
    explained->cutoff_bp =
        cutoffs != NULL
            ? cutoffs_fit_bp(cutoffs, (size_t)need, false)
            : stable_cutoff_bp(choices_least_standing(choices, (size_t)need, false), WISH_NONE);
    count_people(explained, pairs, need_of);
    find_reserve(explained, pairs, instance, need_of, arena);
    if (explained->filled < instance->seats[need])
        explained->empty = instance->seats[need] - explained->filled;
    for (int reason = 0; reason < REASON_COUNT; reason++)
        explained->reasons[reason] = pairs->reasons[need][reason];
    count_clauses(explained, snapshot, expansions, arena);
    return explained;
}

/* ---- a run ----------------------------------------------------------------------------------- */

void explain_run(const struct instance *instance, const int32_t *need_of,
                 struct explain_run *ret_explained)
{
    struct explain_run explained = {
        .people = (int64_t)instance->person_count,
        .needs = (int64_t)instance->need_count,
        .pairs = (int64_t)instance->row_start[instance->person_count],
    };
    CADRE_FREE int32_t *filled = cadre_calloc(instance->need_count, sizeof *filled);
    for (size_t i = 0; i < instance->person_count; i++) {
        bool fits = instance->row_start[i + 1] > instance->row_start[i];
        explained.placed += need_of[i] >= 0;
        explained.runner_ups += fits && need_of[i] < 0;
        explained.unfit += !fits;
        if (need_of[i] >= 0)
            filled[need_of[i]]++;
    }
    for (size_t j = 0; j < instance->need_count; j++) {
        explained.seats[instance->priority[j] - 1] += instance->seats[j];
        explained.filled[instance->priority[j] - 1] += filled[j];
        explained.needs_short += filled[j] < instance->seats[j];
    }
    *ret_explained = explained;
}
