#include "cmd/steps/run/what_if.h"

#include <stdlib.h>

#include "cmd/cli/tell.h"
#include "cmd/steps/findings_print.h"
#include "cmd/steps/import/import_file.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/run/run_outcome.h"
#include "cmd/steps/run/run_solve.h"
#include "cmd/steps/run/run_unaltered.h"
#include "core/base/alloc.h"
#include "core/base/shell_word.h"
#include "core/policy/policy.h"
#include "import/header_kind.h"
#include "import/input_file.h"
#include "reports/report.h"
#include "sql/snapshot_store.h"

enum { FINDINGS_SHOWN = 3, ALL_MAY_LEAVE_PERCENT = 100 };

struct trial_file {
    const char *path;
    const struct kind *kind;
    size_t turn; /* of its kind: what others name comes first */
};

struct trial {
    const struct invocation *call;
    struct registry_session *registry;
    const struct what_if_request *request;
    struct arena *arena; /* gone when it is compared */
    struct catalogue *catalogue;
    struct trial_file *files;
    struct snapshot *snapshot;
    struct run_since since;
    bool faulty; /* rows of some file would not be taken */
};

/* ---- which files ----------------------------------------------------------------------------- */

/* Of no kind that is imported; one of the catalogue is told apart. */
static enum cadre_status fail_kind(const struct trial_file *file, struct input_file *input,
                                   struct cadre_error *err)
{
    size_t count;
    const struct kind *loaded = NULL;
    const struct kind *const *kinds = kind_all_catalogue(&count);
    enum cadre_status status = header_kind(input, kinds, count, ENCODING_UNSTATED, &loaded, err);
    if (status != CADRE_OK)
        return status;
    if (loaded != NULL) {
        cadre_fail(err, CADRE_USAGE, "'%s' is a table of the catalogue's '%s', which is not tried",
                   file->path, loaded->name);
        CADRE_CLEANUP(str_release) struct str word = {0};
        shell_word_add_path(&word, str_view_of(file->path));
        return cadre_fail_hint(err,
                               "what takes it, and with --dry-run tells what is wrong "
                               "with it: cadre catalogue load %s",
                               str_chars(&word));
    }
    cadre_fail(err, CADRE_USAGE, "'%s' has the header of no kind", file->path);
    return cadre_fail_hint(err,
                           "'cadre schema' lists the kinds; 'cadre check KIND FILE' tells more");
}

static enum cadre_status find_kind(struct trial *trial, struct trial_file *file,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(input_file_cleanup) struct input_file *input = NULL;
    size_t count;
    const struct kind *const *kinds = kind_all(&count);
    enum cadre_status status = input_file_open(file->path, 0, &input, err);
    if (status == CADRE_OK)
        status = header_kind(input, kinds, count, ENCODING_UNSTATED, &file->kind, err);
    if (status != CADRE_OK)
        return status;
    if (file->kind == NULL)
        return fail_kind(file, input, err);
    while (kinds[file->turn] != file->kind)
        file->turn++;
    if (!file->kind->needs_source || trial->request->source != NULL)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "'%s' are %s, which have a source", file->path, file->kind->name);
    return cadre_fail_hint(err, "name the office that they would be from: --source BAKU");
}

static int by_turn(const void *left, const void *right)
{
    const struct trial_file *a = left;
    const struct trial_file *b = right;
    return (a->turn > b->turn) - (a->turn < b->turn);
}

static enum cadre_status find_files(struct trial *trial, struct cadre_error *err)
{
    size_t count = trial->request->count;
    enum cadre_status status = CADRE_OK;
    trial->files = arena_calloc(trial->arena, count, sizeof *trial->files);
    for (size_t i = 0; status == CADRE_OK && i < count; i++) {
        trial->files[i].path = trial->request->paths[i];
        status = find_kind(trial, &trial->files[i], err);
    }
    if (status == CADRE_OK)
        qsort(trial->files, count, sizeof *trial->files, by_turn);
    return status;
}

/* ---- into the registry, for a moment --------------------------------------------------------- */

/* Some people more: nobody leaves by a list that is only tried. */
static struct import_request request_of(const struct trial *trial, const struct trial_file *file)
{
    bool of_source = file->kind->needs_source;
    return (struct import_request){
        .kind = file->kind,
        .catalogue = trial->catalogue,
        .path = file->path,
        .source = of_source ? trial->request->source : NULL,
        .owner = of_source ? trial->request->owner : NULL,
        .effective = trial->request->run.as_of,
        .list_given = true,
        .dry_run = true,
        .within = true,
        .verify = true,
        .max_removed_given = true,
        .max_removed_percent = ALL_MAY_LEAVE_PERCENT,
        .wait_s = trial->request->wait_s,
    };
}

