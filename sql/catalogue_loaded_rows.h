/*
 * Rows of the catalogue's tables that have none of their own in the database (migration 0016): read
 * over the shipped ones. sql/catalogue_rows_store keeps them.
 */
#ifndef CADRE_SQL_CATALOGUE_LOADED_ROWS_H
#define CADRE_SQL_CATALOGUE_LOADED_ROWS_H

#include "core/catalogue/catalogue.h"
#include "sql/session.h"

/*
 * Lays the rows that were stored until `until`, a timestamptz, over `tables`: those of the *count
 * first ones, and of shipped ones, which are then added. `tables` has room for as many as are
 * shipped. Not `whole`: of elements, roles, competencies and specialties alone. Rows come in the
 * bytewise order of their keys, whoever stored them when.
 */
CADRE_MUST_CHECK enum cadre_status
catalogue_loaded_rows_overlay(struct session *session, const char *until, bool whole,
                              struct arena *arena, struct catalogue_table *tables, size_t *count,
                              struct cadre_error *err);

#endif
