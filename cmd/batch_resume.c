/*
 * cadre batch resume N [FILE]: goes on with an import that did not come to its end.
 */
#include "cmd/cli/interrupt.h"
#include "cmd/commands.h"
#include "cmd/steps/batch_operand.h"
#include "cmd/steps/import/import_file.h"
#include "cmd/steps/import/import_interrupted.h"
#include "cmd/steps/import/import_options.h"
#include "cmd/steps/import/import_tell.h"
#include "cmd/steps/registry_catalogue.h"
#include "core/base/alloc.h"

static const char *text_of(struct str_view view)
{
    return view.length > 0 ? view.data : NULL; /* texts of a row end with NUL */
}

/* The bytes are wanted again: those that are staged are not sent, but all are checked. */
static enum cadre_status find_file(const struct invocation *call, const struct batch_row *row,
                                   const char **ret_path, struct cadre_error *err)
{
    *ret_path = call->operand_count > 1 ? call->operands[1] : text_of(row->file_path);
    if (*ret_path != NULL)
        return CADRE_OK;
    cadre_fail(err, CADRE_REFUSED, "batch %lld cannot be gone on with: '%.*s' cannot be read again",
               (long long)row->number, STR_VIEW_ARGS(row->file_name));
    return cadre_fail_hint(err, "if its bytes are kept in a file: cadre batch resume %lld FILE",
                           (long long)row->number);
}

/* As it was asked for; the limits may be others now. */
static enum cadre_status request_of(const struct invocation *call, const struct batch_row *row,
                                    struct import_request *ret_request, struct cadre_error *err)
{
    struct import_request request = {
        .kind = kind_find(row->kind),
        .source = text_of(row->source),
        .owner = text_of(row->owner),
        .effective = row->effective,
        .list_given = true,
        .full_list = row->full_list,
        .resume = row->number,
    };
    if (request.kind == NULL)
        return cadre_fail(err, CADRE_BUG, "batch %lld is of a kind that is not known",
                          (long long)row->number);
    (void)text_encoding_find(row->encoding, &request.encoding); /* absent: found from the bytes */
    enum cadre_status status = import_request_limits(call, &request, err);
    if (status == CADRE_OK)
        status = find_file(call, row, &request.path, err);
    if (status == CADRE_OK)
        *ret_request = request;
    return status;
}

static enum cadre_status resume(const struct invocation *call, struct registry_session *registry,
                                const struct import_request *request, struct cadre_error *err)
{
    struct import_outcome outcome = {0};
    interrupt_watch();
    enum cadre_status status = import_file(call, registry, request, call->arena, &outcome, err);
    bool stored = import_was_taken(status);
    if (interrupt_signal() == 0 || stored)
        import_tell(call, request, &outcome, status);
    if (interrupt_signal() != 0) {
        import_tell_interrupted(call, &request->path, 1, &stored, stored ? 1 : 0, &outcome);
        cadre_error_release(err);
    }
    import_outcome_release(&outcome);
    return status;
}

static enum cadre_status run_batch_resume(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    struct import_request request;
    struct batch_row row;
    int64_t number;
    enum cadre_status status = batch_operand(call, 0, &number, err);
    if (status == CADRE_OK)
        status = registry_session_open(
            call, arena_format(call->arena, "cadre batch resume %lld", (long long)number),
            &registry, err);
    if (status == CADRE_OK)
        status = batch_operand_unfinished(call, registry, number, &row, err);
    if (status == CADRE_OK)
        status = request_of(call, &row, &request, err);
    if (status == CADRE_OK)
        status = registry_catalogue_read(registry_session_of(registry), NULL, call->arena,
                                         &catalogue, err);
    if (status != CADRE_OK)
        return status;
    request.catalogue = catalogue;
    return resume(call, registry, &request, err);
}

static const struct command_example examples[] = {
    {"cadre batch resume 7", "the file is read again from where it was"},
    {"cadre batch resume 7 /mnt/march.csv", "it stands somewhere else now"},
    {0},
};

static const struct command_option options[] = {
    IMPORT_LIMIT_OPTIONS,
    {0},
};

const struct command command_batch_resume = {
    .name = "batch resume",
    .summary = "go on with an import that was interrupted",
    .operands = "BATCH [FILE]",
    .operands_min = 1,
    .operands_max = 2,
    .description =
        "A large file is staged in chunks. When its import ended before its time, the batch is\n"
        "'staging' or 'staged' in 'cadre batch list': this goes on with it, under the kind,\n"
        "source and day that it was imported for. So does importing the same file again. Rows\n"
        "that are staged are not sent again.\n"
        "\n"
        "What came from standard input cannot be read again by itself: name a FILE that holds\n"
        "the same bytes.",
    .examples = examples,
    .options = options,
    .run = run_batch_resume,
};
