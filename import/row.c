#include "import/row.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/utf8.h"
#include "core/catalogue/framework_document.h"

static int column_or_none(const struct kind *kind, const char *name)
{
    return name != NULL ? kind_column_index(kind, name) : -1;
}

/* Columns that others name, found once and not for each row. */
static void find_columns(struct row *row)
{
    const struct kind *kind = row->kind;
    row->others = cadre_calloc(kind->column_count, sizeof *row->others);
    row->check_columns = cadre_calloc(kind->check_count + 1, sizeof *row->check_columns);
    for (size_t i = 0; i < kind->column_count; i++) {
        row->others[i] = column_or_none(kind, kind->columns[i].other);
        if (kind->columns[i].rule == RULE_ISSUER)
            row->issuer = (int)i;
    }
    for (size_t i = 0; i < kind->check_count; i++) {
        row->check_columns[i].left = column_or_none(kind, kind->checks[i].left);
        row->check_columns[i].right = column_or_none(kind, kind->checks[i].right);
    }
}

/* A year beyond the calendar bounds nothing. */
static void find_days(struct row *row)
{
    enum { DECEMBER = 12, LAST_OF_DECEMBER = 31 };
    for (size_t i = 0; i < row->kind->column_count; i++) {
        const struct kind_column *column = &row->kind->columns[i];
        struct day_range *days = &row->days[i];
        if (column->type != COLUMN_DATE)
            continue;
        if (!cadre_date_from_civil(column->min, 1, 1, &days->first))
            days->first = (struct cadre_date){INT32_MIN};
        if (!cadre_date_from_civil(column->max, DECEMBER, LAST_OF_DECEMBER, &days->last))
            days->last = (struct cadre_date){INT32_MAX};
    }
}

struct row *row_new(const struct kind *kind, const struct catalogue *catalogue)
{
    struct row *row = cadre_calloc(1, sizeof *row);
    row->kind = kind;
    row->issuer = -1;
    row->of_catalogue = kind_find_catalogue(str_view_of(kind->name)) != NULL;
    row->catalogue = catalogue;
    row->effective = (struct cadre_date){INT32_MAX};
    row->dates = DATE_FORMATS_DEFAULT;
    row->scratch = arena_new();
    row->own.cells = cadre_calloc(kind->column_count, sizeof *row->own.cells);
    row->own.values = cadre_calloc(kind->column_count, sizeof *row->own.values);
    row_sheet_clear(&row->own, kind->column_count);
    row->sheet = row->own;
    find_columns(row);
    row->memos = cadre_calloc(kind->column_count, sizeof(*row->memos));
    row->days = cadre_calloc(kind->column_count, sizeof *row->days);
    find_days(row);
    row->in_file = cadre_malloc(kind->column_count);
    row->used = cadre_calloc(kind->column_count, sizeof *row->used);
    for (size_t i = 0; i < kind->column_count; i++) {
        row->in_file[i] = true;
        row->used[row->used_count++] = (int)i;
    }
    row_begin(row);
    return row;
}

void row_use_columns(struct row *row, const int *field_of_column)
{
    row->used_count = 0;
    for (size_t i = 0; i < row->kind->column_count; i++) {
        const struct kind_column *column = &row->kind->columns[i];
        row->in_file[i] = field_of_column[i] >= 0;
        /* An issuer that is left out follows from the credential. */
        if (row->in_file[i] || column->required || column->rule == RULE_ISSUER)
            row->used[row->used_count++] = (int)i;
    }
}

void row_free(struct row *row)
{
    if (row == NULL)
        return;
    arena_free(row->scratch);
    free(row->own.cells);
    free(row->own.values);
    free(row->in_file);
    free(row->used);
    free(row->days);
    free(row->check_columns);
    for (size_t i = 0; i < row->kind->column_count; i++)
        cell_memo_free(row->memos[i]);
    free(row->memos);
    free(row->others);
    free(row->faults);
    str_release(&row->text);
    free(row);
}

static const struct cell empty = {.text = {"", 0}, .entry = -1};

