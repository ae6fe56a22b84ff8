/*
 * The cells of a row against the rules of their columns: one validator for each column_rule. Values
 * in canonical form go to row->values, faults to row->faults. Private to import/.
 */
#ifndef CADRE_IMPORT_FIELD_TYPES_H
#define CADRE_IMPORT_FIELD_TYPES_H

#include "import/row.h"

/* Columns in the descriptor's order: a rule that looks at another column finds it judged. */
void field_types_check(struct row *row);

#endif
