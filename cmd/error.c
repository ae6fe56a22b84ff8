/*
 * cadre error [CODE]: what a finding means, why it matters and how its row is mended.
 */
#include <string.h>

#include "cmd/cli/prose.h"
#include "cmd/commands.h"
#include "core/base/alloc.h"
#include "core/base/json.h"
#include "core/base/utf8.h"
#include "core/kind/finding.h"

enum {
    LABEL_WIDTH = 13, /* of the facts of one code */
};

static const char *const effect_texts[] = {
    [FINDING_REFUSES] = "nothing of the file is stored (exit code 4)",
    [FINDING_REJECTS] = "the row is not stored: it stands in the rejects, to be mended",
    [FINDING_HOLDS] =
        "the row is held: it is not stored, and stands in the rejects for a person to decide",
    [FINDING_WARNS] = "the row is stored all the same",
};

/* A framework's document has no rejects: its faults stand in a list. */
static const char *effect_text(const struct finding_code *code)
{
    if (code->code[0] != 'D')
        return effect_texts[code->effect];
    return code->effect == FINDING_WARNS ? "what it stands in is stored all the same"
                                         : "the element, relation, mapping or row is not stored";
}

static const char *told_by(const struct finding_code *code)
{
    if (code->code[0] == 'D')
        return "catalogue load";
    return code->needs_registry ? "import, and check --registry: the file alone cannot show it"
                                : "check and import";
}

static const char *const effect_names[] = {
    [FINDING_REFUSES] = "refuses",
    [FINDING_REJECTS] = "rejects",
    [FINDING_HOLDS] = "holds",
    [FINDING_WARNS] = "warns",
};

/* ---- text ------------------------------------------------------------------------------------ */

static void add_fact(struct str *out, const char *label, const char *text)
{
    size_t length = strlen(label);
    str_add_text(out, label);
    prose_add_blanks(out, LABEL_WIDTH - length);
    prose_add(out, LABEL_WIDTH, text);
}

static void add_heading(const struct invocation *call, struct str *out, const char *text)
{
    str_add_text(out, call->color_out ? "\033[1m" : "");
    prose_add(out, 0, text);
    str_add_text(out, call->color_out ? "\033[0m" : "");
}

/* ---- one code -------------------------------------------------------------------------------- */

/* The cell of an example of one column and one row, absent when it has more. */
static struct str_view only_cell(const char *text, struct str_view *ret_column)
{
    struct str_view row;
    struct str_view rest;
    *ret_column = str_view_cut(str_view_of(text), '\n', &row);
    if (row.data == NULL || memchr(ret_column->data, ',', ret_column->length) != NULL)
        return str_view_of(NULL);
    struct str_view cell = str_view_cut(row, '\n', &rest);
    return rest.data == NULL ? cell : str_view_of(NULL);
}

static void add_cell(struct str *out, const char *label, struct str_view cell)
{
    str_add_format(out, "  %-12s", label);
    if (cell.length == 0)
        str_add_text(out, "(empty)");
    else
        utf8_printable(cell, PROSE_WIDTH - 2 * LABEL_WIDTH, out);
    str_add_char(out, '\n');
}

static void add_rows(struct str *out, const char *label, const char *text)
{
    str_add_format(out, "  %s\n", label);
    for (struct str_view rest = str_view_of(text); rest.data != NULL;) {
        str_add_text(out, "    ");
        utf8_printable(str_view_cut(rest, '\n', &rest), 0, out);
        str_add_char(out, '\n');
    }
}

static void add_example(const struct invocation *call, struct str *out,
                        const struct finding_example *example)
{
    CADRE_CLEANUP(str_release) struct str heading = {0};
    struct str_view column = str_view_of(NULL);
    struct str_view bad = str_view_of(example->bad);
    struct str_view good = str_view_of(example->good);
    str_add_text(&heading, "Example");
    if (example->kind != NULL) {
        bad = only_cell(example->bad, &column);
        good = only_cell(example->good, &column);
        str_add_format(&heading, " in a file of kind %s", example->kind);
    }
    bool cells = bad.data != NULL && good.data != NULL;
    if (cells && column.data != NULL)
        str_add_format(&heading, ", column %.*s", STR_VIEW_ARGS(column));
    add_heading(call, out, str_chars(&heading));
    if (cells) {
        add_cell(out, "instead of", bad);
        add_cell(out, "write", good);
    } else {
        add_rows(out, "instead of", example->bad);
        add_rows(out, "write", example->good);
    }
}

static void add_code(const struct invocation *call, struct str *out,
                     const struct finding_code *code)
{
    CADRE_CLEANUP(str_release) struct str heading = {0};
    str_add_format(&heading, "%s %s: %s", code->code, code->name, code->title);
    add_heading(call, out, str_chars(&heading));
    str_add_char(out, '\n');
    add_fact(out, "What happens", effect_text(code));
    add_fact(out, "Why", code->reason);
    add_fact(out, "What to do", code->remedy);
    add_fact(out, "Told by", told_by(code));
    str_add_char(out, '\n');
    add_example(call, out, finding_code_example(code));
}

