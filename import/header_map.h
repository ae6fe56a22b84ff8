/*
 * Delimiter and header of a file: which field is which column. The delimiter is that of the
 * source's profile, else the one of , ; TAB under which the header has most columns of the kind.
 * Names are taken in English, Azerbaijani and Russian and as the profile has them, which goes
 * first; compared by header_key, in any order. Private to import/.
 */
#ifndef CADRE_IMPORT_HEADER_MAP_H
#define CADRE_IMPORT_HEADER_MAP_H

#include <stdbool.h>

#include "core/base/status.h"
#include "core/kind/kind.h"
#include "core/kind/source_profile.h"
#include "import/findings.h"
#include "import/input_file.h"

enum { HEADER_COLUMNS_MAX = 256 };

/* The columns that rejects_csv puts in front: taken back without a word. */
#define HEADER_REJECT_LINE "cadre_line"
#define HEADER_REJECT_RECORD "cadre_record"
#define HEADER_REJECT_CODES "cadre_codes"
#define HEADER_REJECT_REASON "cadre_reason"

struct header_map {
    char delimiter;
    uint64_t line; /* physical line of the header */
    size_t field_count;
    const int *column_of_field; /* by field; -1 = kept aside */
    const int *field_of_column; /* by column of the kind; -1 = not in the file */
    const char *const *extra;   /* headers that no column of the kind has, named ones alone */
    size_t extra_count;
    bool fills;   /* by the profile: cells that a row lacks at its end are empty */
    bool rejects; /* it has the columns that rejects_csv puts in front */
};

/*
 * `profile` may be NULL. Faults of the header are findings: F010 to F015 and F023 to F025 refuse
 * the file (*ret_refused; ret_map's delimiter alone is set), W004 tells an extra column. Arrays
 * live as long as `findings`.
 */
CADRE_MUST_CHECK enum cadre_status header_map_read(struct input_file *file, const struct kind *kind,
                                                   const struct source_profile *profile,
                                                   struct findings *findings,
                                                   struct header_map *ret_map, bool *ret_refused,
                                                   struct cadre_error *err);

/* Whether a row may have so many fields. */
bool header_map_takes(const struct header_map *map, size_t field_count);

/* A map from the folded names of the kind's columns to their indices; the caller frees it. */
struct str_map *header_map_names(const struct kind *kind, const struct source_profile *profile);

#endif
