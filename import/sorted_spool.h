/*
 * Items in the order of their keys, however many: what does not fit into memory is written out in
 * sorted runs, to a temporary without a name, and merged when it is read (Knuth, The Art of
 * Computer Programming, volume 3, 5.4.1). A run is sorted and written on a thread of its own, while
 * the next one is added. Memory is `memory_bytes`, half of it of each, and 16 bytes an item in it,
 * twice that while it is sorted.
 */
#ifndef CADRE_IMPORT_SORTED_SPOOL_H
#define CADRE_IMPORT_SORTED_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/status.h"
#include "core/base/str.h"

struct sorted_spool; /* opaque */

struct sorted_spool *sorted_spool_new(size_t memory_bytes);
/* Likewise for what most likely fits into all of it, and then is not written at all. */
struct sorted_spool *sorted_spool_new_whole(size_t memory_bytes);
void sorted_spool_free(struct sorted_spool *spool); /* NULL is fine */

/* Copies both. Errors: CADRE_OUTPUT when a temporary cannot be made, or those before could not be
 * written; then the spool is of no more use. */
CADRE_MUST_CHECK enum cadre_status sorted_spool_add(struct sorted_spool *spool, struct str_view key,
                                                    struct str_view item, struct cadre_error *err);
/* From here on it is read, from its beginning. More may be added all the same: then it is to be
 * ended again, before it is read on. Errors as above. */
CADRE_MUST_CHECK enum cadre_status sorted_spool_end(struct sorted_spool *spool,
                                                    struct cadre_error *err);
/* The next by key, bytewise and a shorter one first; of equal keys the one added first. *ret_more
 * false behind the last. Both live until the next call. */
CADRE_MUST_CHECK enum cadre_status sorted_spool_next(struct sorted_spool *spool, bool *ret_more,
                                                     struct str_view *ret_key,
                                                     struct str_view *ret_item,
                                                     struct cadre_error *err);

#endif
