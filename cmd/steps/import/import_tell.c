#include "cmd/steps/import/import_tell.h"

#include <string.h>

#include "cmd/cli/tell.h"
#include "cmd/steps/findings_print.h"
#include "cmd/steps/import/changes_print.h"
#include "core/base/alloc.h"
#include "core/base/shell_word.h"
#include "core/base/utf8.h"

enum { FINDINGS_SHOWN = 3 };

static const char *label_of(const struct import_request *request)
{
    return strcmp(request->path, "-") == 0 ? "<stdin>" : request->path;
}

static void add_part(struct str *out, int64_t count, const char *what, const char *before)
{
    str_add_format(out, "%s%lld %s", before, (long long)count, what);
}

void import_tell_counts(const char *file, const struct batch_counts *counts, struct str *out)
{
    utf8_printable(str_view_of(file), 0, out);
    add_part(out, counts->rows_read, counts->rows_read == 1 ? "row" : "rows", ": ");
    add_part(out, counts->rows_new, "new", " = ");
    add_part(out, counts->rows_changed, "changed", " + ");
    add_part(out, counts->rows_unchanged, "unchanged", " + ");
    add_part(out, counts->rows_duplicate, "duplicate", " + ");
    add_part(out, counts->rows_held, "held", " + ");
    add_part(out, counts->rows_rejected, "rejected", " + ");
    add_part(out, counts->left, "left", "; ");
    if (counts->left_held_back > 0)
        add_part(out, counts->left_held_back, "would leave, held back", "; ");
}

static void print_counts(const struct import_request *request, const struct import_outcome *outcome)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    import_tell_counts(label_of(request), &outcome->counts, &line);
    if (outcome->end == IMPORT_TRIED)
        str_add_text(&line, " (tried, nothing is stored)\n");
    else
        str_add_format(&line, " (batch %lld)\n", (long long)outcome->number);
    fwrite(line.data, 1, line.length, stdout);
}

/* Which columns a dry run would change, and which of the rows only correct what was always so. */
static void print_changes(const struct invocation *call, const struct import_request *request,
                          const struct batch_diff *changes)
{
    long long corrected = (long long)changes->records[CHANGE_CORRECTED];
    if (corrected > 0)
        printf("  %lld of the changed %s no more than corrected\n", corrected,
               corrected == 1 ? "is" : "are");
    changes_print(call, request->source != NULL ? request->source : "", changes);
}

const char *import_tell_mending(const struct batch_mending *mending, struct arena *arena)
{
    return arena_format(arena, "%lld %s, %lld mended, %lld open", (long long)mending->findings,
                        mending->findings == 1 ? "finding" : "findings", (long long)mending->mended,
                        (long long)(mending->findings - mending->mended));
}

static void print_unchanged(const struct import_request *request,
                            const struct import_outcome *outcome)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    utf8_printable(str_view_of(label_of(request)), 0, &line);
    str_add_format(&line, ": unchanged, these bytes are in force as batch %lld\n",
                   (long long)outcome->number);
    fwrite(line.data, 1, line.length, stdout);
}

/* What was rejected twice is still of the batch that rejected it first. */
static int64_t fixes_of(const struct import_request *request, const struct import_outcome *outcome)
{
    return request->fixes > 0 ? request->fixes : outcome->number;
}

/* What to type once the rejects are mended. */
static void add_command(struct str *out, const struct invocation *call,
                        const struct import_request *request, const struct import_outcome *outcome)
{
    tell_add_program(call, out);
    str_add_format(out, " import %s ", request->kind->name);
    shell_word_add_path(out, str_view_of(outcome->rejects_path));
    if (request->source != NULL) {
        str_add_text(out, " --source ");
        shell_word_add(out, str_view_of(request->source));
    }
    str_add_format(out, " --fixes %lld", (long long)fixes_of(request, outcome));
}

