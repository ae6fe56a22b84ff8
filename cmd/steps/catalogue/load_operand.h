/*
 * A load of the catalogue as it is named on the command line.
 */
#ifndef CADRE_CMD_STEPS_CATALOGUE_LOAD_OPERAND_H
#define CADRE_CMD_STEPS_CATALOGUE_LOAD_OPERAND_H

#include "cmd/cli/command.h"

/* The number of a load. Errors: CADRE_USAGE. */
CADRE_MUST_CHECK enum cadre_status load_operand(const struct invocation *call, size_t index,
                                                int64_t *ret_number, struct cadre_error *err);

#endif
