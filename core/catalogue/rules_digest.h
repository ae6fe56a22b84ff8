/*
 * One digest for all that a catalogue says about who qualifies.
 */
#ifndef CADRE_CORE_CATALOGUE_RULES_DIGEST_H
#define CADRE_CORE_CATALOGUE_RULES_DIGEST_H

#include "core/base/digest.h"
#include "core/catalogue/catalogue.h"

/* SHA-256 over the deciding columns of the deciding rows of `tables`, in their order: of elements
 * roles and competencies, of relations isChildOf. All deciding tables must be there: asserts. The
 * shipped ones: catalogue_tables; a catalogue's: catalogue_tables_of. */
struct digest catalogue_rules_digest(const struct catalogue_table *tables, size_t count);
/* The same with what decides what a cell means besides: which versions are current,
 * how scales are mapped. */
struct digest catalogue_codes_digest(const struct catalogue *catalogue);

#endif
