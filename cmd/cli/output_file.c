#include "cmd/cli/output_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/cli/interrupt.h"
#include "core/base/alloc.h"

struct output_file {
    char *path;
    char *temporary;
    FILE *stream;
};

static void output_file_free(struct output_file *file)
{
    interrupt_temporary(NULL);
    free(file->path);
    free(file->temporary);
    free(file);
}

/*
 * Who writes a temporary holds its lock: one that nobody holds was left by a process that is gone.
 * Its number alone would not say so, since it may be of another machine or come again. It is
 * removed under the lock, so that its writer, who may only just be taking it, can see that.
 */
static bool remove_orphan(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return false;
    bool removed = flock(descriptor, LOCK_EX | LOCK_NB) == 0 && unlink(path) == 0;
    close(descriptor);
    return removed;
}

/* Where a file system has no locks, nothing is swept either. */
static int create_locked(const char *path)
{
    for (;;) {
        struct stat made;
        int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (descriptor < 0 || flock(descriptor, LOCK_EX) != 0 || fstat(descriptor, &made) != 0 ||
            made.st_nlink > 0)
            return descriptor;
        close(descriptor);
    }
}

/* No signal comes between the temporary and the watch over it. */
static int open_temporary(struct output_file *file)
{
    interrupt_hold();
    file->temporary = cadre_format("%s.%ld.tmp", file->path, (long)getpid());
    int descriptor = create_locked(file->temporary);
    if (descriptor < 0 && errno == EEXIST && remove_orphan(file->temporary))
        descriptor = create_locked(file->temporary);
    int cause = errno;
    if (descriptor >= 0)
        interrupt_temporary(file->temporary);
    interrupt_let_go();
    errno = cause;
    return descriptor;
}

/* In a folder that others may write to, a link of theirs could lead anywhere. */
static bool is_link_of_others(const char *path)
{
    struct stat found;
    return lstat(path, &found) == 0 && S_ISLNK(found.st_mode) && found.st_uid != 0 &&
           found.st_uid != geteuid();
}

/* A device or a pipe is written as it is; a symbolic link stays, and what it leads to is replaced.
 * A link of somebody else is not followed but replaced itself. */
static int open_place(struct output_file *file, const char *path)
{
    struct stat found;
    if (is_link_of_others(path) || stat(path, &found) != 0) {
        file->path = cadre_strdup(path);
        return open_temporary(file);
    }
    if (S_ISDIR(found.st_mode)) {
        errno = EISDIR;
        return -1;
    }
    if (!S_ISREG(found.st_mode)) {
        file->path = cadre_strdup(path);
        return open(path, O_WRONLY | O_CLOEXEC);
    }
    file->path = realpath(path, NULL);
    return file->path != NULL ? open_temporary(file) : -1;
}

enum cadre_status output_file_open(const char *path, struct output_file **ret_file,
                                   struct cadre_error *err)
{
    struct output_file *file = cadre_calloc(1, sizeof *file);
    int descriptor = open_place(file, path);
    file->stream = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    if (file->stream == NULL) {
        cadre_fail(err, CADRE_OUTPUT, "cannot write '%s': %s", path, strerror(errno));
        output_file_free(file);
        return CADRE_OUTPUT;
    }
    *ret_file = file;
    return CADRE_OK;
}

FILE *output_file_stream(struct output_file *file)
{
    return file->stream;
}

bool output_digest_at(const char *path, struct digest *ret_digest)
{
    enum { BLOCK = 64 * 1024 };
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    struct digest_stream *digest = digest_stream_new();
    CADRE_FREE char *block = cadre_malloc(BLOCK);
    size_t count;
    while ((count = fread(block, 1, BLOCK, file)) > 0)
        digest_stream_add(digest, block, count);
    bool whole = ferror(file) == 0;
    fclose(file);
    *ret_digest = digest_stream_finish(digest);
    digest_stream_free(digest);
    return whole;
}

