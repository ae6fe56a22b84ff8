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

void check_scale_levels(struct candidate_table *table);
void check_code_lists(struct candidate_table *table);
void check_frameworks(struct candidate_table *table);
void check_elements(struct candidate_table *table);
void check_relations(struct candidate_table *table);
void check_credentials(struct candidate_table *table);
void check_regions(struct candidate_table *table);
void check_scale_mappings(struct candidate_table *table);
void check_service_rules(struct candidate_table *table);
void check_aliases(struct candidate_table *table);

#endif
