#include "core/pairs/sieve.h"

#include <string.h>

#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

enum { ROWS_MADE = 24, FAILING_MAX = 20 };

struct made {
    uint64_t rows[ROWS_MADE][BLOCK_WORDS];
    struct failing_row failing[FAILING_MAX];
    struct need_profile profile;
    size_t count;
};

/* Sparse rows, dense ones, empty and full ones; several rows of one reason. */
static void make(struct made *made, uint64_t seed)
{
    memset(made, 0, sizeof *made);
    made->count = random_below(&seed, BLOCK_PEOPLE + 1);
    for (size_t row = 0; row < ROWS_MADE; row++) {
        size_t kind = random_below(&seed, 5);
        for (size_t i = 0; i < BLOCK_PEOPLE; i++) {
            bool set = row == ROW_EVERYBODY ? i < made->count
                       : kind == 0          ? random_below(&seed, 40) == 0
                       : kind == 1          ? random_below(&seed, 3) == 0
                       : kind == 2          ? i % 64 == 63
                       : kind == 3          ? i < made->count && random_below(&seed, 2) == 0
                                            : false;
            made->rows[row][i / 64] |= (uint64_t)set << i % 64;
        }
    }
    made->profile.failing = made->failing;
    made->profile.failing_count = random_below(&seed, FAILING_MAX + 1);
    enum reason reason = REASON_WITHDRAWN;
    for (size_t i = 0; i < made->profile.failing_count; i++) {
        reason += random_below(&seed, 2);
        made->failing[i] =
            (struct failing_row){1 + (uint32_t)random_below(&seed, ROWS_MADE - 1), reason, 0};
    }
}

static enum reason reason_of(const struct made *made, size_t person)
{
    for (size_t i = 0; i < made->profile.failing_count; i++) {
        if ((made->rows[made->failing[i].row][person / 64] >> person % 64 & 1) != 0)
            return made->failing[i].reason;
    }
    return REASON_NONE;
}

static void check(const struct made *made, uint64_t (*rows)[BLOCK_WORDS], sieve_rows *sieve)
{
    uint64_t fitting[BLOCK_WORDS];
    uint64_t seen[REASON_COUNT] = {0};
    uint64_t wanted[REASON_COUNT] = {0};
    uint64_t wanted_fitting[BLOCK_WORDS] = {0};
    size_t left = sieve(rows, made->count, &made->profile, fitting, seen);
    for (size_t i = 0; i < made->count; i++) {
        enum reason reason = reason_of(made, i);
        wanted[reason]++;
        wanted_fitting[i / 64] |= (uint64_t)(reason == REASON_NONE) << i % 64;
    }
    ck_assert_uint_eq(left, wanted[REASON_NONE]);
    ck_assert_mem_eq(seen, wanted, sizeof seen);
    ck_assert_mem_eq(fitting, wanted_fitting, sizeof fitting);
}

/* Person by person, for whichever of the two this machine can run. */
START_TEST(each_person_falls_out_by_the_first_row)
{
    struct made made;
    for (uint64_t seed = 0; seed < 200; seed++) {
        make(&made, 1000 * (uint64_t)_i + seed);
        check(&made, made.rows, sieve_plain);
        check(&made, made.rows, sieve_best());
    }
}
END_TEST

START_TEST(counts_are_added_to)
{
    struct made made;
    uint64_t fitting[BLOCK_WORDS];
    uint64_t reasons[REASON_COUNT] = {[REASON_NONE] = 5};
    memset(&made, 0, sizeof made);
    made.rows[ROW_EVERYBODY][0] = 7;
    made.rows[1][0] = 2;
    made.failing[0] = (struct failing_row){1, REASON_AGE, 0};
    made.profile = (struct need_profile){.failing = made.failing, .failing_count = 1};
    ck_assert_uint_eq(sieve_best()(made.rows, 3, &made.profile, fitting, reasons), 2);
    sieve_plain(made.rows, 3, &made.profile, fitting, reasons);
    ck_assert_uint_eq(reasons[REASON_NONE], 9);
    ck_assert_uint_eq(reasons[REASON_AGE], 2);
    ck_assert_uint_eq(fitting[0], 5);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("sieve");
    tcase_add_loop_test(tcase, each_person_falls_out_by_the_first_row, 0, 5);
    tcase_add_test(tcase, counts_are_added_to);
    return run_tcase(tcase, "pairs/sieve");
}
