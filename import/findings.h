/*
 * The findings of one file and the records that they keep out of the registry.
 */
#ifndef CADRE_IMPORT_FINDINGS_H
#define CADRE_IMPORT_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/arena.h"
#include "core/kind/finding.h"
#include "core/kind/typed_row.h"

struct findings; /* opaque; owns the texts */

struct findings *findings_new(void);
void findings_free(struct findings *findings);
void findings_cleanup(struct findings **findings);
/* For what must live as long as the findings. */
struct arena *findings_arena(struct findings *findings);

/* Texts are copied. `place` may be NULL for the file as a whole; `value` is cut to 200 bytes. */
void findings_add(struct findings *findings, const char *code, const struct record_place *place,
                  uint64_t line, const char *column, struct str_view value, const char *hint);
size_t findings_count(const struct findings *findings);
/* In file order (line, record, then as added); sorted at the first call after an addition. */
const struct finding *findings_at(const struct findings *findings, size_t index);
size_t findings_count_effect(const struct findings *findings, enum finding_effect effect);
/* The first that refuses the file; NULL when none does. */
const struct finding *findings_refusal(const struct findings *findings);
/* Counts by code, in code order: `count` entries. */
struct finding_tally {
    const struct finding_code *code;
    size_t count;
};
const struct finding_tally *findings_tally(const struct findings *findings, size_t *ret_count);

/* Its record is rejected or held. */
bool finding_keeps_out(const struct finding *finding);

/* A record kept out, with all its codes. */
struct rejected_record {
    struct record_place place;
    bool held; /* else rejected: one rejecting finding suffices */
    const struct finding *const *findings;
    size_t finding_count;
};
/* In file order; pointers to findings are good until the next addition. */
const struct rejected_record *findings_rejected(const struct findings *findings, size_t *ret_count);
/* The one of these `count` that is of the record, NULL = it is not kept out. */
const struct rejected_record *rejected_record_find(const struct rejected_record *records,
                                                   size_t count, uint64_t record);

#endif
