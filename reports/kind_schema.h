/*
 * The contract of an input, from its kind descriptor.
 */
#ifndef CADRE_REPORTS_KIND_SCHEMA_H
#define CADRE_REPORTS_KIND_SCHEMA_H

#include <stdio.h>

#include "core/catalogue/catalogue.h"
#include "core/kind/kind.h"

/*
 * Table Schema v2 (https://datapackage.org/standard/table-schema/): fields with name, title, type,
 * format, description, example, constraints (required, enum, minimum, maximum, pattern, maxLength),
 * headers in three languages; primaryKey, missingValues.
 *
 * fieldsMatch is "partial": columns are found by name, in any order; optional ones may be missing
 * and further ones may stand there. "subset" would demand every column, "superset" would forbid
 * further ones. A required column that is missing is a column of nulls, which `required` forbids.
 *
 * The schema is the strict form that is always taken: dates YYYY-MM-DD, codes of lists. The import
 * also reads DD.MM.YYYY and labels in three languages, which Table Schema cannot say. Cells of
 * several codes are strings with a pattern and not of type `list`, whose items no constraint
 * reaches.
 */
void kind_schema_write_json(const struct kind *kind, const struct catalogue *catalogue, FILE *out);
/* The same as a page for people: columns, headers in three languages, rules, codes, an example. */
void kind_schema_write_markdown(const struct kind *kind, const struct catalogue *catalogue,
                                FILE *out);

enum schema_language { SCHEMA_ENGLISH, SCHEMA_AZERBAIJANI, SCHEMA_RUSSIAN };
/* A header and no row, for Excel to open and an office to fill in: BOM, semicolons. */
void kind_schema_write_template(const struct kind *kind, enum schema_language language, FILE *out);
/* All kinds: a name and what a row is, one a line. */
void kind_schema_write_list(FILE *out);

#endif
