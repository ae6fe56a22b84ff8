/*
 * The check path: bytes -> records -> fields -> typed rows, every fault of every row told. Good
 * rows go to a sink in file order. The same path serves `cadre check` (a sink that forgets) and
 * `cadre import`.
 */
#ifndef CADRE_IMPORT_CHECK_H
#define CADRE_IMPORT_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/date.h"
#include "core/base/fast_hash.h"
#include "core/base/status.h"
#include "core/catalogue/catalogue.h"
#include "core/kind/source_profile.h"
#include "core/kind/typed_row.h"
#include "import/findings.h"
#include "import/input_file.h"
#include "import/known_records.h"

#define CHECK_RULESET "8" /* bumped when the same bytes would give other rows or findings */

/* Takes good rows; NULL `row` forgets them. */
struct row_sink {
    void *context;
    enum cadre_status (*row)(void *context, const struct typed_row *row, struct cadre_error *err);
    void (*progress)(void *context, uint64_t bytes_done, uint64_t bytes_total); /* may be NULL */
    const bool *otherwise; /* once true: rows are wanted otherwise, and no more come; or NULL */
};

struct check_options {
    const struct kind *kind;
    const struct catalogue *catalogue;
    struct cadre_date effective;          /* for CHECK_NOT_FUTURE */
    const struct source_profile *profile; /* how the source writes its files; NULL = defaults */
    struct hash128 seed; /* a secret of the registry, of key and record hashes; all zero: drawn */
    struct known_records *known; /* not to be parsed again; NULL = none. Not for a kind with a set
                                    column, whose rows stand or fall together. */
    bool fixes;                  /* rejects come back on purpose: no word about it, nor of clauses
                                    that are short, whose other alternatives stand elsewhere */
    size_t threads;              /* that make rows, 1 or 2; 0 = as many as the file is worth */
};

/* Which set a row names; absent = that could not be read. */
struct set_row {
    uint64_t record;
    struct str_view set;
};

/* The key of a record, by its hash under the seed. */
struct record_key {
    uint64_t record;
    int64_t key;
};

struct check_result {
    /* Known records stand twice in the file, or beside others with their key: the check is to be
     * done again without them; or the sink wants rows otherwise. Nothing else here counts, and the
     * sink's rows are void. */
    bool redo;
    bool refused; /* the file as a whole; findings say why; nothing reached the sink that may be
                     stored */
    uint64_t rows_read;
    uint64_t accepted;   /* given to the sink and not dropped since */
    uint64_t skipped;    /* known records; not given to the sink */
    uint64_t duplicates; /* identical repetitions, not given to the sink; superseded rows */
    uint64_t rejected;
    uint64_t held;
    /* Records already given to the sink that later rows showed to be wrong (a differing repetition,
     * a set with a rejected row) or superseded: ascending. */
    const uint64_t *dropped_records;
    size_t dropped_count;
    bool key_unreadable; /* some row's key could not be read: nobody may leave by this file. Those
                            of rejected and held rows that could be (kinds with a person key or
                            roster) are with the findings. */
    const struct str_view *held_sets; /* set_column values whose whole set is held */
    size_t held_set_count;
    const struct set_row
        *set_rows; /* every row but repetitions, in file order; of a kind with sets */
    size_t set_row_count;
    /* Records of one key of which one at most can stand: by key, then by record. Of rows of which
     * the last one wins only those at fault, and what overrules them. */
    const struct record_key *rivals;
    size_t rival_count;
    const struct record_key
        *keys; /* of rejects that came back: all that can be read, in file order */
    size_t key_count;
    char delimiter;
    const char *const
        *extra_columns; /* headers that no column of the kind has, kept aside; extra_count */
    size_t extra_count;
};

/* Reads a file before anybody knows what it is to be: whether it is text is then known of it. What
 * fails here is found again where it is asked for. */
void check_survey(struct input_file *file);

/*
 * Reads the whole file. Faults of the input are findings, never errors; the error is for what the
 * machine or the sink fails at, and for a file that somebody wrote to meanwhile (CADRE_REFUSED).
 * *ret_result's arrays belong to `findings`.
 *
 * Bytes and header are judged before the first row: a refused file reached the sink with none.
 * rows_read = accepted + skipped + duplicates + rejected + held. A dropped record counts as
 * rejected, held or (where the last row of a key wins) duplicate, and no more as accepted: the sink
 * got accepted + dropped_count rows. Its identical repetitions stay duplicates. Lines of nothing
 * but delimiters and blanks are no rows.
 *
 * A row at fault and a good one with the same key differ (X001): it is unclear which is right. A
 * row whose set cannot be read may belong to any: all sets of the file are held. For kinds whose
 * rows name no person, every row that is not stored leaves key_unreadable set.
 *
 * A record is known by a hash over its bytes without line ending, under the registry's seed, this
 * ruleset, the catalogue, the kind, the delimiter, the header's bytes, the profile and the
 * encoding: whatever could make another row of it makes another hash. Only rows that were clean may
 * be given as known; then findings and registry are the same with and without them.
 *
 * A file that is not UTF-8 is decoded (decode.h): places, offsets and hashes are of its text.
 */
CADRE_MUST_CHECK enum cadre_status check_file(const struct check_options *options,
                                              struct input_file *file, const struct row_sink *sink,
                                              struct findings *findings,
                                              struct check_result *ret_result,
                                              struct cadre_error *err);

#endif
