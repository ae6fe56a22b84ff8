#include "core/base/str.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *text;
    bool valid;
    int64_t value;
} integers[] = {
    {"0", true, 0},
    {"7", true, 7},
    {"+7", true, 7},
    {"-7", true, -7},
    {"-0", true, 0},
    {"007", true, 7},
    {"9223372036854775807", true, INT64_MAX},
    {"-9223372036854775808", true, INT64_MIN},
    {"9223372036854775808", false, 0},
    {"-9223372036854775809", false, 0},
    {"99999999999999999999", false, 0},
    {"", false, 0},
    {"-", false, 0},
    {"+", false, 0},
    {"+-1", false, 0},
    {" 1", false, 0},
    {"1 ", false, 0},
    {"1.0", false, 0},
    {"0x10", false, 0},
    {"1e3", false, 0},
    {"\xD9\xA1", false, 0}, /* an Arabic digit */
};

START_TEST(integers_are_read_whole_or_not)
{
    int64_t value = 4711;
    bool valid = str_view_to_int64(str_view_of(integers[_i].text), &value);
    ck_assert_int_eq(valid, integers[_i].valid);
    ck_assert_int_eq(value, valid ? integers[_i].value : 4711);
}
END_TEST

static const int64_t numbers[] = {0, 5, -5, 1000000, INT64_MAX, INT64_MIN};

START_TEST(integers_come_back)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    int64_t value = 0;
    str_add_int64(&text, numbers[_i]);
    ck_assert(str_view_to_int64(str_view_from(&text), &value));
    ck_assert_int_eq(value, numbers[_i]);
}
END_TEST

static const struct {
    const char *text;
    const char *trimmed;
} trims[] = {
    {"", ""},
    {"a", "a"},
    {" \t\r\n\v\f", ""},
    {"  a b  ", "a b"},
    {"\xC2\xA0 a\xC2\xA0", "a"},
    {"\xC2\xA0", ""},
    {"\xC3\xA0", "\xC3\xA0"}, /* a with grave: its last byte is NBSP's too */
    {"\xA0", "\xA0"},
};

START_TEST(trim_takes_blanks_and_nbsp)
{
    ck_assert_view_eq(str_view_trim(str_view_of(trims[_i].text)), trims[_i].trimmed);
}
END_TEST

static const struct {
    const char *left;
    const char *right;
    int order;
} orders[] = {
    {"", "", 0},    {"", "a", -1},         {"a", "ab", -1},
    {"b", "ab", 1}, {"a", "\xC3\xA4", -1}, {"x", "x", 0},
};

START_TEST(comparison_is_bytewise)
{
    struct str_view left = str_view_of(orders[_i].left);
    struct str_view right = str_view_of(orders[_i].right);
    int order = str_view_compare(left, right);
    int turned = str_view_compare(right, left);
    ck_assert_int_eq((order > 0) - (order < 0), orders[_i].order);
    ck_assert_int_eq((turned > 0) - (turned < 0), -orders[_i].order);
    ck_assert_int_eq(str_view_equal(left, right), orders[_i].order == 0);
}
END_TEST

static const struct {
    const char *text;
    const char *first;
    const char *rest;
} cuts[] = {
    {"a;b;c", "a", "b;c"}, {"a;", "a", ""}, {";", "", ""}, {"a", "a", NULL}, {"", "", NULL},
};

START_TEST(cut_tells_an_empty_rest_from_none)
{
    struct str_view rest;
    ck_assert_view_eq(str_view_cut(str_view_of(cuts[_i].text), ';', &rest), cuts[_i].first);
    if (cuts[_i].rest == NULL) {
        ck_assert_ptr_null(rest.data);
    } else {
        ck_assert_ptr_nonnull(rest.data);
        ck_assert_view_eq(rest, cuts[_i].rest);
    }
}
END_TEST

START_TEST(starts_needs_the_whole_prefix)
{
    ck_assert(str_view_starts(STR_VIEW_LITERAL("DCWF/511"), STR_VIEW_LITERAL("DCWF/")));
    ck_assert(str_view_starts(STR_VIEW_LITERAL("DCWF"), STR_VIEW_LITERAL("DCWF")));
    ck_assert(str_view_starts(STR_VIEW_LITERAL("DCWF"), STR_VIEW_LITERAL("")));
    ck_assert(!str_view_starts(STR_VIEW_LITERAL("DC"), STR_VIEW_LITERAL("DCWF")));
    ck_assert(!str_view_starts(STR_VIEW_LITERAL("NICE"), STR_VIEW_LITERAL("DCWF")));
}
END_TEST

START_TEST(behind_is_what_follows_the_first)
{
    struct str_view text = STR_VIEW_LITERAL("fit; call-up A; call-up B");
    struct str_view part = STR_VIEW_LITERAL("; call-up ");
    ck_assert(str_view_equal(str_view_behind(text, part), STR_VIEW_LITERAL("A; call-up B")));
    struct str_view end = str_view_behind(STR_VIEW_LITERAL("fit; call-up "), part);
    ck_assert(end.data != NULL && end.length == 0);
    ck_assert_ptr_null(str_view_behind(STR_VIEW_LITERAL("; call-up"), part).data);
    ck_assert_ptr_null(str_view_behind((struct str_view){NULL, 0}, part).data);
}
END_TEST

START_TEST(a_str_grows_and_gives_itself_away)
{
    struct str text = {0};
    ck_assert_str_eq(str_chars(&text), "");
    str_add_view(&text, str_view_of(NULL));
    ck_assert_uint_eq(text.length, 0);
    for (int i = 0; i < 100; i++)
        str_add_text(&text, "ab");
    str_add_char(&text, '!');
    str_add_format(&text, "%s=%d%s", "x", 5, "");
    str_add_format(&text, "%s", "");
    ck_assert_uint_eq(text.length, 204);
    ck_assert_str_eq(text.data + 198, "ab!x=5");
    str_reset(&text);
    ck_assert_uint_eq(text.length, 0);
    ck_assert_str_eq(str_chars(&text), "");
    str_add(&text, "a\0b", 3);
    ck_assert(str_view_equal(str_view_from(&text), (struct str_view){"a\0b", 3}));
    CADRE_FREE char *taken = str_take(&text);
    ck_assert_str_eq(taken, "a");
    ck_assert_ptr_null(text.data);
    CADRE_FREE char *empty = str_take(&text);
    ck_assert_str_eq(empty, "");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("str");
    tcase_add_loop_test(tcase, integers_are_read_whole_or_not, 0, ROWS(integers));
    tcase_add_loop_test(tcase, integers_come_back, 0, ROWS(numbers));
    tcase_add_loop_test(tcase, trim_takes_blanks_and_nbsp, 0, ROWS(trims));
    tcase_add_loop_test(tcase, comparison_is_bytewise, 0, ROWS(orders));
    tcase_add_loop_test(tcase, cut_tells_an_empty_rest_from_none, 0, ROWS(cuts));
    tcase_add_test(tcase, starts_needs_the_whole_prefix);
    tcase_add_test(tcase, behind_is_what_follows_the_first);
    tcase_add_test(tcase, a_str_grows_and_gives_itself_away);
    return run_tcase(tcase, "base/str");
}
