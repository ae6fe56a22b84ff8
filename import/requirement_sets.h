/*
 * Rows that stand or fall together: a file replaces the whole set of each value of the kind's set
 * column, so one row that is not accepted holds all others of its set; and the alternatives of one
 * clause agree in importance, weight and k, and are not fewer than k. Private to import/.
 */
#ifndef CADRE_IMPORT_REQUIREMENT_SETS_H
#define CADRE_IMPORT_REQUIREMENT_SETS_H

#include <stdbool.h>

#include "import/row.h"

struct requirement_sets; /* opaque */

/* `kind` has a set column. */
struct requirement_sets *requirement_sets_new(const struct kind *kind);
void requirement_sets_free(struct requirement_sets *sets);

/* Tells (X002) where the row disagrees with the first row of its clause. Before it is known whether
 * the row is good. */
void requirement_sets_check(struct requirement_sets *sets, struct row *row);
/* Enters the row: `accepted` = given to the sink, else its set falls, unless it is a repetition
 * (not to be entered). A row whose set cannot be read may belong to any: all fall. */
void requirement_sets_add(struct requirement_sets *sets, const struct row *row,
                          const struct record_place *place, bool accepted);
/* A record whose fields cannot be read. */
void requirement_sets_add_unreadable(struct requirement_sets *sets,
                                     const struct record_place *place);

/* ---- after the last row ---- */
/* Fells the sets that stand but for a clause of fewer alternatives than its k: it could never hold.
 * Before what follows; not of a file that is part of another one. */
void requirement_sets_close(struct requirement_sets *sets);
size_t requirement_sets_count(const struct requirement_sets *sets);
/* Value of the set column; *ret_line is where the row at fault begins. False when the set stands.
 */
bool requirement_sets_fallen(const struct requirement_sets *sets, size_t set,
                             struct str_view *ret_name, uint64_t *ret_line);
struct str_view requirement_sets_name(const struct requirement_sets *sets, size_t set);
/* All rows that were entered, in file order: the record, and *ret_set the set that it names; as
 * many as there are when that cannot be read. */
size_t requirement_sets_row_count(const struct requirement_sets *sets);
uint64_t requirement_sets_row(const struct requirement_sets *sets, size_t row, size_t *ret_set);
/* Accepted rows, in file order; *ret_set their set. */
size_t requirement_sets_member_count(const struct requirement_sets *sets);
struct record_place requirement_sets_member(const struct requirement_sets *sets, size_t member,
                                            size_t *ret_set);
/* True when the set fell for the member's own clause; *ret_k of *ret_count alternatives are asked.
 */
bool requirement_sets_short(const struct requirement_sets *sets, size_t member, int32_t *ret_k,
                            int32_t *ret_count);

#endif
