/*
 * Match runs: stored once, read for reports, explanations and verification.
 */
#ifndef CADRE_SQL_RUN_STORE_H
#define CADRE_SQL_RUN_STORE_H

#include "core/pairs/instance.h"
#include "core/pairs/limit_figures.h"
#include "core/pairs/overrides.h"
#include "sql/session.h"

/* A run without its rows. Texts live in the arena that it was read into. */
struct run_row {
    int64_t number;
    struct str_view digest, digest_without_base, result_digest; /* hexadecimal */
    struct cadre_date as_of;
    struct str_view known_at, recorded_at;
    struct str_view published_at;                 /* absent = it never was */
    struct str_view withdrawn_at, verdict;        /* "approved" or "rejected"; absent = not yet */
    struct str_view made_by;                      /* database role; absent = not noted then */
    struct str_view policy, solver_version, mode; /* mode: "optimal" or "stable" */
    int64_t base_run;                             /* 0 = none */
    int64_t people, needs, pairs, seats;
    struct objective objective;
};

/* "draft", "approved", "rejected", "published" or "withdrawn". */
const char *run_row_state(const struct run_row *run);

/* RUN: a number, a prefix (>= 4 digits) of its digest, or "last". CADRE_USAGE when there is none or
 * more than one. */
CADRE_MUST_CHECK enum cadre_status run_store_find(struct session *session, const char *word,
                                                  struct arena *arena, struct run_row *ret_run,
                                                  struct cadre_error *err);
/* The newest run of a mode; *ret_found says whether there is one. */
CADRE_MUST_CHECK enum cadre_status run_store_last_of(struct session *session, const char *mode,
                                                     struct arena *arena, struct run_row *ret_run,
                                                     bool *ret_found, struct cadre_error *err);
/* The newest run with as_of <= day of those that there were at `known_at` (NULL = now), published
 * or a draft as it was then. CADRE_USAGE when there is none. */
CADRE_MUST_CHECK enum cadre_status run_store_newest(struct session *session, struct cadre_date day,
                                                    const char *known_at, struct arena *arena,
                                                    struct run_row *ret_run,
                                                    struct cadre_error *err);
/* All runs, newest first. */
CADRE_MUST_CHECK enum cadre_status run_store_list(struct session *session, struct arena *arena,
                                                  struct run_row **ret_runs, size_t *ret_count,
                                                  struct cadre_error *err);

struct run_assignment_row {
    struct str_view natural_key, person_id, owner, need_code;
    int32_t fit_bp;
    int64_t part_bp[FIT_PART_COUNT];
    bool kept;
};
struct run_price_row {
    struct str_view need_code;
    int32_t seats;
    int64_t price;
};
struct run_reason_row {
    struct str_view need_code, reason; /* the reason's code */
    int64_t people;
};
/*
 * The prices of the last published run of optimal mode as known at known_at, per need of the
 * snapshot: what engine_options.warm_price wants. NULL when there is none, or it shares less than
 * half of the needs. From `arena`.
 */
CADRE_MUST_CHECK enum cadre_status
run_store_warm_prices(struct session *session, const struct snapshot *snapshot, struct arena *arena,
                      const struct plain_price **ret_prices, struct cadre_error *err);

/* What the other mode comes to, and what the run took; read apart from the rest. */
struct run_measure {
    bool known;       /* runs of before have none */
    bool other_known; /* the other mode keeps the run's limits */
    struct objective other;
    int64_t reading_ms, pairs_ms, solving_ms, peak_kib;
};
CADRE_MUST_CHECK enum cadre_status run_store_measure(struct session *session, int64_t number,
                                                     struct arena *arena,
                                                     struct run_measure *ret_measure,
                                                     struct cadre_error *err);

struct run_contents {
    struct run_measure measure;
    struct override_prices overrides;
    struct limit_figures limits; /* quotas, draws and reserves */
    struct run_assignment_row *assignments;
    size_t assignment_count;
    struct run_price_row *prices;
    size_t price_count;
    struct run_reason_row *reasons;
    size_t reason_count;
};
CADRE_MUST_CHECK enum cadre_status run_store_contents(struct session *session, int64_t number,
                                                      struct arena *arena,
                                                      struct run_contents *ret_contents,
                                                      struct cadre_error *err);

struct run_need_row {
    struct str_view need_code, title; /* title absent = the registry had no such need */
    int32_t seats, priority;          /* priority 0 = likewise */
};
/* The needs of a stored run by code, as it knew them. */
CADRE_MUST_CHECK enum cadre_status run_store_needs(struct session *session,
                                                   const struct run_row *run, struct arena *arena,
                                                   struct run_need_row **ret_needs,
                                                   size_t *ret_count, struct cadre_error *err);

/* What happened to the registry since a run knew it. */
struct run_since {
    bool changed;          /* something was imported, undone or loaded into the catalogue */
    int64_t newest_person; /* number of the newest person, now */
};
CADRE_MUST_CHECK enum cadre_status run_store_since(struct session *session,
                                                   const struct run_row *run, struct arena *arena,
                                                   struct run_since *ret_since,
                                                   struct cadre_error *err);

/* What cannot be in the head of a stored run, beside what its digests cover. */
struct run_head_faults {
    bool mode;         /* not that of its policy */
    bool base_run;     /* not the run that was the last published one at known_at */
    bool known_at;     /* not the time of any import, run or publication before the run */
    bool recorded_at;  /* out of the runs' order, or beyond the registry's clock */
    bool published_at; /* or withdrawn_at: before the run, beyond the clock, not as its event */
    bool made_by;      /* the role, when, or by what it knew, is not what was sealed */
    bool events;       /* who judged, published or withdrew it, when or why: likewise */
    bool approval;     /* published without the approval that its policy asks for */
    bool places;       /* a limit or decision of it stands out of its place */
    bool costs;        /* what its decisions cost together is gone, or is of none */
};
CADRE_MUST_CHECK enum cadre_status run_store_head_faults(struct session *session, int64_t number,
                                                         struct arena *arena,
                                                         struct run_head_faults *ret_faults,
                                                         struct cadre_error *err);

/* A solved run, on its way in. */
struct solved_run {
    const struct snapshot *snapshot;
    const struct expansion *expansions; /* NULL = people are expanded when they are stored */
    const struct pairs *pairs; /* of those that are assigned, at least; and the reasons of all */
    size_t pairs_most;         /* so many were kept at first, not all; 0 = all are there */
    const struct instance *instance;
    const int32_t *need_of;
    const int64_t *price;
    struct objective objective;
    const struct plain_price *warm_price; /* per need, where the solver begins; NULL = at nothing */
    const struct cap_sets *cap_sets;      /* NULL = the policy has no limits, and these two */
    const int64_t *cap_price, *open_price; /* neither; a stable run has no such prices */
    struct limit_figures limits;           /* what they came to */
    struct digest digest, digest_without_base, result_digest;
    const char *policy, *solver_version;
    bool stable;
    struct run_measure measure;
    struct override_prices overrides;
};

/*
 * Stores it under the registry lock in one transaction, with its own recorded time; waits up to
 * `wait_s` for the lock. `publish` publishes it in the same transaction, unless something was
 * recorded since its known_at, by which somebody may not fit any more: then it stays a draft.
 */
CADRE_MUST_CHECK enum cadre_status run_store_add(struct session *session,
                                                 const struct solved_run *run, bool publish,
                                                 int wait_s, int64_t *ret_number,
                                                 bool *ret_published, struct cadre_error *err);

#endif
