/*
 * A file of a kind of the catalogue: its rows as the catalogue's judge wants them.
 */
#ifndef CADRE_CMD_STEPS_CATALOGUE_KINDS_FILE_H
#define CADRE_CMD_STEPS_CATALOGUE_KINDS_FILE_H

#include "cmd/cli/command.h"
#include "core/base/digest.h"
#include "core/catalogue/addition.h"
#include "import/findings.h"
#include "import/input_file.h"

struct kinds_file {
    struct input_file *input;
    const char *label, *name; /* as it was named; without its folder */
    const struct kind *kind;
    struct digest sha256;
    struct findings *findings;
    uint64_t rows_read;
    struct addition_row *rows; /* the good ones, row_count of them */
    struct record_place *places;
    size_t row_count, row_capacity, place_capacity;
    size_t outcomes[ADDITION_LEFT_OUT + 1]; /* rows by what became of them */
};

/* `path` "-" is standard input. Errors: CADRE_REFUSED. */
CADRE_MUST_CHECK enum cadre_status kinds_file_open(const struct invocation *call, const char *path,
                                                   struct kinds_file *ret_file,
                                                   struct cadre_error *err);
void kinds_file_release(struct kinds_file *file);
/* True of JSON: the file is a framework's document. */
CADRE_MUST_CHECK enum cadre_status
kinds_file_is_document(const struct kinds_file *file, bool *ret_document, struct cadre_error *err);
/* By its header, unless `kind` says it (NULL = it does not). Errors: CADRE_USAGE when it cannot be
 * told, with the kinds in the hint, or is a file for 'cadre import'. */
CADRE_MUST_CHECK enum cadre_status
kinds_file_find_kind(struct kinds_file *file, const struct kind *kind, struct cadre_error *err);
/* Reads the rows beside the catalogue; faults are its findings. Cells live in the call's arena.
 * Errors: CADRE_REFUSED when the file is no such table. */
CADRE_MUST_CHECK enum cadre_status kinds_file_read(const struct invocation *call,
                                                   struct kinds_file *file,
                                                   const struct catalogue *catalogue,
                                                   struct cadre_error *err);

#endif
