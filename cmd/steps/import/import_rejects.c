#include "cmd/steps/import/import_rejects.h"

#include <string.h>
#include <sys/stat.h>

#include "cmd/steps/import/import_staging.h"
#include "core/base/alloc.h"
#include "core/base/shell_word.h"
#include "import/rejects_csv.h"
#include "sql/batch_store.h"

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static bool lies_in(const char *path, const char *folder)
{
    return strncmp(path, folder, strlen(folder)) == 0;
}

/* Nothing is to be left there: /dev/stdin, the /dev/fd/63 of a shell's <(...). Files in memory are
 * files. */
static bool is_of_the_system(const char *path)
{
    return (lies_in(path, "/dev/") && !lies_in(path, "/dev/shm/")) || lies_in(path, "/proc/");
}

static bool is_stdin(const struct import_request *request)
{
    return strcmp(request->path, "-") == 0;
}

/* Nobody has the rows a second time. */
static bool is_piped(const struct import_request *request)
{
    return is_stdin(request) || is_of_the_system(request->path);
}

/* What has no name of its own is called by what it holds: the next office's pipe, into the same
 * folder, must not take its place. */
static const char *name_of(const struct import_job *job)
{
    const struct import_request *request = job->request;
    if (!is_piped(request))
        return request->path;
    return arena_format(job->arena, "%s-%s%s%s",
                        is_stdin(request) ? "stdin" : base_name(request->path), request->kind->name,
                        request->source != NULL ? "-" : "",
                        request->source != NULL ? request->source : "");
}

static const char *path_before_ending(const struct import_job *job)
{
    const char *name = name_of(job);
    const char *folder = job->request->rejects_dir;
    return folder != NULL ? arena_format(job->arena, "%s/%s", folder, base_name(name)) : name;
}

static const char *usual_path(const struct import_job *job)
{
    return arena_format(job->arena, "%s.rejects.csv", path_before_ending(job));
}

static const char *numbered_path(const struct import_job *job)
{
    return arena_format(job->arena, "%s.%lld.rejects.csv", path_before_ending(job),
                        (long long)job->outcome->number);
}

/* Length of what a folder lies in; 0 = where we are. */
static size_t parent_length(const char *folder)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    while (length > 0 && folder[length - 1] != '/')
        length--;
    while (length > 1 && folder[length - 1] == '/')
        length--;
    return length;
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

enum cadre_status import_rejects_folder(const char *folder, struct cadre_error *err)
{
    size_t length = folder != NULL ? parent_length(folder) : 0;
    CADRE_FREE char *parent = cadre_strndup(folder, length);
    CADRE_CLEANUP(str_release) struct str word = {0};
    if (folder != NULL && folder[0] == '\0')
        return cadre_fail(err, CADRE_USAGE, "'--rejects' names no folder");
    if (length == 0 || is_folder(parent))
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "'--rejects %s' lies in '%s', which is no folder that is there",
               folder, parent);
    shell_word_add_path(&word, str_view_of(folder));
    return cadre_fail_hint(err, "check the name, or make it: mkdir -p %s", str_chars(&word));
}

enum cadre_status import_rejects_apart(const char *const *paths, size_t count, const char *folder,
                                       struct cadre_error *err)
{
    for (size_t i = 1; folder != NULL && i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(base_name(paths[i]), base_name(paths[j])) != 0 ||
                strcmp(paths[i], paths[j]) == 0)
                continue;
            cadre_fail(err, CADRE_USAGE,
                       "'%s' and '%s' cannot have their rejects in one folder: both are called "
                       "'%s'",
                       paths[j], paths[i], base_name(paths[i]));
            return cadre_fail_hint(err, "leave '--rejects' out, or import them one by one, each "
                                        "with a folder of its own");
        }
    }
    return CADRE_OK;
}

