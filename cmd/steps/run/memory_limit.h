/*
 * How much memory a match may take (--memory), and so how many pairs it may keep (core/match:
 * kept_pairs.h).
 */
#ifndef CADRE_CMD_STEPS_RUN_MEMORY_LIMIT_H
#define CADRE_CMD_STEPS_RUN_MEMORY_LIMIT_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/status.h"

/* "512M", "2G", "800K" or bytes; NULL = a quarter of this machine. CADRE_USAGE otherwise. */
CADRE_MUST_CHECK enum cadre_status memory_limit_parse(const char *text, int64_t *ret_bytes,
                                                      struct cadre_error *err);
/* The pairs that what is left of it holds, once so many people are read: at least one a person.
 * `bytes` 0 = as many as there are. */
size_t memory_limit_pairs(int64_t bytes, size_t people);

#endif
