#include "reports/export_parts.h"

#include <assert.h>

#define PARTS_MAX 3

static const struct {
    size_t count;
    bool is_text;
    const char *suffix[PARTS_MAX];
} formats[] = {
    [FORMAT_TEXT] = {1, true, {""}},
    [FORMAT_CODE] = {1, true, {""}},
    [FORMAT_CODED] = {2, true, {"", "_title"}},
    [FORMAT_NAMED] = {2, true, {"", "_title"}},
    [FORMAT_INTEGER] = {1, false, {""}},
    [FORMAT_FIT] = {1, false, {""}},
    [FORMAT_BAR] = {2, false, {"", "_of"}},
    [FORMAT_HEAT] = {3, false, {"_have", "_need", "_short"}},
};

size_t export_part_count(enum column_format format)
{
    return formats[format].count;
}

void export_part_name(const struct document_column *column, size_t part, struct str *out)
{
    assert(part < formats[column->format].count);
    str_add_text(out, column->name);
    str_add_text(out, formats[column->format].suffix[part]);
}

struct export_value export_part(const struct document_column *column,
                                const struct document_cell *cell, size_t part)
{
    struct str_view text = part == 0 ? cell->text : cell->title;
    bool is_text = formats[column->format].is_text;
    return (struct export_value){
        .present = cell->present && (!is_text || text.data != NULL),
        .is_text = is_text,
        .text = text,
        .number = cell->number[part],
    };
}
