/*
 * Temporaries without a name, 0600, in TMPDIR or /tmp: what holds people's data and is gone with
 * the process. Private to import/.
 */
#ifndef CADRE_IMPORT_TEMPORARY_H
#define CADRE_IMPORT_TEMPORARY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/status.h"

const char *temporary_folder(void);
/* Errors: CADRE_OUTPUT, with a hint, when none can be made: that is no fault of the input. */
CADRE_MUST_CHECK enum cadre_status temporary_open(int *ret_fd, struct cadre_error *err);
/* False with errno: mostly there is no more room. */
bool temporary_write(int fd, const char *data, size_t length);

#endif
