/*
 * What a person reads in a cell, the same words on a terminal and on a page. Not escaped: that is
 * the work of each format's own escaper.
 */
#ifndef CADRE_REPORTS_CELL_TEXT_H
#define CADRE_REPORTS_CELL_TEXT_H

#include "core/base/str.h"
#include "reports/document_model.h"

/* Appends the text of the row's cell in column `column`. A cell that is not there gives a dash; in
 * a heat map, where it means that nobody asks for anything, nothing; and "All" at the head of a
 * total and nothing in the rest of it. */
void cell_text_add(const struct document_table *table, const struct document_row *row,
                   size_t column, struct str *out);
/* Digits in groups of three from 10,000 on, parted by a narrow no-break space. */
void cell_text_add_integer(int64_t number, struct str *out);
/* Basis points as a percentage: "87.50 %". Always two decimals, which is exact: parts add up, and a
 * shortfall of one point does not read as none. */
void cell_text_add_fit(int64_t bp, struct str *out);
void cell_text_add_figure(const struct document_figure *figure, struct str *out);

/* True for columns whose cells stand at the right edge. */
bool cell_text_is_right(enum column_format format);

#endif
