/*
 * cadre catalogue load FILE...: a framework's document, or files of the catalogue's kinds, beside
 * what the catalogue has of them.
 */
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/catalogue/document_report.h"
#include "cmd/steps/catalogue/kinds_load.h"
#include "cmd/steps/kind_operand.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/report_files.h"
#include "core/base/alloc.h"
#include "sql/catalogue_store.h"

enum { WAIT_S = 60, WAIT_S_MAX = 86400 };

/* ---- what is said ---------------------------------------------------------------------------- */

/* "; 33 of the catalogue are not in it", nothing when the file has all. */
static const char *lacking_words(const struct invocation *call,
                                 const struct document_comparison *comparison)
{
    size_t count = comparison->lacking_count;
    if (count == 0)
        return "";
    return arena_format(call->arena, "; %zu that the catalogue has %s not in the file and %s",
                        count, count == 1 ? "is" : "are", count == 1 ? "stays" : "stay");
}

static void set_dry_finding(const struct invocation *call, struct document *report,
                            const struct document_file *file,
                            const struct document_comparison *comparison)
{
    size_t fresh = 0;
    for (size_t i = 0; i < file->document.element_count; i++)
        fresh += comparison->standings[i] == STANDING_NEW;
    size_t count = file->document.element_count;
    document_set_finding(report, "Nothing is stored (--dry-run): %zu element%s, %zu of them new%s",
                         count, count == 1 ? "" : "s", fresh, lacking_words(call, comparison));
}

static void set_finding(const struct invocation *call, struct document *report,
                        const struct document_comparison *comparison,
                        const struct catalogue_load_counts *counts)
{
    if (counts->number == 0) {
        document_set_finding(report, "Unchanged: the catalogue has all that the file says");
        return;
    }
    document_set_finding(
        report,
        "Load %lld: %lld elements new, %lld completed, %lld changed, %lld the same; %lld relations "
        "new%s",
        (long long)counts->number, (long long)counts->elements_new,
        (long long)counts->elements_completed, (long long)counts->elements_changed,
        (long long)counts->elements_same, (long long)counts->relations_new,
        lacking_words(call, comparison));
}

static void add_notices(struct document *report, const struct catalogue_load_counts *counts,
                        const struct framework_document *document)
{
    if (counts->framework_new && counts->current)
        document_set_notice(report,
                            "%s %s is a new framework; its levels are those of the scale "
                            "'%s'",
                            document->framework, document->version, counts->scale);
    else if (counts->framework_new)
        document_set_notice(report,
                            "%s %s is a new version beside the current one: a code without "
                            "a version does not mean it",
                            document->framework, document->version);
    else if (counts->elements_kept > 0)
        document_set_notice(report,
                            "%lld titles or groups that are shipped stay as they are: see "
                            "'Said otherwise'",
                            (long long)counts->elements_kept);
}

/* ---- the steps ------------------------------------------------------------------------------- */

static enum cadre_status check_scale(const struct catalogue *catalogue, const char *scale,
                                     struct cadre_error *err)
{
    if (scale == NULL || catalogue_find_scale(catalogue, scale) >= 0)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "the scale '%s' is unknown", scale);
    return cadre_fail_hint(err, "'cadre catalogue list scales' lists them");
}

static enum cadre_status store(const struct invocation *call, struct session *session,
                               const struct document_file *file, int64_t wait_s,
                               struct catalogue_load_counts *ret_counts, struct cadre_error *err)
{
    const struct catalogue_load load = {
        .file_name = file->name,
        .sha256 = file->sha256,
        .scale = option_text(call, "scale"),
        .wait_s = (int)wait_s,
    };
    return catalogue_store_add(session, &file->document, &load, call->arena, ret_counts, err);
}

static enum cadre_status print(const struct invocation *call, const struct document *report,
                               struct cadre_error *err)
{
    struct report_target target;
    enum cadre_status status = report_target_from(call, &target, err);
    if (status != CADRE_OK || (call->quiet && target.formats == 0))
        return status;
    return report_files_write(call, report, &target, err);
}

