/*
 * Rows of one file that say the same or different things of one key. Keeps a hash of the key and
 * the place of each, less than 27 bytes, and 8 more where lines and records part; where two hashes
 * meet, the first record is read again from the file, and key and content themselves are compared:
 * no row is ever lost to a hash. Private to import/.
 */
#ifndef CADRE_IMPORT_IDENTITY_H
#define CADRE_IMPORT_IDENTITY_H

#include <stdbool.h>

#include "core/base/fast_hash.h"
#include "core/base/status.h"
#include "import/row.h"

enum identity_outcome {
    IDENTITY_NEW,           /* nothing with this key came before, or the key cannot be read */
    IDENTITY_REPEATED,      /* the same key and content; both good */
    IDENTITY_DIFFERS,       /* the same key, other content */
    IDENTITY_DIFFERS_STILL, /* the same key as one that is out, other content */
    IDENTITY_ALIKE,         /* the same key and bytes, both at fault */
    IDENTITY_OVERRULES /* where the last row wins: the same key as one that was at fault itself */
};

struct identity; /* opaque */

/* Where rows are read again. */
struct identity_source {
    void *context;
    /* The row at `place` as it was when it was added, its cells judged, and its bytes; both live
     * until the next call. place->length is filled in. */
    enum cadre_status (*read)(void *context, struct record_place *place, const struct row **ret_row,
                              struct str_view *ret_record, struct cadre_error *err);
};

/* Keys are hashed under `seed`, a secret: crafted ones must not fall into one slot. There may be
 * more rows than are expected, which saves making room for them again and again. */
struct identity *identity_new(const struct kind *kind, const struct fast_hash_seed *seed,
                              const struct identity_source *source, size_t rows_expected);
void identity_free(struct identity *identity);
/* From now on the last row of a key stands for it, whatever those before it said. */
void identity_let_last_win(struct identity *identity);

/* The hash of a row's key; absent when that cannot be read. */
struct row_key {
    int64_t hash;
    bool given;
};

/* On any thread, with a text of its own to write in. */
struct row_key identity_key_of(const struct identity *identity, const struct row *row,
                               struct str *scratch);
/* The row will be entered soon: where it goes is fetched meanwhile. */
void identity_expect(const struct identity *identity, const struct row_key *key);

/*
 * Enters a row. `key` is identity_key_of it. `record` is its bytes, the content of a row that is
 * not `good`. *ret_first is where the key stood before, set unless it is new or repeated. On
 * IDENTITY_DIFFERS that row was good until now; it and all that follow with this key are out. Where
 * the last row wins, it is the one before that is out, and those that follow are compared with this
 * one. On IDENTITY_OVERRULES and IDENTITY_ALIKE *ret_first is the row before, which is out for its
 * own faults; of rows alike the first stays the one to be compared with. Lines and records are
 * numbered up to UINT32_MAX, both rise from row to row, and offsets lie below 1 TiB.
 */
CADRE_MUST_CHECK enum cadre_status
identity_add(struct identity *identity, const struct row *row, const struct row_key *key,
             const struct record_place *place, struct str_view record, bool good,
             enum identity_outcome *ret_outcome, struct record_place *ret_first,
             struct cadre_error *err);

/* Hash of the key of the row added last; false when that cannot be read. */
bool identity_key(const struct identity *identity, int64_t *ret_key);
/* Whether a row with a key of this hash was added. */
bool identity_has_key(const struct identity *identity, int64_t key);

/* The first given column of the row's key, for findings; -1 when there is none. */
int identity_column(const struct identity *identity, const struct row *row);

#endif
