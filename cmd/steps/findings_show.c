#include "cmd/steps/findings_show.h"

#include <string.h>

#include "cmd/cli/prose.h"
#include "core/base/alloc.h"
#include "core/base/utf8.h"

enum {
    VALUE_COLUMNS = 40,
    COLUMN_COLUMNS = 20, /* a header of the file may be long */
    INDENT = 2,
    PLACES_SHOWN = 3, /* of one code */
    LINES_SHOWN = 30  /* of one code, behind the places */
};

static const char bold[] = "\033[1m";
static const char red[] = "\033[1;31m";
static const char yellow[] = "\033[1;33m";
static const char plain[] = "\033[0m";

static void write_out(const struct str *text)
{
    fwrite(text->data, 1, text->length, stderr);
}

/* ---- parts of a finding ---------------------------------------------------------------------- */

static void add_styled(const struct invocation *call, struct str *out, const char *style,
                       const char *text)
{
    str_add_text(out, call->color_err ? style : "");
    str_add_text(out, text);
    str_add_text(out, call->color_err ? plain : "");
}

/* "  R002 not a calendar date" */
static void add_code(const struct invocation *call, struct str *out,
                     const struct finding_code *code)
{
    prose_add_blanks(out, INDENT);
    add_styled(call, out, code->effect == FINDING_WARNS ? yellow : red, code->code);
    str_add_format(out, " %s", code->title);
}

/* The registry tells of a cell without what stands there. */
static bool has_value(const struct finding *finding)
{
    bool is_cell = finding->record > 0 && finding->column != NULL;
    return finding->value.length > 0 || (is_cell && !finding->code->needs_registry);
}

/* A record's value has its line ending. */
static struct str_view without_ending(struct str_view value)
{
    while (value.length > 0 && strchr("\r\n", value.data[value.length - 1]) != NULL)
        value.length--;
    return value;
}

/* A cell that is empty is told as such. */
static void add_value(struct str *out, const char *before, const struct finding *finding)
{
    if (finding->value.length > 0) {
        str_add_format(out, "%s'", before);
        utf8_printable(without_ending(finding->value), VALUE_COLUMNS, out);
        str_add_char(out, '\'');
    } else if (has_value(finding)) {
        str_add_format(out, "%s(empty)", before);
    }
    str_add_char(out, '\n');
}

static void add_prose(struct str *out, size_t indent, const char *text)
{
    CADRE_CLEANUP(str_release) struct str shown = {0};
    utf8_printable(str_view_of(text), 0, &shown);
    prose_add_blanks(out, indent);
    prose_add(out, indent, str_chars(&shown));
}

/* A refused file ends with an error, which says what to do. */
static void add_explanation(struct str *out, const struct kind *kind, const struct finding *finding)
{
    const struct finding_code *code = finding->code;
    bool refuses = code->effect == FINDING_REFUSES;
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_text(&text, code->reason);
    if (!refuses) {
        str_add_text(&text, "; ");
        finding_add_remedy(finding, kind->name, &text);
    }
    add_prose(out, 2 * INDENT, str_chars(&text));
}

static void add_hint(struct str *out, size_t indent, const struct finding *finding)
{
    if (finding->hint != NULL && !finding->code->hint_mends)
        add_prose(out, indent, finding->hint);
}

/* ---- the first ones -------------------------------------------------------------------------- */

/* "march.csv, line 2, column birth_date: '31.02.2001'" */
static void add_place(const struct invocation *call, struct str *out, const char *file,
                      const struct finding *finding)
{
    CADRE_CLEANUP(str_release) struct str place = {0};
    utf8_printable(str_view_of(file), 0, &place);
    if (finding->line > 0)
        str_add_format(&place, ", line %llu", (unsigned long long)finding->line);
    if (finding->column != NULL) {
        str_add_text(&place, ", column ");
        utf8_printable(str_view_of(finding->column), COLUMN_COLUMNS, &place);
    }
    add_styled(call, out, bold, str_chars(&place));
    add_value(out, ": ", finding);
}

static void show(const struct invocation *call, const char *file, const struct kind *kind,
                 const struct finding *finding)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    add_place(call, &text, file, finding);
    add_code(call, &text, finding->code);
    str_add_char(&text, '\n');
    add_explanation(&text, kind, finding);
    add_hint(&text, 2 * INDENT, finding);
    write_out(&text);
}

static bool is_warning(const struct finding_code *code)
{
    return code->effect == FINDING_WARNS;
}

static void show_tally(const struct invocation *call, const struct finding_tally *tally,
                       size_t count)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    add_styled(call, &text, bold, "all that was found");
    str_add_char(&text, '\n');
    for (size_t i = 0; i < count; i++) {
        str_add_format(&text, "%8zu x", tally[i].count);
        add_code(call, &text, tally[i].code);
        str_add_char(&text, '\n');
    }
    str_add_format(&text, "'cadre error %s' explains a code\n", tally[0].code->code);
    write_out(&text);
}

static size_t place_of(const struct finding_tally *tally, const struct finding_code *code)
{
    size_t at = 0;
    while (tally[at].code != code)
        at++;
    return at;
}

/* How many of the codes are warnings, or are none. */
static size_t count_codes(const struct finding_tally *tally, size_t count, bool warnings)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += is_warning(tally[i].code) == warnings;
    return found;
}

