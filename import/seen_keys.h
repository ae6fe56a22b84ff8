/*
 * Keys of rows that were not stored: whoever has one counts as seen. However many, since a file may
 * be at fault in every row.
 */
#ifndef CADRE_IMPORT_SEEN_KEYS_H
#define CADRE_IMPORT_SEEN_KEYS_H

#include <stdbool.h>

#include "core/base/status.h"
#include "core/base/str.h"

struct seen_key {
    struct str_view source_person_id; /* absent = none */
    struct str_view national_id;
};

struct seen_keys; /* opaque */

struct seen_keys *seen_keys_new(void);
void seen_keys_free(struct seen_keys *keys); /* NULL is fine */

/* Copies the texts. Errors: those of sorted_spool.h. */
CADRE_MUST_CHECK enum cadre_status seen_keys_add(struct seen_keys *keys, const struct seen_key *key,
                                                 struct cadre_error *err);
/* From here on they are read, from the first. Errors as above. */
CADRE_MUST_CHECK enum cadre_status seen_keys_rewind(struct seen_keys *keys,
                                                    struct cadre_error *err);
/* The next as they were added; *ret_more false behind the last. Its texts live until the next call.
 */
CADRE_MUST_CHECK enum cadre_status seen_keys_next(struct seen_keys *keys, bool *ret_more,
                                                  struct seen_key *ret_key,
                                                  struct cadre_error *err);

#endif
