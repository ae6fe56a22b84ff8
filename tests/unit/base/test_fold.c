#include "core/base/fold.h"

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *left;
    const char *right;
    bool equal;
} pairs[] = {
    {"TITLE", "title", true},
    {"", "", true},
    {"a", "ab", false},
    {"@[`{", "@[`{", true},
    {"@", "`", false},
    {"[", "{", false},
    {"\u0130", "i", false},
    {"\u00C7", "\u00E7", false},
    {"\u00C7a", "\u00C7A", true},
};

START_TEST(ascii_alone_is_folded)
{
    ck_assert_int_eq(fold_ascii_equal(str_view_of(pairs[_i].left), str_view_of(pairs[_i].right)),
                     pairs[_i].equal);
}
END_TEST

START_TEST(letters_go_both_ways)
{
    for (int c = -128; c < 128; c++) {
        bool upper = c >= 'A' && c <= 'Z';
        bool lower = c >= 'a' && c <= 'z';
        ck_assert_int_eq(fold_ascii_lower((char)c), upper ? c + 32 : c);
        ck_assert_int_eq(fold_ascii_upper((char)c), lower ? c - 32 : c);
    }
}
END_TEST

static const struct {
    const char *text;
    const char *key;
} keys[] = {
    {"", ""},
    {"BIRTH DATE", "birth_date"},
    {"Birth_Date", "birth_date"},
    {"birth-date", "birth_date"},
    {"  birth \t - _ date  ", "birth_date"},
    {"birth\u00A0date\u00A0", "birth_date"},
    {"__", ""},
    {"a/b", "a/b"},
    /* the four i: all of them one letter */
    {"I\u011EDIR", "i\u011Fdir"},
    {"\u0130\u011Ed\u0131r", "i\u011Fdir"},
    {"\u0131\u011Fdir", "i\u011Fdir"},
    {"I\u0307mi\u0307", "imi"},
    /* Azerbaijani capitals, composed and not */
    {"\u00C7\u018F\u011E\u00D6\u015E\u00DC", "\u00E7\u0259\u011F\u00F6\u015F\u00FC"},
    {"C\u0327S\u0327", "\u00E7\u015F"},
    {"A\u0307", "\u0226"}, /* a dot above another letter is kept */
    /* schwa in all its code points */
    {"\u018F\u0259\u018E\u01DD\u04D8\u04D9", "\u0259\u0259\u0259\u0259\u0259\u0259"},
    {"\u04D9\u043B", "\u0259\u043B"},
    /* Russian */
    {"\u0424\u0410\u041C\u0418\u041B\u0418\u042F \u0401\u042A",
     "\u0444\u0430\u043C\u0438\u043B\u0438\u044F_\u0451\u044A"},
};

START_TEST(keys_are_the_same_in_every_writing)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    str_add_text(&out, "a");
    fold_key(str_view_of(keys[_i].text), &out);
    ck_assert_str_eq(str_chars(&out) + 1, keys[_i].key);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("fold");
    tcase_add_loop_test(tcase, ascii_alone_is_folded, 0, ROWS(pairs));
    tcase_add_test(tcase, letters_go_both_ways);
    tcase_add_loop_test(tcase, keys_are_the_same_in_every_writing, 0, ROWS(keys));
    return run_tcase(tcase, "base/fold");
}
