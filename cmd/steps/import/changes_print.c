#include "cmd/steps/import/changes_print.h"

#include "core/base/alloc.h"
#include "core/base/utf8.h"

enum { VALUE_COLUMNS_MAX = 40 };

static void print_line(struct str *line)
{
    str_add_char(line, '\n');
    fwrite(line->data, 1, line->length, stdout);
    str_reset(line);
}

/* The parts of a key by which people know it: the source is named already, and how a record of a
 * roster is keyed is ours. */
static void add_record(struct str *line, const char *source, struct str_view key)
{
    if (source[0] != '\0' && str_view_starts(key, str_view_of(source)))
        (void)str_view_cut(key, '\x1f', &key);
    if (key.length > 0 && (key.data[0] == '#' || key.data[0] == '@')) {
        key.data++;
        key.length--;
    }
    while (key.data != NULL) {
        struct str_view part = str_view_cut(key, '\x1f', &key);
        utf8_printable(part, VALUE_COLUMNS_MAX, line);
        if (key.data != NULL)
            str_add_char(line, ' ');
    }
}

static void add_value(struct str *line, struct str_view value)
{
    if (value.data == NULL) {
        str_add_text(line, "nothing");
        return;
    }
    str_add_char(line, '\'');
    utf8_printable(value, VALUE_COLUMNS_MAX, line);
    str_add_char(line, '\'');
}

static void add_example(struct str *line, const char *source, const struct change_example *example)
{
    str_add_format(line, "  %s ", change_names[example->change]);
    add_record(line, source, example->record);
    if (example->column.data == NULL)
        return;
    str_add_format(line, ": %.*s ", STR_VIEW_ARGS(example->column));
    add_value(line, example->was);
    str_add_text(line, " -> ");
    add_value(line, example->becomes);
}

static void print_examples(const char *source, const struct batch_diff *diff, struct str *line)
{
    for (size_t i = 0; i < diff->example_count; i++) {
        add_example(line, source, &diff->examples[i]);
        print_line(line);
    }
    for (int change = 0; change < CHANGE_COUNT; change++) {
        if (diff->records[change] <= CHANGES_SHOWN)
            continue;
        str_add_format(line, "  and %lld more that are %s",
                       (long long)(diff->records[change] - CHANGES_SHOWN), change_names[change]);
        print_line(line);
    }
}

void changes_print(const struct invocation *call, const char *source, const struct batch_diff *diff)
{
    CADRE_CLEANUP(str_release) struct str line = {0};
    for (size_t i = 0; i < diff->column_count; i++) {
        const struct change_column *column = &diff->columns[i];
        str_add_format(&line, "  %.*s: %s in %lld %s", STR_VIEW_ARGS(column->name),
                       change_names[column->change], (long long)column->records,
                       column->records == 1 ? "record" : "records");
        print_line(&line);
    }
    if (call->terminal_out)
        print_examples(source, diff, &line);
}
