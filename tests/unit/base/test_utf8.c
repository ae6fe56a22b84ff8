#include "core/base/utf8.h"

#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

#define VALID SIZE_MAX

static const struct {
    struct str_view text;
    size_t bad_offset;
} validity[] = {
    {STR_VIEW_LITERAL(""), VALID},
    {STR_VIEW_LITERAL("abc\t\r\n"), VALID},
    {STR_VIEW_LITERAL("\u0259\u20AC\U0001F600\U0010FFFF"), VALID},
    {STR_VIEW_LITERAL("\uFFFE"), VALID},
    {STR_VIEW_LITERAL("ab\0c"), 2},
    {STR_VIEW_LITERAL("\x80"), 0},
    {STR_VIEW_LITERAL("a\xC0\x80"), 1},
    {STR_VIEW_LITERAL("a\xC1\xBF"), 1},
    {STR_VIEW_LITERAL("\xE0\x9F\xBF"), 0},
    {STR_VIEW_LITERAL("ab\xED\xA0\x80"), 2},
    {STR_VIEW_LITERAL("\xF0\x8F\xBF\xBF"), 0},
    {STR_VIEW_LITERAL("\xF4\x90\x80\x80"), 0},
    {STR_VIEW_LITERAL("\xF5\x80\x80\x80"), 0},
    {STR_VIEW_LITERAL("abc\xC9"), 3},
    {STR_VIEW_LITERAL("abc\xE2\x82"), 3},
    {STR_VIEW_LITERAL("\xC9x"), 0},
    {STR_VIEW_LITERAL("\xFF"), 0},
    {STR_VIEW_LITERAL("M\xFCller"), 1},
};

START_TEST(only_rfc_3629_is_valid)
{
    size_t offset = VALID;
    bool valid = utf8_is_valid(validity[_i].text, &offset);
    ck_assert_int_eq(valid, validity[_i].bad_offset == VALID);
    ck_assert_uint_eq(offset, validity[_i].bad_offset);
    ck_assert_int_eq(utf8_is_valid(validity[_i].text, NULL), valid);
}
END_TEST

/* Where utf8proc sees no code point, the text's length when nowhere. */
static size_t reference_fault(struct str_view text)
{
    for (size_t offset = 0; offset < text.length;) {
        size_t before = offset;
        if (utf8_next(text, &offset) == 0xFFFD && offset == before + 1)
            return before;
    }
    return text.length;
}

/* All fours of the bytes at which the rules change, over every place where sixteen bytes meet the
 * next. */
START_TEST(every_sequence_is_judged_the_same_at_every_place)
{
    static const unsigned char edges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F,
                                          0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
                                          0xED, 0xEE, 0xF0, 0xF1, 0xF4, 0xF5};
    enum { EDGES = ROWS(edges), LENGTH = 35 };
    static const size_t places[] = {0, 13, 14, 15, 16, 31};
    char text[LENGTH];
    for (size_t number = 0; number < EDGES * EDGES * EDGES * EDGES; number++) {
        size_t rest = number;
        size_t place = places[number % ROWS(places)];
        memset(text, 'a', sizeof text);
        for (size_t i = 0; i < 4; i++, rest /= EDGES)
            text[place + i] = (char)edges[rest % EDGES];
        struct str_view view = {text, sizeof text};
        size_t wanted = reference_fault(view);
        size_t offset = view.length;
        bool valid = utf8_is_valid(view, &offset);
        if (valid != (wanted == view.length) || offset != wanted)
            ck_abort_msg("number %zu: %zu instead of %zu", number, offset, wanted);
    }
}
END_TEST

static const struct {
    const char *text;
    const char *normal;
} normal_forms[] = {
    {"", ""},
    {"Plain ASCII", "Plain ASCII"},
    {"\u018Fliyev \u00D6\u011E\u00DC\u0130\u015E\u00C7",
     "\u018Fliyev \u00D6\u011E\u00DC\u0130\u015E\u00C7"},
    /* decomposed letters */
    {"I\u0307lham", "\u0130lham"},
    {"s\u0327ans", "\u015Fans"},
    {"\u0438\u0306", "\u0439"},
    {"e\u0323\u0302", "\u1EC7"},
    {"e\u0302\u0323", "\u1EC7"},
    {"\u212B", "\u00C5"},
    /* schwa: turned e and reversed E are always one */
    {"M\u01DDmm\u01DDd", "M\u0259mm\u0259d"},
    {"\u018Eli", "\u018Fli"},
    {"\u0411\u01DD", "\u0411\u0259"},
    /* Cyrillic schwa among Latin letters, alone, next to a Cyrillic word */
    {"M\u04D9mm\u04D9d", "M\u0259mm\u0259d"},
    {"\u04D8li", "\u018Fli"},
    {"\u04D9", "\u0259"},
    {"\u04D8L\u04D8KB\u018FR", "\u018FL\u018FKB\u018FR"},
    {"M\u04D9mm\u04D9d-\u0418\u0432\u0430\u043D", "M\u0259mm\u0259d-\u0418\u0432\u0430\u043D"},
    /* a Kazakh or old Azerbaijani word keeps it, wherever it stands in the word */
    {"\u04D9\u043B\u0435\u043C", "\u04D9\u043B\u0435\u043C"},
    {"\u041C\u04D9\u043C\u043C\u04D9\u0434", "\u041C\u04D9\u043C\u043C\u04D9\u0434"},
    {"\u043B\u04D9 M\u04D9n", "\u043B\u04D9 M\u0259n"},
    /* text that is not valid stays as it is */
    {"\xFF\u04D9", "\xFF\u04D9"},
};

