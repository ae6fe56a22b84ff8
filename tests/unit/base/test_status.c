#include "core/base/status.h"

#include "tests/unit/run_tcase.h"

static const struct {
    enum cadre_status left;
    enum cadre_status right;
    enum cadre_status worst;
} worst_rows[] = {
    {CADRE_OK, CADRE_OK, CADRE_OK},
    {CADRE_OK, CADRE_FINDINGS, CADRE_FINDINGS},
    {CADRE_FINDINGS, CADRE_REFUSED, CADRE_REFUSED},
    {CADRE_REFUSED, CADRE_USAGE, CADRE_USAGE},
    {CADRE_USAGE, CADRE_OUTPUT, CADRE_OUTPUT},
    {CADRE_OUTPUT, CADRE_LOCKED, CADRE_LOCKED},
    {CADRE_LOCKED, CADRE_SCHEMA, CADRE_SCHEMA},
    {CADRE_SCHEMA, CADRE_DATABASE, CADRE_DATABASE},
    {CADRE_DATABASE, CADRE_BUG, CADRE_BUG},
    {CADRE_FINDINGS, CADRE_BUG, CADRE_BUG},
};

START_TEST(worst_is_symmetric_and_ordered)
{
    ck_assert_int_eq(cadre_status_worst(worst_rows[_i].left, worst_rows[_i].right),
                     worst_rows[_i].worst);
    ck_assert_int_eq(cadre_status_worst(worst_rows[_i].right, worst_rows[_i].left),
                     worst_rows[_i].worst);
}
END_TEST

START_TEST(an_error_gathers_its_parts)
{
    struct cadre_error err = {0};
    ck_assert_int_eq(cadre_fail(&err, CADRE_REFUSED, "cannot open '%s'", "a.csv"), CADRE_REFUSED);
    ck_assert_int_eq(cadre_fail_detail(&err, "line %d", 7), CADRE_REFUSED);
    ck_assert_int_eq(cadre_fail_hint(&err, "run %s", "x"), CADRE_REFUSED);
    ck_assert_int_eq(cadre_fail_hint(&err, "run %s", "y"), CADRE_REFUSED);
    ck_assert_int_eq(cadre_fail_context(&err, "batch %d", 3), CADRE_REFUSED);
    ck_assert_int_eq(err.status, CADRE_REFUSED);
    ck_assert_str_eq(err.message, "batch 3: cannot open 'a.csv'");
    ck_assert_str_eq(err.detail, "line 7");
    ck_assert_str_eq(err.hint, "run y");
    cadre_error_release(&err);
    ck_assert_int_eq(err.status, CADRE_OK);
    ck_assert_ptr_null(err.message);
    ck_assert_ptr_null(err.detail);
    ck_assert_ptr_null(err.hint);
}
END_TEST

START_TEST(a_new_failure_replaces_the_old_whole)
{
    struct cadre_error err = {0};
    ck_assert_int_eq(cadre_fail(&err, CADRE_DATABASE, "first"), CADRE_DATABASE);
    ck_assert_int_eq(cadre_fail_hint(&err, "old hint"), CADRE_DATABASE);
    err.sqlstate[0] = 'X';
    /* The old message may be an argument of the new one. */
    ck_assert_int_eq(cadre_fail(&err, CADRE_LOCKED, "second after '%s'", err.message),
                     CADRE_LOCKED);
    ck_assert_str_eq(err.message, "second after 'first'");
    ck_assert_ptr_null(err.hint);
    ck_assert_str_eq(err.sqlstate, "");
    cadre_error_release(&err);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("status");
    tcase_add_loop_test(tcase, worst_is_symmetric_and_ordered, 0, ROWS(worst_rows));
    tcase_add_test(tcase, an_error_gathers_its_parts);
    tcase_add_test(tcase, a_new_failure_replaces_the_old_whole);
    return run_tcase(tcase, "base/status");
}
