#include "tests/unit/catalogue/shipped.h"

static const struct {
    const char *engagement, *status, *on;
    const char *rule; /* NULL = the law has none */
    int32_t min_age, max_age;
} rules[] = {
    {"conscript", "eligible", "2025-12-31", "conscript-eligible-35", 18, 35},
    {"conscript", "eligible", "2026-01-01", "conscript-eligible-30", 18, 30},
    {"conscript", "eligible", "1995-06-01", "conscript-eligible-35", 18, 35},
    {"conscript", "eligible", "2099-12-31", "conscript-eligible-30", 18, 30},
    {"conscript", "reserve", "2026-01-01", NULL, 0, 0},
    {"conscript", "deferred", "2026-01-01", NULL, 0, 0},
    {"conscript", "exempt", "2026-01-01", NULL, 0, 0},
    {"muster", "reserve", "2026-01-01", "muster-reserve", -1, -1},
    {"muster", "eligible", "2026-01-01", NULL, 0, 0},
    {"contract", "eligible", "2026-01-01", "contract-eligible", -1, -1},
    {"contract", "reserve", "2026-01-01", "contract-reserve", -1, -1},
    {"contract", "discharged", "2026-01-01", "contract-discharged", -1, -1},
    {"contract", "serving", "2026-01-01", NULL, 0, 0},
    {"civil", "reserve", "2026-01-01", NULL, 0, 0}, /* by consent only, like the next two */
    {"secondment", "eligible", "2026-01-01", NULL, 0, 0},
    {"volunteer", "discharged", "2026-01-01", NULL, 0, 0},
};

START_TEST(the_rule_in_force)
{
    struct cadre_date on = cadre_date_none;
    ck_assert(cadre_date_parse_iso(str_view_of(rules[_i].on), &on));
    const struct service_rule *rule = catalogue_service_rule(
        shipped, catalogue_code_rank(shipped, "engagement", str_view_of(rules[_i].engagement)),
        catalogue_code_rank(shipped, "service_status", str_view_of(rules[_i].status)), on);
    if (rules[_i].rule == NULL) {
        ck_assert_ptr_null(rule);
        return;
    }
    ck_assert_ptr_nonnull(rule);
    ck_assert_str_eq(rule->code, rules[_i].rule);
    ck_assert_int_eq(rule->min_age, rules[_i].min_age);
    ck_assert_int_eq(rule->max_age, rules[_i].max_age);
    ck_assert(!rule->confirmed); /* shipped rules wait for the country's lawyers */
}
END_TEST

START_TEST(an_empty_status_has_no_rule)
{
    struct cadre_date on = {20454};
    ck_assert_ptr_null(catalogue_service_rule(shipped, 1, 0, on));
    ck_assert_ptr_null(catalogue_service_rule(shipped, 0, 1, on));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("service_rules");
    tcase_add_loop_test(tcase, the_rule_in_force, 0, ROWS(rules));
    tcase_add_test(tcase, an_empty_status_has_no_rule);
    return run_with_catalogue(tcase, "catalogue/service_rules");
}
