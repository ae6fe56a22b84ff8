#include "cmd/demo/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cli/output_file.h"
#include "core/base/alloc.h"

static const char mark_text[] = "This folder was made by 'cadre demo'. Nobody in it exists.\n"
                                "\n"
                                "data     the files of ten made-up offices, as they came in\n"
                                "rejects  rows that were not taken, each with the reason\n"
                                "reports  what came of it: open staffing.html and gap.html\n"
                                "\n"
                                "The next 'cadre demo' replaces the files of all three.\n";

static void close_folder(DIR **folder)
{
    if (*folder != NULL)
        closedir(*folder);
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Neither "." nor "..", NULL at the end. */
static const struct dirent *next_entry(DIR *folder)
{
    const struct dirent *entry;
    do
        entry = readdir(folder);
    while (entry != NULL && is_dots(entry->d_name));
    return entry;
}

static enum cadre_status check_ours(const char *path, struct cadre_error *err)
{
    CADRE_CLEANUP(close_folder) DIR *folder = opendir(path);
    if (folder == NULL && errno == ENOENT)
        return CADRE_OK;
    if (folder == NULL)
        return cadre_fail(err, CADRE_OUTPUT, "cannot use the folder '%s': %s", path,
                          strerror(errno));
    struct stat mark;
    if (next_entry(folder) == NULL ||
        fstatat(dirfd(folder), DEMO_FOLDER_MARK, &mark, AT_SYMLINK_NOFOLLOW) == 0)
        return CADRE_OK;
    cadre_fail(err, CADRE_OUTPUT, "the folder '%s' holds files that are not of a demo", path);
    return cadre_fail_hint(err, "name another one with --out DIR; nothing was touched");
}

static enum cadre_status write_mark(const char *path, struct cadre_error *err)
{
    struct output_file *file = NULL;
    CADRE_FREE char *mark = cadre_format("%s/%s", path, DEMO_FOLDER_MARK);
    enum cadre_status status = output_file_open(mark, &file, err);
    if (status != CADRE_OK)
        return status;
    fputs(mark_text, output_file_stream(file));
    return output_file_commit(file, err);
}

enum cadre_status demo_folder_prepare(const char *path, struct arena *arena,
                                      struct demo_folder *ret_folder, struct cadre_error *err)
{
    const struct demo_folder folder = {.data = arena_format(arena, "%s/data", path),
                                       .rejects = arena_format(arena, "%s/rejects", path),
                                       .reports = arena_format(arena, "%s/reports", path)};
    const char *const parts[] = {path, folder.data, folder.rejects, folder.reports};
    enum cadre_status status = check_ours(path, err);
    for (size_t i = 0; status == CADRE_OK && i < sizeof parts / sizeof *parts; i++) {
        status = output_make_folder(parts[i], err);
        /* The mark comes first: a demo that was cut off may be done again. */
        if (status == CADRE_OK && i == 0)
            status = write_mark(path, err);
    }
    if (status == CADRE_OK)
        *ret_folder = folder;
    return status;
}

static enum cadre_status remove_files(DIR *folder, const char *part, struct cadre_error *err)
{
    for (const struct dirent *entry = next_entry(folder); entry != NULL;
         entry = next_entry(folder)) {
        struct stat found;
        if (fstatat(dirfd(folder), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) != 0 ||
            S_ISDIR(found.st_mode))
            continue;
        if (unlinkat(dirfd(folder), entry->d_name, 0) != 0)
            return cadre_fail(err, CADRE_OUTPUT, "cannot remove '%s/%s': %s", part, entry->d_name,
                              strerror(errno));
    }
    return CADRE_OK;
}

/* A link in the part's place could lead to somebody's own files. */
enum cadre_status demo_folder_clear(const char *part, struct cadre_error *err)
{
    int descriptor = open(part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    CADRE_CLEANUP(close_folder) DIR *folder = descriptor >= 0 ? fdopendir(descriptor) : NULL;
    if (folder != NULL)
        return remove_files(folder, part, err);
    cadre_fail(err, CADRE_OUTPUT, "cannot use the folder '%s': %s", part, strerror(errno));
    if (descriptor >= 0)
        close(descriptor);
    return CADRE_OUTPUT;
}
