/*
 * What becomes of a stored match run: it is approved or rejected, published, withdrawn. Each is an
 * event with the database role that brought it about and a recorded time of its own, stored under
 * the registry lock; the run itself is never changed.
 */
#ifndef CADRE_SQL_RUN_LIFE_H
#define CADRE_SQL_RUN_LIFE_H

#include "sql/run_store.h"

struct run_event {
    struct str_view recorded_at, event, role;
    struct str_view why; /* absent = nobody said */
    /* Of a publication: the day, and what was known, by which lapses were looked for; none and
     * absent = nobody had to look. */
    struct cadre_date looked_as_of;
    struct str_view looked_known_at;
    bool sealed; /* else it happened before events were, and nobody knows by what it was looked */
};
/* What became of a run, the first event first; texts in `arena`. */
CADRE_MUST_CHECK enum cadre_status run_life_events(struct session *session, int64_t number,
                                                   struct arena *arena,
                                                   struct run_event **ret_events, size_t *ret_count,
                                                   struct cadre_error *err);

enum run_verdict { RUN_APPROVED, RUN_REJECTED };
/* The one that counts; its event is absent where there is none. Texts in `arena`. */
CADRE_MUST_CHECK enum cadre_status run_life_verdict(struct session *session, int64_t number,
                                                    struct arena *arena,
                                                    struct run_event *ret_verdict,
                                                    struct cadre_error *err);

/*
 * The last verdict counts. CADRE_USAGE: there is no such run. CADRE_REFUSED: it is published or
 * withdrawn, or its policy wants the approval of another role than the one that made it and this is
 * the same one; the error names both.
 */
CADRE_MUST_CHECK enum cadre_status run_life_judge(struct session *session, int64_t number,
                                                  enum run_verdict verdict, const char *why,
                                                  int wait_s, struct cadre_error *err);

/* Somebody who does not fit any more, or a need that has not the seats any more, of a run that is
 * published all the same. */
struct run_lapse_row {
    struct str_view natural_key; /* absent = a need */
    struct str_view need_code, reason;
    struct str_view person_id; /* of who is read: as the run has it */
};
/* Those of a run by need and person, its needs first; texts in `arena`. */
CADRE_MUST_CHECK enum cadre_status run_life_lapses(struct session *session, int64_t number,
                                                   struct arena *arena,
                                                   struct run_lapse_row **ret_rows,
                                                   size_t *ret_count, struct cadre_error *err);
struct run_publication {
    int64_t number;
    const char *why;                /* NULL = nobody said */
    const struct cadre_date *as_of; /* for which lapses were looked for; NULL = nobody had to */
    const char *known_at; /* nothing was recorded since; NULL = that would change nothing */
    const struct run_lapse_row *lapses;
    size_t lapse_count;
    int wait_s;
};
/*
 * Publishes a draft, whole or not at all; *ret_done is false when it is published already: it stays
 * as it is. *ret_stale: something was recorded since `known_at`; then nothing is stored, and lapses
 * are to be looked for again. CADRE_USAGE: there is no such run. CADRE_REFUSED: it was rejected or
 * withdrawn, or its policy wants an approval that it has not got.
 */
CADRE_MUST_CHECK enum cadre_status run_life_publish(struct session *session,
                                                    const struct run_publication *publication,
                                                    bool *ret_done, bool *ret_stale,
                                                    struct cadre_error *err);
/* The checks of run_life_publish alone: may it be published at all? */
CADRE_MUST_CHECK enum cadre_status run_life_may_publish(struct session *session, int64_t number,
                                                        struct cadre_error *err);
/* Of a draft, in the caller's transaction, at its recorded time. */
CADRE_MUST_CHECK enum cadre_status run_life_published(struct session *session, int64_t number,
                                                      const char *at, struct cadre_error *err);
/* The run that was published before is in force again. CADRE_USAGE likewise; CADRE_REFUSED: it is a
 * draft. *ret_done is false when it is withdrawn already. */
CADRE_MUST_CHECK enum cadre_status run_life_withdraw(struct session *session, int64_t number,
                                                     const char *why, int wait_s, bool *ret_done,
                                                     struct cadre_error *err);

#endif
