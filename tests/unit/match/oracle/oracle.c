#include "tests/unit/match/oracle/oracle.h"

#include <assert.h>
#include <string.h>

#include "tests/unit/match/oracle/exchange.h"
#include "tests/unit/match/oracle/lottery.h"
#include "tests/unit/match/oracle/seating.h"

/*
 * Primal: max sum w'_ij x_ij + sum bonus_j filled_j, at most one seat a person, at most seats_j in
 * need j. A priority is a bonus, and the dual sees it as a lower price floor (instance.h), so the
 * pairs keep their plain weight.
 *
 * Each round fills one more seat, by the exchange that brings most to the whole. Then the seating
 * is the best one of its size in every round, and the rounds' gains never rise. Every gain is
 * positive, since one bonus outweighs all that an exchange can lose in weight, so it goes on while
 * anybody can be brought to an empty seat.
 *
 * At the end nothing else is left to try: the least supporting prices then hold an empty seat at
 * its floor and nobody above their worth, which is the certificate that core/verify checks with
 * code of its own.
 */

void oracle_solve(const struct instance *instance, struct arena *arena,
                  struct assignment *ret_assignment)
{
    assert(instance_is_within_bounds(instance) && instance->caps == NULL);
    struct arena *scratch = arena_new();
    struct seating *seating = seating_new(instance, scratch);
    struct exchange *exchange = exchange_new(seating, scratch);
    for (int32_t need = exchange_find(exchange); need >= 0; need = exchange_find(exchange))
        exchange_follow(exchange, need);

    int64_t *price = arena_calloc(arena, instance->need_count, sizeof *price);
    exchange_least_prices(exchange, price);
    exchange_release(exchange);
    lottery_settle(seating, price);

    int32_t *need_of = arena_calloc(arena, instance->person_count, sizeof *need_of);
    if (instance->person_count > 0)
        memcpy(need_of, seating->need_of, instance->person_count * sizeof *need_of);
    arena_free(scratch);
    *ret_assignment = (struct assignment){
        .need_of = need_of, .price = price, .objective = instance_objective(instance, need_of)};
}