static enum cadre_status take_file(struct trial *trial, const struct trial_file *file,
                                   struct cadre_error *err)
{
    const struct import_request request = request_of(trial, file);
    struct import_outcome outcome = {0};
    enum cadre_status status =
        import_file(trial->call, trial->registry, &request, trial->arena, &outcome, err);
    findings_print(trial->call, file->path, file->kind, outcome.findings, FINDINGS_SHOWN);
    if (status == CADRE_FINDINGS) {
        tell_needed(trial->call, "%s: %lld of %lld rows would not be taken", file->path,
                    (long long)(outcome.counts.rows_rejected + outcome.counts.rows_held),
                    (long long)outcome.counts.rows_read);
        trial->faulty = true;
        status = CADRE_OK;
    }
    import_outcome_release(&outcome);
    return status;
}

static enum cadre_status take_files(struct trial *trial, struct cadre_error *err)
{
    const struct run_row *run = &trial->request->run;
    const struct snapshot_request request = {
        .as_of = run->as_of,
        .policy = trial->request->policy,
        .call_up = policy_find_call_up(trial->catalogue, run->policy),
    };
    struct session *session = registry_session_of(trial->registry);
    enum cadre_status status = session_begin(session, TRANSACTION_WRITE, err);
    for (size_t i = 0; status == CADRE_OK && i < trial->request->count; i++)
        status = take_file(trial, &trial->files[i], err);
    stages_begin(trial->request->stages, STAGE_READING);
    if (status == CADRE_OK && request.policy.accredited_by[0] != '\0')
        status = snapshot_store_require_list(session, request.policy.accredited_by, err);
    if (status == CADRE_OK)
        status = snapshot_store_load_within(session, &request, trial->catalogue, trial->arena,
                                            &trial->snapshot, err);
    return status;
}

/* Each file took the registry's lock once. */
static void forget_files(struct trial *trial)
{
    struct session *session = registry_session_of(trial->registry);
    session_rollback(session);
    for (size_t i = 0; i < trial->request->count; i++)
        session_unlock(session, LOCK_REGISTRY, "");
}

/* ---- and what comes of it -------------------------------------------------------------------- */

static const char *make_title(const struct trial *trial)
{
    long long run = (long long)trial->request->run.number;
    size_t count = trial->request->count;
    struct arena *arena = trial->call->arena;
    return count == 0 ? arena_format(arena, "What if: run %lld with another policy", run)
                      : arena_format(arena, "What if: run %lld with %zu %s", run, count,
                                     count == 1 ? "file" : "files");
}

static enum cadre_status compare(struct trial *trial, struct document **ret_document,
                                 struct cadre_error *err)
{
    struct arena *arena = trial->arena;
    const struct run_row *run = &trial->request->run;
    struct solved_run solved = {0};
    struct outcome before;
    struct outcome after;
    const struct outcome_words words = {
        .name = "what_if",
        .title = make_title(trial),
        .before = arena_format(trial->call->arena, "Run %lld", (long long)run->number),
        .after = "What if",
    };
    enum cadre_status status = run_solve(trial->snapshot, trial->request->memory_bytes,
                                         trial->request->stages, arena, &solved, err);
    if (status == CADRE_OK)
        status = run_outcome_load(registry_session_of(trial->registry), run, arena, &before, err);
    if (status != CADRE_OK)
        return status;
    run_solve_other(&solved, trial->request->stages);
    stages_done(trial->request->stages);
    run_outcome_of(&solved, trial->since.newest_person, arena, &after);
    *ret_document =
        outcome_diff_report(outcome_compare(&before, &after, arena), &words, trial->call->arena);
    return CADRE_OK;
}

static enum cadre_status prepare(struct trial *trial, struct cadre_error *err)
{
    struct session *session = registry_session_of(trial->registry);
    enum cadre_status status = find_files(trial, err);
    if (status == CADRE_OK)
        status = run_unaltered_require(session, &trial->request->run, err);
    if (status == CADRE_OK)
        status = run_store_since(session, &trial->request->run, trial->arena, &trial->since, err);
    if (status == CADRE_OK)
        status = registry_catalogue_read(session, NULL, trial->arena, &trial->catalogue, err);
    if (status == CADRE_OK && trial->since.changed)
        tell(trial->call,
             "the registry changed since run %lld was made, and that is compared too: after "
             "'cadre match' the files alone are",
             (long long)trial->request->run.number);
    return status;
}

enum cadre_status what_if(const struct invocation *call, struct registry_session *registry,
                          const struct what_if_request *request, struct document **ret_document,
                          struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct trial trial = {.call = call, .registry = registry, .request = request, .arena = arena};
    enum cadre_status status = prepare(&trial, err);
    if (status == CADRE_OK) {
        status = take_files(&trial, err);
        forget_files(&trial);
    }
    if (status == CADRE_OK)
        status = compare(&trial, ret_document, err);
    catalogue_free(trial.catalogue);
    return status == CADRE_OK && trial.faulty ? CADRE_FINDINGS : status;
}
