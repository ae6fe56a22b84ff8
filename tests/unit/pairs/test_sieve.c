#include "core/pairs/sieve.h"

#include <string.h>

#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

enum { ROWS_MADE = 24, FAILING_MAX = 20, PROFILES_MADE = 12, BLOCKS = 2, LISTS = 70 };

struct made {
    uint64_t rows[ROWS_MADE][BLOCK_WORDS];
    struct failing_row failing[PROFILES_MADE][FAILING_MAX];
    struct need_profile profiles[PROFILES_MADE];
    size_t count;
};

/* Sparse rows, dense ones, empty and full ones; several rows of one reason. */
static void make_rows(struct made *made, uint64_t *seed)
{
    memset(made->rows, 0, sizeof made->rows);
    made->count = random_below(seed, BLOCK_PEOPLE + 1);
    for (size_t row = 0; row < ROWS_MADE; row++) {
        size_t kind = random_below(seed, 5);
        for (size_t i = 0; i < BLOCK_PEOPLE; i++) {
            bool set = row == ROW_EVERYBODY ? i < made->count
                       : kind == 0          ? random_below(seed, 40) == 0
                       : kind == 1          ? random_below(seed, 3) == 0
                       : kind == 2          ? i % 64 == 63
                       : kind == 3          ? i < made->count && random_below(seed, 2) == 0
                                            : false;
            made->rows[row][i / 64] |= (uint64_t)set << i % 64;
        }
    }
}

/* Many begin as the one before; some go no further, so that one list is the beginning of another.
 */
static void make_profile(struct made *made, size_t profile, uint64_t *seed)
{
    struct failing_row *failing = made->failing[profile];
    size_t count = random_below(seed, FAILING_MAX + 1);
    size_t alike = 0;
    enum reason reason = REASON_WITHDRAWN;
    if (profile > 0 && random_below(seed, 4) > 0) {
        size_t before = made->profiles[profile - 1].failing_count;
        alike = random_below(seed, (count < before ? count : before) + 1);
    }
    for (size_t i = 0; i < count; i++) {
        reason += random_below(seed, 2);
        failing[i] =
            i < alike
                ? made->failing[profile - 1][i]
                : (struct failing_row){1 + (uint32_t)random_below(seed, ROWS_MADE - 1), reason, 0};
        reason = failing[i].reason;
    }
    made->profiles[profile] = (struct need_profile){.failing = failing, .failing_count = count};
}

static struct made *make(uint64_t *seed)
{
    struct made *made = arena_calloc(registry_arena(), 1, sizeof *made);
    for (size_t profile = 0; profile < PROFILES_MADE; profile++)
        make_profile(made, profile, seed);
    return made;
}

static enum reason reason_of(const struct made *made, size_t profile, size_t person)
{
    for (size_t i = 0; i < made->profiles[profile].failing_count; i++) {
        const struct failing_row *failing = &made->failing[profile][i];
        if ((made->rows[failing->row][person / 64] >> person % 64 & 1) != 0)
            return failing->reason;
    }
    return REASON_NONE;
}

/* Adds to `wanted` the reasons of the block. */
static void check_block(const struct made *made, const struct sieved *sieved, size_t profile,
                        uint64_t *wanted)
{
    uint16_t let_in[BLOCK_PEOPLE] = {0};
    size_t count = 0;
    for (size_t i = 0; i < made->count; i++) {
        enum reason reason = reason_of(made, profile, i);
        wanted[reason]++;
        if (reason == REASON_NONE)
            let_in[count++] = (uint16_t)i;
    }
    const uint16_t *seen;
    ck_assert_uint_eq(sieved_people(sieved, profile, &seen), count);
    if (count > 0)
        ck_assert_mem_eq(seen, let_in, count * sizeof *seen);
}

