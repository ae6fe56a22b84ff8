#include <stdlib.h>

#include "tests/unit/catalogue/further_rows.h"
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

/* ---- what a registry has loaded -------------------------------------------------------------- */

static const char *const rule_columns[] = {
    "rule",    "valid_from", "valid_until", "engagement", "service_status", "min_age",
    "max_age", "months",     "ground",      "decree",     "confirmed",      "load"};
static const char *const rule_rows[][ROWS(rule_columns)] = {
    {"studies-26", "2024-01-01", "2025-12-31", "conscript", "deferred", "", "26", "", "studies",
     "Law 1, art. 9", "1", "3"},
    {"studies-24", "2026-01-01", "", "conscript", "deferred", "", "24", "", "studies", "", "0",
     "4"},
    {"civil-reserve", "2026-01-01", "", "civil", "reserve", "", "", "18", "", "Law 2", "1",
     "5000000000"},
};
static const char *const call_up_columns[] = {"code",       "opens_on", "closes_on", "born_from",
                                              "born_until", "decree",   "load"};
static const char *const call_up_rows[][ROWS(call_up_columns)] = {
    {"2026-SPRING", "2026-04-01", "2026-04-30", "1996", "2008", "Order 12", "3"},
    {"2026-AUTUMN", "2026-10-01", "2026-10-31", "", "2008", "", "4"},
};

static struct catalogue *with_law(struct catalogue_table tables[2])
{
    tables[0] =
        with_rows("service_rules", rule_columns, ROWS(rule_columns), rule_rows[0], ROWS(rule_rows));
    tables[1] = with_rows("call_ups", call_up_columns, ROWS(call_up_columns), call_up_rows[0],
                          ROWS(call_up_rows));
    return catalogue_from(tables, 2);
}

static void forget_law(struct catalogue *catalogue, struct catalogue_table tables[2])
{
    catalogue_free(catalogue);
    free((void *)tables[0].cells);
    free((void *)tables[1].cells);
}

static const struct {
    const char *engagement, *status, *ground, *on;
    const char *rule; /* NULL = the law has none */
    int32_t max_age, months;
    const char *decree;
    int64_t load;
} grounds[] = {
    {"conscript", "deferred", "studies", "2025-12-31", "studies-26", 26, -1, "Law 1, art. 9", 3},
    {"conscript", "deferred", "Studies", "2026-01-01", "studies-24", 24, -1, "", 4},
    {"conscript", "deferred", "studies", "2023-12-31", NULL, 0, 0, "", 0},
    {"conscript", "deferred", "health", "2026-01-01", NULL, 0, 0, "", 0},
    {"conscript", "deferred", "", "2026-01-01", NULL, 0, 0, "", 0}, /* it opens nothing */
    {"civil", "reserve", "", "2026-01-01", "civil-reserve", -1, 18, "Law 2", 5000000000},
    {"conscript", "eligible", "", "2026-01-01", "conscript-eligible-30", 30, -1, "", 0},
};

START_TEST(a_ground_has_a_rule_of_its_own)
{
    struct catalogue_table tables[2];
    struct catalogue *loaded = with_law(tables);
    struct cadre_date on = cadre_date_none;
    ck_assert(cadre_date_parse_iso(str_view_of(grounds[_i].on), &on));
    const struct service_rule *rule = catalogue_ground_rule(
        loaded, catalogue_code_rank(loaded, "engagement", str_view_of(grounds[_i].engagement)),
        catalogue_code_rank(loaded, "service_status", str_view_of(grounds[_i].status)),
        str_view_of(grounds[_i].ground), on);
    ck_assert_pstr_eq(rule != NULL ? rule->code : NULL, grounds[_i].rule);
    if (rule != NULL) {
        ck_assert_int_eq(rule->max_age, grounds[_i].max_age);
        ck_assert_int_eq(rule->months, grounds[_i].months);
        ck_assert_str_eq(rule->decree, grounds[_i].decree);
        ck_assert_int_eq(rule->load, grounds[_i].load);
    }
    forget_law(loaded, tables);
}
END_TEST

START_TEST(a_call_up_is_known_by_its_code)
{
    struct catalogue_table tables[2];
    struct catalogue *loaded = with_law(tables);
    size_t count;
    const struct call_up *spring = catalogue_call_up(loaded, STR_VIEW_LITERAL("2026-Spring"));
    const struct call_up *all = catalogue_call_ups(loaded, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_ptr_eq(spring, &all[0]);
    ck_assert_int_eq(spring->opens_on.day, 20544);
    ck_assert_int_eq(spring->closes_on.day, 20573);
    ck_assert_int_eq(spring->born_from, 1996);
    ck_assert_int_eq(spring->born_until, 2008);
    ck_assert_str_eq(spring->decree, "Order 12");
    ck_assert_int_eq(spring->load, 3);
    ck_assert_int_eq(all[1].born_from, 0);
    ck_assert_ptr_null(catalogue_call_up(loaded, STR_VIEW_LITERAL("2026")));
    ck_assert_ptr_null(catalogue_call_up(shipped, STR_VIEW_LITERAL("2026-SPRING")));
    forget_law(loaded, tables);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("service_rules");
    tcase_add_loop_test(tcase, the_rule_in_force, 0, ROWS(rules));
    tcase_add_test(tcase, an_empty_status_has_no_rule);
    tcase_add_loop_test(tcase, a_ground_has_a_rule_of_its_own, 0, ROWS(grounds));
    tcase_add_test(tcase, a_call_up_is_known_by_its_code);
    return run_with_catalogue(tcase, "catalogue/service_rules");
}
