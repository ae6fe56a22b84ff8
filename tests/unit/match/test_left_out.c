/* What a core leaves out, beside all pairs looked at one by one, whatever prices come to. */
#include "core/match/left_out.h"

#include <stdlib.h>

#include "core/match/all_pairs.h"
#include "core/match/auction/auction.h"
#include "core/match/refine/levels.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

enum { POINTS = 12000, PRICE_DRAWS = 8, PROBLEMS = 60 };

struct kept {
    struct problem problem;
    uint32_t *pairs;
    int64_t *price; /* at which the core was kept */
    struct core_pairs *core;
    struct left_out *left_out;
};

/* Resumed at prices and levels by chance, with everybody free. */
static struct kept keep(uint64_t seed, uint64_t *state, struct arena *arena)
{
    struct kept kept;
    struct made *made = made_any(seed, 200, 60, 6, arena);
    kept.problem = problem_of(made_instance(made, arena));
    size_t needs = kept.problem.need_count;
    struct plain_price *plain = arena_calloc(arena, needs, sizeof *plain);
    struct levels levels = {cadre_calloc(needs, sizeof *levels.of_need), 0};
    int32_t *need_of = arena_calloc(arena, kept.problem.person_count, sizeof *need_of);
    memset(need_of, -1, kept.problem.person_count * sizeof *need_of);
    kept.price = arena_calloc(arena, needs, sizeof *kept.price);
    for (size_t j = 0; j < needs; j++) {
        plain[j].points = (int64_t)random_below(state, POINTS);
        if (random_below(state, 3) == 0)
            levels.of_need[j] = -(int32_t)random_below(state, INSTANCE_CLASS_COUNT + 1);
        kept.price[j] =
            plain[j].points * kept.problem.unit + levels.of_need[j] * kept.problem.class_step;
    }
    struct auction *auction = auction_new(&kept.problem, plain);
    auction_resume(auction, plain, &levels, need_of);
    kept.core = auction_take_core(auction);
    kept.left_out = auction_take_left_out(auction);
    kept.left_out->problem = NULL; /* of the copy that went */
    auction_free(auction);
    levels_release(&levels);
    return kept;
}

/* The best pair of the person that still has a seat, or -1. */
static int32_t best_seat(const struct kept *kept, const int32_t *left, size_t person)
{
    const struct rows *rows = &kept->problem.rows;
    int64_t best = 0;
    int32_t ret = -1;
    for (size_t at = rows->start[person]; at < rows->start[person + 1]; at++) {
        uint32_t need = packed_need(rows->pairs[at]);
        int64_t worth = problem_weight(&kept->problem, person, rows->pairs[at]) - kept->price[need];
        if (left[need] == 0 || worth < best)
            continue;
        best = worth;
        ret = (int32_t)need;
    }
    return ret;
}

/* Some people sit as well as they can, by chance. */
static struct holding *seat_some(const struct kept *kept, uint64_t *state, struct arena *arena)
{
    size_t people = kept->problem.person_count;
    size_t needs = kept->problem.need_count;
    int32_t *left = arena_calloc(arena, needs, sizeof *left);
    int32_t *need_of = arena_calloc(arena, people, sizeof *need_of);
    memcpy(left, kept->problem.seats, needs * sizeof *left);
    for (size_t i = 0; i < people; i++) {
        need_of[i] = random_below(state, 4) > 0 ? best_seat(kept, left, i) : -1;
        if (need_of[i] >= 0)
            left[need_of[i]]--;
    }
    return holding_new(&kept->problem, kept->problem.rows, need_of);
}

/* Pairs of needs with seats, by chance: nearly all that are worth something, few of the others. */
static struct core_pairs *draw_core(const struct kept *kept, uint64_t *state)
{
    const struct problem *problem = &kept->problem;
    size_t *start = cadre_calloc(problem->person_count + 1, sizeof *start);
    uint32_t *pairs = cadre_malloc(problem->rows.start[problem->person_count] * sizeof *pairs);
    size_t count = 0;
    for (size_t i = 0; i < problem->person_count; i++) {
        for (size_t at = problem->rows.start[i]; at < problem->rows.start[i + 1]; at++) {
            uint32_t pair = problem->rows.pairs[at];
            uint32_t need = packed_need(pair);
            bool near = problem_weight(problem, i, pair) - kept->price[need] > -500 * problem->unit;
            pairs[count] = pair;
            count += problem->seats[need] > 0 && (random_below(state, 32) > 0) == near;
        }
        start[i + 1] = count;
    }
    return core_pairs_of(problem, start, pairs);
}

