/*
 * Files that appear whole or not at all: an O_EXCL temporary of mode 0600 in the same folder,
 * fsync, rename, fsync of the folder. A signal in between removes the temporary. A device or pipe
 * is written as it is, and a symbolic link is followed when it is root's or the caller's own; one
 * of somebody else is replaced.
 */
#ifndef CADRE_CMD_CLI_OUTPUT_FILE_H
#define CADRE_CMD_CLI_OUTPUT_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "core/base/digest.h"
#include "core/base/status.h"

struct output_file; /* opaque */

/* Errors of all three: CADRE_OUTPUT. */
CADRE_MUST_CHECK enum cadre_status output_file_open(const char *path, struct output_file **ret_file,
                                                    struct cadre_error *err);
FILE *output_file_stream(struct output_file *file);
/* Of what was written so far; false when that cannot be read: a device, a pipe. */
bool output_file_digest(struct output_file *file, struct digest *ret_digest);
/* The same of a file that is there. */
bool output_digest_at(const char *path, struct digest *ret_digest);
/* Checks every write, makes it durable and gives it its name; frees `file` in any case. */
CADRE_MUST_CHECK enum cadre_status output_file_commit(struct output_file *file,
                                                      struct cadre_error *err);
/* Forgets it; nothing appears. NULL is fine. */
void output_file_discard(struct output_file *file);

/* Removes the temporaries of that file which processes that were killed have left beside it. */
void output_file_sweep(const char *path);

/* fflush and ferror of stdout: "cannot write standard output". */
CADRE_MUST_CHECK enum cadre_status output_flush_stdout(struct cadre_error *err);
/* mkdir -p of a folder for reports, mode 0700 for those it makes. */
CADRE_MUST_CHECK enum cadre_status output_make_folder(const char *path, struct cadre_error *err);

#endif
