/*
 * The findings of one file and the records that they keep out of the registry. There may be more of
 * them than rows: those that do not fit into a few MiB wait in a temporary without a name
 * (sorted_spool.h), and are read one after the other. What that fails at is kept, and told by
 * findings_status: until then a reader sees no more.
 */
#ifndef CADRE_IMPORT_FINDINGS_H
#define CADRE_IMPORT_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/arena.h"
#include "core/base/status.h"
#include "core/kind/finding.h"
#include "core/kind/typed_row.h"
#include "import/seen_keys.h"

struct findings; /* opaque; owns the texts */

struct findings *findings_new(void);
void findings_free(struct findings *findings);
void findings_cleanup(struct findings **findings);
/* For what must live as long as the findings. */
struct arena *findings_arena(struct findings *findings);
/* CADRE_OUTPUT when a temporary could not be made, written or read: some findings are lost. */
CADRE_MUST_CHECK enum cadre_status findings_status(const struct findings *findings,
                                                   struct cadre_error *err);

/* Texts are copied. `place` may be NULL for the file as a whole; `value` is cut to 200 bytes. The
 * line is one of the record's. */
void findings_add(struct findings *findings, const char *code, const struct record_place *place,
                  uint64_t line, const char *column, struct str_view value, const char *hint);
size_t findings_count(const struct findings *findings);
size_t findings_count_effect(const struct findings *findings, enum finding_effect effect);
/* The first that refuses the file; NULL when none does. */
const struct finding *findings_refusal(const struct findings *findings);
/* Counts by code, in code order: `count` entries. */
struct finding_tally {
    const struct finding_code *code;
    size_t count;
};
const struct finding_tally *findings_tally(const struct findings *findings, size_t *ret_count);

/*
 * They are read in file order (line, record, then as added), from the first since the last rewind:
 * one reader at a time, and behind an addition only once it was rewound. NULL behind the last. A
 * finding lives until the next is read.
 */
void findings_rewind(const struct findings *findings);
const struct finding *findings_next(const struct findings *findings);

/* Its record is rejected or held. */
bool finding_keeps_out(const struct finding *finding);

/* A record kept out, with all its codes. */
struct rejected_record {
    struct record_place place;
    bool held; /* else rejected: one rejecting finding suffices */
    const struct finding *findings;
    size_t finding_count;
};
/* The next of them in file order, as findings_next reads; false behind the last. */
bool findings_next_rejected(const struct findings *findings, struct rejected_record *ret_record);

/* Beside them the keys of rows that are not stored, texts copied. */
void findings_see(struct findings *findings, const struct seen_key *key);
/* Owned by the findings; good to be read while findings_status is. */
struct seen_keys *findings_seen(const struct findings *findings);

#endif
