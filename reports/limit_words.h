/*
 * Quotas, draws and reserves of a run in words and tables.
 */
#ifndef CADRE_REPORTS_LIMIT_WORDS_H
#define CADRE_REPORTS_LIMIT_WORDS_H

#include "core/pairs/limit_figures.h"
#include "reports/document.h"

enum { LIMIT_LINES_MAX = 10 };

/* "quota 'north'", "draw 'employers' of E-1" */
void limit_words_add_name(const struct cap_figure *cap, struct str *out);
/* "a seat of priority 2 and 3.40 % of fit": what one more seat would bring, "at most" where
 * it may be less; "-" where the price is 0. */
void limit_words_add_worth(int64_t price, struct limit_worth worth, struct str *out);
/*
 * How many there are and how many are full, then the full ones that are worth most, a line each and
 * at most LIMIT_LINES_MAX; none of a run without limits. A stable run, which `stable` says, knows
 * no worth.
 */
size_t limit_words_lines(const struct limit_figures *figures, bool stable, struct arena *arena,
                         const char *const **ret_lines);

/* A section with the tables "limits" and "reserves", each where it has a row; nothing of a run
 * without limits. Of parts of a draw that is of each, those alone that are full where `short_list`.
 */
void limit_words_add_section(struct document *document, const struct limit_figures *figures,
                             bool stable, bool short_list);

#endif
