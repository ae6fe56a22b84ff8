/*
 * cadre check KIND FILE...: what is wrong with a file, nothing stored.
 */
#include <string.h>

#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/findings_print.h"
#include "cmd/steps/import/import_file.h"
#include "cmd/steps/import/import_options.h"
#include "cmd/steps/import/import_settings.h"
#include "cmd/steps/import/import_tell.h"
#include "cmd/steps/import/source_settings.h"
#include "cmd/steps/registry_catalogue.h"
#include "core/base/alloc.h"
#include "core/base/utf8.h"
#include "import/check.h"

/* ---- without a server ------------------------------------------------------------------------ */

static void print_result(const struct invocation *call, const struct kind *kind, const char *file,
                         const struct check_result *result)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    if (call->quiet)
        return;
    utf8_printable(str_view_of(file), 0, &line);
    str_add_format(&line,
                   ": %llu %s = %llu good + %llu duplicate + %llu held + %llu rejected; not "
                   "checked: %s (--registry checks it too)\n",
                   (unsigned long long)result->rows_read, result->rows_read == 1 ? "row" : "rows",
                   (unsigned long long)result->accepted, (unsigned long long)result->duplicates,
                   (unsigned long long)result->held, (unsigned long long)result->rejected,
                   kind->asks_registry);
    fwrite(line.data, 1, line.length, stdout);
}

static enum cadre_status judge(const struct invocation *call, const struct kind *kind,
                               const char *file, const struct findings *findings,
                               const struct check_result *result, struct cadre_error *err)
{
    const struct finding *refusal = findings_refusal(findings);
    enum cadre_status status = findings_status(findings, err);
    if (status != CADRE_OK)
        return status;
    if (refusal != NULL)
        return findings_fail_refused(file, kind, "would be", refusal, err);
    if (result->rejected + result->held == 0)
        return CADRE_OK;
    tell_needed(call, "%s: %llu of %llu rows would not be taken", file,
                (unsigned long long)(result->rejected + result->held),
                (unsigned long long)result->rows_read);
    return CADRE_FINDINGS;
}

static enum cadre_status check_alone(const struct invocation *call,
                                     const struct import_request *request, struct cadre_error *err)
{
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = NULL;
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    struct check_result result;
    const struct check_options options = {.kind = request->kind,
                                          .catalogue = request->catalogue,
                                          .effective = request->effective,
                                          .profile = &request->profile};
    const struct row_sink forgetting = {0};
    enum cadre_status status = input_file_open(request->path, 0, &file, err);
    if (status == CADRE_OK)
        status = check_file(&options, file, &forgetting, findings, &result, err);
    if (status != CADRE_OK)
        return status;
    findings_print(call, input_file_label(file), request->kind, findings, 0);
    if (!result.refused)
        print_result(call, request->kind, input_file_label(file), &result);
    return judge(call, request->kind, input_file_label(file), findings, &result, err);
}

/* ---- against the registry -------------------------------------------------------------------- */

static enum cadre_status check_in_registry(const struct invocation *call,
                                           struct registry_session *registry,
                                           const struct import_request *request,
                                           struct cadre_error *err)
{
    struct import_outcome outcome = {0};
    enum cadre_status status = import_file(call, registry, request, call->arena, &outcome, err);
    import_tell(call, request, &outcome, status);
    import_outcome_release(&outcome);
    return status;
}

static bool wants_registry(const struct invocation *call)
{
    return call->database != NULL || call->demo || option_given(call, "registry");
}

static enum cadre_status check_all(const struct invocation *call, struct registry_session *registry,
                                   struct import_request *request, struct cadre_error *err)
{
    enum cadre_status worst = CADRE_OK;
    for (size_t i = 1; i < call->operand_count; i++) {
        request->path = call->operands[i];
        enum cadre_status status = registry != NULL
                                       ? check_in_registry(call, registry, request, err)
                                       : check_alone(call, request, err);
        worst = cadre_status_worst(worst, status);
        if (status == CADRE_DATABASE || status == CADRE_SCHEMA || status == CADRE_BUG)
            return worst;
        if (err->message != NULL)
            tell_error(call, err);
        cadre_error_release(err);
    }
    return worst;
}

/* Without a registry, the settings of the source are a file. */
static enum cadre_status take_settings(const struct invocation *call,
                                       struct import_request *request, struct cadre_error *err)
{
    struct source_profile profile;
    const char *path = option_text(call, "settings");
    if (path == NULL)
        return CADRE_OK;
    if (wants_registry(call))
        return cadre_fail(err, CADRE_USAGE,
                          "'--settings' is for a check without a registry, which has its own");
    enum cadre_status status = source_settings_read(path, call->arena, &profile, err);
    if (status == CADRE_OK)
        import_request_settle(request, &profile);
    return status;
}

/* Without a registry, the shipped one. */
static enum cadre_status take_catalogue(const struct invocation *call,
                                        const struct registry_session *registry,
                                        struct catalogue **ret_catalogue, struct cadre_error *err)
{
    if (registry != NULL)
        return registry_catalogue_read(registry_session_of(registry), NULL, call->arena,
                                       ret_catalogue, err);
    *ret_catalogue = catalogue_new();
    return CADRE_OK;
}

static enum cadre_status run_check(struct invocation *call, struct cadre_error *err)
{
    struct import_request request;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    enum cadre_status status = import_request_from(call, wants_registry(call), &request, err);
    if (status == CADRE_OK)
        status = take_settings(call, &request, err);
    if (status == CADRE_OK && wants_registry(call))
        status = registry_session_open(call, "cadre check", &registry, err);
    if (status == CADRE_OK)
        status = take_catalogue(call, registry, &catalogue, err);
    if (status != CADRE_OK)
        return status;
    request.catalogue = catalogue;
    request.dry_run = request.recheck = true;
    return check_all(call, registry, &request, err);
}

static const struct command_example examples[] = {
    {"cadre check roster march.csv", "every fault of every row, no server needed"},
    {"cadre check roster march.csv --effective 2026-03-01",
     "dates after 1 March are in the future"},
    {"cadre check roster march.csv --settings baku.json", "as an office writes it"},
    {"cadre check certifications awards.csv --registry --source BAKU",
     "also whether the people are known"},
    {0},
};

static const struct command_option options[] = {
    {"registry", 'r', NULL, "check what only the registry knows too, as -d and --demo do"},
    {"source", 's', "SOURCE", "the office that the file is from, when the registry is asked"},
    {"owner", 0, "ORG", "organization that a new source belongs to"},
    {"effective", 0, "DATE", "from when the file holds (default: today)"},
    {"settings", 0, "FILE", "the source's settings as for 'cadre source add', without a registry"},
    {"encoding", 0, "NAME", "of the file's text, such as windows-1251 (default: UTF-8)"},
    {"full", 0, NULL, "the whole list of the source"},
    {"partial", 0, NULL, "some rows only"},
    {"max-removed", 0, "N%", "refuse a full list by which more people would leave (default: 5%)"},
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    {0},
};

const struct command command_check = {
    .name = "check",
    .summary = "tell what is wrong with files, store nothing",
    .operands = "KIND FILE...",
    .operands_min = 2,
    .operands_max = -1,
    .description =
        "Rows and columns are checked against the shipped catalogue, without a server. What only\n"
        "the registry knows is listed as not checked; with --registry, -d or --demo it is checked\n"
        "too, in a transaction that is rolled back, and what was loaded into its catalogue\n"
        "counts.\n"
        "\n"
        "Values of people stand on a terminal only, never in a log.",
    .examples = examples,
    .options = options,
    .run = run_check,
};
