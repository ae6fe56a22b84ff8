#include "core/pairs/pairs.h"

#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

static const struct pairs *build(const struct snapshot *snapshot)
{
    return pairs_build(snapshot, registry_expand(snapshot), registry_arena());
}

/*
 * A asks for nothing, B for fitness and clearance, C waits for its requirements, D has no free
 * seat. K4 fails B by both conditions: one primary reason, the first by order.
 */
static const struct test_person people[] = {
    {.key = "K1", .fitness = "A", .clearance = "secret"},
    {.key = "K2", .fitness = "C", .clearance = "secret"},
    {.key = "K3", .consent_until = "2026-08-31", .consent_on = "2026-01-01"},
    {.key = "K4", .fitness = "D"},
    {.key = "K5"},
};
static const struct test_need needs[] = {
    {.code = "A", .headcount = 2},
    {.code = "B", .fitness = "B", .clearance = "secret"},
    {.code = "C", .incomplete = true},
    {.code = "D"},
};
static const struct test_placement placements[] = {{.person = "K5", .need = "D"}};
static const struct test_registry registry = {
    .people = people,
    .person_count = COUNT(people),
    .needs = needs,
    .need_count = COUNT(needs),
    .placements = placements,
    .placement_count = COUNT(placements),
};

enum { NONE = -1, FULL = 9500 }; /* all parts but the years; nothing asked, nothing verified */

static const int32_t fits[COUNT(people)][COUNT(needs)] = {
    {FULL, FULL, NONE, FULL}, {FULL, NONE, NONE, FULL}, {NONE, NONE, NONE, NONE},
    {FULL, NONE, NONE, FULL}, {NONE, NONE, NONE, NONE},
};

START_TEST(fits_of_all_pairs)
{
    const struct pairs *pairs = build(registry_seal(&registry, 0));
    ck_assert_uint_eq(pairs->person_count, COUNT(people));
    ck_assert_uint_eq(pairs->need_count, COUNT(needs));
    for (size_t i = 0; i < COUNT(people); i++) {
        for (size_t j = 0; j < COUNT(needs); j++)
            ck_assert_msg(pairs_fit(pairs, i, j) == fits[i][j], "%s in %s: %d", people[i].key,
                          needs[j].code, pairs_fit(pairs, i, j));
    }
    ck_assert_int_eq(pairs_fit(pairs, 0, COUNT(needs)), NONE);
}
END_TEST

static const struct {
    size_t need;
    enum reason reason;
    uint64_t people;
} reason_counts[] = {
    {0, REASON_NONE, 3},   {0, REASON_WITHDRAWN, 1}, {0, REASON_PLACED, 1},
    {1, REASON_NONE, 1},   {1, REASON_FITNESS, 2},   {1, REASON_CLEARANCE, 0},
    {1, REASON_PLACED, 1}, {2, REASON_NONE, 0},      {2, REASON_OTHER, 3},
    {2, REASON_PLACED, 1}, {3, REASON_NONE, 3},      {3, REASON_WITHDRAWN, 1},
};

START_TEST(each_failing_pair_is_counted_under_one_reason)
{
    const struct pairs *pairs = build(registry_seal(&registry, 0));
    uint64_t seen = pairs->reasons[reason_counts[_i].need][reason_counts[_i].reason];
    ck_assert_msg(seen == reason_counts[_i].people, "%s, %s: %llu",
                  needs[reason_counts[_i].need].code, reason_code(reason_counts[_i].reason),
                  (unsigned long long)seen);
}
END_TEST

/* A test tries BATCH registries, one after the other in the same memory. */
enum { BATCHES = 20, BATCH = 125 };

/* The row of a person ascends by need and holds just the eligible pairs with their fit. */
static size_t check_row(const struct snapshot *snapshot, const struct expansion *expansion,
                        const struct pair *row, uint64_t (*wanted)[REASON_COUNT])
{
    size_t count = 0;
    for (size_t j = 0; j < snapshot->need_count; j++) {
        const struct need *need = &snapshot->needs[j];
        enum reason reason = qualify_reason(snapshot, expansion, need);
        wanted[j][reason]++;
        if (reason != REASON_NONE)
            continue;
        ck_assert_uint_eq(row[count].need, j);
        ck_assert_int_eq((int32_t)row[count].fit_bp, fit_of(snapshot, expansion, need).total_bp);
        count++;
    }
    return count;
}