/* The first of each code. */
static size_t show_some(const struct invocation *call, const char *file, const struct kind *kind,
                        const struct findings *findings, bool warnings, size_t most)
{
    size_t codes;
    size_t shown = 0;
    const struct finding *finding;
    const struct finding_tally *tally = findings_tally(findings, &codes);
    size_t there = count_codes(tally, codes, warnings);
    CADRE_FREE bool *told = cadre_calloc(codes + 1, sizeof *told);
    most = most < there ? most : there;
    findings_rewind(findings);
    while (shown < most && (finding = findings_next(findings)) != NULL) {
        bool *is_told = &told[place_of(tally, finding->code)];
        if (is_warning(finding->code) != warnings || *is_told)
            continue;
        show(call, file, kind, finding);
        *is_told = true;
        shown++;
    }
    return shown;
}

void findings_show_first(const struct invocation *call, const char *file, const struct kind *kind,
                         const struct findings *findings, size_t most)
{
    size_t codes;
    const struct finding_tally *tally = findings_tally(findings, &codes);
    if (codes == 0)
        return;
    size_t shown = show_some(call, file, kind, findings, false, most);
    if (shown < most)
        shown += show_some(call, file, kind, findings, true, most - shown);
    if (shown < findings_count(findings))
        show_tally(call, tally, codes);
}

/* ---- all of them, by code -------------------------------------------------------------------- */

/* "    line 12      birth_date            '31.02.2001'", and below it the hint. */
static void add_row(struct str *out, const struct finding *finding)
{
    CADRE_CLEANUP(str_release) struct str column = {0};
    if (finding->line == 0)
        return; /* the file as a whole */
    if (finding->column != NULL)
        utf8_printable(str_view_of(finding->column), COLUMN_COLUMNS, &column);
    str_add_format(out, "    line %-8llu %s", (unsigned long long)finding->line,
                   str_chars(&column));
    if (has_value(finding))
        prose_add_blanks(out, COLUMN_COLUMNS + 1 - utf8_width(str_view_from(&column)));
    add_value(out, "", finding);
}

static void add_rest(struct str *out, const struct str *lines, size_t unnamed)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_format(&text, "and in line%s %s", strchr(str_chars(lines), ',') != NULL ? "s" : "",
                   str_chars(lines));
    if (unnamed > 0)
        str_add_format(&text, " and %zu more", unnamed);
    add_prose(out, 2 * INDENT, str_chars(&text));
}

/* What is said of one code. */
struct part {
    size_t seen;
    struct str text, lines, last_hint;
};

static void begin_part(const struct invocation *call, struct part *part,
                       const struct finding_tally *tally)
{
    add_code(call, &part->text, tally->code);
    if (tally->count > 1)
        str_add_format(&part->text, ": %zu times", tally->count);
    str_add_char(&part->text, '\n');
}

/* The same hint is not said again under the next line. */
static void add_hinted_row(struct part *part, const struct finding *finding)
{
    const char *hint = finding->hint != NULL ? finding->hint : "";
    add_row(&part->text, finding);
    if (strcmp(hint, str_chars(&part->last_hint)) != 0)
        add_hint(&part->text, 3 * INDENT, finding);
    str_reset(&part->last_hint);
    str_add_text(&part->last_hint, hint);
}

static void add_to_part(struct part *part, const struct kind *kind, const struct finding *finding)
{
    if (part->seen == PLACES_SHOWN + LINES_SHOWN)
        return;
    if (part->seen == 0)
        add_explanation(&part->text, kind, finding);
    if (part->seen++ < PLACES_SHOWN)
        add_hinted_row(part, finding);
    else
        str_add_format(&part->lines, "%s%llu", part->lines.length > 0 ? ", " : "",
                       (unsigned long long)finding->line);
}

static void end_part(struct part *part, const struct finding_tally *tally)
{
    if (part->lines.length > 0)
        add_rest(&part->text, &part->lines, tally->count - part->seen);
    write_out(&part->text);
    str_release(&part->text);
    str_release(&part->lines);
    str_release(&part->last_hint);
}

static void show_parts(const struct invocation *call, const struct kind *kind,
                       const struct findings *findings, const struct finding_tally *tally,
                       size_t codes)
{
    const struct finding *finding;
    CADRE_FREE struct part *parts = cadre_calloc(codes, sizeof *parts);
    for (size_t i = 0; i < codes; i++)
        begin_part(call, &parts[i], &tally[i]);
    findings_rewind(findings);
    while ((finding = findings_next(findings)) != NULL)
        add_to_part(&parts[place_of(tally, finding->code)], kind, finding);
    for (size_t i = 0; i < codes; i++)
        end_part(&parts[i], &tally[i]);
}

void findings_show_codes(const struct invocation *call, const char *file, const struct kind *kind,
                         const struct findings *findings)
{
    size_t codes;
    const struct finding_tally *tally = findings_tally(findings, &codes);
    CADRE_CLEANUP(str_release) struct str heading = {0};
    CADRE_CLEANUP(str_release) struct str name = {0};
    if (codes == 0)
        return;
    utf8_printable(str_view_of(file), 0, &name);
    add_styled(call, &heading, bold, str_chars(&name));
    str_add_char(&heading, '\n');
    write_out(&heading);
    show_parts(call, kind, findings, tally, codes);
}