static void check(uint64_t seed, sieve_rows *test)
{
    struct made *made = make(&seed);
    uint64_t wanted[PROFILES_MADE][REASON_COUNT] = {{0}};
    const struct sieve *sieve = sieve_new(made->profiles, PROFILES_MADE, registry_arena());
    struct sieved *sieved = sieved_new(sieve, registry_arena());
    for (int block = 0; block < BLOCKS; block++) {
        make_rows(made, &seed);
        test(sieved, made->rows);
        for (size_t profile = 0; profile < PROFILES_MADE; profile++)
            check_block(made, sieved, profile, wanted[profile]);
    }
    for (size_t profile = 0; profile < PROFILES_MADE; profile++) {
        uint64_t reasons[REASON_COUNT] = {0};
        sieved_add_reasons(sieved, profile, reasons);
        ck_assert_mem_eq(reasons, wanted[profile], sizeof reasons);
    }
}

/* Person by person, for whichever of the two this machine can run. */
START_TEST(each_person_falls_out_by_the_first_row)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        check(1000 * (uint64_t)_i + seed, sieve_plain);
        check(1000 * (uint64_t)_i + seed, sieve_best());
        arena_reset(registry_arena());
    }
}
END_TEST

START_TEST(counts_are_added_to)
{
    static const struct failing_row failing[] = {{1, REASON_AGE, 0}};
    static const struct need_profile profiles[] = {{.failing = failing, .failing_count = 1}, {0}};
    uint64_t rows[2][BLOCK_WORDS] = {{7}, {2}};
    uint64_t reasons[REASON_COUNT] = {[REASON_NONE] = 5};
    const uint16_t *people;
    struct sieved *sieved =
        sieved_new(sieve_new(profiles, COUNT(profiles), registry_arena()), registry_arena());
    sieve_best()(sieved, rows);
    sieve_plain(sieved, rows);
    sieved_add_reasons(sieved, 0, reasons);
    ck_assert_uint_eq(reasons[REASON_NONE], 9);
    ck_assert_uint_eq(reasons[REASON_AGE], 2);
    ck_assert_uint_eq(sieved_people(sieved, 1, &people), 3);
    ck_assert_uint_eq(sieved_people(sieved, 0, &people), 2);
    ck_assert_uint_eq(people[0], 0);
    ck_assert_uint_eq(people[1], 2);
}
END_TEST

/* Lists of more people than there is room for at first. */
START_TEST(there_is_room_for_everybody_everywhere)
{
    static struct failing_row failing[LISTS];
    static struct need_profile profiles[LISTS];
    uint64_t rows[1 + LISTS][BLOCK_WORDS] = {{0}};
    const uint16_t *people;
    memset(rows[ROW_EVERYBODY], 0xFF, sizeof *rows);
    for (size_t i = 0; i < LISTS; i++) {
        failing[i] = (struct failing_row){1 + (uint32_t)i, REASON_AGE, 0};
        profiles[i] = (struct need_profile){.failing = &failing[i], .failing_count = 1};
        rows[1 + i][i / 64] = UINT64_C(1) << i % 64;
    }
    struct sieved *sieved =
        sieved_new(sieve_new(profiles, LISTS, registry_arena()), registry_arena());
    for (int again = 0; again < 2; again++) {
        sieve_best()(sieved, rows);
        for (size_t i = 0; i < LISTS; i++) {
            ck_assert_uint_eq(sieved_people(sieved, i, &people), BLOCK_PEOPLE - 1);
            for (size_t at = 0; at < BLOCK_PEOPLE - 1; at++)
                ck_assert_uint_eq(people[at], at + (at >= i));
        }
    }
}
END_TEST

START_TEST(nothing_is_asked_of_nobody)
{
    uint64_t rows[1][BLOCK_WORDS] = {{0}};
    const uint16_t *people;
    struct sieved *sieved = sieved_new(sieve_new(NULL, 0, registry_arena()), registry_arena());
    sieve_best()(sieved, rows);
    static const struct need_profile open = {0};
    sieved = sieved_new(sieve_new(&open, 1, registry_arena()), registry_arena());
    sieve_best()(sieved, rows);
    ck_assert_uint_eq(sieved_people(sieved, 0, &people), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("sieve");
    tcase_add_loop_test(tcase, each_person_falls_out_by_the_first_row, 0, 5);
    tcase_add_test(tcase, counts_are_added_to);
    tcase_add_test(tcase, there_is_room_for_everybody_everywhere);
    tcase_add_test(tcase, nothing_is_asked_of_nobody);
    return run_tcase(tcase, "pairs/sieve");
}
