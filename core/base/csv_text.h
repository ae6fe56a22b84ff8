/*
 * The one escaper of CSV. RFC 4180 for machines: fields with separator, quote, CR or LF, or with
 * leading or trailing blanks are quoted, quotes doubled. For people (Excel): a text cell that
 * starts with = + - @ TAB or CR also gets a leading apostrophe, so that no spreadsheet runs it as a
 * formula; a plain negative number ("-5", "-0,25") is left alone. Absent and empty look the same.
 */
#ifndef CADRE_CORE_BASE_CSV_TEXT_H
#define CADRE_CORE_BASE_CSV_TEXT_H

#include <stdbool.h>

#include "core/base/str.h"

struct csv_style {
    char separator;
    bool guard_formulas;
};

extern const struct csv_style csv_style_machine; /* ',' exact */
extern const struct csv_style csv_style_people;  /* ';' guarded; the caller writes the BOM */

void csv_text_add(struct str *out, const struct csv_style *style, struct str_view field);
/* Joins `count` fields into a record that ends with CR LF (people) or LF (machine). A lone empty
 * field is written "", since readers skip blank lines. */
void csv_text_add_record(struct str *out, const struct csv_style *style,
                         const struct str_view *fields, size_t count);

#endif
