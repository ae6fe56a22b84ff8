/*
 * cadre import KIND FILE...: files into the registry, each whole or not at all.
 */
#include <string.h>

#include "cmd/cli/interrupt.h"
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/findings_print.h"
#include "cmd/steps/import/import_ahead.h"
#include "cmd/steps/import/import_file.h"
#include "cmd/steps/import/import_fixes.h"
#include "cmd/steps/import/import_interrupted.h"
#include "cmd/steps/import/import_options.h"
#include "cmd/steps/import/import_rejects.h"
#include "cmd/steps/import/import_tell.h"
#include "cmd/steps/registry_catalogue.h"
#include "core/base/alloc.h"

/* How the files of one call ended. */
struct summary {
    size_t stored, unchanged, refused;
    bool *taken; /* of each file that has ended, in their order */
    enum cadre_status worst;
};

static size_t ended(const struct summary *summary)
{
    return summary->stored + summary->unchanged + summary->refused;
}

/* What concerns the next file too ends the call. */
static bool ends_all(enum cadre_status status)
{
    return status == CADRE_DATABASE || status == CADRE_SCHEMA || status == CADRE_USAGE ||
           status == CADRE_BUG;
}

static void count_end(struct summary *summary, const struct import_outcome *outcome,
                      enum cadre_status status)
{
    bool taken = import_was_taken(status);
    summary->worst = cadre_status_worst(summary->worst, status);
    summary->taken[ended(summary)] = taken;
    if (!taken)
        summary->refused++;
    else if (outcome->end == IMPORT_UNCHANGED)
        summary->unchanged++;
    else
        summary->stored++;
}

/* True when a signal came: then what was under way counts as stored only if it came to its end. */
static bool interrupted(const struct invocation *call, const struct import_request *request,
                        const struct import_outcome *outcome, enum cadre_status status,
                        struct summary *summary)
{
    if (interrupt_signal() == 0)
        return false;
    if (import_was_taken(status)) {
        import_tell(call, request, outcome, status);
        count_end(summary, outcome, status);
    }
    import_tell_interrupted(call, call->operands + 1, call->operand_count - 1, summary->taken,
                            ended(summary), outcome);
    return true;
}

static enum cadre_status import_all(const struct invocation *call,
                                    struct registry_session *registry,
                                    struct import_request *request, struct summary *summary,
                                    struct cadre_error *err)
{
    summary->taken = arena_calloc(call->arena, call->operand_count, sizeof *summary->taken);
    for (size_t i = 1; i < call->operand_count; i++) {
        struct import_outcome outcome = {0};
        request->path = call->operands[i];
        enum cadre_status status = import_file(call, registry, request, call->arena, &outcome, err);
        bool stop = interrupted(call, request, &outcome, status, summary);
        if (!stop) {
            import_tell(call, request, &outcome, status);
            count_end(summary, &outcome, status);
        }
        import_outcome_release(&outcome);
        if (!stop && ends_all(status))
            return status;
        if (!stop && err->message != NULL)
            tell_error(call, err);
        cadre_error_release(err);
        if (stop)
            break;
    }
    return summary->worst;
}

static void tell_summary(const struct invocation *call, const struct import_request *request,
                         const struct summary *summary)
{
    size_t count = call->operand_count - 1;
    if (call->quiet || count == 1 || interrupt_signal() != 0)
        return;
    printf("%zu files: %zu %s, %zu unchanged, %zu refused", count, summary->stored,
           request->dry_run ? "tried" : "stored", summary->unchanged, summary->refused);
    if (ended(summary) < count)
        printf(", %zu not begun", count - ended(summary));
    putchar('\n');
}

static const char *label_of(const struct invocation *call, const struct import_request *request)
{
    return arena_format(call->arena, "cadre import %s",
                        request->source != NULL ? request->source : request->kind->name);
}

static enum cadre_status run_import(struct invocation *call, struct cadre_error *err)
{
    struct import_request request;
    struct summary summary = {0};
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(import_ahead_cleanup) struct import_ahead *ahead = NULL;
    enum cadre_status status = import_request_from(call, true, &request, err);
    if (status == CADRE_OK)
        status = import_rejects_apart(call->operands + 1, call->operand_count - 1,
                                      request.rejects_dir, err);
    if (status != CADRE_OK)
        return status;
    request.ahead = ahead = import_ahead_begin(call->operands[1]);
    status = registry_session_open(call, label_of(call, &request), &registry, err);
    if (status == CADRE_OK)
        status = import_fixes_prepare(call, registry, &request, err);
    if (status == CADRE_OK)
        status = registry_catalogue_read_over(registry_session_of(registry),
                                              import_ahead_take_catalogue(ahead), call->arena,
                                              &catalogue, err);
    if (status != CADRE_OK)
        return status;
    request.catalogue = catalogue;
    interrupt_watch();
    status = import_all(call, registry, &request, &summary, err);
    tell_summary(call, &request, &summary);
    return status;
}