START_TEST(normal_form_is_nfc_with_one_schwa)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    str_add_text(&out, ">");
    utf8_normalise(str_view_of(normal_forms[_i].text), &out);
    ck_assert_str_eq(str_chars(&out) + 1, normal_forms[_i].normal);
    /* Once more changes nothing. */
    CADRE_CLEANUP(str_release) struct str again = {0};
    utf8_normalise(str_view_of(normal_forms[_i].normal), &again);
    ck_assert_str_eq(str_chars(&again), normal_forms[_i].normal);
}
END_TEST

static const struct {
    const char *text;
    size_t columns;
    size_t code_points;
} widths[] = {
    {"", 0, 0},       {"abc", 3, 3},           {"\u018Fli", 3, 3}, {"e\u0301", 1, 2},
    {"\u6F22", 2, 1}, {"a\u6F22\uFF21", 5, 3}, {"\u200B", 0, 1},
};

START_TEST(width_is_in_columns)
{
    ck_assert_uint_eq(utf8_width(str_view_of(widths[_i].text)), widths[_i].columns);
    ck_assert_uint_eq(utf8_count(str_view_of(widths[_i].text)), widths[_i].code_points);
}
END_TEST

static const struct {
    struct str_view text;
    size_t columns;
    const char *shown;
} shown[] = {
    {STR_VIEW_LITERAL(""), 0, ""},
    {STR_VIEW_LITERAL("\u018Fli \u0130"), 0, "\u018Fli \u0130"},
    {STR_VIEW_LITERAL("a\x1B[2J"), 0, "a\uFFFD[2J"},
    {STR_VIEW_LITERAL("a\tb\r\nc\x7F"), 0, "a\uFFFDb\uFFFD\uFFFDc\uFFFD"},
    {STR_VIEW_LITERAL("a\0b"), 0, "a\uFFFDb"},
    {STR_VIEW_LITERAL("a\xC2\x85\xC2\x9B"
                      "b"),
     0, "a\uFFFD\uFFFDb"},
    {STR_VIEW_LITERAL("a\u202Eb\u2066c\u200F"), 0, "a\uFFFDb\uFFFDc\uFFFD"},
    {STR_VIEW_LITERAL("a\xFF\xC9z"), 0, "a\uFFFD\uFFFDz"},
    {STR_VIEW_LITERAL("abcdef"), 6, "abcdef"},
    {STR_VIEW_LITERAL("abcdefg"), 6, "abcde\u2026"},
    {STR_VIEW_LITERAL("abcdefg"), 1, "\u2026"},
    {STR_VIEW_LITERAL("\u6F22\u6F22\u6F22"), 6, "\u6F22\u6F22\u6F22"},
    {STR_VIEW_LITERAL("\u6F22\u6F22\u6F22"), 5, "\u6F22\u6F22\u2026"},
    {STR_VIEW_LITERAL("\u6F22\u6F22\u6F22"), 4, "\u6F22\u2026"},
    {STR_VIEW_LITERAL("e\u0301e\u0301e\u0301"), 2, "e\u0301\u2026"},
};

START_TEST(printable_is_safe_and_fits)
{
    CADRE_CLEANUP(str_release) struct str out = {0};
    utf8_printable(shown[_i].text, shown[_i].columns, &out);
    ck_assert_str_eq(str_chars(&out), shown[_i].shown);
}
END_TEST

static const struct {
    uint32_t code_point;
    bool letter;
    bool control;
} classes[] = {
    {'a', true, false},    {'Z', true, false},     {'@', false, false},    {'[', false, false},
    {'`', false, false},   {'{', false, false},    {'7', false, false},    {' ', false, false},
    {0x0259, true, false}, {0x042F, true, false},  {0x05D0, true, false},  {0x4E2D, true, false},
    {0x0301, true, false}, {0x00A0, false, false}, {0x2019, false, false}, {0x0663, false, false},
    {'\n', false, true},   {0x7F, false, true},    {0x85, false, true},    {0x2028, false, true},
    {0x202E, false, true}, {0x200F, false, true},  {0xFFFD, false, false},
};

START_TEST(letters_and_controls_are_told)
{
    ck_assert_int_eq(utf8_is_letter(classes[_i].code_point), classes[_i].letter);
    ck_assert_int_eq(utf8_is_control(classes[_i].code_point), classes[_i].control);
}
END_TEST

