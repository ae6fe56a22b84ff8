#include "cmd/steps/import/import_rejects.h"

#include <string.h>
#include <sys/stat.h>

#include "cmd/steps/import/import_staging.h"
#include "core/base/alloc.h"
#include "core/base/shell_word.h"
#include "import/rejects_csv.h"

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

/* What has no name of its own is called by what it holds: the next office's pipe, into the same
 * folder, must not take its place. */
static const char *name_of(const struct import_job *job)
{
    const struct import_request *request = job->request;
    bool is_stdin = strcmp(request->path, "-") == 0;
    if (!is_stdin && !is_of_the_system(request->path))
        return request->path;
    return arena_format(job->arena, "%s-%s%s%s", is_stdin ? "stdin" : base_name(request->path),
                        request->kind->name, request->source != NULL ? "-" : "",
                        request->source != NULL ? request->source : "");
}

static const char *rejects_path(const struct import_job *job)
{
    const char *name = name_of(job);
    const char *folder = job->request->rejects_dir;
    if (folder != NULL)
        return arena_format(job->arena, "%s/%s.rejects.csv", folder, base_name(name));
    return arena_format(job->arena, "%s.rejects.csv", name);
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

static enum cadre_status open_rejects(struct import_job *job, struct cadre_error *err)
{
    const char *folder = job->request->rejects_dir;
    enum cadre_status status = CADRE_OK;
    if (folder != NULL)
        status = output_make_folder(folder, err);
    if (status == CADRE_OK)
        status = output_file_open(rejects_path(job), &job->rejects, err);
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

enum cadre_status import_rejects_write(struct import_job *job, struct cadre_error *err)
{
    const struct batch_counts *counts = &job->outcome->counts;
    if (job->request->dry_run || counts->rows_rejected + counts->rows_held == 0)
        return CADRE_OK;
    enum cadre_status status = open_rejects(job, err);
    return status == CADRE_OK ? copy_rejected(job, err) : status;
}

enum cadre_status import_rejects_keep(struct import_job *job, struct cadre_error *err)
{
    if (job->rejects == NULL)
        return CADRE_OK;
    struct output_file *rejects = job->rejects;
    job->rejects = NULL;
    enum cadre_status status = output_file_commit(rejects, err);
    if (status == CADRE_OK)
        job->outcome->rejects_path = rejects_path(job);
    return status;
}

void import_rejects_discard(struct import_job *job)
{
    output_file_discard(job->rejects);
    job->rejects = NULL;
}

void import_rejects_sweep(const struct import_job *job)
{
    output_file_sweep(rejects_path(job));
}
