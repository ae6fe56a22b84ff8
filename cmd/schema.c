/*
 * cadre schema KIND: the contract of an input, for the office that writes it.
 */
#include <string.h>

#include "cmd/commands.h"
#include "cmd/steps/kind_operand.h"
#include "core/base/alloc.h"
#include "core/catalogue/catalogue.h"
#include "reports/kind_schema.h"

static const struct {
    const char *code;
    enum schema_language language;
} languages[] = {
    {"en", SCHEMA_ENGLISH},
    {"az", SCHEMA_AZERBAIJANI},
    {"ru", SCHEMA_RUSSIAN},
};

static enum cadre_status write_template(const struct invocation *call, const struct kind *kind,
                                        struct cadre_error *err)
{
    const char *code = option_text(call, "lang");
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        if (strcmp(code != NULL ? code : "en", languages[i].code) != 0)
            continue;
        kind_schema_write_template(kind, languages[i].language, stdout);
        return CADRE_OK;
    }
    return cadre_fail(err, CADRE_USAGE, "'--lang %s' is unknown: use en, az or ru", code);
}

static enum cadre_status write_schema(const struct invocation *call, const struct kind *kind,
                                      struct cadre_error *err)
{
    const char *format = option_text(call, "format");
    if (format != NULL && strcmp(format, "csv") == 0)
        return write_template(call, kind, err);
    if (option_given(call, "lang"))
        return cadre_fail(err, CADRE_USAGE,
                          "'--lang' goes with '--format csv': the others hold all three languages");
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    if (format == NULL || strcmp(format, "table-schema") == 0)
        kind_schema_write_json(kind, catalogue, stdout);
    else if (strcmp(format, "md") == 0)
        kind_schema_write_markdown(kind, catalogue, stdout);
    else
        return cadre_fail(err, CADRE_USAGE, "'--format %s' is unknown: use table-schema, md or csv",
                          format);
    return CADRE_OK;
}

static enum cadre_status run_schema(struct invocation *call, struct cadre_error *err)
{
    const struct kind *kind = NULL;
    if (call->operand_count == 0 && (option_given(call, "format") || option_given(call, "lang"))) {
        cadre_fail(err, CADRE_USAGE, "'--format' and '--lang' are of the contract of one KIND");
        return cadre_fail_hint(err, "'cadre schema' lists the kinds");
    }
    if (call->operand_count == 0) {
        kind_schema_write_list(stdout);
        return CADRE_OK;
    }
    enum cadre_status status = kind_operand_any(call->operands[0], &kind, err);
    return status == CADRE_OK ? write_schema(call, kind, err) : status;
}

static const struct command_example examples[] = {
    {"cadre schema", "the kinds of input, and what one row of each is"},
    {"cadre schema roster --format md", "what a roster holds, column by column, for people"},
    {"cadre schema roster > roster.schema.json", "the same as a Table Schema, for programs"},
    {"cadre schema roster --format csv --lang az > roster.csv", "an empty roster to fill in"},
    {0},
};

static const struct command_option options[] = {
    {"format", 0, "FORMAT", "table-schema (JSON, default), md (a page) or csv (an empty sheet)"},
    {"lang", 0, "LANGUAGE", "headers of the csv: en (default), az or ru"},
    {0},
};

const struct command command_schema = {
    .name = "schema",
    .summary = "print the contract of an input",
    .operands = "[KIND]",
    .operands_min = 0,
    .operands_max = 1,
    .description = "Without KIND, the kinds are listed. Columns of a file may come in any order, "
                   "with headers in\n"
                   "English, Azerbaijani or Russian; further columns are kept aside.\n"
                   "\n"
                   "The JSON is a Table Schema v2 that frictionless and other validators read.",
    .examples = examples,
    .options = options,
    .run = run_schema,
};
