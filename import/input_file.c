#include "import/input_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/alloc.h"
#include "core/base/arena.h"
#include "core/base/parallel.h"
#include "core/base/suggest.h"
#include "import/temporary.h"

enum { BLOCK = 256 * 1024 }; /* bytes read or written at once */

static const char standard_input[] = "<stdin>";

struct input_file {
    int fd; /* of the bytes */
    char *path;
    uint64_t size;
    bool shared; /* somebody else may write to it: not a copy of our own */
    struct timespec modified;
    int text_fd; /* of the text laid over them; -1 = none */
    uint64_t text_size;
    enum text_encoding encoding;     /* ENCODING_UNSTATED while the text is not settled */
    struct parallel_task *digesting; /* NULL = not begun, or awaited; the next two are its own */
    struct digest digest;
    atomic_bool has_digest;
    atomic_bool given_up; /* nobody waits for the digest any more */
    bool is_sound;        /* what is read: see input_file_note_sound */
    uint64_t lines;
};

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* Ownership leaves the variable: its cleanup closes nothing. */
static int take_fd(int *fd)
{
    int taken = *fd;
    *fd = -1;
    return taken;
}

/* ---- spooling -------------------------------------------------------------------------------- */

static enum cadre_status fail_room(const char *label, struct cadre_error *err)
{
    cadre_fail(err, CADRE_OUTPUT, "cannot keep a copy of '%s' in '%s': %s", label,
               temporary_folder(), strerror(errno));
    return cadre_fail_hint(err, "set TMPDIR to a folder with more room");
}

static enum cadre_status copy_all(int from, const char *label, int to,
                                  const struct input_listener *listener, struct cadre_error *err)
{
    CADRE_FREE char *block = cadre_malloc(BLOCK);
    for (uint64_t copied = 0;;) {
        ssize_t count = read(from, block, BLOCK); /* EINTR: the program wants to end */
        if (count < 0)
            return cadre_fail(err, CADRE_REFUSED, "cannot read '%s': %s", label, strerror(errno));
        if (count == 0)
            return CADRE_OK;
        if (!temporary_write(to, block, (size_t)count))
            return fail_room(label, err);
        copied += (uint64_t)count;
        if (listener != NULL)
            listener->spooled(listener->context, copied);
    }
}

/* *ret_fd is a file with the bytes of `from`. */
static enum cadre_status spool(int from, const char *label, const struct input_listener *listener,
                               int *ret_fd, struct cadre_error *err)
{
    CADRE_CLEANUP(close_fd) int fd = -1;
    enum cadre_status status = temporary_open(&fd, err);
    if (status == CADRE_OK)
        status = copy_all(from, label, fd, listener, err);
    if (status != CADRE_OK)
        return status;
    *ret_fd = take_fd(&fd);
    return CADRE_OK;
}

/* ---- opening --------------------------------------------------------------------------------- */

/* A regular file is read where it is; a pipe or terminal is spooled, since it is read twice. */
static enum cadre_status settle(int fd, const char *label, const struct input_listener *listener,
                                int *ret_fd, bool *ret_shared, struct cadre_error *err)
{
    struct stat about;
    if (fstat(fd, &about) != 0)
        return cadre_fail(err, CADRE_REFUSED, "cannot read '%s': %s", label, strerror(errno));
    if (S_ISDIR(about.st_mode)) {
        cadre_fail(err, CADRE_REFUSED, "'%s' is a folder", label);
        return cadre_fail_hint(err, "name the CSV files in it");
    }
    if (S_ISBLK(about.st_mode) || (S_ISCHR(about.st_mode) && !isatty(fd))) {
        cadre_fail(err, CADRE_REFUSED, "'%s' is a device, not a file", label);
        return cadre_fail_hint(err, "name a CSV file, or - for standard input");
    }
    if (!S_ISREG(about.st_mode))
        return spool(fd, label, listener, ret_fd, err);
    *ret_shared = true;
    *ret_fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (*ret_fd < 0)
        return cadre_fail(err, CADRE_REFUSED, "cannot open '%s': %s", label, strerror(errno));
    return CADRE_OK;
}

static void close_folder(DIR **folder)
{
    if (*folder != NULL)
        closedir(*folder);
}

/* The name in `folder` that `name` was likely meant by, NULL when none is near; the caller frees
 * it.
 */