/* Of a made-up registry: every row, and of each need every count by reason. */
static void check_registry(uint64_t seed, uint64_t seen[REASON_COUNT])
{
    const struct snapshot *snapshot = registry_seal(registry_random(seed), 0);
    const struct expansion *expansions = registry_expand(snapshot);
    const struct pairs *pairs = build(snapshot);
    uint64_t(*wanted)[REASON_COUNT] =
        arena_calloc(registry_arena(), snapshot->need_count, sizeof *wanted);
    size_t at = 0;
    for (size_t i = 0; i < snapshot->person_count; i++) {
        ck_assert_uint_eq(pairs->row_start[i], at);
        at += check_row(snapshot, &expansions[i], &pairs->items[at], wanted);
    }
    ck_assert_uint_eq(pairs->row_start[snapshot->person_count], at);
    for (size_t j = 0; j < snapshot->need_count; j++) {
        for (int reason = 0; reason < REASON_COUNT; reason++) {
            ck_assert_msg(pairs->reasons[j][reason] == wanted[j][reason],
                          "registry %llu, need %zu, %s: %llu instead of %llu",
                          (unsigned long long)seed, j, reason_code(reason),
                          (unsigned long long)pairs->reasons[j][reason],
                          (unsigned long long)wanted[j][reason]);
            seen[reason] += wanted[j][reason];
        }
    }
}

/* Pairs of every reason are among those of each batch. */
START_TEST(pairs_are_those_of_the_readable_evaluator)
{
    uint64_t seen[REASON_COUNT] = {0};
    for (int i = 0; i < BATCH; i++) {
        check_registry((uint64_t)(_i * BATCH + i + 1), seen);
        arena_reset(registry_arena());
    }
    for (int reason = REASON_NONE; reason < REASON_COUNT; reason++)
        ck_assert_msg(seen[reason] > 0, "no pair is '%s'", reason_code(reason));
}
END_TEST

/* More people than are decided at once: rows and counts go on from block to block. */
START_TEST(many_people_are_decided_block_by_block)
{
    enum { PEOPLE = 1100 };
    static const char *const grades[] = {"A", "B", "C", "D", ""};
    struct test_registry many = registry;
    struct test_person *crowd = arena_calloc(registry_arena(), PEOPLE, sizeof *crowd);
    for (size_t i = 0; i < PEOPLE; i++)
        crowd[i] = (struct test_person){
            .key = arena_format(registry_arena(), "K%04zu", i),
            .fitness = grades[i % COUNT(grades)],
            .clearance = i % 7 == 0 ? "" : "secret",
        };
    many.people = crowd;
    many.person_count = PEOPLE;
    many.placement_count = 0;
    const struct snapshot *snapshot = registry_seal(&many, 0);
    const struct pairs *pairs = build(snapshot);
    uint64_t let_in = 0;
    for (size_t i = 0; i < PEOPLE; i++) {
        bool fit = i % COUNT(grades) < 2 && i % 7 != 0; /* for B */
        ck_assert_uint_eq(pairs->row_start[i + 1] - pairs->row_start[i], fit ? 3 : 2);
        ck_assert_int_eq(pairs_fit(pairs, i, 0), FULL);
        ck_assert_int_eq(pairs_fit(pairs, i, 1), fit ? FULL : NONE);
        ck_assert_int_eq(pairs_fit(pairs, i, 2), NONE);
        ck_assert_int_eq(pairs_fit(pairs, i, 3), FULL);
        let_in += fit;
    }
    ck_assert_uint_eq(pairs->reasons[1][REASON_NONE], let_in);
    ck_assert_uint_eq(pairs->reasons[1][REASON_FITNESS], PEOPLE * 3 / COUNT(grades));
    ck_assert_uint_eq(pairs->reasons[2][REASON_OTHER], PEOPLE);
    ck_assert_uint_eq(pairs->reasons[3][REASON_NONE], PEOPLE);
}
END_TEST

