/*
 * The bytes of an input: a file, or standard input spooled to an unlinked 0600 temporary, so that
 * it can be read again for the rejects.
 */
#ifndef CADRE_IMPORT_INPUT_FILE_H
#define CADRE_IMPORT_INPUT_FILE_H

#include <stdint.h>

#include "core/base/digest.h"
#include "core/base/status.h"

struct input_file; /* opaque */

/* `path` "-" spools `stdin_fd`; a FIFO or terminal is spooled likewise. Errors: CADRE_REFUSED (no
 * such file, a folder, a device, unreadable), with errno's text and the nearest name as a hint. */
CADRE_MUST_CHECK enum cadre_status input_file_open(const char *path, int stdin_fd,
                                                   struct input_file **ret_file,
                                                   struct cadre_error *err);
void input_file_free(struct input_file *file);
void input_file_cleanup(struct input_file **file);
const char *input_file_label(const struct input_file *file); /* path as given, or "<stdin>" */
uint64_t input_file_size(const struct input_file *file);     /* bytes */
/* SHA-256 of the bytes; read once, then remembered. */
CADRE_MUST_CHECK enum cadre_status
input_file_digest(struct input_file *file, struct digest *ret_digest, struct cadre_error *err);
/* Reads up to `size` bytes at `offset`; *ret_count is fewer only at the end. */
CADRE_MUST_CHECK enum cadre_status input_file_read(struct input_file *file, uint64_t offset,
                                                   void *buffer, size_t size, size_t *ret_count,
                                                   struct cadre_error *err);
/* CADRE_REFUSED when somebody wrote to the file since it was opened: half a list that is still
 * being copied would make people leave. By size and time of modification; to be asked when all is
 * read. */
CADRE_MUST_CHECK enum cadre_status input_file_unchanged(const struct input_file *file,
                                                        struct cadre_error *err);

#endif
