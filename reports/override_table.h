/*
 * What a run would gain without the decisions that bend it, as a section of a document.
 */
#ifndef CADRE_REPORTS_OVERRIDE_TABLE_H
#define CADRE_REPORTS_OVERRIDE_TABLE_H

#include "core/pairs/overrides.h"
#include "reports/document.h"

/* "costs 1 seat of priority 2 and 340 bp of fit; brings 1 seat of priority 3", "costs nothing", by
 * what is gained without it; `several`: of more than one. */
void report_add_cost(const struct objective *gain, bool several, struct str *out);
/* "2 decisions together cost ..." */
void report_add_costs(const struct override_prices *prices, struct str *out);

/* Nothing where no decision bends the run. */
void override_table_add(const struct override_prices *prices, struct document *document);

#endif
