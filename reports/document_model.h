/*
 * What a document is made of: read by the writers of this room, by nobody else. Absent texts are
 * absent views; arrays belong to the document's arena.
 */
#ifndef CADRE_REPORTS_DOCUMENT_MODEL_H
#define CADRE_REPORTS_DOCUMENT_MODEL_H

#include "reports/document.h"

struct document_cell {
    bool present;
    struct str_view text;  /* TEXT, CODE, CODED, NAMED: the code */
    struct str_view title; /* CODED, NAMED */
    /* INTEGER and FIT: [0]; BAR: value, whole; HEAT: have, need, short_of. */
    int64_t number[3];
};

struct document_column {
    const char *name, *title;
    enum column_format format;
    bool coded; /* the name is a code and shown before the title */
};

struct document_row {
    struct document_cell *cells; /* one for each column */
    size_t cell_count;           /* added so far */
    bool total;
};

struct document_table {
    struct document *document;
    const char *name, *caption;
    struct document_column *columns;
    size_t column_count, column_capacity;
    struct document_row *rows;
    size_t row_count, row_capacity;
    bool has_totals;
};

/* A paragraph or a table. */
struct document_block {
    const char *paragraph;
    const struct document_table *table;
};

struct document_section {
    struct document *document;
    const char *title;
    struct document_block *blocks;
    size_t block_count, block_capacity;
};

struct document_fact {
    const char *key, *label, *text;
    const char *words; /* for people, where `text` is for programs; NULL = text is for both */
};

struct document_figure {
    const char *key, *label;
    int64_t number;
    enum column_format format;
};

struct document {
    struct arena *arena;
    const char *name, *title;
    const char *finding, *notice; /* NULL = none */
    struct document_fact *facts;
    size_t fact_count, fact_capacity;
    struct document_figure *figures;
    size_t figure_count, figure_capacity;
    struct document_section **sections;
    size_t section_count, section_capacity;
    struct document_table **tables; /* of all sections, in order */
    const char **table_names;
    size_t table_count, table_capacity, name_capacity;
};

/* The first table of the document with cells of the heat map's five classes: a legend goes with it.
 */
bool table_is_first_heat(const struct document_table *table);

#endif