static enum cadre_status open_rejects(struct import_job *job, const char *path,
                                      struct cadre_error *err)
{
    const char *folder = job->request->rejects_dir;
    enum cadre_status status = CADRE_OK;
    if (folder != NULL)
        status = output_make_folder(folder, err);
    if (status == CADRE_OK)
        status = output_file_open(path, &job->rejects, err);
    if (status != CADRE_OK && folder == NULL)
        cadre_fail_hint(err, "name a folder for the rows that were not taken: --rejects DIR");
    return status;
}

/* The rows are read once more, perhaps long after they were checked. */
static enum cadre_status copy_rejected(struct import_job *job, struct cadre_error *err)
{
    enum cadre_status status =
        rejects_csv_write_again(job->file, job->outcome->findings, job->check.delimiter,
                                job->origins, output_file_stream(job->rejects), err);
    if (status == CADRE_OK)
        status = input_file_unchanged(job->file, err);
    return import_note_changed(job, status);
}

static enum cadre_status write_to(struct import_job *job, const char *path, struct cadre_error *err)
{
    enum cadre_status status = open_rejects(job, path, err);
    job->rejects_path = path;
    return status == CADRE_OK ? copy_rejected(job, err) : status;
}

/* What somebody may have mended there, and not imported yet, is not written over. */
static enum cadre_status may_replace(struct import_job *job, const char *path, bool *ret_may,
                                     struct cadre_error *err)
{
    struct stat there;
    struct digest standing, written;
    *ret_may = stat(path, &there) != 0 || !S_ISREG(there.st_mode) || there.st_size == 0;
    if (*ret_may || !output_digest_at(path, &standing))
        return CADRE_OK;
    if (output_file_digest(job->rejects, &written) && digest_compare(&standing, &written) == 0) {
        *ret_may = true; /* an import that was killed right behind it */
        return CADRE_OK;
    }
    return batch_store_rejects_known(import_session(job), &standing, is_piped(job->request),
                                     ret_may, err);
}

static enum cadre_status write_beside(struct import_job *job, struct cadre_error *err)
{
    const char *path = numbered_path(job);
    bool may = false;
    job->outcome->rejects_kept = job->rejects_path;
    import_rejects_discard(job);
    enum cadre_status status = write_to(job, path, err);
    if (status == CADRE_OK)
        status = may_replace(job, path, &may, err);
    if (status != CADRE_OK || may)
        return status;
    cadre_fail(err, CADRE_OUTPUT, "'%s' and '%s' may have been mended: neither is written over",
               job->outcome->rejects_kept, path);
    return cadre_fail_hint(err, "name another folder for the rows that were not taken: "
                                "--rejects DIR");
}

static enum cadre_status note_written(struct import_job *job, struct cadre_error *err)
{
    struct digest written;
    if (!output_file_digest(job->rejects, &written))
        return CADRE_OK; /* a device, or it fails where it gets its name */
    return batch_store_rejects(import_session(job), job->outcome->number, &written, err);
}

enum cadre_status import_rejects_write(struct import_job *job, struct cadre_error *err)
{
    const struct batch_counts *counts = &job->outcome->counts;
    bool may = false;
    if (job->request->dry_run || counts->rows_rejected + counts->rows_held == 0)
        return CADRE_OK;
    enum cadre_status status = write_to(job, usual_path(job), err);
    if (status == CADRE_OK)
        status = may_replace(job, job->rejects_path, &may, err);
    if (status == CADRE_OK && !may)
        status = write_beside(job, err);
    return status == CADRE_OK ? note_written(job, err) : status;
}

enum cadre_status import_rejects_keep(struct import_job *job, struct cadre_error *err)
{
    if (job->rejects == NULL)
        return CADRE_OK;
    struct output_file *rejects = job->rejects;
    job->rejects = NULL;
    enum cadre_status status = output_file_commit(rejects, err);
    if (status == CADRE_OK)
        job->outcome->rejects_path = job->rejects_path;
    return status;
}

void import_rejects_discard(struct import_job *job)
{
    output_file_discard(job->rejects);
    job->rejects = NULL;
}

void import_rejects_sweep(const struct import_job *job)
{
    output_file_sweep(usual_path(job));
}
