/*
 * The lists that the catalogue is read by: a table of it each, with the columns that people and
 * programs are shown of it. Pure data and a choice of rows; whoever shows them makes the cells.
 */
#ifndef CADRE_CORE_CATALOGUE_LISTING_H
#define CADRE_CORE_CATALOGUE_LISTING_H

#include "core/base/arena.h"
#include "core/catalogue/catalogue.h"

enum { LISTING_COLUMNS_MAX = 12 };

enum listing_format { LISTING_CODE, LISTING_TEXT, LISTING_NUMBER };

struct listing {
    const char *name;      /* as it is asked for: "elements" */
    const char *title;     /* "Work roles and competencies" */
    const char *table;     /* of the catalogue */
    const char *type;      /* the column that a type is looked for in; NULL = its rows have none */
    const char *framework; /* likewise a framework, with its version in "version" */
    struct {
        const char *name; /* the table's, NULL behind the last one */
        const char *title;
        enum listing_format format;
    } columns[LISTING_COLUMNS_MAX + 1];
};

/* In the order of the help; *ret_count of them. */
const struct listing *listing_all(size_t *ret_count);
/* NULL when there is none; *ret_nearest (may be NULL) is then what was meant, or NULL. */
const struct listing *listing_find(struct str_view name, const struct listing **ret_nearest);
size_t listing_column_count(const struct listing *listing);

/* Which rows, ASCII case aside; absent = all. */
struct listing_choice {
    struct str_view type;
    struct str_view framework, version;
};

/* The cells of the chosen rows in the order of the table, listing_column_count for each row, "" =
 * absent; *ret_count rows. The array lives in the arena, the texts as long as the catalogue. */
const char *const *listing_rows(const struct catalogue *catalogue, const struct listing *listing,
                                const struct listing_choice *choice, struct arena *arena,
                                size_t *ret_count);
/* The types that the listing's rows are of, each once, in the order of the table; NULL and 0 when
 * they have none. */
const char *const *listing_types(const struct catalogue *catalogue, const struct listing *listing,
                                 struct arena *arena, size_t *ret_count);

#endif