/* Something was left out; a file that brought nothing new has been told of before. */
static enum cadre_status judge(const struct invocation *call, const struct document_file *file,
                               bool unchanged)
{
    size_t left_out = document_report_left_out(&file->document);
    if (left_out == 0 || unchanged)
        return CADRE_OK;
    tell_needed(call, "%s: %zu finding%s something out; --findings FILE writes them all",
                file->label, left_out, left_out == 1 ? " keeps" : "s keep");
    return CADRE_FINDINGS;
}

static enum cadre_status load_document(const struct invocation *call, struct session *session,
                                       struct input_file *input, int64_t wait_s,
                                       struct cadre_error *err)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    struct document_file file;
    struct document_comparison comparison;
    struct catalogue_load_counts counts = {0};
    bool dry_run = option_given(call, "dry-run");
    const char *findings = option_text(call, "findings");
    enum cadre_status status = registry_catalogue_read_whole(session, call->arena, &catalogue, err);
    if (status == CADRE_OK)
        status = check_scale(catalogue, option_text(call, "scale"), err);
    if (status == CADRE_OK)
        status = document_file_read(call, input, catalogue, &file, err);
    if (status != CADRE_OK)
        return status;
    document_compare(&file.document, catalogue, call->arena, &comparison);
    struct document *report = document_report(call, &file, catalogue, &comparison);
    if (findings != NULL)
        status = document_file_write_findings(&file.document, findings, err);
    if (status == CADRE_OK && !dry_run)
        status = store(call, session, &file, wait_s, &counts, err);
    if (status != CADRE_OK)
        return status;
    if (dry_run)
        set_dry_finding(call, report, &file, &comparison);
    else
        set_finding(call, report, &comparison, &counts);
    add_notices(report, &counts, &file.document);
    status = print(call, report, err);
    return status == CADRE_OK ? judge(call, &file, !dry_run && counts.number == 0) : status;
}

/* ---- files of kinds -------------------------------------------------------------------------- */

static enum cadre_status load_kinds(const struct invocation *call, struct session *session,
                                    struct kinds_file *files, int64_t wait_s,
                                    struct cadre_error *err)
{
    struct kinds_load_outcome outcome;
    struct kinds_load_options options = {.dry_run = option_given(call, "dry-run"),
                                         .wait_s = (int)wait_s};
    const char *kind = option_text(call, "kind");
    const char *findings = option_text(call, "findings");
    enum cadre_status status =
        kind != NULL ? kind_operand_catalogue(kind, &options.kind, err) : CADRE_OK;
    if (status == CADRE_OK)
        status = kinds_load(call, session, files, call->operand_count, &options, &outcome, err);
    if (status == CADRE_OK && findings != NULL)
        status = kinds_load_write_findings(files, call->operand_count, findings, err);
    if (status == CADRE_OK)
        status = print(call, outcome.report, err);
    if (status != CADRE_OK || outcome.left_out == 0)
        return status;
    tell_needed(call, "%zu %s left out", outcome.left_out,
                outcome.left_out == 1 ? "row is" : "rows are");
    return CADRE_FINDINGS;
}

/* ---- which of the two ------------------------------------------------------------------------ */

static enum cadre_status fail_options(const struct invocation *call, const char *const *options,
                                      size_t count, const char *why, struct cadre_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (option_given(call, options[i]))
            return cadre_fail(err, CADRE_USAGE, "'--%s' is for %s", options[i], why);
    }
    return CADRE_OK;
}

/* A document is loaded alone, by its own options. */
static enum cadre_status check_call(const struct invocation *call, const struct kinds_file *files,
                                    bool *ret_document, struct cadre_error *err)
{
    static const char *const of_documents[] = {"framework", "version", "scale"};
    static const char *const of_kinds[] = {"kind"};
    enum cadre_status status = CADRE_OK;
    bool document = false;
    for (size_t i = 0; status == CADRE_OK && !document && i < call->operand_count; i++)
        status = kinds_file_is_document(&files[i], &document, err);
    if (status != CADRE_OK)
        return status;
    *ret_document = document;
    if (document && call->operand_count > 1)
        return cadre_fail(err, CADRE_USAGE, "a framework's document is loaded alone");
    return document ? fail_options(call, of_kinds, 1, "files of the catalogue's kinds", err)
                    : fail_options(call, of_documents, 3, "a framework's document", err);
}

