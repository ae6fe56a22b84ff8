/*
 * Brakes on faulty rows.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_LIMITS_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_LIMITS_H

#include "cmd/steps/import/import_job.h"

/* CADRE_REFUSED when more rows are rejected or held than the request allows. */
CADRE_MUST_CHECK enum cadre_status import_check_limits(struct import_job *job,
                                                       struct cadre_error *err);

#endif
