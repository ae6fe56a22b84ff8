/*
 * One match: the registry as of a day is read, solved and stored as a run with its certificate.
 */
#ifndef CADRE_CMD_STEPS_RUN_MATCH_RUN_H
#define CADRE_CMD_STEPS_RUN_MATCH_RUN_H

#include "cmd/cli/stages.h"
#include "sql/run_store.h"
#include "sql/session.h"

enum { MATCH_WAIT_S = 60 };

struct match_request {
    const char *call_up;        /* code of one of the catalogue's, NULL = none */
    struct cadre_date as_of;    /* none = the day on which the call-up opens */
    const char *known_at;       /* what was known then; NULL = all that is known */
    struct match_policy policy; /* of a file, or as it is without one; and the mode, if named */
    bool policy_given;
    /* RUN whose open seats alone are solved, NULL = all are; by its policy unless one is given, and
     * in its mode unless one is named. */
    const char *residual;
    bool publish;
    struct stages *stages; /* told where it is; NULL = nobody looks */
    int wait_s;            /* for the registry's lock */
    int64_t memory_bytes;  /* it may take, 0 = as much as it wants (memory_limit.h) */
};

/* The last run, which would have been the answer. */
struct altered_run {
    struct run_row run; /* as it is stored */
    const char *text;   /* what was altered, NULL = nothing */
};

/* The last run, of the same inputs, which stays the answer or whose policy wanted no approval. */
struct rejected_run {
    int64_t number; /* 0 = none */
    struct str_view role, why;
};

struct match_outcome {
    struct run_row run; /* as it is stored */
    struct run_measure measure;
    struct override_prices overrides; /* what the run would gain without its decisions */
    struct limit_figures limits;      /* what quotas, draws and reserves came to */
    bool unchanged;                   /* the last run was the answer already; nothing was stored */
    bool published_now;               /* it was a draft, or did not exist */
    struct altered_run altered;       /* why it was no answer, and another run was made */
    struct rejected_run rejected;     /* the run itself, or one from which it differs in that it
                                         wants an approval */
    const char *const *decisions;     /* what decisions did to it, a line each */
    size_t decision_count;
};

/* Texts of the outcome live in `arena`. CADRE_USAGE for a call-up that there is not, or a day out
 * of it, and for a run of a residual match that there is not or that is of another call-up or a
 * later day. CADRE_REFUSED for wishes that are to weigh in a stable match, when that run is not
 * published, or fills a need that is gone; and when seats and needs are too many for the solver
 * (instance_is_within_bounds). CADRE_FINDINGS when that run was altered (run_unaltered.h). */
CADRE_MUST_CHECK enum cadre_status match_run(struct session *session,
                                             const struct match_request *request,
                                             struct arena *arena, struct match_outcome *ret_outcome,
                                             struct cadre_error *err);

/* "4923 people, 75 needs, 5778 eligible pairs"; from `arena`. */
const char *match_run_size(const struct run_row *run, struct arena *arena);
/* "61 of 412 seats cannot be filled", "all 412 seats are filled", "no seat is free" */
const char *match_run_finding(const struct run_row *run, struct arena *arena);

#endif
