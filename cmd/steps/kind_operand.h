/*
 * The operand KIND of schema, check and import.
 */
#ifndef CADRE_CMD_STEPS_KIND_OPERAND_H
#define CADRE_CMD_STEPS_KIND_OPERAND_H

#include "core/base/status.h"
#include "core/kind/kind.h"

/* CADRE_USAGE with "did you mean" when there is no such kind. */
CADRE_MUST_CHECK enum cadre_status kind_operand(const char *word, const struct kind **ret_kind,
                                                struct cadre_error *err);
/* One that 'cadre catalogue load' takes. */
CADRE_MUST_CHECK enum cadre_status
kind_operand_catalogue(const char *word, const struct kind **ret_kind, struct cadre_error *err);
/* Either. */
CADRE_MUST_CHECK enum cadre_status kind_operand_any(const char *word, const struct kind **ret_kind,
                                                    struct cadre_error *err);

#endif
