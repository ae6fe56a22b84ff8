/*
 * A framework's document from a file, and its findings into one.
 */
#ifndef CADRE_CMD_STEPS_CATALOGUE_DOCUMENT_FILE_H
#define CADRE_CMD_STEPS_CATALOGUE_DOCUMENT_FILE_H

#include "cmd/cli/command.h"
#include "core/base/digest.h"
#include "core/catalogue/framework_document.h"
#include "import/input_file.h"

struct document_file {
    const char *label; /* as the file was named, "<stdin>" for "-" */
    const char *name;  /* without its folder */
    struct digest sha256;
    struct framework_document document;
};

/* The path without its folder. */
const char *document_file_name(const char *path);

/* Reads the file beside the catalogue; --framework and --version say what it is. All lives in the
 * call's arena. Errors: CADRE_REFUSED, CADRE_USAGE (framework_document.h). */
CADRE_MUST_CHECK enum cadre_status document_file_read(const struct invocation *call,
                                                      struct input_file *file,
                                                      const struct catalogue *catalogue,
                                                      struct document_file *ret_file,
                                                      struct cadre_error *err);

/* All findings as CSV for programs: code, name, effect, line, path, value, hint. */
CADRE_MUST_CHECK enum cadre_status
document_file_write_findings(const struct framework_document *document, const char *path,
                             struct cadre_error *err);

#endif
