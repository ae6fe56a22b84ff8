/*
 * One file into the registry, end to end: digest, ledger, locks, staging, check, merge, rejects,
 * counts. It is stored whole, with its row in the ledger, or not at all. What is long comes in
 * chunks: rows that are staged stay, and the next import of the same bytes goes on from there.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_FILE_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_FILE_H

#include "cmd/steps/registry_session.h"
#include "core/catalogue/catalogue.h"
#include "core/kind/kind.h"
#include "core/kind/source_profile.h"
#include "import/findings.h"
#include "sql/batch_diff.h"
#include "sql/batch_fixes.h"
#include "sql/batch_store.h"

enum { IMPORT_WAIT_S = 60, IMPORT_MAX_REMOVED_PERCENT = 5, IMPORT_CHUNK_MIB = 64 };

/* A brake: more than this is refused. Zero-initialised is "no limit". */
struct import_limit {
    enum { LIMIT_NONE, LIMIT_COUNT, LIMIT_PERCENT } unit;
    int64_t most;
};

struct import_ahead;

struct import_request {
    const struct kind *kind;
    const struct catalogue *catalogue;
    const char *path;           /* "-" = standard input */
    struct import_ahead *ahead; /* what is known of the first file already; NULL = nothing */
    const char *source;         /* NULL for kinds without one */
    const char *owner; /* of a source that is new; NULL = the organization whose code it bears */
    struct cadre_date effective;
    bool list_given, max_removed_given; /* on the command line, which overrules the settings */
    enum text_encoding encoding;        /* of the command line */
    struct source_profile profile;      /* how the source writes its files */
    bool full_list;
    bool dry_run; /* everything but the commit; no rejects are written */
    bool recheck; /* bytes that are in force already are looked at all the same */
    bool within;  /* a dry run that verifies, in the transaction that is open: its caller sees what
                     it wrote, then rolls back and unlocks the registry */
    const char *rejects_dir;         /* NULL = beside the input; of standard input: here */
    struct import_limit max_rejects; /* rejected and held rows */
    bool verify;                     /* parse rows that are known too */
    bool atomic;                     /* none of them is borne */
    int64_t chunk_bytes; /* of input, after which staged rows are committed; 0 = never */
    bool chunk_given;    /* on the command line: no row is to be read twice, whatever comes */
    int64_t fixes;       /* the batch whose mended rejects the file is; 0 = it is none */
    int64_t resume;      /* only as this unfinished batch; 0 = whichever fits */
    int max_removed_percent;
    int wait_s;
};

enum import_end {
    IMPORT_REFUSED,   /* nothing is stored: findings or error say why */
    IMPORT_UNCHANGED, /* these very bytes are in force already, as batch `number` */
    IMPORT_STORED,
    IMPORT_TRIED /* a dry run */
};

/* Zero-initialised before, released after, whatever import_file returned. */
struct import_outcome {
    enum import_end end;
    int64_t number; /* of the batch */
    struct batch_counts counts;
    struct findings *findings; /* of the file and of the merge, in file order; may be NULL */
    const char *rejects_path;  /* NULL = none was written; in the arena */
    const char *rejects_kept;  /* of another name: what stood there may have been mended; or NULL */
    const char *owner;         /* of the source; NULL for kinds without one */
    bool source_made;          /* the source was not known before */
    int64_t older;             /* an earlier batch of the same bytes, not in force; 0 = none */
    struct cadre_date older_effective;
    int64_t abandoned;    /* an unfinished batch of other bytes that this one ended; 0 = none */
    int64_t resumed;      /* the unfinished batch that was gone on with; 0 = none */
    int64_t resumed_rows; /* of them staged before */
    bool staged_lost;     /* they were there no more */
    struct batch_mending mending;     /* of the batch that the file mends */
    const struct batch_diff *changes; /* that a dry run would make; in the arena */
    int64_t staged; /* not stored, but staged in part or whole as this batch; 0 = none */
};

/*
 * CADRE_OK: stored, tried or unchanged; CADRE_FINDINGS: likewise, but rows were rejected or held
 * (no error is set); CADRE_REFUSED and others with an error. The ledger is asked when the
 * connection breaks at the commit; a transaction that another one was in the way of is retried.
 */
CADRE_MUST_CHECK enum cadre_status import_file(const struct invocation *call,
                                               struct registry_session *registry,
                                               const struct import_request *request,
                                               struct arena *arena, struct import_outcome *outcome,
                                               struct cadre_error *err);
void import_outcome_release(struct import_outcome *outcome);
/* By what import_file returned: it came to its end, rows may have been kept out. */
static inline bool import_was_taken(enum cadre_status status)
{
    return status == CADRE_OK || status == CADRE_FINDINGS;
}

/* Key of the lock that keeps two imports of the same from each other; `source` may be NULL or "".
 */
const char *import_lock_key(const struct kind *kind, const char *source);

#endif
