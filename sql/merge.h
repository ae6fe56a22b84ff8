/*
 * From staging into the registry: set-based, in the caller's transaction, under the registry lock.
 */
#ifndef CADRE_SQL_MERGE_H
#define CADRE_SQL_MERGE_H

#include "core/kind/kind.h"
#include "sql/batch_store.h"
#include "sql/session.h"

/* Keys one by one, as often as it is begun; absent ones included. *ret_more false behind the last.
 * What is given lives until the next. */
struct seen_source {
    void *context;
    enum cadre_status (*begin)(void *context, struct cadre_error *err);
    enum cadre_status (*next)(void *context, bool *ret_more, struct str_view *ret_person_id,
                              struct str_view *ret_national_id, struct cadre_error *err);
};

struct merge_input {
    const struct kind *kind;
    int64_t batch;
    int64_t fixes;          /* the batch whose mended rows these are, 0 = none; and the records */
    const int64_t *brought; /* of it that they were */
    size_t brought_count;
    const int64_t *mended; /* the same, by their staged records */
    size_t mended_count;
    const int64_t *overruled; /* staged records that may not change what is known of their keys */
    size_t overruled_count;
    const char *source; /* "" for kinds without one */
    const char *owner;
    struct cadre_date effective;
    bool full_list;
    const uint64_t *dropped_records; /* staged, but not to be merged */
    size_t dropped_count;
    struct seen_source seen; /* of rows that were not accepted; `next` NULL = none */
    bool key_unreadable;     /* nobody may leave */
    const struct str_view *held_sets;
    size_t held_set_count;
    int max_removed_percent; /* brake of full lists; 100 = none */
    /*
     * Known records were not staged: of a full list leave those whose keys did not come, told by
     * their hashes, and no others. Of `known` records that the source has open, `skipped` came as
     * they were and count as unchanged.
     */
    bool by_digest;
    const int64_t *unseen_keys;
    size_t unseen_count;
    int64_t known, skipped;
    bool none_staged; /* every record that came was known */
};

/* A staged row that the registry did not take. */
struct merge_rejection {
    const char *code;   /* of a finding */
    const char *column; /* or NULL */
    const char *hint;   /* what was meant perhaps, or NULL */
    uint64_t record, line, offset, length;
    uint64_t rivals; /* the same of all records of which one at most can stand, one of them; 0 = it
                        has none */
    int64_t key;     /* hash of its key */
};

struct merge_result {
    const char *recorded_at;                  /* of everything written */
    struct batch_counts counts;               /* new, changed, unchanged, left, left_held_back */
    const struct merge_rejection *rejections; /* by record */
    size_t rejection_count;
    int64_t open;           /* records of the source after it; -1 = nobody counted them */
    int64_t rows_corrected; /* of rows_changed: only what was always so differs */
    bool digest_stale; /* by_digest: the registry holds other keys than the digest said, or a row
                          names what it knows otherwise. Nothing was merged, nothing may be
                          committed: do it again without it. */
};

/* The source said all of it before, and no less: whom it names is the same, and so is what is known
 * of them. Nothing is staged for it. */
bool merge_is_nothing_new(const struct merge_input *input);

/*
 * Results live in `arena`. CADRE_REFUSED: more than the brake allows would leave. Files of months
 * may come in any order: a late one states the days up to the next full list of its source, or up
 * to the next version of a key. A row of a partial list that repeats what is known makes none: a
 * late one of a day between holds on past it. One merge a transaction, or merge_forget between
 * them.
 */
CADRE_MUST_CHECK enum cadre_status merge_run(struct session *session,
                                             const struct merge_input *input, struct arena *arena,
                                             struct merge_result *ret_result,
                                             struct cadre_error *err);

/*
 * The parts of it for a list that is merged on its way in (whole_evidence.h): how it begins
 * (*ret_late: something can be known of later days); what of it is left in pg_temp.incoming, whose
 * counts are added; and the brake, of `open` records that were open before.
 */
CADRE_MUST_CHECK enum cadre_status merge_begin(struct session *session,
                                               const struct merge_input *input, struct arena *arena,
                                               const char **ret_recorded_at, bool *ret_late,
                                               struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status merge_rest(struct session *session,
                                              const struct merge_input *input, struct arena *arena,
                                              const char *recorded_at, struct batch_counts *counts,
                                              struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status merge_check_brake(const struct merge_input *input, int64_t open,
                                                     int64_t leaving, struct cadre_error *err);

/* Before another merge in the same transaction. */
CADRE_MUST_CHECK enum cadre_status merge_forget(struct session *session, struct cadre_error *err);

#endif
