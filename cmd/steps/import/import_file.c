#include "cmd/steps/import/import_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/steps/import/import_ahead.h"
#include "cmd/steps/import/import_job.h"
#include "cmd/steps/import/import_known.h"
#include "cmd/steps/import/import_merge.h"
#include "cmd/steps/import/import_recover.h"
#include "cmd/steps/import/import_rejects.h"
#include "cmd/steps/import/import_settings.h"
#include "cmd/steps/import/import_sorted.h"
#include "cmd/steps/import/import_staging.h"
#include "cmd/steps/import/source_settings.h"
#include "cmd/steps/retry.h"
#include "core/base/alloc.h"
#include "core/base/utf8.h"
#include "core/catalogue/rules_digest.h"
#include "sql/first_volume.h"
#include "sql/source_store.h"

/* ---- the source and its lock ----------------------------------------------------------------- */

/* Kinds without a source are locked by themselves, so that a file is not taken twice at once. */
const char *import_lock_key(const struct kind *kind, const char *source)
{
    return source != NULL && source[0] != '\0' ? source : kind->name;
}

static const char *lock_key(const struct import_job *job)
{
    return import_lock_key(job->request->kind, job->request->source);
}

/* An office that imports the same source twice at once is told so and does not wait, unless it is
 * we ourselves whose broken connection still holds the lock. */
static enum cadre_status lock_source(struct import_job *job, int attempt, struct cadre_error *err)
{
    int wait_s = job->request->source != NULL && attempt == 1 ? 0 : job->request->wait_s;
    return session_lock(import_session(job), LOCK_SOURCE, lock_key(job), wait_s, err);
}

/* With other codes in the catalogue the same bytes may be other rows: a file that was rejected for
 * a role that has been loaded since is not the same file any more. */
static const char *ruleset_with(const struct catalogue *catalogue, const char *ruleset,
                                struct arena *arena)
{
    enum { SHORT_DIGEST = 16 };
    char hex[DIGEST_HEX_SIZE];
    if (catalogue_is_shipped(catalogue))
        return ruleset;
    struct digest digest = catalogue_codes_digest(catalogue);
    return arena_format(arena, "%s@%.*s", ruleset, (int)SHORT_DIGEST, digest_to_hex(&digest, hex));
}

/* How the file is read, as the ledger notes it. */
static void note_reading(struct import_job *job)
{
    const struct import_request *request = job->request;
    job->identity.ruleset = ruleset_with(
        request->catalogue,
        source_profile_ruleset(&request->profile, request->kind, CHECK_RULESET, job->arena),
        job->arena);
    job->identity.full_list = request->full_list;
}

/* Its settings are read under its lock: nobody states others meanwhile. */
static enum cadre_status ensure_source(struct import_job *job, struct cadre_error *err)
{
    struct import_request *request = job->request;
    struct source_ensured source;
    struct source_profile stored;
    job->identity.source = job->identity.owner = "";
    if (request->source == NULL)
        return CADRE_OK;
    enum cadre_status status = source_store_ensure(import_session(job), request->source,
                                                   request->owner, job->arena, &source, err);
    if (status != CADRE_OK)
        return status;
    job->outcome->owner = source.owner;
    job->outcome->source_made = source.made;
    job->identity.source = request->source;
    job->identity.owner = source.owner;
    status = source_settings_take(source.settings, request->source, job->arena, &stored, err);
    if (status != CADRE_OK)
        return status;
    import_request_settle(request, &stored);
    note_reading(job);
    return CADRE_OK;
}

/* ---- one attempt ----------------------------------------------------------------------------- */

static enum cadre_status stage_and_merge(struct import_job *job, struct cadre_error *err)
{
    enum cadre_status status = import_open_batch(job, err);
    if (status == CADRE_OK)
        status = import_stage(job, err);
    if (status == CADRE_OK && !job->redo)
        status = import_merge(job, err);
    return status;
}

/* While that of a long file is still made it is found out whether it is text, which is known of a
 * short one. */
static enum cadre_status await_digest(struct import_job *job, struct cadre_error *err)
{
    check_survey(job->file);
    return input_file_digest(job->file, &job->identity.sha256, err);
}

/* What the ledger knows of the file, and of its records unless these bytes are in force: of those,
 * too, while the digest is made that tells. */
static enum cadre_status find_known(struct import_job *job, bool *ret_in_force,
                                    struct cadre_error *err)
{
    bool meanwhile = input_file_makes_digest(job->file);
    enum cadre_status status = meanwhile ? import_known_load(job, err) : CADRE_OK;
    if (status == CADRE_OK)
        status = await_digest(job, err);
    if (status == CADRE_OK)
        status = batch_store_prospect(import_session(job), &job->identity, &job->prospect, err);
    bool asks_anew = job->request->resume > 0 || job->request->recheck;
    *ret_in_force = status == CADRE_OK && job->prospect.in_force > 0 && !asks_anew;
    if (status == CADRE_OK && !*ret_in_force && !meanwhile)
        status = import_known_load(job, err);
    import_known_settle(job);
    return status;
}

