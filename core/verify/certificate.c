#include "core/verify/certificate.h"

#include <inttypes.h>

__extension__ typedef __int128 int128;

struct check {
    const struct instance *instance;
    const struct claim *claim;
    struct arena *arena;
    struct certificate_result *result;
    const struct pair **seat; /* per person: the pair of the assignment, NULL = not placed */
    int32_t *filled;          /* per need */
};

static bool fault(struct check *check, enum certificate_fault fault, size_t person, size_t need,
                  char *text)
{
    check->result->fault = fault;
    check->result->person = (int32_t)person;
    check->result->need = (int32_t)need;
    check->result->text = text;
    return false;
}

#define NONE ((size_t)-1)

static bool check_seats(struct check *check)
{
    for (size_t j = 0; j < check->instance->need_count; j++) {
        int32_t stated = check->claim->seats[j];
        int32_t seats = check->instance->seats[j];
        if (stated != seats)
            return fault(check, CERTIFICATE_SEATS_DIFFER, NONE, j,
                         arena_format(check->arena,
                                      "need %zu has %" PRId32 " free seats, but %" PRId32
                                      " are stated",
                                      j, seats, stated));
    }
    return true;
}

static const struct pair *find_pair(const struct instance *instance, size_t person, int32_t need)
{
    size_t low = instance->row_start[person];
    size_t high = instance->row_start[person + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int64_t order = (int64_t)instance->items[middle].need - need;
        if (order == 0)
            return &instance->items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool check_pair(struct check *check, size_t person)
{
    int32_t need = check->claim->need_of[person];
    int32_t stated = check->claim->fit_bp[person];
    int32_t fit = -1;
    if (need != -1) {
        bool known = need >= 0 && (size_t)need < check->instance->need_count;
        const struct pair *pair = known ? find_pair(check->instance, person, need) : NULL;
        if (pair == NULL)
            return fault(check, CERTIFICATE_PAIR_NOT_ELIGIBLE, person, known ? (size_t)need : NONE,
                         arena_format(check->arena,
                                      known ? "person %zu is not eligible for need %" PRId32
                                            : "person %zu is placed in need %" PRId32
                                              ", which does not exist",
                                      person, need));
        check->seat[person] = pair;
        fit = (int32_t)pair->fit_bp;
    }
    if (stated != fit)
        return fault(check, CERTIFICATE_FIT_DIFFERS, person, need == -1 ? NONE : (size_t)need,
                     need == -1 ? arena_format(check->arena,
                                               "person %zu is not placed, but a fit of %" PRId32
                                               " is stated",
                                               person, stated)
                                : arena_format(check->arena,
                                               "person %zu fits need %" PRId32 " by %" PRId32
                                               ", but %" PRId32 " is stated",
                                               person, need, fit, stated));
    return true;
}

static bool check_pairs(struct check *check)
{
    for (size_t i = 0; i < check->instance->person_count; i++) {
        if (!check_pair(check, i))
            return false;
        if (check->seat[i] != NULL)
            check->filled[check->seat[i]->need]++;
    }
    for (size_t j = 0; j < check->instance->need_count; j++) {
        if (check->filled[j] > check->instance->seats[j])
            return fault(check, CERTIFICATE_OVERFILLED, NONE, j,
                         arena_format(check->arena,
                                      "need %zu has %" PRId32 " free seats, but %" PRId32
                                      " people are placed in it",
                                      j, check->instance->seats[j], check->filled[j]));
    }
    return true;
}

static bool same_component(struct check *check, const char *what, int64_t seen, int64_t stated)
{
    if (seen == stated)
        return true;
    return fault(check, CERTIFICATE_OBJECTIVE_DIFFERS, NONE, NONE,
                 arena_format(check->arena,
                              "the assignment has %" PRId64 " %s, but %" PRId64 " is stated", seen,
                              what, stated));
}

static bool check_objective(struct check *check)
{
    const struct objective *stated = &check->claim->objective;
    struct objective seen = {0};
    for (size_t i = 0; i < check->instance->person_count; i++) {
        const struct pair *pair = check->seat[i];
        if (pair == NULL)
            continue;
        seen.filled[check->instance->priority[pair->need] - 1]++;
        seen.fit_bp += pair->fit_bp;
        seen.held += check->instance->base_need[i] == (int32_t)pair->need;
    }
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++) {
        const char *what = arena_format(check->arena, "seats filled in priority %d", class + 1);
        if (!same_component(check, what, seen.filled[class], stated->filled[class]))
            return false;
    }
    return same_component(check, "basis points of fit", seen.fit_bp, stated->fit_bp) &&
           same_component(check, "people kept", seen.held, stated->held);
}

static bool check_prices(struct check *check)
{
    for (size_t j = 0; j < check->instance->need_count; j++) {
        int64_t floor = instance_floor(check->instance, j);
        int64_t price = check->claim->price[j];
        if (price < floor)
            return fault(check, CERTIFICATE_PRICE_BELOW_FLOOR, NONE, j,
                         arena_format(check->arena,
                                      "need %zu has the price %" PRId64
                                      ", below its floor of %" PRId64,
                                      j, price, floor));
        if (price > floor && check->filled[j] < check->instance->seats[j])
            return fault(check, CERTIFICATE_OPEN_SEAT_PRICED, NONE, j,
                         arena_format(check->arena,
                                      "need %zu has an empty seat, but the price %" PRId64
                                      " is above its floor of %" PRId64,
                                      j, price, floor));
    }
    return true;
}

/* What the pair leaves a person at the stated price. */
static int128 surplus_of(const struct check *check, size_t person, const struct pair *pair)
{
    return (int128)instance_weight(check->instance, person, pair) - check->claim->price[pair->need];
}

static bool check_person(struct check *check, size_t person, int128 *ret_best)
{
    const struct instance *instance = check->instance;
    const struct pair *seat = check->seat[person];
    int128 own = seat != NULL ? surplus_of(check, person, seat) : 0;
    int128 best = 0;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++) {
        const struct pair *pair = &instance->items[at];
        int128 surplus = surplus_of(check, person, pair);
        if (surplus > own)
            return fault(check, CERTIFICATE_PERSON_UNDERPLACED, person, pair->need,
                         seat != NULL
                             ? arena_format(check->arena,
                                            "person %zu is placed in need %" PRIu32
                                            ", but is worth more in need %" PRIu32
                                            " at these prices",
                                            person, seat->need, pair->need)
                             : arena_format(check->arena,
                                            "person %zu is not placed, but is worth more than "
                                            "the price in need %" PRIu32,
                                            person, pair->need));
        if (surplus > best)
            best = surplus;
    }
    *ret_best = best;
    return true;
}