/* ---- all codes ------------------------------------------------------------------------------- */

static const struct {
    char letter;
    const char *title;
} families[] = {
    {'F', "Faults of a file: nothing of it is stored"},
    {'R', "Faults of a row: it stands in the rejects"},
    {'X', "Faults between rows, or against the registry: likewise, or held"},
    {'W', "Warnings: the row is stored all the same"},
    {'D', "Faults of a framework's document"},
};

static void add_family(const struct invocation *call, struct str *out, size_t family)
{
    enum { TITLE_AT = 30 };
    size_t count;
    const struct finding_code *codes = finding_code_all(&count);
    add_heading(call, out, families[family].title);
    for (size_t i = 0; i < count; i++) {
        if (codes[i].code[0] != families[family].letter)
            continue;
        str_add_format(out, "  %s  %-*s", codes[i].code, TITLE_AT - 8, codes[i].name);
        prose_add(out, TITLE_AT, codes[i].title);
    }
    str_add_char(out, '\n');
}

static void add_all(const struct invocation *call, struct str *out)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        add_family(call, out, i);
    str_add_text(out, "'cadre error CODE' tells why, what to do, and shows an example.\n");
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void write_code(struct json_writer *writer, const struct finding_code *code)
{
    const struct finding_example *example = finding_code_example(code);
    const struct {
        const char *name, *text;
    } members[] = {
        {"code", code->code},    {"name", code->name},     {"effect", effect_names[code->effect]},
        {"title", code->title},  {"reason", code->reason}, {"remedy", code->remedy},
        {"kind", example->kind}, {"bad", example->bad},    {"good", example->good},
    };
    json_begin_object(writer, NULL);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        json_write_string(writer, members[i].name, str_view_of(members[i].text));
    json_write_boolean(writer, "needs_registry", code->needs_registry);
    json_end_object(writer);
}

/* Every code asked for; all when `only` is NULL. */
static void write_json(const struct finding_code *only)
{
    size_t count;
    const struct finding_code *codes = finding_code_all(&count);
    struct json_writer *writer = json_writer_new(stdout);
    json_begin_array(writer, NULL);
    for (size_t i = 0; i < count; i++) {
        if (only == NULL || only == &codes[i])
            write_code(writer, &codes[i]);
    }
    json_end_array(writer);
    json_writer_free(writer);
}

/* ---- the command ----------------------------------------------------------------------------- */

static enum cadre_status find_code(const struct invocation *call,
                                   const struct finding_code **ret_code, struct cadre_error *err)
{
    const struct finding_code *nearest;
    *ret_code = NULL;
    if (call->operand_count == 0)
        return CADRE_OK;
    *ret_code = finding_code_search(str_view_of(call->operands[0]), &nearest);
    if (*ret_code != NULL)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "no finding has the code '%s'", call->operands[0]);
    if (nearest != NULL)
        return cadre_fail_hint(err, "did you mean 'cadre error %s' (%s)?", nearest->code,
                               nearest->name);
    return cadre_fail_hint(err, "'cadre error' lists them");
}

static enum cadre_status run_error(struct invocation *call, struct cadre_error *err)
{
    const struct finding_code *code;
    const char *format = option_text(call, "format");
    bool json = format != NULL && strcmp(format, "json") == 0;
    if (format != NULL && !json && strcmp(format, "text") != 0)
        return cadre_fail(err, CADRE_USAGE, "'--format %s' is unknown: use text or json", format);
    enum cadre_status status = find_code(call, &code, err);
    if (status != CADRE_OK)
        return status;
    if (json) {
        write_json(code);
        return CADRE_OK;
    }
    CADRE_CLEANUP(str_release) struct str text = {0};
    if (code != NULL)
        add_code(call, &text, code);
    else
        add_all(call, &text);
    fwrite(text.data, 1, text.length, stdout);
    return CADRE_OK;
}

static const struct command_example examples[] = {
    {"cadre error R002", "why a row was rejected, and how it is mended"},
    {"cadre error bad-date", "the same by its name"},
    {"cadre error", "all codes"},
    {"cadre error --format json", "the same for a program"},
    {0},
};

static const struct command_option options[] = {
    {"format", 0, "FORMAT", "text (default) or json"},
    {0},
};

const struct command command_error = {
    .name = "error",
    .summary = "explain what is found in files, by its code",
    .operands = "[CODE]",
    .operands_max = 1,
    .description =
        "Every fault of a file that check and import tell has a code that does not change from\n"
        "version to version: F of the file, R of a row, X between rows or against the registry,\n"
        "W a warning, D of a framework's document (told by 'cadre catalogue load'). CODE is\n"
        "such a code or its name, in any case. The faults of an imported file stand in\n"
        "'cadre batch show BATCH'.",
    .examples = examples,
    .options = options,
    .run = run_error,
};
