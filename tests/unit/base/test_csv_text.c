#include "core/base/csv_text.h"

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *field; /* NULL = absent */
    const char *machine;
    const char *people;
} fields[] = {
    {NULL, "", ""},
    {"", "", ""},
    {"plain text", "plain text", "plain text"},
    {"a,b", "\"a,b\"", "a,b"},
    {"a;b", "a;b", "\"a;b\""},
    {"say \"x\"", "\"say \"\"x\"\"\"", "\"say \"\"x\"\"\""},
    {"\"", "\"\"\"\"", "\"\"\"\""},
    {"a\nb", "\"a\nb\"", "\"a\nb\""},
    {"a\rb", "\"a\rb\"", "\"a\rb\""},
    {" a", "\" a\"", "\" a\""},
    {"a\t", "\"a\t\"", "\"a\t\""},
    {"=1+1", "=1+1", "'=1+1"},
    {"+994501234567", "+994501234567", "'+994501234567"},
    {"-x", "-x", "'-x"},
    {"@SUM(A1)", "@SUM(A1)", "'@SUM(A1)"},
    {"\tx", "\"\tx\"", "\"'\tx\""},
    {"\rx", "\"\rx\"", "\"'\rx\""},
    {"=a;b", "=a;b", "\"'=a;b\""},
    {"=\"x\"", "\"=\"\"x\"\"\"", "\"'=\"\"x\"\"\""},
    {"a=b", "a=b", "a=b"},
    /* numbers are no formulas */
    {"-5", "-5", "-5"},
    {"-0.25", "-0.25", "-0.25"},
    {"-0,25", "\"-0,25\"", "-0,25"},
    {"-", "-", "'-"},
    {"-5-3", "-5-3", "'-5-3"},
    {"-1.2.3", "-1.2.3", "'-1.2.3"},
    {"-.5", "-.5", "'-.5"},
    {"-5.", "-5.", "'-5."},
    {"--5", "--5", "'--5"},
    {"\u018Fli", "\u018Fli", "\u018Fli"},
};

START_TEST(fields_are_escaped)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    csv_text_add(&out, &csv_style_machine, str_view_of(fields[_i].field));
    ck_assert_str_eq(str_chars(&out), fields[_i].machine);
    str_reset(&out);
    csv_text_add(&out, &csv_style_people, str_view_of(fields[_i].field));
    ck_assert_str_eq(str_chars(&out), fields[_i].people);
}
END_TEST

static const struct {
    struct str_view cells[3];
    size_t count;
    const char *machine;
    const char *people;
} records[] = {
    {{STR_VIEW_LITERAL("a"), STR_VIEW_LITERAL("b;c"), STR_VIEW_LITERAL("d,e")},
     3,
     "a,b;c,\"d,e\"\n",
     "a;\"b;c\";d,e\r\n"},
    {{STR_VIEW_LITERAL("a"), {NULL, 0}, {NULL, 0}}, 3, "a,,\n", "a;;\r\n"},
    {{STR_VIEW_LITERAL("a")}, 1, "a\n", "a\r\n"},
    {{STR_VIEW_LITERAL("")}, 1, "\"\"\n", "\"\"\r\n"},
    {{STR_VIEW_LITERAL(""), STR_VIEW_LITERAL("")}, 2, ",\n", ";\r\n"},
};

START_TEST(records_end_as_their_readers_expect)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    csv_text_add_record(&out, &csv_style_machine, records[_i].cells, records[_i].count);
    ck_assert_str_eq(str_chars(&out), records[_i].machine);
    str_reset(&out);
    csv_text_add_record(&out, &csv_style_people, records[_i].cells, records[_i].count);
    ck_assert_str_eq(str_chars(&out), records[_i].people);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("csv_text");
    tcase_add_loop_test(tcase, fields_are_escaped, 0, ROWS(fields));
    tcase_add_loop_test(tcase, records_end_as_their_readers_expect, 0, ROWS(records));
    return run_tcase(tcase, "base/csv_text");
}
