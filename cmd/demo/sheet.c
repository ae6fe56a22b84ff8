#include "cmd/demo/sheet.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/demo/dialect.h"
#include "cmd/demo/faults.h"
#include "core/base/alloc.h"
#include "core/base/csv_text.h"
#include "core/base/utf8.h"

struct sheet_column {
    const struct kind_column *column; /* NULL: a further one */
    const char *header;
    struct str cell;  /* canonical, of the row under way */
    struct str above; /* the same of the row before */
};

struct sheet {
    const struct sheet_plan *plan;
    FILE *out;
    struct csv_style style;
    struct random faults;
    struct sheet_column *columns;
    size_t column_count;
    const struct fault **possible; /* faults of the kind in columns that the sheet has */
    uint32_t possible_count;
    size_t row_count, fault_count;
    struct str line, cell; /* scratch */
};

static struct sheet_column *column_named(struct sheet *sheet, const char *name)
{
    for (size_t i = 0; i < sheet->column_count; i++) {
        const struct kind_column *column = sheet->columns[i].column;
        if (column != NULL && strcmp(column->name, name) == 0)
            return &sheet->columns[i];
    }
    return NULL;
}

static void lay_columns(struct sheet *sheet)
{
    const struct sheet_plan *plan = sheet->plan;
    while (plan->columns[sheet->column_count] != NULL)
        sheet->column_count++;
    sheet->columns = cadre_calloc(sheet->column_count, sizeof *sheet->columns);
    for (size_t i = 0; i < sheet->column_count; i++) {
        struct sheet_column *column = &sheet->columns[i];
        const char *name = plan->columns[i];
        if (name[0] == '+') {
            column->header = name + 1;
            continue;
        }
        column->column = &plan->kind->columns[kind_column_index(plan->kind, name)];
        column->header = dialect_header(plan->dialect, column->column);
    }
}

static void gather_faults(struct sheet *sheet)
{
    size_t count;
    const struct fault *faults = fault_all(&count);
    sheet->possible = cadre_calloc(count, sizeof(*sheet->possible));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(faults[i].kind, sheet->plan->kind->name) == 0 &&
            column_named(sheet, faults[i].column) != NULL)
            sheet->possible[sheet->possible_count++] = &faults[i];
    }
}

/* What a program that knows ASCII alone makes of the line. */
static void lose_letters(struct str *line)
{
    struct str lossy = {0};
    size_t offset = 0;
    while (offset < line->length) {
        uint32_t code_point = utf8_next(str_view_from(line), &offset);
        str_add_char(&lossy, code_point < 0x80 ? (char)code_point : '?');
    }
    str_release(line);
    *line = lossy;
}

static void write_line(struct sheet *sheet)
{
    if (sheet->plan->loses_letters)
        lose_letters(&sheet->line);
    str_add_text(&sheet->line, sheet->plan->dialect->carriage_returns ? "\r\n" : "\n");
    fwrite(sheet->line.data, 1, sheet->line.length, sheet->out);
    str_reset(&sheet->line);
}

static void write_header(struct sheet *sheet)
{
    if (sheet->plan->dialect->byte_order_mark && !sheet->plan->loses_letters)
        fwrite("\xEF\xBB\xBF", 1, 3, sheet->out);
    for (size_t i = 0; i < sheet->column_count; i++) {
        if (i > 0)
            str_add_char(&sheet->line, sheet->style.separator);
        csv_text_add(&sheet->line, &sheet->style, str_view_of(sheet->columns[i].header));
    }
    write_line(sheet);
}

struct sheet *sheet_new(const struct sheet_plan *plan, FILE *out)
{
    struct sheet *sheet = cadre_calloc(1, sizeof *sheet);
    sheet->plan = plan;
    sheet->out = out;
    sheet->style = (struct csv_style){.separator = plan->dialect->separator};
    sheet->faults = plan->faults;
    lay_columns(sheet);
    gather_faults(sheet);
    write_header(sheet);
    return sheet;
}

void sheet_free(struct sheet *sheet)
{
    if (sheet == NULL)
        return;
    for (size_t i = 0; i < sheet->column_count; i++) {
        str_release(&sheet->columns[i].cell);
        str_release(&sheet->columns[i].above);
    }
    free(sheet->columns);
    free(sheet->possible);
    str_release(&sheet->line);
    str_release(&sheet->cell);
    free(sheet);
}

static void set_cell(struct sheet_column *column, struct str_view text)
{
    str_reset(&column->cell);
    str_add_view(&column->cell, text);
}

