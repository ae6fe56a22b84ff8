/*
 * What a match would come to with other needs or more people: files go the way of an import, in a
 * transaction that is rolled back as soon as the registry is read with them in it, so that what is
 * found is what an import and a match would find. Readers never wait; others who write wait as for
 * an import of these files, and no more for the match: that is made in memory behind it.
 */
#ifndef CADRE_CMD_STEPS_RUN_WHAT_IF_H
#define CADRE_CMD_STEPS_RUN_WHAT_IF_H

#include "cmd/cli/stages.h"
#include "cmd/steps/registry_session.h"
#include "core/policy/match_policy.h"
#include "reports/document.h"
#include "sql/run_store.h"

struct what_if_request {
    const char *const *paths; /* of any kinds, told by their headers; in any order */
    size_t count;
    const char *source;    /* of kinds with a source, whose files are some people more; or NULL */
    const char *owner;     /* of a new source; or NULL */
    struct run_row run;    /* with which it is compared; its day is the files' and the match's */
    struct stages *stages; /* told where it is; NULL = nobody looks */
    struct match_policy policy; /* to try: the run's own, or another */
    int wait_s;
    int64_t memory_bytes; /* as of a match */
};

/*
 * *ret_document tells what differs; it lives in the call's arena. CADRE_FINDINGS: likewise, but
 * rows of the files would not be taken: they are told. CADRE_USAGE: a file is of no kind, or wants
 * a source. Errors of an import, of a match and of run_unaltered_require likewise.
 */
CADRE_MUST_CHECK enum cadre_status what_if(const struct invocation *call,
                                           struct registry_session *registry,
                                           const struct what_if_request *request,
                                           struct document **ret_document, struct cadre_error *err);

#endif
