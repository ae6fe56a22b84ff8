/*
 * bench_stage CONNINFO KIND FILE: the first half of an import alone: parses, validates and stages
 * the file in one transaction, which is then rolled back.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "import/check.h"
#include "sql/staging.h"

enum { EXIT_USAGE = 2 };

/* No batch bears it: the bench's databases are its own. */
static const int64_t batch = 1000000000;

static enum cadre_status fill(struct staging *staging, const struct kind *kind,
                              struct input_file *file, struct cadre_error *err)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    const struct check_options options = {
        .kind = kind, .catalogue = catalogue, .effective = cadre_date_none, .threads = 1};
    const struct row_sink sink = {.context = staging, .row = staging_row};
    struct check_result result;
    enum cadre_status status = check_file(&options, file, &sink, findings, &result, err);
    if (status == CADRE_OK && (result.refused || result.accepted != result.rows_read))
        status = cadre_fail(err, CADRE_REFUSED, "%llu rows are not good",
                            (unsigned long long)(result.rows_read - result.accepted));
    if (status == CADRE_OK)
        status = staging_close(staging, err);
    return status;
}

static enum cadre_status stage(const char *conninfo, const struct kind *kind, const char *path,
                               struct cadre_error *err)
{
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = NULL;
    CADRE_CLEANUP(session_cleanup) struct session *session = NULL;
    struct staging *staging = NULL;
    enum cadre_status status = input_file_open(path, 0, &file, err);
    if (status == CADRE_OK)
        status = session_open(conninfo, "bench_stage", &session, err);
    if (status == CADRE_OK)
        status = session_begin(session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = staging_open(session, kind, batch, true, &staging, err);
    if (status == CADRE_OK)
        status = fill(staging, kind, file, err);
    staging_free(staging);
    return status;
}

int main(int argc, char **argv)
{
    struct cadre_error err = {0};
    const struct kind *kind = argc == 4 ? kind_find(str_view_of(argv[2])) : NULL;
    if (kind == NULL) {
        fputs("Usage: bench_stage CONNINFO KIND FILE\n", stderr);
        return EXIT_USAGE;
    }
    if (stage(argv[1], kind, argv[3], &err) == CADRE_OK)
        return EXIT_SUCCESS;
    fprintf(stderr, "bench_stage: %s (%s)\n", err.message, err.detail != NULL ? err.detail : "");
    cadre_error_release(&err);
    return EXIT_FAILURE;
}
