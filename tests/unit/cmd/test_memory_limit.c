#include "cmd/steps/run/memory_limit.h"

#include <unistd.h>

#include "tests/unit/run_tcase.h"

static const struct {
    const char *text;
    int64_t bytes; /* -1 = no size */
} sizes[] = {
    {"1", 1},
    {"800K", 819200},
    {"512M", INT64_C(512) << 20},
    {"2G", INT64_C(2) << 30},
    {"8589934591G", INT64_C(8589934591) << 30},
    {"8589934592G", -1},
    {"9223372036854775807", INT64_MAX},
    {"9223372036854775808", -1},
    {"0", -1},
    {"-1", -1},
    {"", -1},
    {"G", -1},
    {"1.5G", -1},
    {"2GB", -1},
    {"2g", -1},
    {"1T", -1},
    {"2 G", -1},
};

START_TEST(sizes_are_read)
{
    struct cadre_error err = {0};
    int64_t bytes = -1;
    enum cadre_status status = memory_limit_parse(sizes[_i].text, &bytes, &err);
    ck_assert_int_eq(status, sizes[_i].bytes < 0 ? CADRE_USAGE : CADRE_OK);
    ck_assert_int_eq(bytes, sizes[_i].bytes);
    cadre_error_release(&err);
}
END_TEST

START_TEST(nothing_said_is_a_quarter_of_the_machine)
{
    struct cadre_error err = {0};
    int64_t bytes = 0;
    int64_t all = (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
    ck_assert_int_eq(memory_limit_parse(NULL, &bytes, &err), CADRE_OK);
    ck_assert_int_gt(bytes, all / 5);
    ck_assert_int_le(bytes, all / 4);
}
END_TEST

START_TEST(pairs_are_what_is_left)
{
    const int64_t large = INT64_C(1) << 40;
    ck_assert_uint_eq(memory_limit_pairs(0, 10), SIZE_MAX);
    ck_assert_uint_eq(memory_limit_pairs(1, 10), 10); /* one a person */
    ck_assert_uint_eq(memory_limit_pairs(1, 0), 0);
    size_t pairs = memory_limit_pairs(large, 1000);
    ck_assert_uint_lt(pairs, (size_t)large / 16); /* the process has something already */
    ck_assert_uint_gt(pairs, (size_t)large / 20);
    ck_assert_uint_lt(memory_limit_pairs(large, 1000000), pairs);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("memory_limit");
    tcase_add_loop_test(tcase, sizes_are_read, 0, ROWS(sizes));
    tcase_add_test(tcase, nothing_said_is_a_quarter_of_the_machine);
    tcase_add_test(tcase, pairs_are_what_is_left);
    return run_tcase(tcase, "cmd/memory_limit");
}
