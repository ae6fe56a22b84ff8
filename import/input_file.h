/*
 * The bytes of an input: a file, or standard input spooled to an unlinked 0600 temporary, so that
 * it can be read again for the rejects. Where the bytes are not UTF-8, a decoder lays its text over
 * them, in another such temporary: then size and reading are of the text, the digest is that of the
 * bytes all the same.
 */
#ifndef CADRE_IMPORT_INPUT_FILE_H
#define CADRE_IMPORT_INPUT_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/digest.h"
#include "core/base/status.h"
#include "core/base/text_encoding.h"

struct input_file; /* opaque */

/* `path` "-" spools `stdin_fd`; a FIFO or terminal is spooled likewise. Errors: CADRE_REFUSED (no
 * such file, a folder, a device, unreadable), with errno's text and the nearest name as a hint;
 * CADRE_OUTPUT when there is no room for the temporary. */
CADRE_MUST_CHECK enum cadre_status input_file_open(const char *path, int stdin_fd,
                                                   struct input_file **ret_file,
                                                   struct cadre_error *err);
/* Is told from time to time how much of what is spooled has come; how much will is not known. */
struct input_listener {
    void *context;
    void (*spooled)(void *context, uint64_t bytes);
};
/* Likewise, heard by `listener`, which may be NULL. */
CADRE_MUST_CHECK enum cadre_status input_file_open_heard(const char *path, int stdin_fd,
                                                         const struct input_listener *listener,
                                                         struct input_file **ret_file,
                                                         struct cadre_error *err);
void input_file_free(struct input_file *file);
void input_file_cleanup(struct input_file **file);
const char *input_file_label(const struct input_file *file); /* path as given, or "<stdin>" */
const char *input_path_label(const char *path);              /* before it is opened */
const char *input_file_path(const struct input_file *file);  /* path as given, "-" too */
uint64_t input_file_size(const struct input_file *file);     /* bytes that can be read */
/* Begins the digest, which needs nothing but the bytes, on a thread of its own; it is given up when
 * the file is freed. */
void input_file_begin_digest(struct input_file *file);
/* It was begun, and who asks for it would wait. */
bool input_file_makes_digest(const struct input_file *file);
/* SHA-256 of the bytes, read once for it; then it is remembered. Waits for what was begun. */
CADRE_MUST_CHECK enum cadre_status
input_file_digest(struct input_file *file, struct digest *ret_digest, struct cadre_error *err);
/* Reads up to `size` bytes at `offset`, of the text where one is laid over the bytes; *ret_count is
 * fewer only at the end. */
CADRE_MUST_CHECK enum cadre_status input_file_read(struct input_file *file, uint64_t offset,
                                                   void *buffer, size_t size, size_t *ret_count,
                                                   struct cadre_error *err);
/* CADRE_REFUSED when somebody wrote to the file since it was opened: half a list that is still
 * being copied would make people leave. By size and time of modification; to be asked when all is
 * read. */
CADRE_MUST_CHECK enum cadre_status input_file_unchanged(const struct input_file *file,
                                                        struct cadre_error *err);

/*
 * For the decoder. Begins a text, which is read once it is settled; one that was settled or begun
 * before is forgotten. Errors: CADRE_OUTPUT when there is no room for the temporary.
 */
CADRE_MUST_CHECK enum cadre_status input_file_begin_text(struct input_file *file,
                                                         struct cadre_error *err);
CADRE_MUST_CHECK enum cadre_status
input_file_add_text(struct input_file *file, struct str_view text, struct cadre_error *err);
/* `encoding` is that of the bytes. */
void input_file_settle_text(struct input_file *file, enum text_encoding encoding);
void input_file_forget_text(struct input_file *file);
/* What was settled; ENCODING_UTF_8 when the bytes are read as they are. */
enum text_encoding input_file_encoding(const struct input_file *file);

/* For bytes_check: what is read now was looked at and found to be text. Another text, or none over
 * the bytes any more, is looked at again. */
void input_file_note_sound(struct input_file *file, uint64_t lines);
bool input_file_is_sound(const struct input_file *file);
/* How many lines there are, as long as that stands. */
uint64_t input_file_lines(const struct input_file *file);

#endif
