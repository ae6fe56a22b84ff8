/*
 * A table laid out for a terminal: the printable text of each cell, and column widths that fit.
 * Only running text gives way: codes and numbers keep their width.
 */
#ifndef CADRE_REPORTS_TEXT_GRID_H
#define CADRE_REPORTS_TEXT_GRID_H

#include "core/base/arena.h"
#include "reports/document_model.h"

#define TEXT_GRID_GAP 2 /* blanks between columns */

struct text_grid {
    const struct document_table *table;
    struct str_view *titles; /* of the columns */
    struct str_view *cells;  /* row_count x column_count */
    size_t *widths;          /* in terminal columns */
    size_t width;            /* of all, gaps included */
    bool bars;               /* drawn beside their numbers */
};

struct text_grid *text_grid_new(const struct document_table *table, bool bars, struct arena *arena);
/* Narrows what may be narrowed until the grid is at most `columns` wide; false when it cannot be.
 */
bool text_grid_fit(struct text_grid *grid, size_t columns);
/* Takes the next line of at most `width` columns off *text, broken at a blank where there is one.
 */
struct str_view text_grid_next_line(struct str_view *text, size_t width);
/* Columns of the longest word between blanks. */
size_t text_grid_longest_word(struct str_view text);

#endif
