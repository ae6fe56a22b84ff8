#include "import/findings.h"

#include <string.h>

#include "tests/unit/import/import_case.h"

static const struct record_place places[] = {
    {.line = 1, .record = 0, .offset = 0, .length = 9},
    {.line = 2, .record = 1, .offset = 9, .length = 30},
    {.line = 5, .record = 2, .offset = 39, .length = 10},
    {.line = 6, .record = 3, .offset = 49, .length = 10},
};

static void add(struct findings *findings, const char *code, size_t place, uint64_t line)
{
    findings_add(findings, code, &places[place], line, "column", STR_VIEW_LITERAL("v"), NULL);
}

START_TEST(order_is_that_of_the_file)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    CADRE_CLEANUP(str_release) struct str seen = {0};
    add(findings, "R002", 2, 5);
    add(findings, "R001", 1, 4);
    add(findings, "R003", 1, 2);
    add(findings, "R001", 1, 2);
    ck_assert_uint_eq(findings_at(findings, 0)->line, 2);
    findings_add(findings, "W004", NULL, 1, NULL, str_view_of(NULL), "hint");
    case_add_findings(&seen, findings, true);
    ck_assert_str_eq(str_chars(&seen), "1/0 W004 (hint)\n"
                                       "2/1 R003 column 'v'\n"
                                       "2/1 R001 column 'v'\n"
                                       "4/1 R001 column 'v'\n"
                                       "5/2 R002 column 'v'\n");
    ck_assert_uint_eq(findings_count(findings), 5);
    ck_assert_uint_eq(findings_count_effect(findings, FINDING_REJECTS), 4);
    ck_assert_uint_eq(findings_count_effect(findings, FINDING_WARNS), 1);
    ck_assert_uint_eq(findings_count_effect(findings, FINDING_HOLDS), 0);
}
END_TEST

START_TEST(the_first_refusal_is_found)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    findings_add(findings, FINDING_W_EXTRA_COLUMN, NULL, 1, "x", str_view_of(NULL), NULL);
    ck_assert_ptr_null(findings_refusal(findings));
    findings_add(findings, FINDING_F_COLUMN_TWICE, NULL, 2, "y", str_view_of(NULL), NULL);
    findings_add(findings, FINDING_F_COLUMN_MISSING, NULL, 1, "z", str_view_of(NULL), NULL);
    ck_assert_str_eq(findings_refusal(findings)->code->code, FINDING_F_COLUMN_MISSING);
}
END_TEST

START_TEST(codes_are_tallied)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    size_t count;
    findings_tally(findings, &count);
    ck_assert_uint_eq(count, 0);
    add(findings, "X001", 1, 2);
    add(findings, "R002", 1, 2);
    add(findings, "X001", 2, 5);
    const struct finding_tally *tally = findings_tally(findings, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(tally[0].code->code, "R002");
    ck_assert_uint_eq(tally[0].count, 1);
    ck_assert_str_eq(tally[1].code->code, "X001");
    ck_assert_uint_eq(tally[1].count, 2);
}
END_TEST

START_TEST(records_kept_out_have_all_their_codes)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    size_t count;
    add(findings, "X014", 3, 6);
    add(findings, "W001", 2, 5); /* warned of, and taken */
    add(findings, "R002", 1, 4);
    add(findings, "X014", 1, 2);
    add(findings, "W001", 1, 3);
    add(findings, "W004", 0, 1);
    findings_add(findings, "F012", NULL, 1, NULL, str_view_of(NULL), NULL);
    const struct rejected_record *records = findings_rejected(findings, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(records[0].place.record, 1);
    ck_assert_uint_eq(records[0].place.length, 30);
    ck_assert(!records[0].held);
    ck_assert_uint_eq(records[0].finding_count, 3);
    ck_assert_str_eq(records[0].findings[0]->code->code, "X014");
    ck_assert_str_eq(records[0].findings[1]->code->code, "W001");
    ck_assert_str_eq(records[0].findings[2]->code->code, "R002");
    ck_assert_uint_eq(records[1].place.offset, 49);
    ck_assert(records[1].held);
    ck_assert_uint_eq(records[1].finding_count, 1);
}
END_TEST

/* The merge adds its own, for records in any order. */
START_TEST(late_findings_fall_into_place)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    size_t count;
    add(findings, "R002", 3, 6);
    findings_rejected(findings, &count);
    ck_assert_uint_eq(count, 1);
    add(findings, "X004", 1, 2);
    const struct rejected_record *records = findings_rejected(findings, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(records[0].place.record, 1);
    ck_assert_uint_eq(records[1].place.record, 3);
}
END_TEST

START_TEST(values_are_cut_at_a_code_point)
{
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    CADRE_CLEANUP(str_release) struct str value = {0};
    str_add_char(&value, 'x');
    while (value.length < 220)
        str_add_text(&value, "\u0259");
    findings_add(findings, "R002", &places[1], 2, "c", str_view_from(&value), "h");
    value.data[0] = 'y'; /* texts are copies */
    const struct finding *finding = findings_at(findings, 0);
    ck_assert_uint_eq(finding->value.length, 199);
    ck_assert_int_eq(finding->value.data[0], 'x');
    str_reset(&value);
    while (value.length < 200)
        str_add_text(&value, "\u0259");
    findings_add(findings, "R002", &places[1], 2, "c", str_view_from(&value), "h");
    ck_assert_uint_eq(findings_at(findings, 1)->value.length, 200);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("findings");
    tcase_add_test(tcase, order_is_that_of_the_file);
    tcase_add_test(tcase, the_first_refusal_is_found);
    tcase_add_test(tcase, codes_are_tallied);
    tcase_add_test(tcase, records_kept_out_have_all_their_codes);
    tcase_add_test(tcase, late_findings_fall_into_place);
    tcase_add_test(tcase, values_are_cut_at_a_code_point);
    return run_tcase(tcase, "import/findings");
}
