/*
 * cadre schema KIND: the contract of an input, for the office that writes it.
 */
#include <string.h>

#include "cmd/commands.h"
#include "cmd/steps/kind_operand.h"
#include "core/base/alloc.h"
#include "core/catalogue/catalogue.h"
#include "reports/kind_schema.h"

static enum cadre_status run_schema(struct invocation *call, struct cadre_error *err)
{
    const struct kind *kind = NULL;
    enum cadre_status status = kind_operand(call->operands[0], &kind, err);
    if (status != CADRE_OK)
        return status;
    const char *format = option_text(call, "format");
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    if (format == NULL || strcmp(format, "table-schema") == 0)
        kind_schema_write_json(kind, catalogue, stdout);
    else if (strcmp(format, "md") == 0)
        kind_schema_write_markdown(kind, catalogue, stdout);
    else
        return cadre_fail(err, CADRE_USAGE, "'--format %s' is unknown: use table-schema or md",
                          format);
    return CADRE_OK;
}

static const struct command_example examples[] = {
    {"cadre schema roster --format md", "what a roster holds, column by column, for people"},
    {"cadre schema roster > roster.schema.json", "the same as a Table Schema, for programs"},
    {0},
};

static const struct command_option options[] = {
    {"format", 0, "FORMAT", "table-schema (JSON, default) or md (a page to read)"},
    {0},
};

const struct command command_schema = {
    .name = "schema",
    .summary = "print the contract of an input",
    .operands = "KIND",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "KIND is organizations, roster, competencies, certifications, needs, requirements or\n"
        "placements. Columns may come in any order, with headers in English, Azerbaijani or\n"
        "Russian; further columns are kept aside.\n"
        "\n"
        "The JSON is a Table Schema v2 that frictionless and other validators read.",
    .examples = examples,
    .options = options,
    .run = run_schema,
};