static const struct command_example examples[] = {
    {"cadre import organizations units.csv", "the organizations come first: others name them"},
    {"cadre import roster march.csv --source BAKU --effective 2026-03-01",
     "the whole list of one office as it holds from 1 March"},
    {"cadre import certifications awards.csv --source BAKU --max-rejects 2%",
     "nothing is stored when more than 2 % of the rows are faulty"},
    {"cadre import needs needs.csv --dry-run", "what would happen"},
    {"cadre import roster list.csv --source GANJA --encoding windows-1251 --partial",
     "an old program's letters; nobody leaves by a partial list"},
    {"cadre import roster march.csv.rejects.csv --source BAKU --fixes 7",
     "the rows that batch 7 did not take, mended in that file"},
    {"unzip -p march.zip | cadre import roster - --source GANJA", "from a pipe"},
    {0},
};

static const struct command_option options[] = {
    {"source", 's', "SOURCE", "the office that the file is from; a new one is announced"},
    {"owner", 0, "ORG", "organization that a new source belongs to (default: of its code)"},
    {"effective", 0, "DATE", "from when the file holds (default: today)"},
    {"encoding", 0, "NAME", "of the file's text, such as windows-1251 (default: UTF-8)"},
    {"full", 0, NULL, "the whole list of the source: who is not in it leaves"},
    {"partial", 0, NULL, "some rows only: nobody leaves"},
    {"fixes", 0, "BATCH", "rejects of that batch, mended: closes its findings, nobody leaves"},
    {"dry-run", 'n', NULL, "everything but the storing"},
    {"verify", 0, NULL, "read rows anew that are as they were last time"},
    IMPORT_LIMIT_OPTIONS,
    {0},
};

const struct command command_import = {
    .name = "import",
    .summary = "store files in the registry",
    .operands = "KIND FILE...",
    .operands_min = 2,
    .operands_max = -1,
    .description =
        "Good rows are taken; faulty ones are told with line, column and code, and kept with\n"
        "their original bytes in FILE.rejects.csv. Mend them there, keep the first columns, and\n"
        "import that file with --fixes BATCH: it holds from the day of that batch, and 'cadre\n"
        "batch show BATCH' says what is still open. Of rows that exclude one another, as two of\n"
        "one key, keep the right one and delete the others: they are mended with it. Other rows\n"
        "that are not in the file stay open. Or mend FILE itself and import it again: the rejects\n"
        "of before then stay where they are, and may be deleted. A file whose header, encoding or\n"
        "delimiter is faulty is refused whole.\n"
        "\n"
        "Rejects that somebody has changed, and not imported since, are never written over, nor\n"
        "those of a --partial list that came through a pipe, until they are mended: the new ones\n"
        "are then called FILE.BATCH.rejects.csv, and it is said so.\n"
        "\n"
        "UTF-16 is known by its byte order mark. Other encodings are never guessed: --encoding is\n"
        "utf-8, utf-16, utf-16le, utf-16be, windows-1251 or windows-1254. Rejects are then UTF-8.\n"
        "\n"
        "Each file is stored whole, with its line in 'cadre batch list', or not at all. The same\n"
        "file twice changes nothing. FILE may be - for standard input, whose rejects lie in the\n"
        "current folder, as stdin-KIND-SOURCE.rejects.csv. Of a large file the rows are staged in\n"
        "chunks: after a signal or a crash, importing it again or 'cadre batch resume' goes on\n"
        "from there. Another file of the same kind and source abandons them.\n"
        "The first list of people of all, and a long first one of certifications, go straight\n"
        "into the registry, which is faster, and so does a later one of certifications that\n"
        "changes most of what is known; they begin anew. With --chunk those that are longer\n"
        "than a chunk are staged as well.\n"
        "What a first list left when it was killed goes with the next import of whatever, and\n"
        "'cadre doctor' tells of it until then.\n"
        "\n"
        "Values of people stand on a terminal and in the rejects only, never in a log.",
    .examples = examples,
    .options = options,
    .run = run_import,
};
