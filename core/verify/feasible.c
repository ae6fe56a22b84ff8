#include "core/verify/check.h"

#include <inttypes.h>

#include "core/base/fetch.h"

enum { FETCH_AHEAD = 8 /* people whose rows are fetched beforehand */ };

bool check_fault(struct check *check, enum certificate_fault fault, size_t person, size_t need,
                 char *text)
{
    check->result->fault = fault;
    check->result->person = (int32_t)person;
    check->result->need = (int32_t)need;
    check->result->cap = -1;
    check->result->text = text;
    return false;
}

static bool check_seats(struct check *check)
{
    for (size_t j = 0; j < check->instance->need_count; j++) {
        int32_t stated = check->claim->seats[j];
        int32_t seats = check->instance->seats[j];
        if (stated != seats)
            return check_fault(check, CERTIFICATE_SEATS_DIFFER, CHECK_NONE, j,
                               arena_format(check->arena,
                                            "need %zu has %" PRId32 " free seats, but %" PRId32
                                            " are stated",
                                            j, seats, stated));
    }
    return true;
}

/* No branch: half of them would be guessed wrong. */
static void find_seat(struct check *check, size_t person, int32_t need)
{
    const struct instance *instance = check->instance;
    size_t low = instance->row_start[person];
    size_t count = instance->row_start[person + 1] - low;
    while (count > 1) {
        size_t half = count / 2;
        low += instance->items[low + half].need <= (uint32_t)need ? half : 0;
        count -= half;
    }
    if (count == 1 && instance->items[low].need == (uint32_t)need)
        check->seat[person] = (struct check_seat){instance->items[low], low + 1};
}

static bool check_pair(struct check *check, size_t person)
{
    int32_t need = check->claim->need_of[person];
    int32_t stated = check->claim->fit_bp[person];
    int32_t fit = -1;
    if (need != -1) {
        bool known = need >= 0 && (size_t)need < check->instance->need_count;
        if (known)
            find_seat(check, person, need);
        if (!known || check_seat(check, person) == NULL)
            return check_fault(check, CERTIFICATE_PAIR_NOT_ELIGIBLE, person,
                               known ? (size_t)need : CHECK_NONE,
                               arena_format(check->arena,
                                            known ? "person %zu is not eligible for need %" PRId32
                                                  : "person %zu is placed in need %" PRId32
                                                    ", which does not exist",
                                            person, need));
        fit = (int32_t)check->seat[person].pair.fit_bp;
    }
    if (stated != fit)
        return check_fault(
            check, CERTIFICATE_FIT_DIFFERS, person, need == -1 ? CHECK_NONE : (size_t)need,
            need == -1
                ? arena_format(check->arena,
                               "person %zu is not placed, but a fit of %" PRId32 " is stated",
                               person, stated)
                : arena_format(check->arena,
                               "person %zu fits need %" PRId32 " by %" PRId32 ", but %" PRId32
                               " is stated",
                               person, need, fit, stated));
    return true;
}

/* Who is bound by a decision sits there. */
static bool check_lock(struct check *check, size_t person)
{
    int32_t need = instance_bound_need(check->instance, person);
    if (need < 0 || check->claim->need_of[person] == need)
        return true;
    return check_fault(check, CERTIFICATE_LOCK_BROKEN, person, (size_t)need,
                       arena_format(check->arena,
                                    "person %zu is bound to need %" PRId32
                                    " by a decision, but is not placed in it",
                                    person, need));
}

static bool check_pairs(struct check *check)
{
    const struct instance *instance = check->instance;
    for (size_t i = 0; i < instance->person_count; i++) {
        if (i + FETCH_AHEAD < instance->person_count)
            fetch_lines(&instance->items[instance->row_start[i + FETCH_AHEAD]],
                        &instance->items[instance->row_start[i + FETCH_AHEAD + 1]]);
        if (!check_pair(check, i) || !check_lock(check, i))
            return false;
        if (check_seat(check, i) != NULL)
            check->filled[check->seat[i].pair.need]++;
    }
    for (size_t j = 0; j < check->instance->need_count; j++) {
        if (check->filled[j] > check->instance->seats[j])
            return check_fault(check, CERTIFICATE_OVERFILLED, CHECK_NONE, j,
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
    return check_fault(check, CERTIFICATE_OBJECTIVE_DIFFERS, CHECK_NONE, CHECK_NONE,
                       arena_format(check->arena,
                                    "the assignment has %" PRId64 " %s, but %" PRId64 " is stated",
                                    seen, what, stated));
}

static bool check_objective(struct check *check)
{
    const struct objective *stated = &check->claim->objective;
    struct objective seen = {0};
    for (size_t i = 0; i < check->instance->person_count; i++) {
        const struct pair *pair = check_seat(check, i);
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

struct check check_begin(const struct instance *instance, const struct claim *claim,
                         struct arena *arena, struct certificate_result *ret_result)
{
    return (struct check){
        .instance = instance,
        .claim = claim,
        .arena = arena,
        .result = ret_result,
        .seat = arena_calloc(arena, instance->person_count, sizeof(struct check_seat)),
        .filled = arena_calloc(arena, instance->need_count, sizeof(int32_t)),
    };
}

bool check_is_feasible(struct check *check)
{
    return check_seats(check) && check_pairs(check) && check_caps(check) && check_objective(check);
}

bool certificate_check_facts(const struct instance *instance, const struct claim *claim,
                             struct arena *arena, struct certificate_result *ret_result)
{
    struct check check = check_begin(instance, claim, arena, ret_result);
    if (!check_is_feasible(&check))
        return false;
    *ret_result = (struct certificate_result){
        CERTIFICATE_HOLDS, -1, -1, -1,
        arena_strdup(arena, "what is stated is what is assigned, and feasible")};
    return true;
}