/* *ret_ready: something is to be committed; else these bytes are in force already. */
static enum cadre_status work(struct import_job *job, bool *ret_ready, struct cadre_error *err)
{
    struct import_outcome *outcome = job->outcome;
    bool in_force = false;
    enum cadre_status status = ensure_source(job, err);
    if (status == CADRE_OK)
        status = find_known(job, &in_force, err);
    if (in_force) {
        outcome->end = IMPORT_UNCHANGED;
        outcome->number = job->prospect.in_force;
        return CADRE_OK;
    }
    if (status == CADRE_OK)
        status = stage_and_merge(job, err);
    outcome->older = job->prospect.older;
    outcome->older_effective = job->prospect.older_effective;
    *ret_ready = status == CADRE_OK && !job->redo;
    return status;
}

static enum cadre_status finish(struct import_job *job, struct cadre_error *err)
{
    if (job->request->dry_run) {
        job->outcome->end = IMPORT_TRIED;
        return CADRE_OK;
    }
    enum cadre_status status = import_rejects_keep(job, err);
    if (status != CADRE_OK)
        return status;
    job->commit_sent = true;
    status = session_commit(import_session(job), err);
    if (status != CADRE_OK)
        return status;
    job->outcome->end = IMPORT_STORED;
    import_sorted_committed(job->sorted);
    return CADRE_OK;
}

/* A file that was refused leaves a line in the ledger, and nothing staged; when that fails, the
 * refusal is told all the same. */
static void note_refusal(struct import_job *job)
{
    struct cadre_error ignored = {0};
    int64_t number = job->outcome->number;
    if (job->request->dry_run || job->identity.owner == NULL || job->refusal == NULL)
        return;
    enum cadre_status status = CADRE_OK;
    if (!job->lasting)
        status = batch_store_open(import_session(job), &job->identity, &number, &ignored);
    if (status == CADRE_OK)
        status = import_end_batch(import_session(job), job->request->kind->name, number,
                                  job->refusal, &ignored);
    if (status == CADRE_OK)
        job->outcome->staged = 0;
    else
        cadre_error_release(&ignored);
}

static void forget_attempt(struct import_job *job)
{
    import_outcome_release(job->outcome);
    job->outcome->findings = findings_new();
    arena_free(job->scratch);
    job->scratch = arena_new();
    job->check = (struct check_result){0};
    job->mark = (struct batch_mark){0};
    job->prospect = (struct batch_prospect){0};
    job->origins = NULL;
    job->overruled_count = 0;
    job->refusal = NULL;
    job->known_digest = (struct digest_extent){0};
    job->clean_rows = 0;
    job->redo = false;
    job->lasting = job->commit_sent = false;
}

/* Whatever came of it, nothing is left open. */
static void end_attempt(struct import_job *job)
{
    import_rejects_discard(job);
    import_sample_free(job->sample);
    job->sample = NULL;
    known_records_free(job->known);
    job->known = NULL;
    import_sorted_free(job->sorted);
    job->sorted = NULL;
    bool staged = job->staging != NULL;
    staging_free(job->staging);
    job->staging = NULL;
    session_rollback(import_session(job));
    if (staged)
        staging_leave(import_session(job));
}

/* What imports that were killed have left; a dry run leaves that, too, as it is. */
static void sweep(const struct import_job *job)
{
    if (job->request->dry_run)
        return;
    import_rejects_sweep(job);
    first_volume_sweep(import_session(job));
}