static void check_same(const struct pairs *left, const struct pairs *right)
{
    size_t count = left->row_start[left->person_count];
    ck_assert_uint_eq(right->person_count, left->person_count);
    ck_assert_uint_eq(right->row_start[right->person_count], count);
    ck_assert_mem_eq(left->row_start, right->row_start,
                     (left->person_count + 1) * sizeof *left->row_start);
    ck_assert_mem_eq(left->items, right->items, count * sizeof *left->items);
    ck_assert_mem_eq(left->reasons, right->reasons, left->need_count * sizeof *left->reasons);
}

START_TEST(order_of_rows_does_not_matter)
{
    struct test_registry *random = registry_random((uint64_t)_i + 600);
    const struct pairs *first = build(registry_seal(random, 0));
    const struct pairs *other = build(registry_seal(random, 77 + (uint64_t)_i));
    ck_assert_uint_gt(first->row_start[first->person_count], 0);
    check_same(first, other);
}
END_TEST

/* People again and again, so that there are seven blocks, the last of them not full. */
START_TEST(any_number_of_threads_gives_the_same_pairs)
{
    enum { TIMES = 80, THREADS_MAX = 9 };
    struct snapshot many = *registry_seal(registry_random((uint64_t)_i + 300), 0);
    const struct expansion *once = registry_expand(&many);
    struct expansion *expansions =
        arena_calloc(registry_arena(), many.person_count * TIMES, sizeof *expansions);
    struct person *crowd = arena_calloc(registry_arena(), many.person_count * TIMES, sizeof *crowd);
    for (size_t i = 0; i < many.person_count * TIMES; i++) {
        expansions[i] = once[i % many.person_count];
        crowd[i] = many.people[i % many.person_count];
    }
    many.people = crowd;
    many.person_count *= TIMES;
    const struct pairs *alone = pairs_build_in(&many, expansions, 1, registry_arena());
    ck_assert_uint_gt(alone->row_start[many.person_count], 0);
    for (size_t threads = 2; threads <= THREADS_MAX; threads++)
        check_same(alone, pairs_build_in(&many, expansions, threads, registry_arena()));
    check_same(alone, pairs_build(&many, expansions, registry_arena()));
    /* and so do people who are expanded where they are needed */
    check_same(alone, pairs_build_in(&many, NULL, 1, registry_arena()));
    check_same(alone, pairs_build_in(&many, NULL, 2, registry_arena()));
}
END_TEST

/* The engine reads pairs as numbers. */
START_TEST(a_pair_is_the_number_of_its_need_and_fit)
{
    const struct pair most = {.need = SNAPSHOT_NEEDS_MOST - 1, .fit_bp = FIT_MAX_BP};
    const struct pair one = {.need = 1};
    ck_assert_uint_eq(sizeof most, sizeof most.packed);
    ck_assert_uint_eq(one.packed, 1 << PAIR_FIT_BITS);
    ck_assert_uint_eq(most.packed, (SNAPSHOT_NEEDS_MOST - 1) << PAIR_FIT_BITS | FIT_MAX_BP);
}
END_TEST

START_TEST(nobody_and_nothing_make_no_pairs)
{
    const struct test_registry empty = {0};
    const struct pairs *pairs = build(registry_seal(&empty, 0));
    ck_assert_uint_eq(pairs->person_count, 0);
    ck_assert_uint_eq(pairs->need_count, 0);
    ck_assert_uint_eq(pairs->row_start[0], 0);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("pairs");
    tcase_add_test(tcase, fits_of_all_pairs);
    tcase_add_loop_test(tcase, each_failing_pair_is_counted_under_one_reason, 0,
                        ROWS(reason_counts));
    tcase_add_loop_test(tcase, pairs_are_those_of_the_readable_evaluator, 0,
                        MADE_UP_ROUNDS(BATCHES));
    tcase_add_test(tcase, many_people_are_decided_block_by_block);
    tcase_add_loop_test(tcase, order_of_rows_does_not_matter, 0, 20);
    tcase_add_loop_test(tcase, any_number_of_threads_gives_the_same_pairs, 0, 5);
    tcase_add_test(tcase, a_pair_is_the_number_of_its_need_and_fit);
    tcase_add_test(tcase, nobody_and_nothing_make_no_pairs);
    return run_tcase(tcase, "pairs/pairs");
}
