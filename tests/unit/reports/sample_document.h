/*
 * A small document with every format of column, an absent cell, a total and texts that bite.
 */
#ifndef CADRE_TESTS_UNIT_REPORTS_SAMPLE_DOCUMENT_H
#define CADRE_TESTS_UNIT_REPORTS_SAMPLE_DOCUMENT_H

#include "reports/document.h"

static inline void sample_add_row(struct document_table *table, const char *text)
{
    table_begin_row(table);
    table_add_text(table, str_view_of(text));
    table_add_text(table, str_view_of("C-1"));
    table_add_coded(table, str_view_of("N-1"), str_view_of("<Title>"));
    table_add_coded(table, str_view_of("too_low"), str_view_of("too low"));
    table_add_integer(table, 12000);
    table_add_integer(table, 8750);
    table_add_bar(table, 3, 5);
    table_add_heat(table, 1, 4, 3);
}

static inline void sample_add_columns(struct document_table *table)
{
    table_add_column(table, "text", "Text", FORMAT_TEXT);
    table_add_column(table, "code", "Code", FORMAT_CODE);
    table_add_column(table, "coded", "Coded", FORMAT_CODED);
    table_add_column(table, "named", "Named", FORMAT_NAMED);
    table_add_column(table, "count", "Count", FORMAT_INTEGER);
    table_add_column(table, "fit_bp", "Fit", FORMAT_FIT);
    table_add_column(table, "bar", "Bar", FORMAT_BAR);
    table_add_coded_column(table, "gap", "Gap", FORMAT_HEAT);
}

static inline struct document *sample_document(struct arena *arena)
{
    struct document *document = document_new(arena, "sample", "A sample & more");
    document_set_finding(document, "%d of %d seats cannot be filled.", 61, 412);
    document_set_notice(document, "Draft: %s.", "not published");
    document_add_figure(document, "seats", "Seats", 412, FORMAT_INTEGER);
    document_add_figure(document, "fit_bp", "Mean fit", 8750, FORMAT_FIT);
    document_add_fact(document, "as_of", "As of", "%s", "2026-03-01");
    struct document_section *section = document_add_section(document, "First");
    section_add_paragraph(section, "A paragraph, %s.", "\"quoted\"");
    struct document_table *table = section_add_table(section, "rows", "All formats");
    sample_add_columns(table);
    sample_add_row(table, "Əli, \"the\x1b[31m\" <b>");
    table_begin_row(table);
    for (int i = 0; i < 8; i++)
        table_add_none(table);
    table_mark_total(table);
    section = document_add_section(document, "Second");
    table = section_add_table(section, "empty", "Nothing here");
    table_add_column(table, "only", "Only", FORMAT_TEXT);
    return document;
}

#endif
