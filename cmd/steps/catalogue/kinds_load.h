/*
 * Files of the catalogue's kinds into the catalogue of a registry, all of a call as one load.
 */
#ifndef CADRE_CMD_STEPS_CATALOGUE_KINDS_LOAD_H
#define CADRE_CMD_STEPS_CATALOGUE_KINDS_LOAD_H

#include "cmd/steps/catalogue/kinds_file.h"
#include "reports/document.h"
#include "sql/session.h"

struct kinds_load_options {
    const struct kind *kind; /* of all files; NULL = by their headers */
    bool dry_run;
    int wait_s;
};

struct kinds_load_outcome {
    int64_t number;          /* in the ledger; 0 = nothing was stored */
    size_t left_out;         /* rows */
    struct document *report; /* what became of the rows, in the call's arena */
};

/*
 * Kinds are taken in the order in which they refer to one another, whatever the order of the files:
 * what one brings is there for the next. Under the registry's lock, in one transaction; a file that
 * is refused refuses all. Errors: CADRE_USAGE (a kind that cannot be told), CADRE_REFUSED,
 * CADRE_LOCKED, CADRE_DATABASE.
 */
CADRE_MUST_CHECK enum cadre_status
kinds_load(const struct invocation *call, struct session *session, struct kinds_file *files,
           size_t count, const struct kinds_load_options *options,
           struct kinds_load_outcome *ret_outcome, struct cadre_error *err);

/* All findings of the files as CSV: file, code, name, effect, line, column, value, hint. */
CADRE_MUST_CHECK enum cadre_status kinds_load_write_findings(const struct kinds_file *files,
                                                             size_t count, const char *path,
                                                             struct cadre_error *err);

#endif
