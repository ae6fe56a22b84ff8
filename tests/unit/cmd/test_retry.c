#include <string.h>

#include "cmd/steps/retry.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *sqlstate;
    bool cut, in_the_way;
} states[] = {
    {"08006", true, false},  /* connection failure */
    {"57P01", true, false},  /* ended by an administrator */
    {"57P03", true, false},  /* starting up */
    {"40001", false, true},  /* serialization failure */
    {"40P01", false, true},  /* deadlock */
    {"57014", false, false}, /* cancelled: somebody wanted it so */
    {"40002", false, false}, {"23505", false, false}, {"", false, false},
};

START_TEST(failures_worth_another_try)
{
    struct cadre_error err = {.status = CADRE_DATABASE};
    memcpy(err.sqlstate, states[_i].sqlstate, strlen(states[_i].sqlstate) + 1);
    ck_assert_int_eq(retry_was_cut(&err), states[_i].cut);
    ck_assert_int_eq(retry_was_in_the_way(&err), states[_i].in_the_way);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("retry");
    tcase_add_loop_test(tcase, failures_worth_another_try, 0, ROWS(states));
    return run_tcase(tcase, "cmd/retry");
}
