/*
 * Which failures of a transaction are worth another try, and how long to wait before it.
 */
#ifndef CADRE_CMD_STEPS_RETRY_H
#define CADRE_CMD_STEPS_RETRY_H

#include <stdbool.h>

#include "core/base/status.h"

enum { RETRY_ATTEMPTS_MAX = 5 };

/* The connection broke, or the server ended it (SQLSTATE 08xxx, 57Pxx). */
bool retry_was_cut(const struct cadre_error *err);
/* Another transaction stood in the way (40001, 40P01). */
bool retry_was_in_the_way(const struct cadre_error *err);
/* Sleeps 0.2 s for each of the `attempts` made and a part of as much by the clock, so that two who
 * stand in each other's way do not come back in step. */
void retry_pause(int attempts);

#endif
