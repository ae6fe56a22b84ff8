#include "cmd/steps/findings_print.h"

#include "cmd/steps/findings_show.h"
#include "core/base/alloc.h"
#include "core/base/utf8.h"

enum { NAME_COLUMNS_MAX = 60, WARNINGS_SHOWN = 3, LINES_SHOWN = 100 };

static void add_place(struct str *text, const char *file, const struct finding *finding)
{
    utf8_printable(str_view_of(file), 0, text);
    if (finding->line > 0)
        str_add_format(text, ":%llu", (unsigned long long)finding->line);
    str_add_text(text, ": ");
    if (finding->record > 0)
        str_add_format(text, "record %llu, ", (unsigned long long)finding->record);
    if (finding->column != NULL) {
        str_add_text(text, "column ");
        utf8_printable(str_view_of(finding->column), NAME_COLUMNS_MAX, text);
        str_add_text(text, ", ");
    }
}

static void print_finding(const char *file, const struct finding *finding)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    add_place(&text, file, finding);
    str_add_format(&text, "%s %s", finding->code->code, finding->code->title);
    str_add_char(&text, '\n');
    fwrite(text.data, 1, text.length, stderr);
}

static void print_tally(const char *file, const struct findings *findings)
{
    CADRE_CLEANUP(str_release) struct str name = {0};
    size_t count;
    const struct finding_tally *tally = findings_tally(findings, &count);
    utf8_printable(str_view_of(file), 0, &name);
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "%s: %6zu x %s %s\n", str_chars(&name), tally[i].count, tally[i].code->code,
                tally[i].code->title);
}

/* The first ones that keep a row out; warnings, if there are no others. */
static void print_first(const char *file, const struct findings *findings, size_t most)
{
    const struct finding *finding;
    bool warnings = findings_count_effect(findings, FINDING_WARNS) == findings_count(findings);
    findings_rewind(findings);
    while (most > 0 && (finding = findings_next(findings)) != NULL) {
        if (finding->code->effect == FINDING_WARNS && !warnings)
            continue;
        print_finding(file, finding);
        most--;
    }
    print_tally(file, findings);
}

/* Of one warning: how often it came, and the lines of what was not printed in full. */
struct repeated {
    size_t count;
    struct str lines;
};

static size_t place_of(const struct finding_tally *tally, const struct finding_code *code)
{
    size_t at = 0;
    while (tally[at].code != code)
        at++;
    return at;
}

/* True when the finding is one of a repeated warning and only its line was noted. */
static bool fold(struct repeated *repeated, const struct finding *finding)
{
    if (finding->code->effect != FINDING_WARNS || repeated->count++ < WARNINGS_SHOWN)
        return false;
    if (repeated->count <= WARNINGS_SHOWN + LINES_SHOWN)
        str_add_format(&repeated->lines, "%s%llu", repeated->lines.length > 0 ? ", " : "",
                       (unsigned long long)finding->line);
    else if (repeated->count == WARNINGS_SHOWN + LINES_SHOWN + 1)
        str_add_text(&repeated->lines, " and so on");
    return true;
}

static void print_folded(const char *file, const struct repeated *repeated,
                         const struct finding_code *code)
{
    CADRE_CLEANUP(str_release) struct str name = {0};
    utf8_printable(str_view_of(file), 0, &name);
    fprintf(stderr, "%s: %zu more: %s %s: lines %s\n", str_chars(&name),
            repeated->count - WARNINGS_SHOWN, code->code, code->title, str_chars(&repeated->lines));
}

/* Faults all, so that each can be mended; of a warning the first ones and the lines of the others,
 * or the faults would drown among rows without a consent. */
static void print_all(const char *file, const struct findings *findings)
{
    const struct finding *finding;
    size_t codes;
    const struct finding_tally *tally = findings_tally(findings, &codes);
    CADRE_FREE struct repeated *repeated = cadre_calloc(codes + 1, sizeof *repeated);
    findings_rewind(findings);
    while ((finding = findings_next(findings)) != NULL) {
        if (!fold(&repeated[place_of(tally, finding->code)], finding))
            print_finding(file, finding);
    }
    for (size_t at = 0; at < codes; at++) {
        if (repeated[at].count > WARNINGS_SHOWN)
            print_folded(file, &repeated[at], tally[at].code);
        str_release(&repeated[at].lines);
    }
}

void findings_print(const struct invocation *call, const char *file, const struct kind *kind,
                    const struct findings *findings, size_t most)
{
    if (call->quiet || findings == NULL)
        return;
    if (call->terminal_err && most > 0)
        findings_show_first(call, file, kind, findings, most);
    else if (call->terminal_err)
        findings_show_codes(call, file, kind, findings);
    else if (most > 0 && most < findings_count(findings))
        print_first(file, findings, most);
    else
        print_all(file, findings);
}

enum cadre_status findings_fail_refused(const char *file, const struct kind *kind, const char *is,
                                        const struct finding *refusal, struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str remedy = {0};
    finding_add_remedy(refusal, kind->name, &remedy);
    cadre_fail(err, CADRE_REFUSED, "'%s' %s refused: %s (%s)", file, is, refusal->code->title,
               refusal->code->code);
    return cadre_fail_hint(err, "%s", str_chars(&remedy));
}
