/*
 * The contract of an input, from its kind descriptor.
 */
#ifndef CADRE_REPORTS_KIND_SCHEMA_H
#define CADRE_REPORTS_KIND_SCHEMA_H

#include <stdio.h>

#include "core/catalogue/catalogue.h"
#include "core/kind/kind.h"

/* Table Schema v2 (https://datapackage.org/standard/table-schema/): fields with type, format,
 * constraints (required, enum, minimum, maximum, pattern, maxLength), title, description, example;
 * primaryKey, missingValues, fieldsMatch. */
void kind_schema_write_json(const struct kind *kind, const struct catalogue *catalogue, FILE *out);
/* The same as a page for people: columns, headers in three languages, rules, codes, an example. */
void kind_schema_write_markdown(const struct kind *kind, const struct catalogue *catalogue,
                                FILE *out);

#endif