void sheet_set(struct sheet *sheet, const char *column, const char *text)
{
    struct sheet_column *place = column_named(sheet, column);
    if (place != NULL)
        set_cell(place, str_view_of(text));
}

void sheet_set_date(struct sheet *sheet, const char *column, struct cadre_date date)
{
    char text[CADRE_DATE_TEXT_SIZE];
    sheet_set(sheet, column, cadre_date_format(date, text));
}

void sheet_set_integer(struct sheet *sheet, const char *column, int32_t number)
{
    struct str text = {0};
    if (number >= 0)
        str_add_int64(&text, number);
    sheet_set(sheet, column, str_chars(&text));
    str_release(&text);
}

void sheet_set_name(struct sheet *sheet, const char *column, const struct name_spelling *name)
{
    bool cyrillic = sheet->plan->dialect->language == SHEET_RUSSIAN;
    sheet_set(sheet, column, cyrillic ? name->ru : name->az);
}

static void add_cell(struct sheet *sheet, const struct sheet_column *column)
{
    const struct sheet_plan *plan = sheet->plan;
    str_reset(&sheet->cell);
    if (column->column != NULL)
        dialect_add_cell(plan->dialect, plan->catalogue, column->column,
                         str_view_from(&column->cell), &sheet->cell);
    else
        dialect_add_remark(plan->dialect, column->header, sheet->row_count, &sheet->cell);
    csv_text_add(&sheet->line, &sheet->style, str_view_from(&sheet->cell));
}

/* The fault, where it strikes this column. */
static const struct fault *strike(const struct fault *fault, const struct sheet_column *column)
{
    bool struck =
        fault != NULL && column->column != NULL && strcmp(column->column->name, fault->column) == 0;
    return struck ? fault : NULL;
}

/* The row with the cells that are set and the shape that a fault gives the line; NULL = none. */
static void write_row(struct sheet *sheet, const struct fault *fault)
{
    for (size_t i = 0; i < sheet->column_count; i++) {
        const struct sheet_column *column = &sheet->columns[i];
        const struct fault *struck = strike(fault, column);
        if (i > 0)
            str_add_char(&sheet->line, sheet->style.separator);
        if (struck != NULL && struck->shape == FAULT_QUOTES)
            str_add_text(&sheet->line, struck->text);
        else
            add_cell(sheet, column);
        if (struck != NULL && struck->shape == FAULT_FEW_CELLS)
            break;
        if (struck != NULL && struck->shape == FAULT_MANY_CELLS)
            str_add_format(&sheet->line, "%c%s", sheet->style.separator, struck->text);
    }
    write_line(sheet);
}

static void write_faulty_row(struct sheet *sheet, const struct fault *fault)
{
    struct sheet_column *place = column_named(sheet, fault->column);
    assert(place != NULL);
    switch (fault->shape) {
    case FAULT_CELL:
        set_cell(place, str_view_of(fault->text));
        break;
    case FAULT_ABOVE:
        set_cell(place, str_view_from(&place->above));
        break;
    case FAULT_TWICE:
        write_row(sheet, NULL);
        break;
    case FAULT_DIFFERENT:
        write_row(sheet, NULL);
        set_cell(place, str_view_of(fault->text));
        break;
    case FAULT_QUOTES:
    case FAULT_FEW_CELLS:
    case FAULT_MANY_CELLS:
        break;
    }
    write_row(sheet, fault);
}

static void begin_next_row(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->column_count; i++) {
        struct sheet_column *column = &sheet->columns[i];
        struct str old = column->above;
        column->above = column->cell;
        column->cell = old;
        str_reset(&column->cell);
    }
}

void sheet_end_row(struct sheet *sheet)
{
    sheet->row_count++;
    if (random_chance(&sheet->faults, sheet->plan->dialect->blank_lines_per_mille))
        write_line(sheet);
    if (sheet->possible_count > 0 && random_chance(&sheet->faults, sheet->plan->faults_per_mille)) {
        sheet->fault_count++;
        write_faulty_row(sheet,
                         sheet->possible[random_below(&sheet->faults, sheet->possible_count)]);
    } else {
        write_row(sheet, NULL);
    }
    begin_next_row(sheet);
}

size_t sheet_row_count(const struct sheet *sheet)
{
    return sheet->row_count;
}

size_t sheet_fault_count(const struct sheet *sheet)
{
    return sheet->fault_count;
}
