#include "cmd/steps/catalogue/kinds_file.h"

#include <stdlib.h>

#include "cmd/steps/catalogue/document_file.h"
#include "cmd/steps/findings_print.h"
#include "core/base/alloc.h"
#include "import/check.h"
#include "import/header_kind.h"

enum cadre_status kinds_file_open(const struct invocation *call, const char *path,
                                  struct kinds_file *ret_file, struct cadre_error *err)
{
    struct kinds_file file = {0};
    enum cadre_status status = input_file_open(path, 0, &file.input, err);
    if (status == CADRE_OK)
        status = input_file_digest(file.input, &file.sha256, err);
    if (status != CADRE_OK) {
        input_file_free(file.input);
        return status;
    }
    file.label = arena_strdup(call->arena, input_file_label(file.input));
    file.name = document_file_name(file.label);
    file.findings = findings_new();
    *ret_file = file;
    return CADRE_OK;
}

void kinds_file_release(struct kinds_file *file)
{
    input_file_free(file->input);
    findings_free(file->findings);
    free(file->rows);
    free(file->places);
    *file = (struct kinds_file){0};
}

/* ---- what it is ------------------------------------------------------------------------------ */

enum cadre_status kinds_file_is_document(const struct kinds_file *file, bool *ret_document,
                                         struct cadre_error *err)
{
    enum { HEAD = 256 };
    static const struct str_view mark = STR_VIEW_LITERAL("\xEF\xBB\xBF");
    char head[HEAD];
    size_t count = 0;
    enum cadre_status status = input_file_read(file->input, 0, head, sizeof head, &count, err);
    if (status != CADRE_OK)
        return status;
    struct str_view text = {head, count};
    if (str_view_starts(text, mark))
        text = (struct str_view){head + mark.length, count - mark.length};
    text = str_view_trim(text);
    *ret_document = text.length > 0 && (text.data[0] == '{' || text.data[0] == '[');
    return CADRE_OK;
}

/* Of no kind of the catalogue; one that is imported is told apart. */
static enum cadre_status fail_kind(const struct kinds_file *file, struct cadre_error *err)
{
    size_t count;
    const struct kind *imported = NULL;
    const struct kind *const *kinds = kind_all(&count);
    enum cadre_status status =
        header_kind(file->input, kinds, count, ENCODING_UNSTATED, &imported, err);
    if (status != CADRE_OK)
        return status;
    if (imported != NULL) {
        cadre_fail(err, CADRE_USAGE, "'%s' is a file of '%s', which the catalogue has nothing of",
                   file->label, imported->name);
        return cadre_fail_hint(err, "'cadre import %s' takes it", imported->name);
    }
    CADRE_CLEANUP(str_release) struct str names = {0};
    kinds = kind_all_catalogue(&count);
    for (size_t i = 0; i < count; i++)
        str_add_format(&names, "%s%s", i > 0 ? ", " : "", kinds[i]->name);
    cadre_fail(err, CADRE_USAGE, "the header of '%s' does not tell of which kind it is",
               file->label);
    return cadre_fail_hint(err, "say it with --kind: %s", str_chars(&names));
}

enum cadre_status kinds_file_find_kind(struct kinds_file *file, const struct kind *kind,
                                       struct cadre_error *err)
{
    size_t count;
    const struct kind *const *kinds = kind_all_catalogue(&count);
    file->kind = kind;
    if (kind != NULL)
        return CADRE_OK;
    enum cadre_status status =
        header_kind(file->input, kinds, count, ENCODING_UNSTATED, &file->kind, err);
    if (status == CADRE_OK && file->kind == NULL)
        status = fail_kind(file, err);
    return status;
}

/* ---- its rows -------------------------------------------------------------------------------- */

struct reading {
    const struct invocation *call;
    struct kinds_file *file;
};

static const char *cell_of(struct arena *arena, enum column_type type,
                           const struct typed_value *value)
{
    char day[CADRE_DATE_TEXT_SIZE];
    if (!value->present)
        return "";
    switch (type) {
    case COLUMN_TEXT:
        return arena_copy(arena, value->text).data;
    case COLUMN_INTEGER:
        return arena_format(arena, "%d", (int)value->integer);
    case COLUMN_DATE:
        return arena_strdup(arena, cadre_date_format(value->date, day));
    case COLUMN_BOOLEAN:
        return value->truth ? "1" : "0";
    case COLUMN_TEXT_LIST: /* no kind of the catalogue has one */
        break;
    }
    return "";
}

/* Columns that the file has not are unset in the typed row. */
static bool has_column(const struct typed_row *row, size_t column)
{
    for (size_t i = 0; row->columns != NULL && i < row->column_count; i++) {
        if (row->columns[i] == (int)column)
            return true;
    }
    return row->columns == NULL;
}

static enum cadre_status take_row(void *context, const struct typed_row *row,
                                  struct cadre_error *err)
{
    (void)err;
    const struct reading *reading = context;
    struct kinds_file *file = reading->file;
    struct arena *arena = reading->call->arena;
    const char **cells = arena_calloc(arena, row->kind->column_count, sizeof(*cells));
    for (size_t i = 0; i < row->kind->column_count; i++)
        cells[i] =
            has_column(row, i) ? cell_of(arena, row->kind->columns[i].type, &row->values[i]) : "";
    file->rows =
        cadre_grow(file->rows, &file->row_capacity, file->row_count + 1, sizeof *file->rows);
    file->places =
        cadre_grow(file->places, &file->place_capacity, file->row_count + 1, sizeof *file->places);
    file->places[file->row_count] = row->place;
    file->rows[file->row_count++] = (struct addition_row){cells};
    return CADRE_OK;
}

/* Rows that later ones of the file showed to be wrong; both lists are ascending. */
static void drop_rows(struct kinds_file *file, const struct check_result *result)
{
    size_t kept = 0;
    size_t dropped = 0;
    for (size_t i = 0; i < file->row_count; i++) {
        while (dropped < result->dropped_count &&
               result->dropped_records[dropped] < file->places[i].record)
            dropped++;
        if (dropped < result->dropped_count &&
            result->dropped_records[dropped] == file->places[i].record)
            continue;
        file->places[kept] = file->places[i];
        file->rows[kept++] = file->rows[i];
    }
    file->row_count = kept;
}

enum cadre_status kinds_file_read(const struct invocation *call, struct kinds_file *file,
                                  const struct catalogue *catalogue, struct cadre_error *err)
{
    struct check_result result;
    struct reading reading = {call, file};
    const struct check_options options = {
        .kind = file->kind, .catalogue = catalogue, .effective = call->today};
    const struct row_sink sink = {.context = &reading, .row = take_row};
    enum cadre_status status =
        check_file(&options, file->input, &sink, file->findings, &result, err);
    if (status != CADRE_OK)
        return status;
    file->rows_read = result.rows_read;
    drop_rows(file, &result);
    file->outcomes[ADDITION_SAME] = result.duplicates;
    file->outcomes[ADDITION_LEFT_OUT] = result.rejected + result.held;
    const struct finding *refusal = findings_refusal(file->findings);
    return refusal == NULL ? CADRE_OK
                           : findings_fail_refused(file->label, file->kind, "is", refusal, err);
}
