#include "core/evidence/remedy.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

enum { STEPS_MAX = 2000000, WORD_BITS = 64 };

struct offer {
    struct remedy_item item;
    const struct expansion *grants;
    int64_t cost, hours; /* -1 = not stated */
};

struct remedy_offers {
    const struct snapshot *snapshot;
    struct offer *items; /* trainings first, then credentials */
    size_t count;
};

/* ---- what is on offer ------------------------------------------------------------------------ */

/* Somebody who holds a credential and nothing else. */
static const struct expansion *expand_credential(const struct snapshot *snapshot,
                                                 int32_t credential, struct arena *arena)
{
    struct held_award *award = arena_calloc(arena, 1, sizeof *award);
    struct person *person = arena_calloc(arena, 1, sizeof *person);
    *award = (struct held_award){.credential = credential,
                                 .issued_on = snapshot->as_of,
                                 .expires_on = cadre_date_none,
                                 .revoked_on = cadre_date_none};
    *person = (struct person){.birth_date = cadre_date_none, .awards = award, .award_count = 1};
    return qualify_expand(snapshot, person, arena);
}

struct remedy_offers *remedy_offers_new(const struct snapshot *snapshot, struct arena *arena)
{
    struct remedy_offers *offers = arena_calloc(arena, 1, sizeof *offers);
    int32_t credentials = (int32_t)catalogue_credential_count(snapshot->catalogue);
    offers->snapshot = snapshot;
    offers->items =
        arena_calloc(arena, snapshot->training_count + (size_t)credentials, sizeof *offers->items);
    for (size_t i = 0; i < snapshot->training_count; i++) {
        const struct training *training = &snapshot->trainings[i];
        offers->items[offers->count++] =
            (struct offer){{(int32_t)i, -1},
                           qualify_expand(snapshot, training->grants, arena),
                           training->cost,
                           training->hours};
    }
    for (int32_t i = 0; i < credentials; i++)
        offers->items[offers->count++] =
            (struct offer){{-1, i}, expand_credential(snapshot, i, arena), -1, -1};
    return offers;
}

/* ---- what is missing ------------------------------------------------------------------------- */

/* Alternatives that do not hold, of the clauses that fail: bit by bit, clause by clause. */
struct gap {
    size_t first, end; /* bits */
    int32_t wanted;    /* so many of them */
};

/* A set of items and how it compares. */
struct basket {
    size_t count;
    int32_t without_cost, without_hours;
    int64_t cost, hours;
};

struct search {
    struct gap *gaps;
    size_t gap_count, bit_count, words;
    const struct offer **offers; /* that grant something missing */
    uint64_t *covers;            /* `words` each */
    size_t offer_count;
    size_t size; /* of the sets looked for */
    size_t *chosen, *best;
    struct basket best_basket;
    bool found;
    int64_t steps;
};

/* A language or an education that the need asks for by itself: a clause of one alternative. */
static void find_own_gap(struct search *search, const struct snapshot *snapshot,
                         const struct expansion *expansion, struct alternative asked,
                         struct alternative *missing)
{
    if (qualify_alternative(snapshot, expansion, &asked))
        return;
    missing[search->bit_count] = asked;
    search->gaps[search->gap_count++] =
        (struct gap){search->bit_count, search->bit_count + 1, .wanted = 1};
    search->bit_count++;
}

static void find_own_gaps(struct search *search, const struct snapshot *snapshot,
                          const struct expansion *expansion, const struct need *need,
                          struct alternative *missing)
{
    for (size_t i = 0; i < need->language_count; i++)
        find_own_gap(search, snapshot, expansion,
                     (struct alternative){.kind = ALTERNATIVE_LANGUAGE,
                                          .target = -1,
                                          .code = need->languages[i].language,
                                          .level = need->languages[i].level},
                     missing);
    if (need->education > 0)
        find_own_gap(search, snapshot, expansion,
                     (struct alternative){
                         .kind = ALTERNATIVE_EDUCATION, .target = -1, .level = need->education},
                     missing);
}

/* What is held and not trusted wants no learning, only somebody who verifies it: true when the
 * clause gains by that. What is learned is trusted. */
