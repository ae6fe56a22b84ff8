/*
 * One digest for all that the shipped catalogue says about who qualifies.
 */
#ifndef CADRE_CORE_CATALOGUE_RULES_DIGEST_H
#define CADRE_CORE_CATALOGUE_RULES_DIGEST_H

#include "core/base/digest.h"
#include "core/catalogue/catalogue.h"

/* SHA-256 over the deciding columns of the deciding ones of `tables`, in the order of their rows.
 * All deciding tables must be there: asserts. The shipped ones: catalogue_tables. */
struct digest catalogue_rules_digest(const struct catalogue_table *tables, size_t count);

#endif
