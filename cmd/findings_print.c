#include "cmd/findings_print.h"

#include "core/base/utf8.h"

enum { VALUE_COLUMNS_MAX = 60 };

static void add_place(struct str *line, const struct finding *finding)
{
    if (finding->line > 0)
        str_add_format(line, "line %llu, ", (unsigned long long)finding->line);
    if (finding->record > 0)
        str_add_format(line, "record %llu, ", (unsigned long long)finding->record);
    if (finding->column != NULL)
        str_add_format(line, "column %s, ", finding->column);
}

static void print_finding(const struct invocation *call, const char *file,
                          const struct finding *finding)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    utf8_printable(str_view_of(file), 0, &line);
    str_add_text(&line, ": ");
    add_place(&line, finding);
    str_add_format(&line, "%s: %s", finding->code->code, finding->code->title);
    if (call->terminal_err && finding->value.length > 0) {
        str_add_text(&line, ": '");
        utf8_printable(finding->value, VALUE_COLUMNS_MAX, &line);
        str_add_char(&line, '\'');
    }
    if (call->terminal_err && finding->hint != NULL) {
        str_add_text(&line, "; ");
        utf8_printable(str_view_of(finding->hint), 0, &line);
    }
    str_add_format(&line, "; %s\n", finding->code->remedy);
    fwrite(line.data, 1, line.length, stderr);
}

static void print_tally(const char *file, const struct findings *findings)
{
    size_t count;
    const struct finding_tally *tally = findings_tally(findings, &count);
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "%s: %zu x %s %s\n", file, tally[i].count, tally[i].code->code,
                tally[i].code->title);
}

void findings_print(const struct invocation *call, const char *file,
                    const struct findings *findings, size_t most)
{
    if (call->quiet)
        return;
    size_t count = findings_count(findings);
    size_t shown = most > 0 && most < count ? most : count;
    for (size_t i = 0; i < shown; i++)
        print_finding(call, file, findings_at(findings, i));
    if (shown == count)
        return;
    fprintf(stderr, "%s: and %zu more; all of them:\n", file, count - shown);
    print_tally(file, findings);
}