static bool find_clause_gap(struct search *search, const struct snapshot *snapshot,
                            const struct expansion *expansion, const struct clause *clause,
                            struct alternative *missing)
{
    struct gap gap = {.first = search->bit_count, .wanted = clause->k};
    size_t end = gap.first;
    bool verifies = false;
    for (size_t i = 0; i < clause->alternative_count; i++) {
        struct alternative any = alternative_of_any_trust(&clause->alternatives[i]);
        if (!qualify_alternative(snapshot, expansion, &any)) {
            missing[end++] = any;
            continue;
        }
        gap.wanted--;
        verifies |= !qualify_alternative(snapshot, expansion, &clause->alternatives[i]);
    }
    if (gap.wanted > 0) {
        gap.end = search->bit_count = end;
        search->gaps[search->gap_count++] = gap;
    }
    return verifies;
}

/* How many clauses want something verified. */
static int32_t find_gaps(struct search *search, const struct snapshot *snapshot,
                         const struct expansion *expansion, const struct need *need,
                         struct alternative *missing)
{
    int32_t to_verify = 0;
    for (size_t i = 0; i < need->clause_count; i++) {
        const struct clause *clause = &need->clauses[i];
        if (clause->required && !qualify_clause(snapshot, expansion, clause, NULL))
            to_verify += find_clause_gap(search, snapshot, expansion, clause, missing);
    }
    return to_verify;
}

static bool has_bit(const uint64_t *bits, size_t bit)
{
    return (bits[bit / WORD_BITS] >> (bit % WORD_BITS) & 1) != 0;
}

static int32_t bits_in(const uint64_t *bits, const struct gap *gap)
{
    int32_t count = 0;
    for (size_t bit = gap->first; bit < gap->end; bit++)
        count += has_bit(bits, bit);
    return count;
}

static uint64_t *covers_of(const struct search *search, size_t offer)
{
    return search->covers + offer * search->words;
}

/* ---- offers that matter ---------------------------------------------------------------------- */

static struct basket with_offer(struct basket basket, const struct offer *offer)
{
    basket.count++;
    basket.without_cost += offer->cost < 0;
    basket.without_hours += offer->hours < 0;
    basket.cost += offer->cost > 0 ? offer->cost : 0;
    basket.hours += offer->hours > 0 ? offer->hours : 0;
    return basket;
}

static int compare_baskets(const struct basket *left, const struct basket *right)
{
    const int64_t differences[] = {
        left->without_cost - (int64_t)right->without_cost,
        left->cost - right->cost,
        left->without_hours - (int64_t)right->without_hours,
        left->hours - right->hours,
    };
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++) {
        if (differences[i] != 0)
            return differences[i] < 0 ? -1 : 1;
    }
    return 0;
}

/* Everything that `right` covers `left` does, and it is no dearer: no best set needs `right`. Of
 * equals the first stays. */
static bool makes_needless(const struct search *search, size_t left, size_t right)
{
    const struct basket nothing = {0};
    struct basket mine = with_offer(nothing, search->offers[left]);
    struct basket other = with_offer(nothing, search->offers[right]);
    for (size_t word = 0; word < search->words; word++) {
        if ((covers_of(search, right)[word] & ~covers_of(search, left)[word]) != 0)
            return false;
    }
    int order = compare_baskets(&mine, &other);
    return order < 0 || (order == 0 && left < right);
}

static bool is_needless(const struct search *search, size_t offer)
{
    for (size_t i = 0; i < search->offer_count; i++) {
        if (i != offer && makes_needless(search, i, offer))
            return true;
    }
    return false;
}

/* Being needless is an order, so the needless may all go at once. */
static void drop_needless(struct search *search)
{
    CADRE_FREE bool *needless = cadre_calloc(search->offer_count + 1, sizeof *needless);
    for (size_t i = 0; i < search->offer_count; i++)
        needless[i] = is_needless(search, i);
    size_t kept = 0;
    for (size_t i = 0; i < search->offer_count; i++) {
        if (needless[i])
            continue;
        search->offers[kept] = search->offers[i];
        memmove(covers_of(search, kept), covers_of(search, i),
                search->words * sizeof *search->covers);
        kept++;
    }
    search->offer_count = kept;
}

