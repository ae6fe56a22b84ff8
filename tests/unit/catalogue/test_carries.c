/* Elements of a version that was left: where they stand on a day, what is granted of them, which
 * codes are unclear since. */
#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/catalogue/catalogue_data.h"
#include "core/catalogue/rules_digest.h"
#include "tests/unit/catalogue/further_rows.h"
#include "tests/unit/run_tcase.h"

enum { FRAMEWORK_CELLS = 7, ELEMENT_CELLS = 10, CARRY_CELLS = 7 };

static const char *const framework_rows[][FRAMEWORK_CELLS] = {
    {"DCWF", "6", "DCWF", "", "", "8140", "0"},
    {"DCWF", "7", "DCWF", "", "", "8140", "0"},
};

static const char *const element_rows[][ELEMENT_CELLS] = {
    {"DCWF", "6", "work_role", "511", "Analyst", "", "", "", "", ""},
    {"DCWF", "6", "work_role", "521", "Other", "", "", "", "", ""},
    {"DCWF", "7", "work_role", "511", "Analyst", "", "", "", "", ""},
    {"DCWF", "7", "work_role", "512", "Analyst", "", "", "", "", ""},
};

static const char *const carry_columns[] = {"framework",  "from_version", "type",     "from_code",
                                            "to_version", "to_code",      "effective"};
/* 511 keeps its code and moves on to 512 in the next version, where 511 is another; 521 goes
 * nowhere, though the next version has such a code; an element that is not there is left out. */
static const char *const carry_rows[][CARRY_CELLS] = {
    {"DCWF", "5.1", "work_role", "511", "6", "511", "2026-03-01"},
    {"DCWF", "5.1", "work_role", "521", "6", "", "2026-03-01"},
    {"DCWF", "5.1", "work_role", "9999", "6", "511", "2026-03-01"},
    {"DCWF", "6", "work_role", "511", "7", "512", "2026-06-01"},
};
/* Each goes to the other: no ledger of a registry says so, and no look-up may hang on it. */
static const char *const circle_rows[][CARRY_CELLS] = {
    {"DCWF", "5.1", "work_role", "511", "6", "511", "2026-03-01"},
    {"DCWF", "6", "work_role", "511", "5.1", "511", "2026-03-01"},
};

static struct catalogue_table tables[3];

static struct catalogue *catalogue_with(const char *const *rows, size_t count)
{
    tables[2] = (struct catalogue_table){"carries", carry_columns, CARRY_CELLS, rows, count};
    return catalogue_from(tables, ROWS(tables));
}

static int32_t role(const struct catalogue *catalogue, const char *cell)
{
    int32_t element = -1;
    ck_assert_int_eq(
        catalogue_find_element(catalogue, ELEMENT_WORK_ROLE, str_view_of(cell), &element, NULL),
        LOOKUP_FOUND);
    return element;
}

static struct cadre_date day(const char *text)
{
    struct cadre_date date;
    ck_assert(cadre_date_parse_iso(str_view_of(text), &date));
    return date;
}

static const struct {
    const char *cell, *on, *stands;
} days[] = {
    {"DCWF@5.1/511", "2026-02-28", "DCWF@5.1/511"},
    {"DCWF@5.1/511", "2026-03-01", "DCWF@6/511"},
    {"DCWF@5.1/511", "2026-06-01", "DCWF@7/512"},
    {"DCWF@6/511", "2026-05-31", "DCWF@6/511"},
    {"DCWF@6/511", "2026-06-01", "DCWF@7/512"},
    {"DCWF@5.1/521", "2026-06-01", "DCWF@5.1/521"},
    {"DCWF@7/511", "2026-06-01", "DCWF@7/511"},
    {"NICE/PD-WRL-001", "2026-06-01", "NICE@2.1/PD-WRL-001"},
};

START_TEST(an_element_stands_where_it_went_by_that_day)
{
    CADRE_CLEANUP(catalogue_cleanup)
    struct catalogue *catalogue = catalogue_with(carry_rows[0], ROWS(carry_rows));
    int32_t carried =
        catalogue_carried(catalogue, role(catalogue, days[_i].cell), day(days[_i].on));
    ck_assert_str_eq(catalogue_element(catalogue, carried)->canonical, days[_i].stands);
}
END_TEST

static const struct {
    const char *cell, *namesake; /* NULL = the code alone is clear */
} namesakes[] = {
    {"DCWF@7/511", "DCWF@6/511"}, {"DCWF@6/521", "DCWF@5.1/521"}, {"DCWF@6/511", NULL},
    {"DCWF@7/512", NULL},         {"DCWF@5.1/511", NULL},
};

