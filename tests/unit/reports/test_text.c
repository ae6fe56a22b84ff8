#include "core/base/alloc.h"
#include "core/base/utf8.h"
#include "reports/document.h"
#include "tests/unit/reports/sample_document.h"
#include "tests/unit/reports/written.h"

static char *sample_text(size_t columns, bool color)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct text_style style = {.columns = columns, .color = color};
    struct written written;
    document_write_text(sample_document(arena), &style, written_begin(&written));
    written_end(&written);
    return written.text;
}

static const char head[] =
    "A sample & more\n===============\n\n61 of 412 seats cannot be filled.\n\n"
    "Draft: not published.\n\nSeats     412\nMean fit  87.50\u00a0%\n\nAs of  2026-03-01\n";

static const char *const there[] = {
    head,
    "\nFirst\n-----\nA paragraph, \"quoted\".\n\nAll formats\n\n",
    "Əli, \"the\uFFFD[31m\" <b>",
    "3/5 \u2588\u2588\u2588\u2588\u2588\u2588\u2591\u2591\u2591\u2591",
    "\nAll\n",
    "Nothing here\n\n(none)\n",
};

START_TEST(text_has)
{
    CADRE_FREE char *text = sample_text(0, false);
    ck_assert_contains(text, there[_i]);
    ck_assert_lacks(text, "\x1b");
}
END_TEST

/* Words are wrapped under themselves and a long one stays whole; a text for programs is one line.
 */
static const char facts_wrapped[] =
    "T\n=\n\n"
    "Policy    level 4000 less 1000 a level;\n          "
    "0123456789abcdef0123456789abcdef\n"
    "Settings  {\"a\": 1, \"delimiter\": \";\", \"b\": \"two  blanks\"}\n";

START_TEST(words_of_facts_are_wrapped)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct document *document = document_new(arena, "t", "T");
    struct text_style style = {.columns = 30};
    struct written written;
    document_add_fact(document, "policy", "Policy", "%s", "for programs");
    document_set_fact_words(document,
                            "level 4000 less 1000 a level; 0123456789abcdef0123456789abcdef");
    document_add_fact(document, "settings", "Settings", "%s",
                      "{\"a\": 1, \"delimiter\": \";\", \"b\": \"two  blanks\"}");
    document_write_text(document, &style, written_begin(&written));
    ck_assert_str_eq(written_end(&written), facts_wrapped);
    written_release(&written);
}
END_TEST

static const size_t widths[] = {40, 60, 80, 100, 120, 200};

START_TEST(no_line_is_wider_than_the_terminal)
{
    CADRE_FREE char *text = sample_text(widths[_i], false);
    struct str_view rest = str_view_of(text);
    while (rest.data != NULL) {
        struct str_view line = str_view_cut(rest, '\n', &rest);
        ck_assert_msg(utf8_width(line) <= widths[_i], "'%.*s'", STR_VIEW_ARGS(line));
        ck_assert(line.length == 0 || line.data[line.length - 1] != ' ');
    }
}
END_TEST

START_TEST(a_narrow_terminal_gets_rows_as_blocks)
{
    CADRE_FREE char *text = sample_text(40, false);
    ck_assert_contains(text, "Text       Əli, ");
    ck_assert_contains(text, "\n  Count    12\u202f000\n");
    ck_assert_contains(text, "\n  Bar      3/5\n");
    ck_assert_contains(text, "\n  gap Gap  1/4 \u22123\n");
    ck_assert_contains(text, "\nText       All\n");
}
END_TEST

START_TEST(colors_come_only_when_asked_for)
{
    CADRE_FREE char *text = sample_text(0, true);
    ck_assert_contains(text, "\x1b[1mA sample & more\x1b[0m\n");
    ck_assert_contains(text, "\x1b[48;5;88;38;5;231m");
    ck_assert_contains(text, "have/need \u2212short; share of seats short:");
    ck_assert_lacks(text, "the\x1b[31m");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("text");
    tcase_add_loop_test(tcase, text_has, 0, ROWS(there));
    tcase_add_test(tcase, words_of_facts_are_wrapped);
    tcase_add_loop_test(tcase, no_line_is_wider_than_the_terminal, 0, ROWS(widths));
    tcase_add_test(tcase, a_narrow_terminal_gets_rows_as_blocks);
    tcase_add_test(tcase, colors_come_only_when_asked_for);
    return run_tcase(tcase, "reports/text");
}
