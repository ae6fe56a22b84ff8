/*
 * What quotas, draws and reserves came to in two results of a match, by their names: which there is
 * in one alone, and which allow, fill or are worth something else. Dual prices are in units of
 * their own run, so what is compared is what one more seat would bring.
 */
#ifndef CADRE_CORE_GAP_LIMIT_DIFF_H
#define CADRE_CORE_GAP_LIMIT_DIFF_H

#include "core/base/arena.h"
#include "core/pairs/limit_figures.h"

/* A limit as one result has it; of a reserve the seats open to all. */
struct limit_side {
    struct str_view kind, name; /* "quota", "draw" or "reserve" */
    struct str_view of;         /* whose, of a draw of each; the need, of a reserve; else absent */
    int64_t most, filled;       /* by the match */
    int64_t price;              /* 0 = one more would bring nothing */
    struct limit_worth worth;
};
struct limit_change {
    const struct limit_side *before, *after; /* NULL = it is none there; not both */
};

/* Those that differ, by kind in that order, then by name and whose, bytewise. From `arena`; texts
 * are those of the figures. */
size_t limit_figures_compare(const struct limit_figures *before, const struct limit_figures *after,
                             struct arena *arena, const struct limit_change **ret_changes);

#endif
