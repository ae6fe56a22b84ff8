/*
 * Which version of a framework is current, and where the elements of a version that was left went
 * (migration 0019), for the catalogue that is read. Private to sql/.
 */
#ifndef CADRE_SQL_CATALOGUE_VERSIONS_H
#define CADRE_SQL_CATALOGUE_VERSIONS_H

#include "core/catalogue/catalogue.h"
#include "sql/session.h"

/* As of the recorded time `until`: *frameworks, a table of catalogue_from, says which version is
 * the current one, and *ret_carries is the table "carries". Both live in `arena`. */
CADRE_MUST_CHECK enum cadre_status catalogue_versions_read(struct session *session,
                                                           const char *until, struct arena *arena,
                                                           struct catalogue_table *frameworks,
                                                           struct catalogue_table *ret_carries,
                                                           struct cadre_error *err);

#endif
