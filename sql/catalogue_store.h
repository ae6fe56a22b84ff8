/*
 * The shipped catalogue in the database.
 */
#ifndef CADRE_SQL_CATALOGUE_STORE_H
#define CADRE_SQL_CATALOGUE_STORE_H

#include "sql/session.h"

/* Replaces all catalogue tables by the shipped ones, in one transaction; doing it twice changes
 * nothing. */
CADRE_MUST_CHECK enum cadre_status catalogue_store_load(struct session *session,
                                                        struct cadre_error *err);

#endif