static enum cadre_status load_files(const struct invocation *call, struct session *session,
                                    struct kinds_file *files, struct cadre_error *err)
{
    int64_t wait_s = WAIT_S;
    bool document = false;
    enum cadre_status status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    for (size_t i = 0; status == CADRE_OK && i < call->operand_count; i++)
        status = kinds_file_open(call, call->operands[i], &files[i], err);
    if (status == CADRE_OK)
        status = check_call(call, files, &document, err);
    if (status != CADRE_OK)
        return status;
    return document ? load_document(call, session, files[0].input, wait_s, err)
                    : load_kinds(call, session, files, wait_s, err);
}

static enum cadre_status run_catalogue_load(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct report_target target; /* judged before anything is stored */
    if (report_files_tell_schema(call, "catalogue_load"))
        return CADRE_OK;
    struct kinds_file *files = arena_calloc(call->arena, call->operand_count, sizeof *files);
    enum cadre_status status = report_target_from(call, &target, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre catalogue load", &registry, err);
    if (status == CADRE_OK)
        status = load_files(call, registry_session_of(registry), files, err);
    for (size_t i = 0; i < call->operand_count; i++)
        kinds_file_release(&files[i]);
    return status;
}

static const struct command_example examples[] = {
    {"cadre catalogue load nice-2.2.0.json --dry-run", "what it would bring, and what is wrong"},
    {"cadre catalogue load nice-2.2.0.json --findings nice.csv", "the same stored, all findings"},
    {"cadre catalogue load posts.json --framework AZ-KT --version 1", "a framework of one's own"},
    {"cadre catalogue load frameworks.csv elements.csv grants.csv",
     "the same from tables, with what credentials grant of it"},
    {"cadre catalogue load rules.csv --kind service_rules", "the law as it is from a day on"},
    {0},
};

static const struct command_option options[] = {
    {"kind", 0, "KIND", "of which kind the tables are (default: by their headers)"},
    {"framework", 0, "F", "which framework it is (default: what it declares, or whose roles)"},
    {"version", 0, "V", "which version of it (default: likewise)"},
    {"scale", 0, "SCALE", "levels of a new framework (default: core)"},
    {"dry-run", 0, NULL, "tell what it would bring; nothing is stored"},
    {"findings", 0, "FILE", "write all findings as CSV"},
    {"table", 0, "TABLE", "which table, for csv to a file or standard output"},
    LIST_TARGET_OPTIONS,
    SCHEMA_OPTION,
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    {0},
};

const struct command command_catalogue_load = {
    .name = "catalogue load",
    .summary = "load frameworks, credentials, law and regions into the catalogue",
    .operands = "FILE...",
    .operands_min = 1,
    .operands_max = -1,
    .description =
        "FILE (- for standard input) is a framework's document, loaded alone: NIST's CPRT JSON\n"
        "(documents, elements, relationship_types, relationships) or the flat JSON of one row per\n"
        "work role and statement. Or FILE... are tables (CSV) of the catalogue's kinds:\n"
        "frameworks, elements, element_relations, scales, scale_mappings, credentials,\n"
        "credential_grants, alignments, regions, service_rules, call_ups, code_lists, aliases;\n"
        "'cadre schema KIND' tells what stands in one. All tables of a call are one load, in\n"
        "any order: a framework goes with its elements and what grants them.\n"
        "\n"
        "What is shipped is completed, never shortened: what a file lacks stays, and an empty\n"
        "cell says nothing. A row that says otherwise than what is shipped is left out, unless\n"
        "its column 'replaces' says yes; what was loaded gives way to what is loaded later. A\n"
        "rule of law ends before the next one on the same thing begins: give its row again, with\n"
        "valid_until. Loading a file twice changes nothing.\n"
        "\n"
        "Nothing is guessed: what can be read in more ways than one, or in none, is left out and\n"
        "told with its place; exit code 1. A document that declares to be one framework and has\n"
        "the work roles of another is loaded as that other.",
    .examples = examples,
    .options = options,
    .run = run_catalogue_load,
};
