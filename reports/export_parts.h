/*
 * A column as machines read it: one to three values, each with a name of its own. CSV and JSON
 * write the same names.
 */
#ifndef CADRE_REPORTS_EXPORT_PARTS_H
#define CADRE_REPORTS_EXPORT_PARTS_H

#include "core/base/str.h"
#include "reports/document_model.h"

/* The column that tells totals from the rest, in tables that set totals apart. */
#define EXPORT_TOTAL "total"

/* How many values a column of this format has. */
size_t export_part_count(enum column_format format);
/* Appends the name of value `part`: "covered_of". */
void export_part_name(const struct document_column *column, size_t part, struct str *out);

struct export_value {
    bool present;
    bool is_text;
    struct str_view text;
    int64_t number;
};

struct export_value export_part(const struct document_column *column,
                                const struct document_cell *cell, size_t part);

#endif
