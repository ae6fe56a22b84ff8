#include "cmd/steps/import/import_ahead.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/alloc.h"
#include "core/base/parallel.h"
#include "import/check.h"

/* Who ends the program waits for the file to be looked through, and sees no progress. */
enum { BYTES_MOST = 64 * 1024 * 1024 };

struct import_ahead {
    const char *path;
    struct parallel_task *indexing, *reading; /* NULL: not begun, or awaited */
    struct catalogue *catalogue;
    struct input_file *file;
};

static void await(struct parallel_task **task)
{
    parallel_end(*task);
    *task = NULL;
}

static void make_catalogue(void *context)
{
    struct import_ahead *ahead = context;
    ahead->catalogue = catalogue_new();
}

static void read_file(void *context)
{
    const struct import_ahead *ahead = context;
    check_survey(ahead->file);
}

static struct input_file *open_file(const char *path)
{
    struct stat about;
    struct input_file *file = NULL;
    struct cadre_error none = {0};
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
        return NULL;
    if (input_file_open(path, -1, &file, &none) != CADRE_OK)
        cadre_error_release(&none);
    return file;
}

struct import_ahead *import_ahead_begin(const char *path)
{
    struct import_ahead *ahead = cadre_calloc(1, sizeof *ahead);
    ahead->path = path;
    ahead->indexing = parallel_begin(make_catalogue, ahead);
    if (strcmp(path, "-") != 0)
        ahead->file = open_file(path);
    if (ahead->file == NULL)
        return ahead;
    input_file_begin_digest(ahead->file);
    if (input_file_size(ahead->file) <= BYTES_MOST)
        ahead->reading = parallel_begin(read_file, ahead);
    return ahead;
}

void import_ahead_free(struct import_ahead *ahead)
{
    if (ahead == NULL)
        return;
    await(&ahead->indexing);
    await(&ahead->reading);
    catalogue_free(ahead->catalogue);
    input_file_free(ahead->file);
    free(ahead);
}

void import_ahead_cleanup(struct import_ahead **ahead)
{
    import_ahead_free(*ahead);
}

struct catalogue *import_ahead_take_catalogue(struct import_ahead *ahead)
{
    await(&ahead->indexing);
    struct catalogue *catalogue = ahead->catalogue;
    ahead->catalogue = NULL;
    return catalogue;
}

struct input_file *import_ahead_take_file(struct import_ahead *ahead, const char *path)
{
    if (ahead == NULL || strcmp(path, ahead->path) != 0)
        return NULL;
    await(&ahead->reading);
    struct input_file *file = ahead->file;
    ahead->file = NULL;
    return file;
}
