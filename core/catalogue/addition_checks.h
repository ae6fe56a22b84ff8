/*
 * What the rows of a table must keep beside one another, and beside the rest of the catalogue; each
 * is the `verify` of a target (addition_rows.h). Private to core/catalogue.
 */
#ifndef CADRE_CORE_CATALOGUE_ADDITION_CHECKS_H
#define CADRE_CORE_CATALOGUE_ADDITION_CHECKS_H

#include "core/catalogue/addition_rows.h"

/* Of the catalogue, -1 when it has no such version. */
int32_t candidate_framework(const struct candidate_table *table, const char *code,
                            const char *version);

/* What to say of a scale that is not there; NULL when none is spelled alike. */
const char *nearest_scale(const struct candidate_table *table, const char *scale);

/* True when the cell has one of the signs that join codes; that is told. */
bool check_signs(struct candidate_table *table, size_t row, const char *column, const char *signs);
/* True when a word stands where a code is wanted that says that there is none; likewise. */
bool check_placeholder(struct candidate_table *table, size_t row, const char *column);

/* The aliases that the catalogue has, by list and folded spelling; the value is their row. */
struct str_map *alias_words(const struct catalogue *catalogue);
/* True when the cell in `column` is a local spelling of another code of the list; the row's own
 * stands in `code_column`. */
bool check_spelling(struct candidate_table *table, size_t row, const struct str_map *words,
                    const char *list, const char *code_column, const char *column);
/* The same of `count` columns, the first of them the code, of all rows that came; the list is
 * `list`, or stands in the column `list_column`. */
void check_spellings(struct candidate_table *table, const char *list_column, const char *list,
                     const char *const *columns, size_t count);

/* addition_checks.c */
void check_code(struct candidate_table *table); /* of tables whose rows keep no other rule */
void check_credentials(struct candidate_table *table);
void check_regions(struct candidate_table *table);
void check_service_rules(struct candidate_table *table);
/* addition_scales.c */
void check_scale_levels(struct candidate_table *table);
void check_code_lists(struct candidate_table *table);
void check_scale_mappings(struct candidate_table *table);
/* addition_elements.c */
void check_frameworks(struct candidate_table *table);
void check_elements(struct candidate_table *table);
void check_relations(struct candidate_table *table);
/* addition_aliases.c */
void check_aliases(struct candidate_table *table);

#endif
