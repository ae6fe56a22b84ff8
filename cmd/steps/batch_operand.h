/*
 * The operand BATCH of the commands on the ledger.
 */
#ifndef CADRE_CMD_STEPS_BATCH_OPERAND_H
#define CADRE_CMD_STEPS_BATCH_OPERAND_H

#include "cmd/cli/command.h"
#include "cmd/steps/registry_session.h"
#include "sql/batch_store.h"

/* The number that operand `index` states. Errors: CADRE_USAGE. */
CADRE_MUST_CHECK enum cadre_status batch_operand(const struct invocation *call, size_t index,
                                                 int64_t *ret_number, struct cadre_error *err);
/* The batch, which has to be unfinished. Errors: CADRE_USAGE. */
CADRE_MUST_CHECK enum cadre_status
batch_operand_unfinished(const struct invocation *call, struct registry_session *registry,
                         int64_t number, struct batch_row *ret_row, struct cadre_error *err);

#endif
