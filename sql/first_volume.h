/*
 * The records of a first list on a connection of their own, while the people of it go through
 * another one: a table beside the registry, which the transaction that decides hangs below it.
 * migrations/0034_first_volume.sql tells why that is seen by nobody.
 *
 * Nothing of it lasts unless it was kept, and what was kept belongs to nothing until
 * end_first_load takes it.
 */
#ifndef CADRE_SQL_FIRST_VOLUME_H
#define CADRE_SQL_FIRST_VOLUME_H

#include "sql/copy_binary.h"
#include "sql/session.h"

struct first_volume; /* opaque */

/* `session`, which has no transaction open, is the volume's from here on, whatever comes of it;
 * `names` of the columns as first_load has them. */
CADRE_MUST_CHECK enum cadre_status
first_volume_open(struct session *session, const char *name, const struct str_view *names,
                  size_t name_count, struct first_volume **ret_volume, struct cadre_error *err);
/* Gives up what was not kept; NULL is fine. */
void first_volume_free(struct first_volume *volume);
/* Where its rows go. */
struct copy_in *first_volume_copy(struct first_volume *volume);
/* No more rows come, of which so many are there. Its indexes are begun; nobody waits for them. */
CADRE_MUST_CHECK enum cadre_status first_volume_index(struct first_volume *volume, int64_t loaded,
                                                      struct cadre_error *err);
/* Waits for them, as long as nobody cancels `decider`, and commits. */
CADRE_MUST_CHECK enum cadre_status first_volume_keep(struct first_volume *volume,
                                                     const struct session *decider,
                                                     struct cadre_error *err);

#endif
