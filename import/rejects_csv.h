/*
 * The rejects: header and records that were not stored, each with its original bytes, behind four
 * columns that say where it stood and why: cadre_line, cadre_record, cadre_codes, cadre_reason. The
 * bytes are copied as they are, so that even a record with broken quotes is whole; a mended file
 * can be imported as it is with --partial, since unknown columns are kept aside. Of a file that was
 * not UTF-8 the bytes are those of its text in UTF-8, behind a BOM.
 */
#ifndef CADRE_IMPORT_REJECTS_CSV_H
#define CADRE_IMPORT_REJECTS_CSV_H

#include <stdio.h>

#include "core/base/status.h"
#include "import/findings.h"
#include "import/input_file.h"
#include "import/reject_origins.h"

/* Writes all rejected and held records of `findings` in file order to `out` (borrowed; write errors
 * stay in ferror(out)). Nothing is written when there are none. `delimiter` is the input's. */
CADRE_MUST_CHECK enum cadre_status rejects_csv_write(struct input_file *file,
                                                     const struct findings *findings,
                                                     char delimiter, FILE *out,
                                                     struct cadre_error *err);
/* The same of rejects that came back: line and record are again those of the first file, and the
 * columns in front stand there once. `origins` may be NULL. */
CADRE_MUST_CHECK enum cadre_status
rejects_csv_write_again(struct input_file *file, const struct findings *findings, char delimiter,
                        const struct reject_origins *origins, FILE *out, struct cadre_error *err);

#endif
