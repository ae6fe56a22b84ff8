/*
 * All that the registry knows as one SHA-256, so that two states can be compared. It is over
 * content by natural keys and valid days, the people derived and the sources' settings; never over
 * numbers of people, batches or runs, nor recorded times: rows, months and imports in another order
 * give the same digest when they give the same registry.
 */
#ifndef CADRE_SQL_REGISTRY_DIGEST_H
#define CADRE_SQL_REGISTRY_DIGEST_H

#include "sql/session.h"

/*
 * `as_of`: what holds on that day; none = all days. `known_at`: timestamptz text, NULL or later
 * than the newest = the newest recorded time. The hexadecimal digest in `arena`. The row values
 * stay in the database.
 */
CADRE_MUST_CHECK enum cadre_status registry_digest(struct session *session, struct cadre_date as_of,
                                                   const char *known_at, struct arena *arena,
                                                   const char **ret_digest,
                                                   struct cadre_error *err);

#endif
