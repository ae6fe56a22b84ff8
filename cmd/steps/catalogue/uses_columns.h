/*
 * What rests on each element of a framework's version, as columns of a table.
 */
#ifndef CADRE_CMD_STEPS_CATALOGUE_USES_COLUMNS_H
#define CADRE_CMD_STEPS_CATALOGUE_USES_COLUMNS_H

#include "cmd/steps/registry_session.h"
#include "core/catalogue/catalogue.h"
#include "reports/document.h"
#include "sql/element_uses.h"

struct uses {
    const struct element_uses *items;
    size_t count;
};

/* Asks the registry, without what is over before the day; lives in the call's arena. */
CADRE_MUST_CHECK enum cadre_status uses_read(const struct invocation *call,
                                             const struct registry_session *registry,
                                             const struct catalogue_framework *framework,
                                             struct cadre_date as_of, struct uses *ret_uses,
                                             struct cadre_error *err);
void uses_add_columns(struct document_table *table);
/* NULL: an element on which nothing can rest, so that the cells are empty. */
void uses_add_cells(struct document_table *table, const struct uses *uses,
                    const struct element *element);
/* Rows of all sorts that rest on the element. */
int64_t uses_total(const struct uses *uses, const struct element *element);

#endif
