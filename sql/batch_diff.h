/*
 * What differs in the registry between two moments, field by field: what one batch did, or what two
 * batches of a kind and source left.
 */
#ifndef CADRE_SQL_BATCH_DIFF_H
#define CADRE_SQL_BATCH_DIFF_H

#include "core/kind/kind.h"
#include "sql/session.h"

/* What became of a record. Corrected: nothing but what was always so differs. */
enum change { CHANGE_NEW, CHANGE_CHANGED, CHANGE_CORRECTED, CHANGE_LEFT, CHANGE_COUNT };
extern const char *const change_names[CHANGE_COUNT]; /* "new" */

struct change_column {
    struct str_view name;
    enum change change; /* CHANGE_CHANGED or CHANGE_CORRECTED */
    int64_t records;    /* that differ in it */
};

/* One differing cell of a record; of one that is new or left, the record alone. */
struct change_example {
    enum change change;
    struct str_view record; /* its key; parts are separated by 0x1F. Personal, as the values */
    struct str_view column; /* absent: new or left */
    struct str_view was, becomes; /* absent = empty */
};

struct batch_diff {
    int64_t records[CHANGE_COUNT];
    const struct change_column *columns; /* the most frequent first */
    size_t column_count;
    const struct change_example *examples; /* by change, then by key */
    size_t example_count;
};

/* A state of the registry: what holds on a day as it was known at a time. */
struct batch_moment {
    struct cadre_date day;
    const char *known_at; /* of `before`: NULL = just before that of `after` */
};

/* Records of a kind, of one source ("" for kinds without one); examples of at most `most` records
 * of each change. Texts in `arena`. */
CADRE_MUST_CHECK enum cadre_status
batch_diff_find(struct session *session, const struct kind *kind, const char *source,
                const struct batch_moment *before, const struct batch_moment *after, int64_t most,
                struct arena *arena, struct batch_diff *ret_diff, struct cadre_error *err);

#endif
