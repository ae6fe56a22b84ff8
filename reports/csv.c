/*
 * CSV for machines: one table, one header, exact values (core/base/csv_text is the escaper).
 */
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/csv_text.h"
#include "reports/document.h"
#include "reports/export_parts.h"

/* A record in the making: its fields lie one behind the other in `bytes`. */
struct record {
    struct str bytes;
    size_t *ends;
    size_t count, capacity;
};

static void record_release(struct record *record)
{
    str_release(&record->bytes);
    free(record->ends);
}

static void end_field(struct record *record)
{
    record->ends =
        cadre_grow(record->ends, &record->capacity, record->count + 1, sizeof *record->ends);
    record->ends[record->count++] = record->bytes.length;
}

static void write_record(struct record *record, FILE *out)
{
    struct str_view *fields = cadre_calloc(record->count, sizeof *fields);
    for (size_t i = 0; i < record->count; i++) {
        size_t start = i == 0 ? 0 : record->ends[i - 1];
        fields[i] = (struct str_view){str_chars(&record->bytes) + start, record->ends[i] - start};
    }
    struct str line = {0};
    csv_text_add_record(&line, &csv_style_machine, fields, record->count);
    fwrite(str_chars(&line), 1, line.length, out);
    str_release(&line);
    free(fields);
    str_reset(&record->bytes);
    record->count = 0;
}

static void add_header(const struct document_table *table, struct record *record)
{
    for (size_t i = 0; i < table->column_count; i++) {
        for (size_t part = 0; part < export_part_count(table->columns[i].format); part++) {
            export_part_name(&table->columns[i], part, &record->bytes);
            end_field(record);
        }
    }
    if (table->has_totals) {
        str_add_text(&record->bytes, EXPORT_TOTAL);
        end_field(record);
    }
}

static void add_value(struct export_value value, struct record *record)
{
    if (value.present && value.is_text)
        str_add_view(&record->bytes, value.text);
    else if (value.present)
        str_add_int64(&record->bytes, value.number);
    end_field(record);
}

static void add_row(const struct document_table *table, const struct document_row *row,
                    struct record *record)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const struct document_column *column = &table->columns[i];
        for (size_t part = 0; part < export_part_count(column->format); part++)
            add_value(export_part(column, &row->cells[i], part), record);
    }
    if (table->has_totals) {
        str_add_char(&record->bytes, row->total ? '1' : '0');
        end_field(record);
    }
}

static const struct document_table *find_table(const struct document *document, const char *name)
{
    for (size_t i = 0; i < document->table_count; i++) {
        if (name == NULL || strcmp(document->table_names[i], name) == 0)
            return document->tables[i];
    }
    return NULL;
}

static enum cadre_status fail_table(const struct document *document, const char *name,
                                    struct cadre_error *err)
{
    struct str names = {0};
    for (size_t i = 0; i < document->table_count; i++)
        str_add_format(&names, "%s%s", i == 0 ? "" : ", ", document->table_names[i]);
    if (name == NULL)
        cadre_fail(err, CADRE_USAGE, "no table in report '%s'", document->name);
    else
        cadre_fail(err, CADRE_USAGE, "no table '%s' in report '%s'", name, document->name);
    if (names.length > 0)
        cadre_fail_hint(err, "its tables are %s", str_chars(&names));
    str_release(&names);
    return CADRE_USAGE;
}

enum cadre_status document_write_csv(const struct document *document, const char *table, FILE *out,
                                     struct cadre_error *err)
{
    const struct document_table *found = find_table(document, table);
    if (found == NULL)
        return fail_table(document, table, err);
    CADRE_CLEANUP(record_release) struct record record = {0};
    add_header(found, &record);
    write_record(&record, out);
    for (size_t i = 0; i < found->row_count; i++) {
        add_row(found, &found->rows[i], &record);
        write_record(&record, out);
    }
    return CADRE_OK;
}
