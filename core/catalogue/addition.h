/*
 * Rows of a catalogue kind beside what the catalogue has: what each of them would bring, what is
 * wrong with it, and the tables with it. Pure; sql/catalogue_rows_store keeps what comes out.
 */
#ifndef CADRE_CORE_CATALOGUE_ADDITION_H
#define CADRE_CORE_CATALOGUE_ADDITION_H

#include "core/base/arena.h"
#include "core/catalogue/catalogue.h"
#include "core/kind/finding.h"
#include "core/kind/kind.h"

/* A row that the kind's own rules found good. */
struct addition_row {
    const char *const *cells; /* by column of the kind: canonical text, days as YYYY-MM-DD, yes and
                                 no as 1 and 0; "" = not given */
};

/* What became of a row, the more the later. */
enum addition_outcome {
    ADDITION_SAME,      /* the catalogue says so already */
    ADDITION_COMPLETED, /* cells that were empty are filled */
    ADDITION_CHANGED,   /* a cell that was loaded earlier, or one that it replaces, is another */
    ADDITION_NEW,
    ADDITION_LEFT_OUT, /* a finding says why */
};

struct addition_finding {
    size_t row;
    const char *code;
    const char *column; /* of the kind; NULL = the row */
    const char *value;
    const char *hint; /* or NULL */
};

/* A row of a table as it is to be kept: what was given of it, and no more. */
struct addition_item {
    size_t row;               /* that brings it */
    const char *const *cells; /* by column of its table; "" = not given, but for its key */
    bool replaces;            /* its cells count where the shipped ones say otherwise */
    enum addition_outcome outcome;
};

/* The rows of one table that are new, completed or changed. */
struct addition_items {
    struct catalogue_table table; /* name and columns: the shipped ones and what the kind brings;
                                     no rows */
    size_t key_columns;           /* its first ones, or by `keys` */
    const size_t *keys;           /* columns that make its key, key_columns of them */
    const struct addition_item *items;
    size_t count;
};

enum { ADDITION_TABLES_MAX = 2 }; /* a scale is a row of one table, its levels are of another */

struct addition {
    enum addition_outcome *outcomes;         /* by row */
    const struct addition_finding *findings; /* by row; one of each that is left out */
    size_t finding_count;
    struct addition_items items[ADDITION_TABLES_MAX];
    struct catalogue_table tables[ADDITION_TABLES_MAX]; /* with the rows, for catalogue_from */
    size_t table_count;
};

/*
 * Rows are taken in their order, each with what stands before it. What a row of this kind refers to
 * of other kinds must be in `catalogue`; what it refers to of its own kind may stand in any of the
 * rows. A row with a finding that rejects is left out, and then what rests on it. Of what is
 * shipped a row fills what is empty; where it says otherwise that is a finding unless its column
 * `replaces` says yes. What was loaded gives way to what is loaded later. `kind` is one of
 * kind_all_catalogue. All lives in `arena` or is borrowed of the catalogue's tables and the rows,
 * not of the catalogue itself.
 */
void addition_judge(const struct catalogue *catalogue, const struct kind *kind,
                    const struct addition_row *rows, size_t count, struct arena *arena,
                    struct addition *ret_addition);

#endif
