/*
 * The rows of a first list on a connection of their own, while another one does the rest: a table
 * beside the registry, which the transaction that decides hangs below it.
 * migrations/0034_first_volume.sql tells why that is seen by nobody, 0036 which indexes there are,
 * 0040 why it is begun before it is known whether there will be a list, 0046 which columns it has.
 *
 * Nothing of it lasts unless it was stored, and what was stored belongs to nothing until
 * end_first_load or end_first_evidence takes it. What is not taken goes when the volume is freed,
 * or, after a crash, with the next import: first_volume_sweep.
 */
#ifndef CADRE_SQL_FIRST_VOLUME_H
#define CADRE_SQL_FIRST_VOLUME_H

#include "sql/copy_binary.h"
#include "sql/merge.h"
#include "sql/session.h"

struct first_volume; /* opaque */

/* The connection, as session_open has it, and what all rows have in common. All is borrowed for as
 * long as the volume lives. */
struct first_volume_input {
    const char *target; /* the registry's table */
    const char *conninfo, *label;
    struct cadre_date effective;
    int64_t batch;
    const char *source, *owner;
    int part; /* of the batch's volumes, from 0 */
};

/* Connects, on a thread of its own, for as long as something else is done. */
struct first_volume *first_volume_begin(const struct first_volume_input *input);
/* Then makes the table, likewise, for rows that have these fields of their own; names are borrowed
 * as the input is. */
void first_volume_make(struct first_volume *volume, const struct str_view *names, size_t count);
/* Waits for that. False: there is no table, since a server need not give a second connection, or
 * may end it when it hears nothing for long. Whoever has none does without. */
bool first_volume_stands(struct first_volume *volume);
/* Then: what it is called. */
const char *first_volume_name(const struct first_volume *volume);
/* When its rows are recorded. Nobody waits for it. */
CADRE_MUST_CHECK enum cadre_status
first_volume_date(struct first_volume *volume, const char *recorded_at, struct cadre_error *err);
/* Then: waits for that, as long as nobody cancels `decider`. Rows follow. */
CADRE_MUST_CHECK enum cadre_status first_volume_open(struct first_volume *volume,
                                                     const struct session *decider,
                                                     const char *statement,
                                                     struct cadre_error *err);
/* The transaction that decides is committed: there is nothing to drop. */
void first_volume_decided(struct first_volume *volume);
/* Drops what the end of the list did not take: by now the transaction that decides is over. NULL is
 * fine.
 */
void first_volume_free(struct first_volume *volume);
/* Where its rows go. */
struct copy_in *first_volume_copy(struct first_volume *volume);
/* No more rows come. Nobody waits for those under way. */
CADRE_MUST_CHECK enum cadre_status first_volume_copied(struct first_volume *volume,
                                                       struct cadre_error *err);
/* Then: waits for those, as long as nobody cancels `decider`. So many are there: they are looked
 * at, for which nobody waits. */
CADRE_MUST_CHECK enum cadre_status first_volume_end(struct first_volume *volume,
                                                    const struct session *decider, int64_t loaded,
                                                    struct cadre_error *err);
/* Then: waits for that, as long as nobody cancels `decider`, and stores them. Their dearest index
 * is begun, and those of the table that they will hang below, for which nobody waits. */
CADRE_MUST_CHECK enum cadre_status first_volume_index(struct first_volume *volume,
                                                      const struct session *decider, int64_t loaded,
                                                      struct cadre_error *err);
/* Then, while what was begun on `decider` is not awaited either: their other index is begun on
 * whichever connection is done first. Both are still to be waited for. */
CADRE_MUST_CHECK enum cadre_status first_volume_index_rest(struct first_volume *volume,
                                                           struct session *decider, int64_t loaded,
                                                           struct cadre_error *err);
/* Or, instead of all that: they are looked at, and this connection makes all their indexes, for
 * which nobody waits. */
CADRE_MUST_CHECK enum cadre_status first_volume_end_part(struct first_volume *volume,
                                                         const struct session *decider,
                                                         int64_t loaded, struct cadre_error *err);
/* Then: waits for what was begun, and stores it. */
CADRE_MUST_CHECK enum cadre_status first_volume_keep(struct first_volume *volume,
                                                     const struct session *decider,
                                                     struct cadre_error *err);

/* How many lists that ended before their time have left their records; none is counted while
 * somebody, who may be about to take them, has the registry's lock. */
CADRE_MUST_CHECK enum cadre_status first_volume_left(struct session *session, size_t *ret_count,
                                                     struct cadre_error *err);
/* Drops those, as far as that can be done now: nobody is waited for, and nothing is told. Outside
 * of a transaction. */
void first_volume_sweep(struct session *session);

#endif
