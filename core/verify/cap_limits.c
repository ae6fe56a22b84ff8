#include <inttypes.h>

#include "core/verify/check.h"

static bool cap_fault(struct check *check, enum certificate_fault fault, size_t cap, char *text)
{
    check_fault(check, fault, CHECK_NONE, CHECK_NONE, text);
    check->result->cap = (int32_t)cap;
    return false;
}

/* ---- limits ---------------------------------------------------------------------------------- */

static bool check_open_seats(struct check *check)
{
    for (size_t j = 0; j < check->instance->need_count; j++) {
        int32_t most = check->limits.open_most[j];
        if (most >= 0 && check->counts.open[j] > most)
            return check_fault(check, CERTIFICATE_RESERVE_BROKEN, CHECK_NONE, j,
                               arena_format(check->arena,
                                            "need %zu has %" PRId32
                                            " seats for people outside its group, but %" PRId32
                                            " of them are placed in it",
                                            j, most, check->counts.open[j]));
    }
    return true;
}

/* The needs of the claim exist: each has its pair. */
static const int32_t *seated_needs(const struct check *check)
{
    size_t people = check->instance->person_count;
    int32_t *need_of = arena_calloc(check->arena, people, sizeof *need_of);
    for (size_t i = 0; i < people; i++)
        need_of[i] = check_seat(check, i) != NULL ? (int32_t)check->seat[i].pair.need : -1;
    return need_of;
}

bool check_caps(struct check *check)
{
    const struct caps *caps = check->instance->caps;
    if (caps == NULL)
        return true;
    check->limits = caps_limits(check->instance, check->arena);
    check->counts = caps_count(check->instance, seated_needs(check), check->arena);
    for (size_t a = 0; a < caps->count; a++) {
        int64_t filled = check->counts.filled[a];
        int64_t most = check->limits.most[a];
        if (filled > most)
            return cap_fault(check, CERTIFICATE_CAP_EXCEEDED, a,
                             arena_format(check->arena,
                                          "cap %zu allows %" PRId64 " seats, but %" PRId64
                                          " are filled below it",
                                          a, most, filled));
    }
    return check_open_seats(check);
}

/* ---- prices ---------------------------------------------------------------------------------- */

static int64_t cap_price(const struct check *check, size_t cap)
{
    return check->claim->cap_price != NULL ? check->claim->cap_price[cap] : 0;
}

static int64_t open_price(const struct check *check, size_t need)
{
    return check->claim->open_price != NULL ? check->claim->open_price[need] : 0;
}

static char *price_words(struct check *check, const char *whose, size_t at, int64_t price)
{
    return arena_format(check->arena,
                        price < 0 ? "%s %zu have the price %" PRId64 ", below 0"
                                  : "%s %zu are not all taken, but have the price %" PRId64,
                        whose, at, price);
}

static bool check_open_prices(struct check *check)
{
    for (size_t j = 0; j < check->instance->need_count; j++) {
        int64_t price = open_price(check, j);
        int32_t most = check->limits.open_most[j];
        bool full = most >= 0 && check->counts.open[j] == most;
        if (price < 0 || (price > 0 && !full))
            return check_fault(check, CERTIFICATE_CAP_PRICED, CHECK_NONE, j,
                               price_words(check, "the open seats of need", j, price));
    }
    return true;
}

void check_find_tolls(struct check *check)
{
    const struct caps *caps = check->instance->caps;
    int128 *toll = arena_calloc(check->arena, caps->count, sizeof *toll);
    for (size_t a = 0; a < caps->count; a++) {
        int32_t parent = caps->items[a].parent;
        toll[a] = cap_price(check, a) + (parent >= 0 ? toll[parent] : 0);
    }
    check->toll = toll;
}

bool check_cap_prices(struct check *check)
{
    const struct caps *caps = check->instance->caps;
    if (caps == NULL)
        return true;
    for (size_t a = 0; a < caps->count; a++) {
        int64_t price = cap_price(check, a);
        if (price < 0 || (price > 0 && check->counts.filled[a] < check->limits.most[a]))
            return cap_fault(check, CERTIFICATE_CAP_PRICED, a,
                             price_words(check, "the seats below cap", a, price));
    }
    check_find_tolls(check);
    return check_open_prices(check);
}

int128 check_toll(const struct check *check, size_t person, size_t need)
{
    const struct caps *caps = check->instance->caps;
    if (caps == NULL)
        return 0;
    int32_t of_need = caps_of_need(caps, need);
    int32_t of_person = caps_of_person(caps, person);
    return (of_need >= 0 ? check->toll[of_need] : 0) +
           (of_person >= 0 ? check->toll[of_person] : 0) +
           (caps_is_outside(caps, need, person) ? open_price(check, need) : 0);
}

int128 check_cap_bound(const struct check *check)
{
    const struct caps *caps = check->instance->caps;
    int128 bound = 0;
    if (caps == NULL)
        return 0;
    for (size_t a = 0; a < caps->count; a++)
        bound += (int128)check->limits.most[a] * cap_price(check, a);
    for (size_t j = 0; j < check->instance->need_count; j++) {
        if (check->limits.open_most[j] > 0)
            bound += (int128)check->limits.open_most[j] * open_price(check, j);
    }
    return bound;
}
