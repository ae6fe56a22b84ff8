#include "reports/kind_words.h"

#include <regex.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct {
    struct kind_column column;
    const char *words;
} rules[] = {
    {{.rule = RULE_TEXT, .max = 300}, "free text, at most 300 characters"},
    {{.rule = RULE_KEY, .max = 64}, "a code without blanks, at most 64 bytes"},
    {{.rule = RULE_NATIONAL_ID, .min = 5, .max = 20}, "letters A to Z and digits, 5 to 20 of them"},
    {{.rule = RULE_INTEGER, .min = 1, .max = 9}, "whole number from 1 to 9"},
    {{.rule = RULE_DATE, .min = 1900, .max = 2199},
     "calendar date YYYY-MM-DD; DD.MM.YYYY is read too; years 1900 to 2199"},
    {{.rule = RULE_CODE_LIST, .list = "sex"}, "one code, or its label, of the list sex"},
    {{.rule = RULE_LEVEL, .other = "work_role"},
     "level of the framework's scale, or its label, or SCALE:LEVEL of another scale that is mapped "
     "to it; see work_role"},
};

START_TEST(rule_is_told)
{
    struct str out = {0};
    kind_words_rule(&rules[_i].column, &out);
    ck_assert_str_eq(str_chars(&out), rules[_i].words);
    str_release(&out);
}
END_TEST

static const struct {
    struct row_check check;
    const char *words;
} checks[] = {
    {{CHECK_ONE_REQUIRED, "a", "b", ""}, "a or b must be given"},
    {{CHECK_ORDER, "a", "b", ""}, "a is not after or above b"},
    {{CHECK_NOT_FUTURE, "a", NULL, ""}, "a is not later than the day from which the file holds"},
    {{CHECK_NEEDS, "a", "b", ""}, "where a is given, b is given too"},
    {{CHECK_REGION_INSIDE, "a", "b", ""}, "a lies inside b"},
};

START_TEST(check_is_told)
{
    struct str out = {0};
    kind_words_check(&checks[_i].check, &out);
    ck_assert_str_eq(str_chars(&out), checks[_i].words);
    str_release(&out);
}
END_TEST

/* Cells that a column's pattern takes and does not take. */
static const struct {
    const char *kind, *column, *good, *bad;
} cells[] = {
    {"roster", "source_person_id", "BK-000123", "BK 1"},
    {"roster", "national_id", "5ABC7K2", "5ABC"},
    {"roster", "national_id", "5abc7k2", "5ABC-7K2"},
    {"roster", "occupation", "2529", "25291"},
    {"roster", "field_of_study", "06", "6"},
    {"roster", "phone", "+994 50 123 45 67", "123456"},
    {"roster", "phone", "(012) 498-00-01", "1234567890123456"},
    {"roster", "languages", "az:C2;en:B1", "az:C2;en"},
    {"roster", "consent_for", "contract;volunteer", "contract,volunteer"},
    {"roster", "citizenship", "AZE", "A"},
    {"needs", "languages", "az;en:B1", "az;en:D1"},
    {"needs", "citizenship", "AZ;TR", "AZ;"},
    {"needs", "service_status", "reserve;discharged", "reserved"},
};

static bool matches(const char *pattern, const char *cell)
{
    CADRE_FREE char *whole = cadre_format("^(%s)$", pattern);
    regex_t regex;
    ck_assert_int_eq(regcomp(&regex, whole, REG_EXTENDED | REG_NOSUB), 0);
    int outcome = regexec(&regex, cell, 0, NULL, 0);
    regfree(&regex);
    return outcome == 0;
}

START_TEST(pattern_takes_good_cells_alone)
{
    struct catalogue *catalogue = catalogue_new();
    const struct kind *kind = kind_find(str_view_of(cells[_i].kind));
    struct str pattern = {0};
    kind_words_pattern(kind, &kind->columns[kind_column_index(kind, cells[_i].column)], catalogue,
                       &pattern);
    ck_assert(matches(str_chars(&pattern), cells[_i].good));
    ck_assert(!matches(str_chars(&pattern), cells[_i].bad));
    str_release(&pattern);
    catalogue_free(catalogue);
}
END_TEST

START_TEST(labels_are_found)
{
    ck_assert_view_eq(kind_words_label("sex", "F", "label_en"), "female");
    ck_assert_view_eq(kind_words_label("sex", "F", "label_az"), "qadın");
    ck_assert_view_eq(kind_words_label("yes_no", "yes", "label_ru"), "да");
    ck_assert_ptr_null(kind_words_label("sex", "X", "label_en").data);
    ck_assert_ptr_null(kind_words_label("sex", "F", "label_de").data);
}
END_TEST

START_TEST(title_is_made_of_the_name)
{
    struct kind_column column = {.name = "source_person_id"};
    struct str out = {0};
    kind_words_title(&column, &out);
    ck_assert_str_eq(str_chars(&out), "Source person id");
    str_release(&out);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("kind_words");
    tcase_add_loop_test(tcase, rule_is_told, 0, ROWS(rules));
    tcase_add_loop_test(tcase, check_is_told, 0, ROWS(checks));
    tcase_add_loop_test(tcase, pattern_takes_good_cells_alone, 0, ROWS(cells));
    tcase_add_test(tcase, labels_are_found);
    tcase_add_test(tcase, title_is_made_of_the_name);
    return run_tcase(tcase, "reports/kind_words");
}
