/*
 * What every Check program of this folder ends with: one test case run as a suite of its own.
 * Returns the exit code for main.
 */
#ifndef CADRE_TESTS_UNIT_RUN_TCASE_H
#define CADRE_TESTS_UNIT_RUN_TCASE_H

#include <check.h>

#include "core/base/str.h"

/* For tcase_add_loop_test(tcase, test, 0, ROWS(table)): one round for each row. */
#define ROWS(table) (int)(sizeof(table) / sizeof *(table))

/* Rounds of made-up problems: a quarter of them under the sanitizers, where each takes several
 * times as long and runs through the same code. */
#ifdef __SANITIZE_ADDRESS__
#define MADE_UP_ROUNDS(count) (((count) + 3) / 4)
#else
#define MADE_UP_ROUNDS(count) (count)
#endif

#define ck_assert_view_eq(view, text)                                                              \
    do {                                                                                           \
        struct str_view seen_ = (view);                                                            \
        struct str_view wanted_ = str_view_of(text);                                               \
        ck_assert_msg(str_view_equal(seen_, wanted_), "'%.*s' instead of '%s'",                    \
                      STR_VIEW_ARGS(seen_), wanted_.data);                                         \
    } while (0)

static inline int run_tcase(TCase *tcase, const char *name)
{
    Suite *suite = suite_create(name);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}

#endif