static void tell_not_taken(const struct invocation *call, const struct import_request *request,
                           const struct import_outcome *outcome)
{
    const struct batch_counts *counts = &outcome->counts;
    long long faulty = (long long)(counts->rows_rejected + counts->rows_held);
    const char *rejects = outcome->rejects_path;
    if (rejects != NULL && outcome->rejects_kept != NULL)
        tell_needed(call, "%s: %s stays: what is in it is not imported yet", label_of(request),
                    outcome->rejects_kept);
    if (rejects == NULL) {
        tell_needed(call, "%s: %lld of %lld rows would not be taken", label_of(request), faulty,
                    (long long)counts->rows_read);
    } else if (call->quiet || !call->terminal_err) {
        tell_needed(call,
                    "%s: %lld of %lld rows were not taken: mend them in %s and import it "
                    "with --fixes %lld",
                    label_of(request), faulty, (long long)counts->rows_read, rejects,
                    (long long)fixes_of(request, outcome));
    } else {
        CADRE_CLEANUP(str_release) struct str command = {0};
        add_command(&command, call, request, outcome);
        tell_needed(call, "%s: %lld of %lld rows were not taken, they are in %s", label_of(request),
                    faulty, (long long)counts->rows_read, rejects);
        tell_needed(call, "mend them there, then: %s", str_chars(&command));
    }
}

/* Which batches the file met. */
static void tell_batches(const struct invocation *call, const struct import_request *request,
                         const struct import_outcome *outcome)
{
    char day[CADRE_DATE_TEXT_SIZE];
    const char *file = label_of(request);
    if (outcome->abandoned > 0)
        tell(call, "%s: batch %lld, which was left unfinished, is abandoned", file,
             (long long)outcome->abandoned);
    if (outcome->staged_lost)
        tell(call, "%s: the rows that batch %lld had staged are lost: all were staged anew", file,
             (long long)outcome->resumed);
    else if (outcome->resumed_rows > 0)
        tell(call, "%s: batch %lld was gone on with: %lld rows were staged before", file,
             (long long)outcome->resumed, (long long)outcome->resumed_rows);
    if (outcome->older > 0)
        tell(call, "%s: these bytes were imported before, as batch %lld of %s; they count again",
             file, (long long)outcome->older, cadre_date_format(outcome->older_effective, day));
}

static void tell_staged(const struct invocation *call, const struct import_request *request,
                        const struct import_outcome *outcome)
{
    if (outcome->staged > 0)
        tell_needed(call,
                    "%s: rows of it are staged as batch %lld: 'cadre batch resume %lld' goes on, "
                    "and so does importing it again",
                    label_of(request), (long long)outcome->staged, (long long)outcome->staged);
}

/* What was stored stands, with all of its findings. */
static void tell_lost(const struct invocation *call, const struct findings *findings)
{
    struct cadre_error err = {0};
    if (findings != NULL && findings_status(findings, &err) != CADRE_OK)
        tell_error(call, &err);
    cadre_error_release(&err);
}

void import_tell(const struct invocation *call, const struct import_request *request,
                 const struct import_outcome *outcome, enum cadre_status status)
{
    findings_print(call, label_of(request), request->kind, outcome->findings, FINDINGS_SHOWN);
    if (!import_was_taken(status)) {
        tell_staged(call, request, outcome);
        return;
    }
    tell_lost(call, outcome->findings);
    if (outcome->source_made)
        tell(call, "source '%s' is new and belongs to '%s'", request->source, outcome->owner);
    tell_batches(call, request, outcome);
    if (!call->quiet && outcome->end == IMPORT_UNCHANGED)
        print_unchanged(request, outcome);
    else if (!call->quiet)
        print_counts(request, outcome);
    if (!call->quiet && request->fixes > 0 && outcome->end != IMPORT_UNCHANGED)
        printf("batch %lld: %s\n", (long long)request->fixes,
               import_tell_mending(&outcome->mending, call->arena));
    if (!call->quiet && outcome->end == IMPORT_TRIED && outcome->changes != NULL)
        print_changes(call, request, outcome->changes);
    if (status == CADRE_FINDINGS)
        tell_not_taken(call, request, outcome);
}
