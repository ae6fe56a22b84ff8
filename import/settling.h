/*
 * What becomes of rows once their cells are judged: each is held against those before it, and goes
 * into the sink or out with its findings. What later rows show of earlier ones is told at the end.
 * Private to import/.
 */
#ifndef CADRE_IMPORT_SETTLING_H
#define CADRE_IMPORT_SETTLING_H

#include "import/check.h"
#include "import/header_map.h"
#include "import/identity.h"
#include "import/record_fields.h"
#include "import/reread.h"
#include "import/row.h"

struct settling; /* opaque */

/* All is borrowed but `reread`. */
struct settling_input {
    const struct kind *kind;
    const struct header_map *header;
    const struct source_profile *profile; /* may be NULL */
    bool fixes; /* the file is part of another one: what else a set has is not in it */
    const struct fast_hash_seed *key_seed;
    const struct row_sink *sink;
    struct findings *findings;
    struct check_result *result; /* what is counted */
    struct row *row;             /* the one at hand */
    struct reread *reread;
    size_t rows_expected; /* see identity_new */
};

struct settling *settling_new(const struct settling_input *input);
void settling_free(struct settling *settling); /* NULL is fine */
/* Whose keys rows have. */
const struct identity *settling_identity(const struct settling *settling);
/* The row at hand, made of that record; `key` NULL: it is still to be made. */
CADRE_MUST_CHECK enum cadre_status settling_row(struct settling *settling,
                                                const struct record *record,
                                                const struct hash128 *record_hash,
                                                const struct row_key *key, struct cadre_error *err);
/* A record that is no row: nobody knows whose it is, unless it is a header. */
void settling_reject(struct settling *settling, const struct record *record,
                     const struct record_refusal *refusal);
/* The last row is settled: sets are judged whole, and the lists of the result filled. */
void settling_end(struct settling *settling);
/* Whether a row had that key. */
bool settling_has_key(const struct settling *settling, int64_t key);

#endif