/* At prices by chance, with some people seated; left_out NULL: a core lacks too much. */
static struct kept leave(uint64_t seed, uint64_t *state, struct arena *arena)
{
    struct kept kept = keep(seed, state, arena);
    core_pairs_free(kept.core);
    left_out_free(kept.left_out);
    kept.core = draw_core(&kept, state);
    struct holding *holding = seat_some(&kept, state, arena);
    kept.left_out = all_pairs_leave_out(holding, kept.price, kept.core);
    holding_free(holding);
    return kept;
}

static void kept_release(struct kept *kept)
{
    core_pairs_free(kept->core);
    left_out_free(kept->left_out);
}

static bool is_known(const struct kept *kept, size_t person, uint32_t pair)
{
    for (size_t at = kept->core->row_start[person]; at < kept->core->row_start[person + 1]; at++) {
        if (kept->core->rows[at] == pair)
            return true;
    }
    for (size_t at = 0; at < kept->left_out->listed.count; at++) {
        struct listed_pair listed = kept->left_out->listed.items[at];
        if (listed.person == (int32_t)person && listed.pair == pair)
            return true;
    }
    return false;
}

/* The most that a pair is worth to the person of those neither in the core nor listed. */
static int64_t best_unknown(const struct kept *kept, const int64_t *price, size_t person)
{
    const struct problem *problem = &kept->problem;
    int64_t best = INT64_MIN;
    for (size_t at = problem->rows.start[person]; at < problem->rows.start[person + 1]; at++) {
        uint32_t pair = problem->rows.pairs[at];
        uint32_t need = packed_need(pair);
        int64_t worth = problem_weight(problem, person, pair) - price[need];
        if (price[need] < LEFT_OUT_NOBODY && worth > best && !is_known(kept, person, pair))
            best = worth;
    }
    return best;
}

/* A pair that is worth just as much as what one has matters, and no more than that is told. */
static size_t check_prices(const struct kept *kept, const int64_t *price)
{
    size_t calm = 0;
    struct left_out_reach reach = left_out_reach_at(kept->left_out, price);
    for (size_t i = 0; i < kept->problem.person_count; i++) {
        int64_t best = best_unknown(kept, price, i);
        if (best != INT64_MIN)
            ck_assert(left_out_tempts(kept->left_out, &reach, i, best));
        calm += !left_out_tempts(kept->left_out, &reach, i, 0);
    }
    return calm;
}

static int64_t *draw_prices(const struct kept *kept, int draw, uint64_t *state, struct arena *arena)
{
    const struct problem *problem = &kept->problem;
    int64_t *price = arena_calloc(arena, problem->need_count, sizeof *price);
    for (size_t j = 0; j < problem->need_count; j++) {
        price[j] = kept->price[j];
        if (problem->seats[j] == 0 && (draw % 2 > 0 || !kept->left_out->knows_seatless)) {
            price[j] = LEFT_OUT_NOBODY;
            continue;
        }
        if (draw > 0)
            price[j] += ((int64_t)random_below(state, 2000) - 1000) * problem->unit +
                        (int64_t)random_below(state, (size_t)problem->unit);
        if (draw > PRICE_DRAWS / 2 && random_below(state, 4) == 0)
            price[j] += ((int64_t)random_below(state, 19) - 9) * problem->class_step;
    }
    return price;
}

/* Prices that fell and rose by much and little, by whole class steps too; then with the needs that
 * fell far listed. */
static size_t check_kept(struct kept *kept, uint64_t *state, struct arena *arena)
{
    size_t calm = 0;
    if (kept->left_out == NULL)
        return 0;
    kept->left_out->problem = &kept->problem;
    for (int draw = 0; draw < PRICE_DRAWS; draw++) {
        const int64_t *price = draw_prices(kept, draw, state, arena);
        calm += check_prices(kept, price);
        left_out_list_fallen(kept->left_out, price);
        calm += check_prices(kept, price);
    }
    return calm;
}

static size_t check_problems(int loop, struct kept (*make)(uint64_t seed, uint64_t *state,
                                                           struct arena *arena))
{
    size_t calm = 0;
    for (uint64_t i = 0; i < PROBLEMS; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 700000 + (uint64_t)loop * PROBLEMS + i;
        uint64_t state = seed;
        struct kept kept = make(seed, &state, arena);
        calm += check_kept(&kept, &state, arena);
        kept_release(&kept);
    }
    return calm;
}

START_TEST(whoever_is_not_tempted_has_nothing_left_out)
{
    ck_assert_uint_gt(check_problems(_i, keep), 100);
}
END_TEST

START_TEST(nor_where_a_look_at_all_pairs_left_it_out)
{
    ck_assert_uint_gt(check_problems(_i, leave), 100);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("left out");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, whoever_is_not_tempted_has_nothing_left_out, 0, 4);
    tcase_add_loop_test(tcase, nor_where_a_look_at_all_pairs_left_it_out, 0, 4);
    return run_tcase(tcase, "match/left_out");
}