static enum cadre_status attempt(struct import_job *job, int number, struct cadre_error *err)
{
    bool ready = false;
    forget_attempt(job);
    enum cadre_status status = lock_source(job, number, err);
    if (status != CADRE_OK)
        return status;
    sweep(job);
    status = session_begin(import_session(job), TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = work(job, &ready, err);
    if (status == CADRE_OK && ready)
        status = finish(job, err);
    end_attempt(job);
    if (status == CADRE_REFUSED)
        note_refusal(job);
    session_unlock(import_session(job), LOCK_REGISTRY, "");
    session_unlock(import_session(job), LOCK_SOURCE, lock_key(job));
    return status;
}

/* Nothing of it is kept or ended here but what it holds in memory. */
static enum cadre_status attempt_within(struct import_job *job, struct cadre_error *err)
{
    bool ready = false;
    forget_attempt(job);
    enum cadre_status status = work(job, &ready, err);
    if (status == CADRE_OK && ready)
        status = finish(job, err);
    if (status == CADRE_OK)
        status = merge_forget(import_session(job), err);
    staging_free(job->staging);
    job->staging = NULL;
    return status;
}

/* What an attempt finds out may call for another way, of which there are three. */
static enum cadre_status attempt_until_done(struct import_job *job, int number,
                                            struct cadre_error *err)
{
    enum { WAYS = 3 };
    enum cadre_status status = attempt(job, number, err);
    for (int way = 1; way < WAYS && status == CADRE_OK && job->redo; way++) {
        job->without_known = true;
        status = attempt(job, number, err);
    }
    return status;
}

static enum cadre_status import_opened(struct import_job *job, struct cadre_error *err)
{
    bool stored = false;
    enum cadre_status status = CADRE_OK;
    if (job->request->within)
        return attempt_within(job, err);
    for (int number = 1; number <= RETRY_ATTEMPTS_MAX; number++) {
        cadre_error_release(err);
        status = attempt_until_done(job, number, err);
        if (status == CADRE_OK || !import_may_recover(err))
            return status;
        status = import_recover(job, &stored, err);
        if (status != CADRE_OK)
            return status;
        if (stored) {
            cadre_error_release(err);
            job->outcome->end = IMPORT_STORED;
            return CADRE_OK;
        }
    }
    cadre_fail_context(err, "'%s' could not be stored in %d attempts", input_file_label(job->file),
                       RETRY_ATTEMPTS_MAX);
    return cadre_fail_hint(err, "nothing of it is stored; import it again later");
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The ledger is UTF-8; a name need not be. */
static const char *readable_name(struct import_job *job)
{
    const char *label = input_file_label(job->file);
    const char *slash = strrchr(label, '/');
    CADRE_CLEANUP(str_release) struct str name = {0};
    utf8_printable(str_view_of(slash != NULL ? slash + 1 : label), 0, &name);
    return arena_copy(job->arena, str_view_from(&name)).data;
}

/* Where a later command, called in another folder, finds the file; NULL for what is read but once.
 */
static const char *lasting_path(struct import_job *job)
{
    if (strcmp(job->request->path, "-") == 0)
        return NULL;
    CADRE_FREE char *path = realpath(job->request->path, NULL);
    if (path == NULL || !utf8_is_valid(str_view_of(path), NULL))
        return NULL;
    return arena_strdup(job->arena, path);
}

static void identify(struct import_job *job)
{
    const struct import_request *request = job->request;
    job->identity = (struct batch_identity){
        .kind = request->kind->name,
        .effective = request->effective,
        .file_name = readable_name(job),
        .file_path = lasting_path(job),
        .encoding = text_encoding_name(request->encoding),
        .fixes = request->fixes,
    };
    note_reading(job);
}

static enum cadre_status import_identified(struct import_job *job, struct cadre_error *err)
{
    identify(job);
    enum cadre_status status = import_opened(job, err);
    if (status != CADRE_OK)
        job->outcome->end = IMPORT_REFUSED;
    const struct batch_counts *counts = &job->outcome->counts;
    if (status == CADRE_OK && counts->rows_rejected + counts->rows_held > 0)
        status = CADRE_FINDINGS;
    return status;
}

static void show_spooled(void *progress, uint64_t bytes)
{
    progress_tell(progress, bytes, 0, 0);
}

static enum cadre_status open_file(const struct import_request *request, struct progress *progress,
                                   struct input_file **ret_file, struct cadre_error *err)
{
    const struct input_listener listener = {.context = progress, .spooled = show_spooled};
    *ret_file = import_ahead_take_file(request->ahead, request->path);
    if (*ret_file != NULL)
        return CADRE_OK;
    enum cadre_status status =
        input_file_open_heard(request->path, STDIN_FILENO, &listener, ret_file, err);
    if (status == CADRE_OK)
        input_file_begin_digest(*ret_file);
    return status;
}

enum cadre_status import_file(const struct invocation *call, struct registry_session *registry,
                              const struct import_request *request, struct arena *arena,
                              struct import_outcome *outcome, struct cadre_error *err)
{
    CADRE_CLEANUP(progress_cleanup)
    struct progress *progress = progress_new(call, input_path_label(request->path));
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = NULL;
    enum cadre_status status = open_file(request, progress, &file, err);
    if (status != CADRE_OK)
        return status;
    struct import_request settled = *request;
    import_request_settle(&settled, NULL);
    if (settled.fixes > 0)
        settled.chunk_bytes = 0; /* whose findings it closes is not in the ledger: no going on */
    struct import_job job = {.registry = registry,
                             .request = &settled,
                             .arena = arena,
                             .outcome = outcome,
                             .file = file,
                             .progress = progress};
    status = import_identified(&job, err);
    arena_free(job.scratch);
    return status;
}

void import_outcome_release(struct import_outcome *outcome)
{
    findings_free(outcome->findings);
    *outcome = (struct import_outcome){0};
}
