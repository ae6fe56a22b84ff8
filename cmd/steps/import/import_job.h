/*
 * One file on its way, as the parts of its import share it. Private to cmd/steps/import_*.
 *
 * An attempt is a chain of transactions: rows are staged, each chunk of the input in one; the last
 * one merges. A file of one chunk takes a single one. What is committed of a batch before it is
 * merged is found again by its bytes, after a signal, a crash or a lost connection.
 */
#ifndef CADRE_CMD_STEPS_IMPORT_IMPORT_JOB_H
#define CADRE_CMD_STEPS_IMPORT_IMPORT_JOB_H

#include "cmd/cli/output_file.h"
#include "cmd/cli/progress.h"
#include "cmd/steps/import/import_file.h"
#include "cmd/steps/import/import_sample.h"
#include "import/check.h"
#include "import/known_records.h"
#include "import/reject_origins.h"
#include "sql/digest_store.h"
#include "sql/merge.h"
#include "sql/staging.h"

struct import_sorted;

struct import_job {
    struct registry_session *registry;
    struct import_request *request; /* our copy: the settings of the source are laid beneath it */
    struct arena *arena;            /* the command's: what the outcome borrows */
    struct import_outcome *outcome;
    struct input_file *file;
    struct progress *progress;
    struct batch_identity identity;
    bool without_known; /* an attempt that passed over known records was of no use */
    bool without_first; /* the first list did not stay it, or there was no room to sort it */
    bool whole;         /* by its first rows it changes most of what is known, which it meets */
    bool without_whole; /* that was of no use */
    /* Of one attempt: */
    struct arena *scratch;
    struct batch_prospect prospect;
    struct hash128 seed;               /* of the hashes */
    struct known_records *known;       /* not to be parsed again; NULL = none */
    struct digest_extent known_digest; /* from which they come; its batch 0 = from none */
    struct import_sample *sample;      /* of a list that may begin anew in another way; or NULL */
    bool redo;                         /* without them: nothing of this attempt may stay */
    struct import_sorted
        *sorted;             /* rows go straight into the registry, and none is staged; or NULL */
    struct staging *staging; /* NULL before the first row */
    struct batch_mark mark;  /* how far the batch is staged */
    uint64_t clean_rows;     /* of the rows that were not known, those without a finding */
    int64_t open_records;    /* of the source behind the merge; -1 = nobody counted them */
    struct check_result check;
    struct reject_origins *origins; /* of mended rejects; else NULL */
    const int64_t *overruled; /* those of its records in whose stead a later row of the first file
                                 counts */
    size_t overruled_count;
    struct output_file *rejects; /* written, without its name yet; NULL = none */
    const char *rejects_path;    /* that it will have */
    const char *refusal;         /* why it is refused, for the ledger: a finding's code, a brake */
    bool lasting;                /* the batch outlives its transaction: a chunk is committed */
    bool commit_sent;            /* a broken connection leaves the outcome open */
};

static inline struct session *import_session(const struct import_job *job)
{
    return registry_session_of(job->registry);
}

#endif
