/*
 * cadre report staffing and gap: a run's figures in every format.
 */
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/run/run_basis.h"
#include "cmd/steps/run/run_choice.h"
#include "core/base/alloc.h"

typedef struct document *report_maker(const struct run_basis *basis, bool names,
                                      struct arena *arena);

static struct document *make_staffing(const struct run_basis *basis, bool names,
                                      struct arena *arena)
{
    const struct report_context context = run_basis_context(basis, names);
    const struct staffing *staffing =
        staffing_count(basis->snapshot, basis->pairs, basis->need_of, arena);
    return staffing_report(staffing, &context, arena);
}

static struct document *make_gap(const struct run_basis *basis, bool names, struct arena *arena)
{
    const struct report_context context = run_basis_context(basis, names);
    const struct gap *gap =
        gap_count(basis->snapshot, basis->expansions, basis->pairs, basis->need_of, arena);
    return gap_report(gap, &context, arena);
}

static enum cadre_status report(struct invocation *call, const char *name, report_maker *make,
                                struct cadre_error *err)
{
    if (report_files_tell_schema(call, name))
        return CADRE_OK;
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    bool names = option_given(call, "names");
    struct report_target target;
    struct run_row run;
    struct run_basis *basis = NULL;
    enum cadre_status status = report_target_from(call, &target, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre report", &registry, err);
    if (status == CADRE_OK)
        status = run_choice_find(call, registry_session_of(registry), &run, err);
    if (status == CADRE_OK)
        status = registry_catalogue_read(registry_session_of(registry), run.known_at.data,
                                         call->arena, &catalogue, err);
    if (status != CADRE_OK)
        return status;
    status = run_basis_require(registry_session_of(registry), &run, catalogue, names, call->arena,
                               &basis, err);
    if (status != CADRE_OK)
        return status;
    const char *warning = run_basis_warning(basis, call->arena);
    if (warning != NULL)
        tell_needed(call, "%s", warning);
    return report_files_write(call, make(basis, names, call->arena), &target, err);
}

static enum cadre_status run_staffing(struct invocation *call, struct cadre_error *err)
{
    return report(call, "staffing", make_staffing, err);
}

static enum cadre_status run_gap(struct invocation *call, struct cadre_error *err)
{
    return report(call, "gap", make_gap, err);
}

static const struct command_example staffing_examples[] = {
    {"cadre report staffing", "seats, who fills them and who is missing, as tables"},
    {"cadre report staffing --as-of 2026-03-01 -o reports",
     "staffing.html, staffing.json and a csv for each table"},
    {"cadre report staffing --names --format html -o staffing.html", "people by name"},
    {"cadre report staffing --format csv --table needs", "one table for a spreadsheet"},
    {0},
};

static const struct command_option staffing_options[] = {
    RUN_CHOICE_OPTIONS,
    REPORT_TARGET_OPTIONS,
    {"names", 0, NULL, "people by name instead of by id"},
    {0},
};

const struct command command_report_staffing = {
    .name = "report staffing",
    .summary = "seats and people by need, unit and agency",
    .operands = "",
    .description =
        "The first sentence is the finding. Then seats, staffed, filled and short for each need,\n"
        "unit and agency and in all, who sits where and how good the fit is, who runs up, and why\n"
        "seats are empty. A run that is not published is marked as a draft.\n"
        "\n"
        "A folder gets every file, without a date in its name; a new report replaces the old file\n"
        "whole or not at all. The csv is for programs, in UTF-8 and with commas: Excel reads it\n"
        "rightly by Data > From Text/CSV, not by a double click.",
    .examples = staffing_examples,
    .options = staffing_options,
    .run = run_staffing,
};

static const struct command_example gap_examples[] = {
    {"cadre report gap", "need, have, short and one step away, as tables"},
    {"cadre report gap -o reports", "gap.html, gap.json and a csv for each table"},
    {"cadre report gap --run 7 --format json -o -", "the figures of run 7 for a program"},
    {"cadre report gap --json-schema > gap.schema.json", "what that program can rely on"},
    {0},
};

static const struct command_option gap_options[] = {
    RUN_CHOICE_OPTIONS,
    REPORT_TARGET_OPTIONS,
    {0},
};

const struct command command_report_gap = {
    .name = "report gap",
    .summary = "the skill gap by role, level, region and organization",
    .operands = "",
    .description =
        "Need, have, short, and who is one step away and which step it is, by work role, level\n"
        "and region as a heat map, and by organization. No person is in it.\n"
        "\n"
        "A folder gets every file, without a date in its name; a new report replaces the old file\n"
        "whole or not at all. The csv is for programs, in UTF-8 and with commas: Excel reads it\n"
        "rightly by Data > From Text/CSV, not by a double click.",
    .examples = gap_examples,
    .options = gap_options,
    .run = run_gap,
};
