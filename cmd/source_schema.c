/*
 * cadre source schema: the contract of a source's settings.
 */
#include "reports/source_schema.h"
#include "cmd/commands.h"

static enum cadre_status run_source_schema(struct invocation *call, struct cadre_error *err)
{
    (void)call;
    (void)err;
    source_schema_write_json(stdout);
    return CADRE_OK;
}

static const struct command_example schema_examples[] = {
    {"cadre source schema > settings.schema.json", "for an editor that completes and checks JSON"},
    {0},
};

const struct command command_source_schema = {
    .name = "source schema",
    .summary = "print the contract of a source's settings",
    .operands = "",
    .description = "A JSON Schema (draft 2020-12) of what 'cadre source add --settings' takes. No\n"
                   "database is needed for it.",
    .examples = schema_examples,
    .run = run_source_schema,
};
