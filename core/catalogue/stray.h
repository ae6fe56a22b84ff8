/*
 * What catalogue_from takes for granted of the tables that it is given, looked at where they come
 * from a place that somebody may have written to.
 */
#ifndef CADRE_CORE_CATALOGUE_STRAY_H
#define CADRE_CORE_CATALOGUE_STRAY_H

#include "core/catalogue/catalogue.h"

/* The cells of the first element whose version of a framework is in none of the tables, these and,
 * for those that are not among them, the shipped ones; NULL = there is none. Borrowed. */
const char *const *catalogue_stray_element(const struct catalogue_table *tables, size_t count);

#endif
