/*
 * Rows of one file that say the same or different things of one key. Keeps digests and places of
 * the rows, not the rows. Private to import/.
 */
#ifndef CADRE_IMPORT_IDENTITY_H
#define CADRE_IMPORT_IDENTITY_H

#include <stdbool.h>

#include "core/base/fast_hash.h"
#include "import/row.h"

enum identity_outcome {
    IDENTITY_NEW,      /* nothing with this key came before, or the key cannot be read */
    IDENTITY_REPEATED, /* the same key and content; both good */
    IDENTITY_DIFFERS,  /* the same key, other content */
};

struct identity; /* opaque */

/* Keys are hashed under `seed`, a secret: crafted ones must not fall into one slot. */
struct identity *identity_new(const struct kind *kind, const struct fast_hash_seed *seed);
void identity_free(struct identity *identity);

/*
 * Enters a row. `record` is its bytes, the content of a row that is not `good`. On
 * IDENTITY_DIFFERS *ret_first is where the key stood first when that row was good until now, and
 * has record number 0 when it was known to be out; it and all that follow with this key are out.
 */
enum identity_outcome identity_add(struct identity *identity, const struct row *row,
                                   const struct record_place *place, struct str_view record,
                                   bool good, struct record_place *ret_first);

/* Hash of the key of the row added last; false when that cannot be read. */
bool identity_key(const struct identity *identity, int64_t *ret_key);
/* Whether a row with a key of this hash was added. */
bool identity_has_key(const struct identity *identity, int64_t key);

/* The first given column of the row's key, for findings; -1 when there is none. */
int identity_column(const struct identity *identity, const struct row *row);

#endif
