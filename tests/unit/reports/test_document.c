#include "reports/document.h"

#include <signal.h>
#include <string.h>

#include "core/base/alloc.h"
#include "reports/document_model.h"
#include "tests/unit/reports/sample_document.h"
#include "tests/unit/run_tcase.h"

START_TEST(tables_are_named_in_order)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct document *document = sample_document(arena);
    size_t count = 0;
    const char *const *names = document_table_names(document, &count);
    ck_assert_str_eq(document_name(document), "sample");
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(names[0], "rows");
    ck_assert_str_eq(names[1], "empty");
}
END_TEST

START_TEST(texts_are_copied)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct document *document = document_new(arena, "copy", "Copy");
    struct document_table *table = section_add_table(document_add_section(document, "S"), "t", "T");
    char text[] = "before";
    table_add_column(table, text, text, FORMAT_TEXT);
    table_begin_row(table);
    table_add_text(table, str_view_of(text));
    memset(text, 'x', sizeof text - 1);
    ck_assert_str_eq(table->columns[0].name, "before");
    ck_assert_view_eq(table->rows[0].cells[0].text, "before");
}
END_TEST

/* More than the first capacity of every array. */
START_TEST(arrays_grow)
{
    enum { MANY = 100 };
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct document *document = document_new(arena, "many", "Many");
    struct document_table *table = NULL;
    for (int i = 0; i < MANY; i++) {
        CADRE_FREE char *name = cadre_format("t%d", i);
        table = section_add_table(document_add_section(document, name), name, name);
        document_add_fact(document, name, name, "%d", i);
        document_add_figure(document, name, name, i, FORMAT_INTEGER);
    }
    for (int i = 0; i < MANY; i++)
        table_add_column(table, "c", "C", FORMAT_INTEGER);
    for (int row = 0; row < MANY; row++) {
        table_begin_row(table);
        for (int i = 0; i < MANY; i++)
            table_add_integer(table, row * MANY + i);
    }
    size_t count = 0;
    ck_assert_str_eq(document_table_names(document, &count)[42], "t42");
    ck_assert_uint_eq(count, MANY);
    ck_assert_str_eq(document->facts[99].text, "99");
    ck_assert_int_eq(document->figures[99].number, 99);
    ck_assert_int_eq(table->rows[99].cells[99].number[0], 9999);
}
END_TEST

START_TEST(an_absent_text_is_no_cell)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct document *document = document_new(arena, "absent", "Absent");
    struct document_table *table = section_add_table(document_add_section(document, "S"), "t", "T");
    table_add_column(table, "a", "A", FORMAT_TEXT);
    table_add_column(table, "b", "B", FORMAT_CODED);
    table_begin_row(table);
    table_add_text(table, str_view_of(NULL));
    table_add_coded(table, str_view_of(NULL), str_view_of("title"));
    ck_assert(!table->rows[0].cells[0].present);
    ck_assert(!table->rows[0].cells[1].present);
    ck_assert(!table->has_totals);
}
END_TEST

START_TEST(one_heat_table_has_the_legend)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct document *document = sample_document(arena);
    ck_assert(table_is_first_heat(document->tables[0]));
    ck_assert(!table_is_first_heat(document->tables[1]));
}
END_TEST

static struct document_table *one_column(struct arena *arena, enum column_format format)
{
    struct document *document = document_new(arena, "x", "X");
    struct document_table *table = section_add_table(document_add_section(document, "S"), "t", "T");
    table_add_column(table, "a", "A", format);
    table_begin_row(table);
    return table;
}

START_TEST(a_cell_of_another_format_is_a_bug)
{
    table_add_integer(one_column(arena_new(), FORMAT_TEXT), 1);
}
END_TEST

START_TEST(a_cell_too_many_is_a_bug)
{
    struct document_table *table = one_column(arena_new(), FORMAT_INTEGER);
    table_add_integer(table, 1);
    table_add_integer(table, 2);
}
END_TEST

START_TEST(two_tables_of_one_name_are_a_bug)
{
    struct document *document = document_new(arena_new(), "x", "X");
    struct document_section *section = document_add_section(document, "S");
    section_add_table(section, "t", "T");
    section_add_table(section, "t", "T");
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("document");
    tcase_add_test(tcase, tables_are_named_in_order);
    tcase_add_test(tcase, texts_are_copied);
    tcase_add_test(tcase, arrays_grow);
    tcase_add_test(tcase, an_absent_text_is_no_cell);
    tcase_add_test(tcase, one_heat_table_has_the_legend);
    tcase_add_test_raise_signal(tcase, a_cell_of_another_format_is_a_bug, SIGABRT);
    tcase_add_test_raise_signal(tcase, a_cell_too_many_is_a_bug, SIGABRT);
    tcase_add_test_raise_signal(tcase, two_tables_of_one_name_are_a_bug, SIGABRT);
    return run_tcase(tcase, "reports/document");
}
