/*
 * A file that is read whole: settings, maps.
 */
#ifndef CADRE_CMD_STEPS_SMALL_FILE_H
#define CADRE_CMD_STEPS_SMALL_FILE_H

#include "core/base/status.h"
#include "core/base/str.h"

/*
 * Appends the file's text ("-": standard input), without the mark that editors of Windows put
 * before it. Of one of more than `most` bytes a little more than these: enough for whoever takes no
 * more to refuse it. Errors: CADRE_REFUSED.
 */
CADRE_MUST_CHECK enum cadre_status small_file_read(const char *path, size_t most, struct str *out,
                                                   struct cadre_error *err);

#endif