/*
 * The same sum from the triple's components and from the duals; the people's part of the dual is
 * given. With nobody underplaced and no empty seat priced, a gap means that somebody sits where the
 * price is above their worth.
 */
static bool check_gap(struct check *check, int128 people)
{
    const struct instance *instance = check->instance;
    const struct objective *objective = &check->claim->objective;
    int128 primal = (int128)objective->fit_bp * (instance->total_seats + 1) + objective->held;
    int128 dual = people;
    for (int class = 0; class < INSTANCE_CLASS_COUNT; class ++)
        primal += (int128)(INSTANCE_CLASS_COUNT - class) * instance_class_step(instance) *
                  objective->filled[class];
    for (size_t j = 0; j < instance->need_count; j++)
        dual += ((int128)check->claim->price[j] - instance_floor(instance, j)) * instance->seats[j];
    if (primal == dual)
        return true;
    size_t person = 0;
    while (person < instance->person_count &&
           (check->seat[person] == NULL || surplus_of(check, person, check->seat[person]) >= 0))
        person++;
    bool found = person < instance->person_count;
    return fault(check, CERTIFICATE_GAP, found ? person : NONE,
                 found ? check->seat[person]->need : NONE,
                 arena_strdup(check->arena,
                              "the bound of these prices is above what the assignment is worth"));
}

static bool check_people(struct check *check)
{
    int128 people = 0;
    for (size_t i = 0; i < check->instance->person_count; i++) {
        int128 best = 0;
        if (!check_person(check, i, &best))
            return false;
        people += best;
    }
    return check_gap(check, people);
}

bool certificate_check(const struct instance *instance, const struct claim *claim,
                       struct arena *arena, struct certificate_result *ret_result)
{
    struct check check = {
        .instance = instance,
        .claim = claim,
        .arena = arena,
        .result = ret_result,
        .seat = arena_calloc(arena, instance->person_count, sizeof *check.seat),
        .filled = arena_calloc(arena, instance->need_count, sizeof *check.filled),
    };
    if (!check_seats(&check) || !check_pairs(&check) || !check_objective(&check) ||
        !check_prices(&check) || !check_people(&check))
        return false;
    *ret_result = (struct certificate_result){
        CERTIFICATE_HOLDS, -1, -1,
        arena_strdup(arena, "the assignment is feasible, and the prices prove it optimal")};
    return true;
}
