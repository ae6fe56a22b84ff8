/*
 * Rows of a file made before their turn comes: a second thread takes records apart and judges their
 * cells, piece by piece, while the caller settles the rows of pieces before, and makes one itself
 * when it would have to wait; or the caller alone makes some rows and then settles them, where
 * their keys lie all over memory and are fetched meanwhile. What is made of a record depends on
 * nothing but the record; what depends on others is left to the caller, who gets all of them in the
 * order of the file. Private to import/.
 *
 * Records of which most are known are only hashed and looked up.
 *
 * Memory: of each thread four pieces of 128 rows, with a cell and a value for each column of the
 * kind, or of 512 hashes; a caller alone has 32 rows.
 */
#ifndef CADRE_IMPORT_ROWS_AHEAD_H
#define CADRE_IMPORT_ROWS_AHEAD_H

#include "import/header_map.h"
#include "import/identity.h"
#include "import/known_records.h"
#include "import/record_splitter.h"
#include "import/row.h"

struct rows_ahead; /* opaque */

enum { ROWS_AHEAD_THREADS = 2 };

struct rows_ahead_input {
    struct record_splitter *splitter; /* nobody else moves it but to cut the record last given */
    const struct header_map *header;
    const struct fast_hash_seed *record_seed;
    const struct identity *identity;   /* whose keys rows have */
    const struct known_records *known; /* records of which no row is made; NULL = all rows are */
    struct cadre_date effective;
    struct row *rows[ROWS_AHEAD_THREADS]; /* alike; owned by rows_ahead from here on. The second one
                                             NULL: the caller is alone */
};

/* A record that is a row of warnings at most, or one line by itself. */
struct made_row {
    struct hash128 record_hash;
    size_t known_at; /* where it lies among known records */
    bool hashed;     /* the two above are set; and, when it is made: */
    bool made;       /* else the caller is to make it, of the record */
    struct row_key key;
    struct row_sheet sheet;
    const struct row_fault *faults;
    size_t fault_count;
};

/* What is pointed to is borrowed; of the input itself a copy is kept. */
struct rows_ahead *rows_ahead_new(const struct rows_ahead_input *input);
void rows_ahead_free(struct rows_ahead *ahead); /* NULL is fine */
/* As record_splitter_next. Both until the next call. */
CADRE_MUST_CHECK enum cadre_status rows_ahead_next(struct rows_ahead *ahead,
                                                   struct record **ret_record,
                                                   const struct made_row **ret_made, bool *ret_more,
                                                   struct cadre_error *err);

/* Of the record's bytes but its line ending. */
struct hash128 record_hash(const struct fast_hash_seed *seed, struct str_view record);

#endif
