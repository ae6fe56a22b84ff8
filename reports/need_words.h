/*
 * Needs and people in words: codes with their titles from the catalogue, and conditions as a
 * planner would say them.
 */
#ifndef CADRE_REPORTS_NEED_WORDS_H
#define CADRE_REPORTS_NEED_WORDS_H

#include "core/evidence/qualify.h"
#include "reports/document.h"

/* The next cell of a FORMAT_CODED column: code and English title or name; nothing for index -1. */
void words_cell_role(struct document_table *table, const struct catalogue *catalogue,
                     int32_t element);
void words_cell_region(struct document_table *table, const struct catalogue *catalogue,
                       int32_t region);
void words_cell_organization(struct document_table *table, const struct snapshot *snapshot,
                             int32_t organization);
void words_cell_need(struct document_table *table, const struct need *need);
void words_cell_reason(struct document_table *table, enum reason reason);
/* The next cell of a FORMAT_TEXT column: level `rank` of the role's scale. */
void words_cell_level(struct document_table *table, const struct catalogue *catalogue,
                      int32_t element, int32_t rank);

/* The six columns that say which need it is, and their cells: need, unit, priority, role, level,
 * region. */
void words_need_columns(struct document_table *table);
void words_need_cells(struct document_table *table, const struct snapshot *snapshot,
                      const struct need *need);

/* What the need asks (asked.h) and what the person has: "clearance secret asked, none held". Of the
 * person's own data only. */
void words_add_failure(const struct snapshot *snapshot, const struct person *person,
                       const struct need *need, const struct failure *failure, struct arena *arena,
                       struct str *out);
/* "locked by Commission 4 on 2026-03-05 (COMMISSION) until 2026-12-31" */
void words_add_decision(const struct decision *decision, struct str *out);
/* "2 seats", "1 seat". */
void words_add_count(uint64_t count, const char *one, const char *many, struct str *out);

#endif