void row_sheet_clear(const struct row_sheet *sheet, size_t column_count)
{
    for (size_t i = 0; i < column_count; i++) {
        sheet->cells[i] = empty;
        sheet->values[i] = (struct typed_value){0};
    }
}

void row_write_on(struct row *row, const struct row_sheet *sheet)
{
    row->sheet = *sheet;
}

void row_show(struct row *row, const struct row_sheet *sheet)
{
    arena_reset(row->scratch);
    row->fault_count = 0;
    row->cells = sheet->cells;
    row->values = sheet->values;
}

void row_begin(struct row *row)
{
    row_show(row, &row->sheet);
    struct typed_value *values = row->values;
    struct cell *cells = row->cells;
    const int *used = row->used;
    for (size_t i = 0, count = row->used_count; i < count; i++) {
        values[used[i]].present = false;
        cells[used[i]] = empty;
    }
}

/* White space is a byte up to a blank, or the two of NBSP. */
static bool needs_trimming(struct str_view field)
{
    if (field.length == 0)
        return false;
    unsigned char first = (unsigned char)field.data[0];
    unsigned char last = (unsigned char)field.data[field.length - 1];
    return first <= ' ' || first == 0xC2 || last <= ' ' || last == 0xA0;
}

/* What stands in a row of the catalogue is compared with what others write: it is made plain. */
static bool is_made_plain(struct row *row, struct str_view *field)
{
    str_reset(&row->text);
    if ((utf8_survey(*field) & UTF8_BEYOND_ASCII) == 0 || !framework_plain_text(*field, &row->text))
        return false;
    *field = arena_copy(row->scratch, str_view_from(&row->text));
    return true;
}

void row_set_cell(struct row *row, int column, struct str_view field)
{
    bool unseen = row->of_catalogue && is_made_plain(row, &field);
    struct str_view text = needs_trimming(field) ? str_view_trim(field) : field;
    unsigned survey = utf8_survey(text);
    if ((survey & UTF8_BEYOND_ASCII) != 0 && (survey & UTF8_UNUSUAL) != 0) {
        str_reset(&row->text);
        utf8_normalise(text, &row->text);
        text = arena_copy(row->scratch, str_view_from(&row->text));
        survey = utf8_survey(text);
    }
    row->cells[column].text = text;
    row->cells[column].survey = survey;
    row->cells[column].unseen = unseen;
}

static enum finding_effect effect_of(const char *code)
{
    const struct finding_code *found = finding_code_find(str_view_of(code));
    assert(found != NULL);
    return found->effect;
}

void row_fault(struct row *row, const char *code, int column, struct str_view value,
               const char *hint)
{
    row->faults =
        cadre_grow(row->faults, &row->fault_capacity, row->fault_count + 1, sizeof *row->faults);
    row->faults[row->fault_count++] = (struct row_fault){code, column, value, hint};
    if (column >= 0 && effect_of(code) != FINDING_WARNS)
        row->cells[column].faulty = true;
}

void row_fault_cell(struct row *row, const char *code, int column, const char *hint)
{
    row_fault(row, code, column, row->cells[column].text, hint);
}

const char *row_did_you_mean(struct row *row, struct str_view suggestion)
{
    if (suggestion.length == 0)
        return NULL;
    return arena_format(row->scratch, "did you mean '%.*s'?", STR_VIEW_ARGS(suggestion));
}

void row_set_text(struct row *row, int column, struct str_view text)
{
    row->values[column] = (struct typed_value){.present = true, .text = text};
}

void row_set_list(struct row *row, int column, const struct str_view *items, size_t count)
{
    if (count > 0)
        row->values[column] =
            (struct typed_value){.present = true, .list = {.items = items, .count = count}};
}

enum finding_effect row_effect(const struct row *row)
{
    enum finding_effect gravest = FINDING_WARNS; /* effects are listed from the gravest on */
    for (size_t i = 0; i < row->fault_count; i++) {
        enum finding_effect effect = effect_of(row->faults[i].code);
        gravest = effect < gravest ? effect : gravest;
    }
    return gravest;
}