static char *likely_name(const char *folder, const char *name)
{
    CADRE_CLEANUP(close_folder) DIR *open_folder = opendir(folder);
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct str_view *names = NULL;
    size_t count = 0;
    size_t capacity = 0;
    const struct dirent *entry;
    while (open_folder != NULL && (entry = readdir(open_folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        names = cadre_grow(names, &capacity, count + 1, sizeof *names);
        names[count++] = str_view_of(arena_strdup(arena, entry->d_name));
    }
    size_t nearest = suggest_nearest(str_view_of(name), names, count);
    char *found = nearest < count ? cadre_strdup(names[nearest].data) : NULL;
    free(names);
    return found;
}

static enum cadre_status hint_absent(const char *path, struct cadre_error *err)
{
    struct stat about;
    if (lstat(path, &about) == 0)
        return cadre_fail_hint(err, "it is a link, and what it leads to is not there");
    const char *slash = strrchr(path, '/');
    CADRE_FREE char *folder =
        slash != NULL ? cadre_strndup(path, (size_t)(slash - path) + 1) : cadre_strdup("./");
    CADRE_FREE char *name = likely_name(folder, slash != NULL ? slash + 1 : path);
    if (name == NULL)
        return CADRE_REFUSED;
    return cadre_fail_hint(err, "did you mean '%s%s'?", slash != NULL ? folder : "", name);
}

static enum cadre_status open_path(const char *path, const struct input_listener *listener,
                                   int *ret_fd, bool *ret_shared, struct cadre_error *err)
{
    CADRE_CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    int reason = errno;
    if (fd >= 0)
        return settle(fd, path, listener, ret_fd, ret_shared, err);
    cadre_fail(err, CADRE_REFUSED, "cannot open '%s': %s", path, strerror(reason));
    if (reason == ENOENT)
        return hint_absent(path, err);
    if (reason == EACCES)
        return cadre_fail_hint(err, "ask its owner for the right to read it");
    return CADRE_REFUSED;
}

enum cadre_status input_file_open(const char *path, int stdin_fd, struct input_file **ret_file,
                                  struct cadre_error *err)
{
    return input_file_open_heard(path, stdin_fd, NULL, ret_file, err);
}

enum cadre_status input_file_open_heard(const char *path, int stdin_fd,
                                        const struct input_listener *listener,
                                        struct input_file **ret_file, struct cadre_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    CADRE_CLEANUP(close_fd) int fd = -1;
    bool shared = false;
    /* Standard input is always copied: somebody may go on writing behind a redirection. */
    enum cadre_status status = standard ? spool(stdin_fd, standard_input, listener, &fd, err)
                                        : open_path(path, listener, &fd, &shared, err);
    if (status != CADRE_OK)
        return status;
    struct stat about;
    if (fstat(fd, &about) != 0)
        return cadre_fail(err, CADRE_REFUSED, "cannot read '%s': %s", path, strerror(errno));
    struct input_file *file = cadre_calloc(1, sizeof *file);
    *file = (struct input_file){
        .fd = take_fd(&fd),
        .path = cadre_strdup(path),
        .size = (uint64_t)about.st_size,
        .shared = shared,
        .modified = about.st_mtim,
        .text_fd = -1,
    };
    *ret_file = file;
    return CADRE_OK;
}

static void await_digest(struct input_file *file)
{
    parallel_end(file->digesting);
    file->digesting = NULL;
}

void input_file_free(struct input_file *file)
{
    if (file == NULL)
        return;
    file->given_up = true;
    await_digest(file);
    close_fd(&file->fd);
    close_fd(&file->text_fd);
    free(file->path);
    free(file);
}

void input_file_cleanup(struct input_file **file)
{
    input_file_free(*file);
}

const char *input_path_label(const char *path)
{
    return strcmp(path, "-") == 0 ? standard_input : path;
}

const char *input_file_label(const struct input_file *file)
{
    return input_path_label(file->path);
}

const char *input_file_path(const struct input_file *file)
{
    return file->path;
}

static bool has_text(const struct input_file *file)
{
    return file->encoding != ENCODING_UNSTATED;
}

uint64_t input_file_size(const struct input_file *file)
{
    return has_text(file) ? file->text_size : file->size;
}

/* ---- reading --------------------------------------------------------------------------------- */

static enum cadre_status fail_shorter(const struct input_file *file, struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED, "'%s' became shorter while it was read", input_file_label(file));
    return cadre_fail_hint(err, "run again when nobody writes to it");
}

/* Of one of the two: the bytes or the text. */
struct extent {
    int fd;
    uint64_t size;
};

static enum cadre_status read_extent(const struct input_file *file, struct extent extent,
                                     uint64_t offset, void *buffer, size_t size, size_t *ret_count,
                                     struct cadre_error *err)
{
    /* What was appended after the opening does not belong to the digest either. */
    uint64_t left = offset < extent.size ? extent.size - offset : 0;
    size_t wanted = size < left ? size : (size_t)left;
    size_t count = 0;
    while (count < wanted) {
        ssize_t got =
            pread(extent.fd, (char *)buffer + count, wanted - count, (off_t)(offset + count));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return cadre_fail(err, CADRE_REFUSED, "cannot read '%s': %s", input_file_label(file),
                              strerror(errno));
        if (got == 0)
            return fail_shorter(file, err);
        count += (size_t)got;
    }
    *ret_count = count;
    return CADRE_OK;
}

enum cadre_status input_file_read(struct input_file *file, uint64_t offset, void *buffer,
                                  size_t size, size_t *ret_count, struct cadre_error *err)
{
    const struct extent bytes = {file->fd, file->size};
    const struct extent text = {file->text_fd, file->text_size};
    return read_extent(file, has_text(file) ? text : bytes, offset, buffer, size, ret_count, err);
}

enum cadre_status input_file_unchanged(const struct input_file *file, struct cadre_error *err)
{
    struct stat about;
    if (!file->shared)
        return CADRE_OK;
    if (fstat(file->fd, &about) != 0)
        return cadre_fail(err, CADRE_REFUSED, "cannot read '%s': %s", input_file_label(file),
                          strerror(errno));
    if ((uint64_t)about.st_size == file->size && about.st_mtim.tv_sec == file->modified.tv_sec &&
        about.st_mtim.tv_nsec == file->modified.tv_nsec)
        return CADRE_OK;
    cadre_fail(err, CADRE_REFUSED, "'%s' was changed while it was read", input_file_label(file));
    return cadre_fail_hint(err, "run again when nobody writes to it");
}

/* ---- text over the bytes --------------------------------------------------------------------- */

void input_file_forget_text(struct input_file *file)
{
    if (has_text(file))
        file->is_sound = false;
    close_fd(&file->text_fd);
    file->text_fd = -1;
    file->text_size = 0;
    file->encoding = ENCODING_UNSTATED;
}

enum cadre_status input_file_begin_text(struct input_file *file, struct cadre_error *err)
{
    input_file_forget_text(file);
    return temporary_open(&file->text_fd, err);
}

enum cadre_status input_file_add_text(struct input_file *file, struct str_view text,
                                      struct cadre_error *err)
{
    if (!temporary_write(file->text_fd, text.data, text.length))
        return fail_room(input_file_label(file), err);
    file->text_size += text.length;
    return CADRE_OK;
}

void input_file_settle_text(struct input_file *file, enum text_encoding encoding)
{
    file->encoding = encoding;
    file->is_sound = false;
}

enum text_encoding input_file_encoding(const struct input_file *file)
{
    return has_text(file) ? file->encoding : ENCODING_UTF_8;
}

void input_file_note_sound(struct input_file *file, uint64_t lines)
{
    file->is_sound = true;
    file->lines = lines;
}

bool input_file_is_sound(const struct input_file *file)
{
    return file->is_sound;
}

uint64_t input_file_lines(const struct input_file *file)
{
    return file->lines;
}

/* ---- digest ---------------------------------------------------------------------------------- */

static enum cadre_status add_bytes(const struct input_file *file, struct digest_stream *stream,
                                   struct cadre_error *err)
{
    CADRE_FREE char *block = cadre_malloc(BLOCK);
    const struct extent bytes = {file->fd, file->size};
    enum cadre_status status = CADRE_OK;
    size_t count = 0;
    for (uint64_t at = 0; status == CADRE_OK && at < file->size && !file->given_up; at += count) {
        status = read_extent(file, bytes, at, block, BLOCK, &count, err);
        if (status == CADRE_OK)
            digest_stream_add(stream, block, count);
    }
    return status;
}

static enum cadre_status make_digest(struct input_file *file, struct cadre_error *err)
{
    struct digest_stream *stream = digest_stream_new();
    enum cadre_status status = add_bytes(file, stream, err);
    if (status == CADRE_OK) {
        file->digest = digest_stream_finish(stream);
        file->has_digest = true;
    }
    digest_stream_free(stream);
    return status;
}

/* What fails here fails again where it is asked for. */
static void make_beside(void *context)
{
    struct cadre_error none = {0};
    if (make_digest(context, &none) != CADRE_OK)
        cadre_error_release(&none);
}

void input_file_begin_digest(struct input_file *file)
{
    if (file->digesting == NULL && !file->has_digest)
        file->digesting = parallel_begin(make_beside, file);
}

bool input_file_makes_digest(const struct input_file *file)
{
    return file->digesting != NULL && !file->has_digest;
}

enum cadre_status input_file_digest(struct input_file *file, struct digest *ret_digest,
                                    struct cadre_error *err)
{
    await_digest(file);
    enum cadre_status status = file->has_digest ? CADRE_OK : make_digest(file, err);
    if (status == CADRE_OK)
        *ret_digest = file->digest;
    return status;
}