static void find_offers(struct search *search, const struct remedy_offers *offers,
                        const struct alternative *missing)
{
    for (size_t i = 0; i < offers->count; i++) {
        uint64_t *covers = covers_of(search, search->offer_count);
        bool any = false;
        memset(covers, 0, search->words * sizeof *covers);
        for (size_t bit = 0; bit < search->bit_count; bit++) {
            bool granted =
                qualify_alternative(offers->snapshot, offers->items[i].grants, &missing[bit]);
            covers[bit / WORD_BITS] |= (uint64_t)granted << (bit % WORD_BITS);
            any |= granted;
        }
        if (any)
            search->offers[search->offer_count++] = &offers->items[i];
    }
    drop_needless(search);
}

/* ---- the least set --------------------------------------------------------------------------- */

static void cover_with(const struct search *search, size_t count, uint64_t *ret_covered)
{
    memset(ret_covered, 0, search->words * sizeof *ret_covered);
    for (size_t i = 0; i < count; i++) {
        for (size_t word = 0; word < search->words; word++)
            ret_covered[word] |= covers_of(search, search->chosen[i])[word];
    }
}

static const struct gap *first_open_gap(const struct search *search, const uint64_t *covered)
{
    for (size_t i = 0; i < search->gap_count; i++) {
        if (bits_in(covered, &search->gaps[i]) < search->gaps[i].wanted)
            return &search->gaps[i];
    }
    return NULL;
}

static int by_offer(const void *left, const void *right)
{
    size_t a = *(const size_t *)left;
    size_t b = *(const size_t *)right;
    return (a > b) - (a < b);
}

/* Whether the set comes first among equals: its offers in order. */
static bool comes_first(const struct search *search, const size_t *sorted)
{
    for (size_t i = 0; i < search->size; i++) {
        if (sorted[i] != search->best[i])
            return sorted[i] < search->best[i];
    }
    return false;
}

static void keep(struct search *search, const struct basket *basket, size_t *sorted)
{
    memcpy(sorted, search->chosen, search->size * sizeof *sorted);
    qsort(sorted, search->size, sizeof *sorted, by_offer);
    int order = search->found ? compare_baskets(basket, &search->best_basket) : -1;
    if (order > 0 || (order == 0 && !comes_first(search, sorted)))
        return;
    memcpy(search->best, sorted, search->size * sizeof *sorted);
    search->best_basket = *basket;
    search->found = true;
}

/* Whether the offer adds to what the gap has. */
static bool helps(const struct search *search, size_t offer, const struct gap *gap,
                  const uint64_t *covered)
{
    for (size_t bit = gap->first; bit < gap->end; bit++) {
        if (has_bit(covers_of(search, offer), bit) && !has_bit(covered, bit))
            return true;
    }
    return false;
}

/* All sets of `size` offers that begin with those chosen; some gap is open, so one of the offers
 * that help it is in each. */
// NOLINTNEXTLINE(misc-no-recursion): as deep as a set is large
static void extend(struct search *search, struct basket basket, uint64_t *scratch)
{
    uint64_t *covered = scratch + basket.count * search->words;
    if (++search->steps > STEPS_MAX)
        return;
    cover_with(search, basket.count, covered);
    const struct gap *gap = first_open_gap(search, covered);
    if (gap == NULL || basket.count == search->size) {
        if (gap == NULL && basket.count == search->size)
            keep(search, &basket, search->chosen + search->size);
        return;
    }
    for (size_t i = 0; i < search->offer_count; i++) {
        struct basket more = with_offer(basket, search->offers[i]);
        if (!helps(search, i, gap, covered) ||
            (search->found && compare_baskets(&more, &search->best_basket) > 0))
            continue;
        search->chosen[basket.count] = i;
        extend(search, more, scratch);
    }
}

/* No set can be larger: each of its offers covers a missing alternative that counts. */
static size_t largest_set(const struct search *search)
{
    size_t wanted = 0;
    for (size_t i = 0; i < search->gap_count; i++)
        wanted += (size_t)search->gaps[i].wanted;
    return wanted;
}

