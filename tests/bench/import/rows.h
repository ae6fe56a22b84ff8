/*
 * Made-up rows for the bench and the fault tests: rosters of 16 columns and certifications, valid
 * by the rules of `cadre check`, with the letters of Azerbaijani. A row follows from the plan and
 * its number alone, so that any file, any part of one and any month can be made anew.
 */
#ifndef CADRE_TESTS_BENCH_IMPORT_ROWS_H
#define CADRE_TESTS_BENCH_IMPORT_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

enum { ROW_CELLS_MAX = 16, ROW_CHANGES_MAX = 16 };

struct row_plan {
    uint64_t seed;
    const char *prefix; /* of source_person_id: tells sources apart */
    /* Each month changes its share of the rows; after the last share the first comes again. */
    uint32_t change_percents[ROW_CHANGES_MAX];
    size_t change_count;
    uint32_t month; /* months gone by; 0 = the first list */
};

struct made_row {
    struct str cells[ROW_CELLS_MAX];
};

struct row_kind {
    const char *name;
    const char *const *columns; /* column_count headers */
    size_t column_count;
    /* Sets the cells of row `number`, from 0. Cells not touched are empty. */
    void (*fill)(const struct row_plan *plan, uint64_t number, struct made_row *row);
};

/* "roster" or "certifications"; NULL when there is none of that name. */
const struct row_kind *row_kind_find(const char *name);
/* The month in which row `number` changed last; 0 = never. */
uint32_t row_changed_in(const struct row_plan *plan, uint64_t number);
void made_row_reset(struct made_row *row);
void made_row_release(struct made_row *row);

extern const struct row_kind row_kind_roster, row_kind_certifications;

#endif
