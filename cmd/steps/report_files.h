/*
 * A report's document to where it was asked for: text on stdout, one format into a file or stdout,
 * or a folder of files, NAME.html, NAME.json and NAME.TABLE.csv. Each file appears whole or not at
 * all.
 */
#ifndef CADRE_CMD_STEPS_REPORT_FILES_H
#define CADRE_CMD_STEPS_REPORT_FILES_H

#include "cmd/cli/command.h"
#include "reports/document.h"

enum report_format {
    REPORT_HTML = 1 << 0,
    REPORT_CSV = 1 << 1,
    REPORT_JSON = 1 << 2,
    REPORT_ALL = REPORT_HTML | REPORT_CSV | REPORT_JSON
};

struct report_target {
    unsigned formats;   /* of enum report_format; 0 = text tables on stdout */
    const char *output; /* folder, file, "-"; NULL = stdout */
    bool folder;
    const char *table; /* csv to a file or stdout; NULL = not given */
};

/* Rows for a command's table of options: --format, -o, --table and --json-schema. */
#define REPORT_TARGET_OPTIONS                                                                      \
    {"format", 0, "FORMATS", "html, csv, json or several with commas; without: tables as text"},   \
        {"output", 'o', "PLACE", "a folder, a file, or - for standard output"},                    \
        {"table", 0, "TABLE", "which table, for csv to a file or standard output"},                \
    {                                                                                              \
        "json-schema", 0, NULL, "print the contract of the json, a JSON Schema, and nothing else"  \
    }

/* The same for a document of one table: csv holds it without being told which. */
#define LIST_TARGET_OPTIONS                                                                        \
    {"format", 0, "FORMATS", "html, csv, json or several with commas; without: a table as text"},  \
    {                                                                                              \
        "output", 'o', "PLACE", "a folder, a file, or - for standard output"                       \
    }

/* A row for a list whose json has a published schema. */
#define SCHEMA_OPTION                                                                              \
    {                                                                                              \
        "json-schema", 0, NULL, "print the contract of the json, a JSON Schema, and nothing else"  \
    }

/* With --json-schema: prints the published schema of `report` ("gap"), and true; no database is
 * needed for it. Asserts that the report has one. */
bool report_files_tell_schema(const struct invocation *call, const char *report);

/* Errors: CADRE_USAGE. To be called before work begins. */
CADRE_MUST_CHECK enum cadre_status report_target_from(const struct invocation *call,
                                                      struct report_target *ret_target,
                                                      struct cadre_error *err);
/* The same for a command with LIST_TARGET_OPTIONS whose document has the one table `table`. */
CADRE_MUST_CHECK enum cadre_status report_target_of_list(const struct invocation *call,
                                                         const char *table,
                                                         struct report_target *ret_target,
                                                         struct cadre_error *err);
/* CADRE_OUTPUT when a file cannot be written: the old one is kept. */
CADRE_MUST_CHECK enum cadre_status report_files_write(const struct invocation *call,
                                                      const struct document *document,
                                                      const struct report_target *target,
                                                      struct cadre_error *err);
/* All of `formats` into `folder`, which is made when it is not there; *ret_count (may be NULL)
 * files. */
CADRE_MUST_CHECK enum cadre_status report_files_write_folder(const struct document *document,
                                                             unsigned formats, const char *folder,
                                                             size_t *ret_count,
                                                             struct cadre_error *err);

#endif