static bool can_be_closed(const struct search *search, uint64_t *all)
{
    memset(all, 0, search->words * sizeof *all);
    for (size_t i = 0; i < search->offer_count; i++) {
        for (size_t word = 0; word < search->words; word++)
            all[word] |= covers_of(search, i)[word];
    }
    return first_open_gap(search, all) == NULL;
}

static void run(struct search *search, struct arena *arena)
{
    size_t largest = largest_set(search);
    uint64_t *scratch = arena_calloc(arena, (largest + 1) * search->words, sizeof *scratch);
    if (!can_be_closed(search, scratch))
        return;
    search->chosen = arena_calloc(arena, 2 * largest, sizeof *search->chosen);
    search->best = arena_calloc(arena, largest, sizeof *search->best);
    const struct basket nothing = {0};
    for (search->size = 1; search->size <= largest && !search->found; search->size++) {
        extend(search, nothing, scratch);
        if (search->steps > STEPS_MAX)
            return;
    }
}

/* ---- the remedy ------------------------------------------------------------------------------ */

/* The first service condition that fails and is not learned; REASON_NONE = none. */
static enum reason blocking_reason(const struct verdict *verdict, const struct need *need)
{
    for (uint32_t i = 0; i < verdict->failure_count && i < QUALIFY_FAILURES_MAX; i++) {
        const struct failure *failure = &verdict->failures[i];
        if (failure->clause < 0 && failure->reason != REASON_LANGUAGE &&
            failure->reason != REASON_EDUCATION)
            return failure->reason;
    }
    return need->incomplete ? REASON_OTHER : REASON_NONE;
}

static void tell(const struct search *search, struct remedy *remedy, struct arena *arena)
{
    struct remedy_item *items = arena_calloc(arena, search->best_basket.count, sizeof *items);
    for (size_t i = 0; i < search->best_basket.count; i++)
        items[i] = search->offers[search->best[i]]->item;
    remedy->items = items;
    remedy->item_count = search->best_basket.count;
    remedy->cost = search->best_basket.cost;
    remedy->hours = search->best_basket.hours;
    remedy->without_cost = search->best_basket.without_cost;
    remedy->without_hours = search->best_basket.without_hours;
}

static size_t alternatives_of(const struct need *need)
{
    size_t count = need->language_count + 1;
    for (size_t i = 0; i < need->clause_count; i++)
        count += need->clauses[i].alternative_count;
    return count;
}

struct remedy remedy_find(const struct remedy_offers *offers, const struct expansion *expansion,
                          const struct need *need, const struct verdict *verdict,
                          struct arena *arena)
{
    const struct snapshot *snapshot = offers->snapshot;
    struct remedy remedy = {.outcome = REMEDY_NOT_NEEDED};
    if (verdict->primary == REASON_NONE)
        return remedy;
    remedy.blocked = blocking_reason(verdict, need);
    remedy.outcome = REMEDY_BLOCKED;
    if (remedy.blocked != REASON_NONE)
        return remedy;
    struct search search = {0};
    struct alternative *missing = arena_calloc(arena, alternatives_of(need), sizeof *missing);
    search.gaps =
        arena_calloc(arena, need->clause_count + need->language_count + 1, sizeof *search.gaps);
    remedy.to_verify = find_gaps(&search, snapshot, expansion, need, missing);
    find_own_gaps(&search, snapshot, expansion, need, missing);
    remedy.outcome = REMEDY_FOUND;
    if (search.gap_count == 0)
        return remedy;
    search.words = (search.bit_count + WORD_BITS - 1) / WORD_BITS;
    search.offers = arena_calloc(arena, offers->count, sizeof *search.offers);
    search.covers = arena_calloc(arena, (offers->count + 1) * search.words, sizeof *search.covers);
    find_offers(&search, offers, missing);
    run(&search, arena);
    remedy.outcome = search.steps > STEPS_MAX ? REMEDY_UNPROVEN
                     : search.found           ? REMEDY_FOUND
                                              : REMEDY_NONE;
    if (search.found)
        tell(&search, &remedy, arena);
    return remedy;
}