bool output_file_digest(struct output_file *file, struct digest *ret_digest)
{
    return file->temporary != NULL && fflush(file->stream) == 0 &&
           output_digest_at(file->temporary, ret_digest);
}

/* Why a stream lost something; when it was an earlier write, its errno is gone. */
static const char *cause_of_loss(void)
{
    return errno != 0 ? strerror(errno) : "not everything could be written";
}

static int sync_folder_of(const char *path)
{
    CADRE_FREE char *copy = cadre_strdup(path);
    int folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return -1;
    int result = fsync(folder);
    close(folder);
    return result;
}

/* Each step's failure is kept, the stream is closed in any case. A device has nothing to be made
 * durable. */
static int make_durable(struct output_file *file)
{
    errno = 0;
    int failed = fflush(file->stream) != 0 || ferror(file->stream) != 0 ||
                 (file->temporary != NULL && fsync(fileno(file->stream)) != 0);
    int cause = errno;
    if (fclose(file->stream) != 0 && !failed) {
        failed = 1;
        cause = errno;
    }
    file->stream = NULL;
    errno = cause;
    return failed ? -1 : 0;
}

static int give_name(const struct output_file *file)
{
    if (file->temporary == NULL)
        return 0;
    return rename(file->temporary, file->path) == 0 ? sync_folder_of(file->path) : -1;
}

enum cadre_status output_file_commit(struct output_file *file, struct cadre_error *err)
{
    if (make_durable(file) != 0 || give_name(file) != 0) {
        cadre_fail(err, CADRE_OUTPUT, "cannot write '%s': %s", file->path, cause_of_loss());
        if (file->temporary != NULL)
            cadre_fail_hint(err, "what stood there before is as it was");
        output_file_discard(file);
        return CADRE_OUTPUT;
    }
    output_file_free(file);
    return CADRE_OK;
}

void output_file_discard(struct output_file *file)
{
    if (file == NULL)
        return;
    if (file->stream != NULL)
        fclose(file->stream);
    if (file->temporary != NULL)
        unlink(file->temporary);
    output_file_free(file);
}

/* "NAME.1234.tmp" */
static bool is_temporary_of(const char *entry, const char *name)
{
    size_t length = strlen(name);
    if (strncmp(entry, name, length) != 0 || entry[length] != '.')
        return false;
    const char *number = entry + length + 1;
    size_t digits = strspn(number, "0123456789");
    return digits > 0 && strcmp(number + digits, ".tmp") == 0;
}

void output_file_sweep(const char *path)
{
    CADRE_FREE char *folder_copy = cadre_strdup(path);
    CADRE_FREE char *name_copy = cadre_strdup(path);
    const char *folder = dirname(folder_copy);
    const char *name = basename(name_copy);
    DIR *entries = opendir(folder);
    if (entries == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (!is_temporary_of(entry->d_name, name))
            continue;
        CADRE_FREE char *found = cadre_format("%s/%s", folder, entry->d_name);
        (void)remove_orphan(found);
    }
    closedir(entries);
}

enum cadre_status output_flush_stdout(struct cadre_error *err)
{
    errno = 0;
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return CADRE_OK;
    return cadre_fail(err, CADRE_OUTPUT, "cannot write standard output: %s", cause_of_loss());
}

enum cadre_status output_make_folder(const char *path, struct cadre_error *err)
{
    CADRE_FREE char *part = cadre_strdup(path);
    for (char *slash = part + 1;; slash++) {
        char kept = *slash;
        if (kept != '/' && kept != '\0')
            continue;
        *slash = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST)
            return cadre_fail(err, CADRE_OUTPUT, "cannot make the folder '%s': %s", part,
                              strerror(errno));
        *slash = kept;
        if (kept == '\0')
            break;
    }
    struct stat status;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return CADRE_OK;
    return cadre_fail(err, CADRE_OUTPUT, "'%s' is not a folder", path);
}
