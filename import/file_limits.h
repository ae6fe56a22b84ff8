/*
 * How much one file may hold: what is kept of each row counts in fewer bytes than a file can have.
 * Private to import/.
 */
#ifndef CADRE_IMPORT_FILE_LIMITS_H
#define CADRE_IMPORT_FILE_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/kind/typed_row.h"

#define FILE_BYTES_MAX (UINT64_C(1) << 40)    /* 1 TiB */
#define FILE_LINES_MAX ((uint64_t)UINT32_MAX) /* of records there are no more than lines */

static inline bool file_limits_hold_size(uint64_t bytes)
{
    return bytes <= FILE_BYTES_MAX;
}

static inline bool file_limits_hold_record(const struct record_place *place)
{
    return place->line <= FILE_LINES_MAX && place->record <= FILE_LINES_MAX &&
           place->offset < FILE_BYTES_MAX;
}

#endif
