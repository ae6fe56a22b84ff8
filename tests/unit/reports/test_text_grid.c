#include "reports/text_grid.h"

#include "core/base/alloc.h"
#include "core/base/utf8.h"
#include "reports/document_model.h"
#include "tests/unit/reports/sample_document.h"
#include "tests/unit/run_tcase.h"

static const struct {
    const char *text;
    size_t width;
    const char *line, *rest;
} lines[] = {
    {"", 5, "", ""},
    {"short", 5, "short", ""},
    {"two words", 5, "two", "words"},
    {"two words", 3, "two", "words"},
    {"unbreakable", 4, "unbr", "eakable"},
    {"ab  cd", 3, "ab ", "cd"},
    {"şəhər adı", 5, "şəhər", "adı"},
    {"日本語", 4, "日本", "語"},
    {"日", 1, "日", ""}, /* at least one, or it would never end */
};

START_TEST(line_is_broken_at_a_blank)
{
    struct str_view text = str_view_of(lines[_i].text);
    struct str_view line = text_grid_next_line(&text, lines[_i].width);
    ck_assert_view_eq(line, lines[_i].line);
    ck_assert_view_eq(text, lines[_i].rest);
}
END_TEST

START_TEST(width_is_of_the_widest_cell)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct document *document = sample_document(arena);
    struct text_grid *grid = text_grid_new(document->tables[0], true, arena);
    size_t sum = 7 * TEXT_GRID_GAP;
    for (size_t i = 0; i < 8; i++)
        sum += grid->widths[i];
    ck_assert_uint_eq(grid->width, sum);
    ck_assert_uint_eq(grid->widths[0], utf8_width(str_view_of("Əli, \"the?[31m\" <b>")));
    ck_assert_uint_eq(grid->widths[2], utf8_width(str_view_of("N-1 <Title>")));
    ck_assert_uint_eq(grid->widths[6], utf8_width(str_view_of("3/5 ##########")));
}
END_TEST

START_TEST(running_text_gives_way_and_numbers_do_not)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct document *document = sample_document(arena);
    struct text_grid *grid = text_grid_new(document->tables[0], false, arena);
    size_t count_width = grid->widths[4];
    size_t narrower = grid->width - 6;
    ck_assert(text_grid_fit(grid, narrower));
    ck_assert_uint_eq(grid->width, narrower);
    ck_assert_uint_eq(grid->widths[4], count_width);
    ck_assert(!text_grid_fit(grid, 20));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("text_grid");
    tcase_add_loop_test(tcase, line_is_broken_at_a_blank, 0, ROWS(lines));
    tcase_add_test(tcase, width_is_of_the_widest_cell);
    tcase_add_test(tcase, running_text_gives_way_and_numbers_do_not);
    return run_tcase(tcase, "reports/text_grid");
}
