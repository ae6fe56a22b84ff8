#include "import/bytes.h"

#include <string.h>

#include "tests/unit/import/import_case.h"

#define BYTES(text)                                                                                \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }

static const struct {
    struct str_view bytes;
    const char *findings; /* "" = taken */
} cases[] = {
    {BYTES("a,b\n1,2\n"), ""},
    {BYTES("\xEF\xBB\xBF"
           "a\n\u018F\u0259\n"),
     ""},
    {BYTES(""), "0/0 F001\n"},
    {BYTES("\xEF\xBB\xBF"), "0/0 F001\n"},
    {BYTES(" \t\r\n\r\n"), "0/0 F001\n"},
    {BYTES("sep=;"), "0/0 F001\n"},
    {BYTES("\xEF\xBB\xBFsep=;\r\n\r\n"), "0/0 F001\n"},
    {BYTES("sep=;\na;b\n1;\xFE\n"), "3/0 F007 (byte 3 of the line is 0xFE)\n"},
    {BYTES("PK\003\004\024\0\0\0"), "0/0 F017\n"},
    {BYTES("<?xml version=\"1.0\"?>\n<Workbook "
           "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
     "0/0 F021 (Excel opens it: it is a workbook saved as XML)\n"},
    {BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"), "0/0 F004\n"},
    {BYTES("%PDF-1.7\n"), "0/0 F005\n"},
    {BYTES("a\0,\0b\0\n\0"), "0/0 F006 (it looks like utf-16le: say --encoding utf-16le)\n"},
    {BYTES("\0a\0,\0b\0\n"), "0/0 F006 (it looks like utf-16be: say --encoding utf-16be)\n"},
    {BYTES("a,b\n1,2\0\n3,4\n"), "2/0 F008\n"},
    {BYTES("a,b\n1,\xFE"
           "2\n"),
     "2/0 F007 (byte 3 of the line is 0xFE)\n"},
    {BYTES("a,b\r1,2\r\xC0\x80\r"), "3/0 F007 (byte 1 of the line is 0xC0)\n"},
    {BYTES("a,b\r\n\r\n1,\xED\xA0\x80\r\n"), "3/0 F007 (byte 3 of the line is 0xED)\n"},
    {BYTES("a\nb\xC3"), "2/0 F007 (byte 2 of the line is 0xC3)\n"},
    /* lost letters */
    {BYTES("name\nM?mm?dov\n"), "2/0 F009 'M?mm?dov' (lines with such words: 1 of 2)\n"},
    {BYTES("name\n\"Ay\xEF\xBF\xBDg\u00FCn\",x\n"),
     "2/0 F009 'Ay\xEF\xBF\xBDg\u00FCn' (lines with such words: 1 of 2)\n"},
    {BYTES("name\nwhat?\n?\n? x\nhow??\n"), ""},
    {BYTES("name\nhttps://a.az/x?y=1\na@b?c\np?q=1&r\n"), ""},
    {BYTES("a\nb\nc\nd?e\nf\n"), ""}, /* one word in a list is no pattern */
};

static const struct {
    const char *text;
    size_t length;
    uint64_t lines;
} preambles[] = {
    {"", 0, 0},
    {"a,b\n", 0, 0},
    {"\xEF\xBB\xBF"
     "a,b\n",
     3, 0},
    {"sep=;\na;b\n", 6, 1},
    {"sep=;\r\na;b\r\n", 7, 1},
    {"sep=;\ra;b\r", 6, 1},
    {"\xEF\xBB\xBFSEP=,\na,b\n", 9, 1},
    {"\xEF\xBB\xBF\xEF\xBB\xBFsep=,\na,b\n", 12, 1},
    {"\xEF\xBB\xBF\xEF\xBB\xBF", 6, 0},
    {"\"sep=;\"\na;b\n", 8, 1},
    {"sep=\t\na\tb\n", 6, 1},
    {"sep=;", 5, 1},
    /* a header that looks a little like it */
    {"sep=\na\n", 0, 0},
    {"sep=;b\n", 0, 0},
    {"\"sep=;\na\n", 0, 0},
    {"separator;b\n", 0, 0},
    {"se", 0, 0},
    {"\nsep=;\n", 0, 0},
};

START_TEST(a_preamble_is_found)
{
    struct cadre_error err = {0};
    struct preamble preamble;
    CADRE_CLEANUP(input_file_cleanup)
    struct input_file *file = case_file(str_view_of(preambles[_i].text));
    ck_assert_int_eq(bytes_preamble(file, &preamble, &err), CADRE_OK);
    ck_assert_uint_eq(preamble.length, preambles[_i].length);
    ck_assert_uint_eq(preamble.lines, preambles[_i].lines);
}
END_TEST

static void check_bytes(struct str_view bytes, const char *expected)
{
    struct cadre_error err = {0};
    bool refused = false;
    CADRE_CLEANUP(str_release) struct str seen = {0};
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = case_file(bytes);
    ck_assert_int_eq(bytes_check(file, findings, &refused, &err), CADRE_OK);
    case_add_findings(&seen, findings, true);
    ck_assert_str_eq(str_chars(&seen), expected);
    ck_assert_int_eq(refused, expected[0] != '\0');
}

START_TEST(what_is_no_csv_is_refused)
{
    check_bytes(cases[_i].bytes, cases[_i].findings);
}
END_TEST

static bool is_refused(struct input_file *file)
{
    struct cadre_error err = {0};
    bool refused;
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    ck_assert_int_eq(bytes_check(file, findings, &refused, &err), CADRE_OK);
    ck_assert_int_eq(refused, findings_count(findings) > 0);
    return refused;
}

/* What is known of one text is not of another: that of the bytes, and one laid over them. */
START_TEST(soundness_is_that_of_the_text_at_hand)
{
    struct cadre_error err = {0};
    CADRE_CLEANUP(input_file_cleanup)
    struct input_file *file = case_file(STR_VIEW_LITERAL("a,b\n1,2\n"));
    ck_assert(!input_file_is_sound(file));
    ck_assert(!is_refused(file));
    ck_assert(input_file_is_sound(file));
    ck_assert_uint_eq(input_file_lines(file), 2);
    ck_assert(!is_refused(file));
    ck_assert_int_eq(input_file_begin_text(file, &err), CADRE_OK);
    ck_assert_int_eq(input_file_add_text(file, STR_VIEW_LITERAL("a,b\n1,\xFE\n"), &err), CADRE_OK);
    input_file_settle_text(file, ENCODING_WINDOWS_1254);
    ck_assert(is_refused(file));
    ck_assert(!input_file_is_sound(file));
    input_file_forget_text(file);
    ck_assert(!input_file_is_sound(file));
    ck_assert(!is_refused(file));
}
END_TEST

/* `lost` of 200 lines with a lost letter. */
static const struct {
    int lost;
    const char *findings;
} shares[] = {
    {0, ""},
    {2, ""},
    {3, ""},
    {4, "1/0 F009 'a?b0' (lines with such words: 4 of 200)\n"},
};

START_TEST(a_few_question_marks_are_no_loss)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    for (int i = 0; i < 200; i++)
        str_add_format(&text, "%s%d\n", i < shares[_i].lost ? "a?b" : "ab", i);
    check_bytes(str_view_from(&text), shares[_i].findings);
}
END_TEST

/* Two-byte letters and CR LF on the block's edge, a fault far behind it. */
START_TEST(blocks_do_not_show)
{
    enum { BLOCK = 256 * 1024 };
    for (size_t shift = 0; shift < 6; shift++) {
        CADRE_CLEANUP(str_release) struct str text = {0};
        for (size_t i = 0; i < shift; i++)
            str_add_char(&text, 'x');
        while (text.length < BLOCK + 64)
            str_add_text(&text, "\u0259\r\n");
        check_bytes(str_view_from(&text), "");
        str_add_char(&text, '\xFF');
        CADRE_FREE char *expected = cadre_format("%zu/0 F007 (byte 1 of the line is 0xFF)\n",
                                                 (text.length - 1 - shift) / 4 + 1);
        check_bytes(str_view_from(&text), expected);
    }
}
END_TEST

START_TEST(a_line_longer_than_a_block_is_one_line)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_char(&text, 'x');
    while (text.length < 600 * 1024)
        str_add_text(&text, "\u20AC");
    str_add_text(&text, "\nb\n\xFF");
    check_bytes(str_view_from(&text), "3/0 F007 (byte 1 of the line is 0xFF)\n");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("bytes");
    tcase_add_loop_test(tcase, what_is_no_csv_is_refused, 0, ROWS(cases));
    tcase_add_test(tcase, soundness_is_that_of_the_text_at_hand);
    tcase_add_loop_test(tcase, a_preamble_is_found, 0, ROWS(preambles));
    tcase_add_loop_test(tcase, a_few_question_marks_are_no_loss, 0, ROWS(shares));
    tcase_add_test(tcase, blocks_do_not_show);
    tcase_add_test(tcase, a_line_longer_than_a_block_is_one_line);
    return run_tcase(tcase, "import/bytes");
}
