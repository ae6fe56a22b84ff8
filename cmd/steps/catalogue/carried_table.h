/*
 * What a change of version carried, as a table of a report.
 */
#ifndef CADRE_CMD_STEPS_CATALOGUE_CARRIED_TABLE_H
#define CADRE_CMD_STEPS_CATALOGUE_CARRIED_TABLE_H

#include "reports/document.h"
#include "sql/catalogue_ledger.h"

/* Adds a section "What was carried", unless there is nothing to tell. */
void carried_table_add(struct document *document, const struct catalogue_ledger_count *counts,
                       size_t count);

#endif