static const struct {
    uint32_t code_point;
    bool blank;
} blanks[] = {
    {' ', true},    {0x00A0, true},  {0x2003, true},  {0x3000, true},  {0x200B, true},
    {0xFEFF, true}, {'a', false},    {'_', false},    {'\n', false},   {0x0301, false},
    {'-', false},   {0x2013, false}, {0x00AB, false}, {0x0259, false}, {0xFFFD, false},
};

START_TEST(blanks_are_told)
{
    ck_assert_int_eq(utf8_is_blank(blanks[_i].code_point), blanks[_i].blank);
}
END_TEST

/* What the survey passes as usual, the slow ways must find so too: every code point, alone, at
 * either side of a word of eight bytes, and behind a letter that it might combine with. */
START_TEST(the_survey_misses_nothing)
{
    static const char *const before[] = {"", "aaaaaaa", "e", "aaaaaaae"};
    struct str text = {0};
    struct str normal = {0};
    for (uint32_t c = 1; c <= 0x10FFFF; c += c == 0xD7FF ? 0x801 : 1) {
        const char *beginning = before[c % ROWS(before)];
        str_reset(&text);
        str_reset(&normal);
        str_add_text(&text, beginning);
        utf8_add(&text, c);
        str_add_text(&text, "b");
        unsigned survey = utf8_survey(str_view_from(&text));
        if (((survey & UTF8_BEYOND_ASCII) != 0) != (c >= 0x80))
            ck_abort_msg("U+%04X", c);
        if ((survey & UTF8_UNUSUAL) != 0)
            continue;
        utf8_normalise(str_view_from(&text), &normal);
        if (utf8_is_control(c) || !str_view_equal(str_view_from(&text), str_view_from(&normal)))
            ck_abort_msg("U+%04X", c);
    }
    str_release(&text);
    str_release(&normal);
}
END_TEST

static const struct {
    struct str_view text;
    unsigned survey;
} surveys[] = {
    {STR_VIEW_LITERAL(""), 0},
    {STR_VIEW_LITERAL("a b~"), 0},
    {STR_VIEW_LITERAL("abcdefgh"), 0},
    {STR_VIEW_LITERAL("abcdefghi~klmnop q"), 0},
    {STR_VIEW_LITERAL("\n"), UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("abcdefg\t"), UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("\x7F"
                      "abcdefghijklmnopq"),
     UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("abcdefgh\0"), UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("\u018Fliyev"), UTF8_BEYOND_ASCII},
    {STR_VIEW_LITERAL("\u0259\u00FC\u0131\u0130\u015F\u00E7\u011F\u0416\u044F"), UTF8_BEYOND_ASCII},
    {STR_VIEW_LITERAL("\u2116 1000017"), UTF8_BEYOND_ASCII},
    {STR_VIEW_LITERAL("\u201Ea\u201C \u2013 \u2019\u2026\u2027"), UTF8_BEYOND_ASCII},
    {STR_VIEW_LITERAL("\u200F"), UTF8_BEYOND_ASCII | UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("\u2028"), UTF8_BEYOND_ASCII | UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("\u2126"), UTF8_BEYOND_ASCII | UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("abc\u018Eefghijk"), UTF8_BEYOND_ASCII | UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("\u01DD"), UTF8_BEYOND_ASCII | UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("e\u0301"), UTF8_BEYOND_ASCII | UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("\u00A0"), UTF8_BEYOND_ASCII | UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("\u018Fh\u018Fm\u018Fd \u01CE"), UTF8_BEYOND_ASCII},
    {STR_VIEW_LITERAL("\u018Fhm\u018Fdov oğlu 1\t"), UTF8_BEYOND_ASCII | UTF8_UNUSUAL},
    {STR_VIEW_LITERAL("\u0259\n"), UTF8_BEYOND_ASCII | UTF8_UNUSUAL},
};

START_TEST(texts_are_surveyed)
{
    ck_assert_uint_eq(utf8_survey(surveys[_i].text), surveys[_i].survey);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("utf8");
    tcase_add_loop_test(tcase, letters_and_controls_are_told, 0, ROWS(classes));
    tcase_add_loop_test(tcase, blanks_are_told, 0, ROWS(blanks));
    tcase_add_loop_test(tcase, only_rfc_3629_is_valid, 0, ROWS(validity));
    tcase_add_test(tcase, every_sequence_is_judged_the_same_at_every_place);
    tcase_add_loop_test(tcase, normal_form_is_nfc_with_one_schwa, 0, ROWS(normal_forms));
    tcase_add_loop_test(tcase, width_is_in_columns, 0, ROWS(widths));
    tcase_add_loop_test(tcase, printable_is_safe_and_fits, 0, ROWS(shown));
    tcase_add_test(tcase, the_survey_misses_nothing);
    tcase_add_loop_test(tcase, texts_are_surveyed, 0, ROWS(surveys));
    return run_tcase(tcase, "base/utf8");
}
