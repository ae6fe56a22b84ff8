/*
 * One table of the shipped rows and of rows that were loaded beside them.
 */
#ifndef CADRE_CORE_CATALOGUE_OVERLAY_H
#define CADRE_CORE_CATALOGUE_OVERLAY_H

#include "core/base/arena.h"
#include "core/catalogue/catalogue.h"

#define OVERLAY_REPLACES "replaces"

/*
 * The rows of `shipped`, then those of `loaded` that it has not, each in their order. A row is
 * known by its first `key_columns` columns of the shipped table, bytewise, and stands once in each
 * of the two; of a row that both have each cell is the shipped one, or the loaded one where that is
 * empty. Columns are matched by name: those of the shipped table, then what only `loaded` has; a
 * column that it lacks is empty in its rows, but for the key, which it must have. Where the loaded
 * row's column OVERLAY_REPLACES, which is no column of the result, is "1" its cells count before
 * the shipped ones, but for empty ones. Cells are borrowed of both, the rest lives in `arena`.
 */
struct catalogue_table catalogue_overlay(const struct catalogue_table *shipped,
                                         const struct catalogue_table *loaded, size_t key_columns,
                                         struct arena *arena);

#endif
