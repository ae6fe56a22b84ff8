/*
 * A framework as it is named on the command line.
 */
#ifndef CADRE_CMD_STEPS_CATALOGUE_FRAMEWORK_OPERAND_H
#define CADRE_CMD_STEPS_CATALOGUE_FRAMEWORK_OPERAND_H

#include "cmd/cli/command.h"
#include "core/catalogue/catalogue.h"

/* FRAMEWORK[@VERSION], the current version without one. CADRE_USAGE with what was meant, or with
 * the versions that there are. */
CADRE_MUST_CHECK enum cadre_status framework_operand(const struct catalogue *catalogue,
                                                     const char *word, int32_t *ret_framework,
                                                     struct cadre_error *err);
/* A version of the framework that the call's first operand names: FRAMEWORK VERSION VERSION. */
CADRE_MUST_CHECK enum cadre_status
framework_version_operand(const struct invocation *call, const struct catalogue *catalogue,
                          const char *version, int32_t *ret_framework, struct cadre_error *err);

#endif