START_TEST(a_code_that_was_another_is_known)
{
    CADRE_CLEANUP(catalogue_cleanup)
    struct catalogue *catalogue = catalogue_with(carry_rows[0], ROWS(carry_rows));
    int32_t wanted = namesakes[_i].namesake != NULL ? role(catalogue, namesakes[_i].namesake) : -1;
    ck_assert_int_eq(catalogue_element_namesake(catalogue, role(catalogue, namesakes[_i].cell)),
                     wanted);
}
END_TEST

/* The level granted of the element by CFR, 0 = none. */
static int32_t granted(const struct catalogue *catalogue, const char *cell, int32_t level)
{
    int32_t credential = -1;
    size_t count;
    int32_t found = 0;
    int32_t element = role(catalogue, cell);
    ck_assert_int_eq(catalogue_find_credential(catalogue, str_view_of("CertNexus"),
                                               str_view_of("CFR"), &credential, NULL),
                     LOOKUP_FOUND);
    const struct grant *grants = catalogue_grants(catalogue, credential, &count);
    for (size_t i = 0; i < count; i++) {
        found += grants[i].element == element && grants[i].level == level;
        ck_assert(i == 0 || grants[i - 1].element <= grants[i].element);
    }
    return found;
}

START_TEST(what_is_granted_counts_for_where_it_went)
{
    CADRE_CLEANUP(catalogue_cleanup)
    struct catalogue *catalogue = catalogue_with(carry_rows[0], ROWS(carry_rows));
    for (int32_t level = 1; level <= 3; level++) {
        ck_assert_int_eq(granted(catalogue, "DCWF@5.1/511", level), 1);
        ck_assert_int_eq(granted(catalogue, "DCWF@7/512", level), 1);
        ck_assert_int_eq(granted(catalogue, "DCWF@7/511", level), 0);
    }
}
END_TEST

START_TEST(a_circle_ends)
{
    CADRE_CLEANUP(catalogue_cleanup)
    struct catalogue *catalogue = catalogue_with(circle_rows[0], ROWS(circle_rows));
    int32_t carried =
        catalogue_carried(catalogue, role(catalogue, "DCWF@5.1/511"), day("2026-04-01"));
    ck_assert_int_ge(carried, 0);
}
END_TEST

START_TEST(a_catalogue_that_left_nothing_has_no_carry)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    int32_t element = role(catalogue, "DCWF/511");
    ck_assert_ptr_null(catalogue_carry(catalogue, element));
    ck_assert_int_eq(catalogue_carried(catalogue, element, day("2026-04-01")), element);
    ck_assert_int_eq(catalogue_element_namesake(catalogue, element), -1);
}
END_TEST

/* Without a row it is the digest of before; each decision makes another. */
START_TEST(carries_decide)
{
    size_t count;
    struct digest digests[3];
    static const size_t rows[] = {0, 1, ROWS(carry_rows)};
    for (size_t i = 0; i < 3; i++) {
        CADRE_CLEANUP(catalogue_cleanup)
        struct catalogue *catalogue = catalogue_with(carry_rows[0], rows[i]);
        const struct catalogue_table *used = catalogue_tables_of(catalogue, &count);
        digests[i] = catalogue_rules_digest(used, count);
        struct digest without = catalogue_rules_digest(used, count - 1);
        ck_assert_int_eq(digest_compare(&digests[i], &without) == 0, rows[i] == 0);
    }
    ck_assert_int_ne(digest_compare(&digests[1], &digests[2]), 0);
}
END_TEST

int main(void)
{
    tables[0] =
        with_rows("frameworks", NULL, FRAMEWORK_CELLS, framework_rows[0], ROWS(framework_rows));
    tables[1] = with_rows("elements", NULL, ELEMENT_CELLS, element_rows[0], ROWS(element_rows));
    TCase *tcase = tcase_create("carries");
    tcase_add_loop_test(tcase, an_element_stands_where_it_went_by_that_day, 0, ROWS(days));
    tcase_add_loop_test(tcase, a_code_that_was_another_is_known, 0, ROWS(namesakes));
    tcase_add_test(tcase, what_is_granted_counts_for_where_it_went);
    tcase_add_test(tcase, a_circle_ends);
    tcase_add_test(tcase, a_catalogue_that_left_nothing_has_no_carry);
    tcase_add_test(tcase, carries_decide);
    int failed = run_tcase(tcase, "catalogue/carries");
    free((void *)tables[0].cells);
    free((void *)tables[1].cells);
    return failed;
}
