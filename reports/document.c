#include "reports/document.h"

#include <assert.h>
#include <string.h>

#include "core/base/alloc.h"
#include "reports/document_model.h"

/* An array in the arena: what it outgrows stays there until the document goes. */
static void *grow(struct arena *arena, void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return items;
    size_t wider = *capacity == 0 ? 8 : *capacity * 2;
    void *copy = arena_calloc(arena, wider, size);
    if (count > 0)
        memcpy(copy, items, count * size);
    *capacity = wider;
    return copy;
}

static const char *format_text(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static const char *format_text(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    assert(length >= 0);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

struct document *document_new(struct arena *arena, const char *name, const char *title)
{
    struct document *document = arena_calloc(arena, 1, sizeof *document);
    document->arena = arena;
    document->name = arena_strdup(arena, name);
    document->title = arena_strdup(arena, title);
    return document;
}

void document_set_finding(struct document *document, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    document->finding = format_text(document->arena, format, args);
    va_end(args);
}

void document_set_notice(struct document *document, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    document->notice = format_text(document->arena, format, args);
    va_end(args);
}

void document_add_figure(struct document *document, const char *key, const char *label,
                         int64_t number, enum column_format format)
{
    assert(format == FORMAT_INTEGER || format == FORMAT_FIT);
    document->figures = grow(document->arena, document->figures, &document->figure_capacity,
                             document->figure_count, sizeof *document->figures);
    document->figures[document->figure_count++] = (struct document_figure){
        .key = arena_strdup(document->arena, key),
        .label = arena_strdup(document->arena, label),
        .number = number,
        .format = format,
    };
}

void document_add_fact(struct document *document, const char *key, const char *label,
                       const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = format_text(document->arena, format, args);
    va_end(args);
    document->facts = grow(document->arena, document->facts, &document->fact_capacity,
                           document->fact_count, sizeof *document->facts);
    document->facts[document->fact_count++] = (struct document_fact){
        .key = arena_strdup(document->arena, key),
        .label = arena_strdup(document->arena, label),
        .text = text,
    };
}

void document_set_fact_words(struct document *document, const char *words)
{
    assert(document->fact_count > 0);
    document->facts[document->fact_count - 1].words = arena_strdup(document->arena, words);
}

struct document_section *document_add_section(struct document *document, const char *title)
{
    struct document_section *section = arena_calloc(document->arena, 1, sizeof *section);
    section->document = document;
    section->title = arena_strdup(document->arena, title);
    document->sections = grow(document->arena, document->sections, &document->section_capacity,
                              document->section_count, sizeof *document->sections);
    document->sections[document->section_count++] = section;
    return section;
}

static void add_block(struct document_section *section, struct document_block block)
{
    section->blocks = grow(section->document->arena, section->blocks, &section->block_capacity,
                           section->block_count, sizeof *section->blocks);
    section->blocks[section->block_count++] = block;
}

void section_add_paragraph(struct document_section *section, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = format_text(section->document->arena, format, args);
    va_end(args);
    add_block(section, (struct document_block){.paragraph = text});
}

struct document_table *section_add_table(struct document_section *section, const char *name,
                                         const char *caption)
{
    struct document *document = section->document;
    struct document_table *table = arena_calloc(document->arena, 1, sizeof *table);
    table->document = document;
    table->name = arena_strdup(document->arena, name);
    table->caption = arena_strdup(document->arena, caption);
    for (size_t i = 0; i < document->table_count; i++)
        assert(strcmp(document->table_names[i], name) != 0);
    document->tables = grow(document->arena, document->tables, &document->table_capacity,
                            document->table_count, sizeof *document->tables);
    document->table_names = grow(document->arena, document->table_names, &document->name_capacity,
                                 document->table_count, sizeof *document->table_names);
    document->tables[document->table_count] = table;
    document->table_names[document->table_count++] = table->name;
    add_block(section, (struct document_block){.table = table});
    return table;
}

void table_add_column(struct document_table *table, const char *name, const char *title,
                      enum column_format format)
{
    assert(table->row_count == 0);
    struct arena *arena = table->document->arena;
    table->columns = grow(arena, table->columns, &table->column_capacity, table->column_count,
                          sizeof *table->columns);
    table->columns[table->column_count++] = (struct document_column){
        .name = arena_strdup(arena, name),
        .title = arena_strdup(arena, title),
        .format = format,
    };
}

void table_add_coded_column(struct document_table *table, const char *code, const char *title,
                            enum column_format format)
{
    table_add_column(table, code, title, format);
    table->columns[table->column_count - 1].coded = true;
}

void table_begin_row(struct document_table *table)
{
    struct arena *arena = table->document->arena;
    table->rows =
        grow(arena, table->rows, &table->row_capacity, table->row_count, sizeof *table->rows);
    table->rows[table->row_count++] = (struct document_row){
        .cells = arena_calloc(arena, table->column_count, sizeof(struct document_cell)),
    };
}

/* The next cell of the row begun last, whose column must be of one of the formats in `allowed`. */
static struct document_cell *next_cell(struct document_table *table, unsigned allowed)
{
    assert(table->row_count > 0);
    struct document_row *row = &table->rows[table->row_count - 1];
    assert(row->cell_count < table->column_count);
    assert((allowed & 1U << table->columns[row->cell_count].format) != 0);
    struct document_cell *cell = &row->cells[row->cell_count++];
    cell->present = true;
    return cell;
}

#define TEXTS (1U << FORMAT_TEXT | 1U << FORMAT_CODE)
#define NUMBERS (1U << FORMAT_INTEGER | 1U << FORMAT_FIT)

void table_add_text(struct document_table *table, struct str_view text)
{
    struct document_cell *cell = next_cell(table, TEXTS);
    cell->present = text.data != NULL;
    cell->text = arena_copy(table->document->arena, text);
}

void table_add_format(struct document_table *table, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = format_text(table->document->arena, format, args);
    va_end(args);
    next_cell(table, TEXTS)->text = str_view_of(text);
}

void table_add_integer(struct document_table *table, int64_t number)
{
    next_cell(table, NUMBERS)->number[0] = number;
}

void table_add_coded(struct document_table *table, struct str_view code, struct str_view title)
{
    struct document_cell *cell = next_cell(table, 1U << FORMAT_CODED | 1U << FORMAT_NAMED);
    cell->present = code.data != NULL;
    cell->text = arena_copy(table->document->arena, code);
    cell->title = arena_copy(table->document->arena, title);
}

void table_add_bar(struct document_table *table, int64_t value, int64_t whole)
{
    struct document_cell *cell = next_cell(table, 1U << FORMAT_BAR);
    cell->number[0] = value;
    cell->number[1] = whole;
}

void table_add_heat(struct document_table *table, int64_t have, int64_t need, int64_t short_of)
{
    struct document_cell *cell = next_cell(table, 1U << FORMAT_HEAT);
    cell->number[0] = have;
    cell->number[1] = need;
    cell->number[2] = short_of;
}

void table_add_none(struct document_table *table)
{
    next_cell(table, ~0U)->present = false;
}

void table_mark_total(struct document_table *table)
{
    assert(table->row_count > 0);
    table->rows[table->row_count - 1].total = true;
    table->has_totals = true;
}

const char *document_name(const struct document *document)
{
    return document->name;
}

const char *const *document_table_names(const struct document *document, size_t *ret_count)
{
    *ret_count = document->table_count;
    return document->table_names;
}

static bool has_heat(const struct document_table *table)
{
    for (size_t i = 0; i < table->column_count && table->row_count > 0; i++) {
        if (table->columns[i].format == FORMAT_HEAT)
            return true;
    }
    return false;
}

bool table_is_first_heat(const struct document_table *table)
{
    const struct document *document = table->document;
    for (size_t i = 0; i < document->table_count; i++) {
        if (has_heat(document->tables[i]))
            return document->tables[i] == table;
    }
    return false;
}
