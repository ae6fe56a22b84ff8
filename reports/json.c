/*
 * JSON of a whole document: stable keys, integers only, absent = null (core/base/json is the
 * escaper). The published schemas stand in reports/schema.
 */
#include "core/base/json.h"
#include "core/base/alloc.h"
#include "reports/document.h"
#include "reports/export_parts.h"

static void write_value(struct json_writer *writer, const char *name, struct export_value value)
{
    if (!value.present)
        json_write_null(writer, name);
    else if (value.is_text)
        json_write_string(writer, name, value.text);
    else
        json_write_int64(writer, name, value.number);
}

static void write_row(struct json_writer *writer, const struct document_table *table,
                      const struct document_row *row)
{
    CADRE_CLEANUP(str_release) struct str name = {0};
    json_begin_object(writer, NULL);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct document_column *column = &table->columns[i];
        for (size_t part = 0; part < export_part_count(column->format); part++) {
            str_reset(&name);
            export_part_name(column, part, &name);
            write_value(writer, str_chars(&name), export_part(column, &row->cells[i], part));
        }
    }
    if (table->has_totals)
        json_write_int64(writer, EXPORT_TOTAL, row->total);
    json_end_object(writer);
}

static void write_tables(struct json_writer *writer, const struct document *document)
{
    json_begin_object(writer, "tables");
    for (size_t i = 0; i < document->table_count; i++) {
        const struct document_table *table = document->tables[i];
        json_begin_array(writer, table->name);
        for (size_t row = 0; row < table->row_count; row++)
            write_row(writer, table, &table->rows[row]);
        json_end_array(writer);
    }
    json_end_object(writer);
}

static void write_figures(struct json_writer *writer, const struct document *document)
{
    json_begin_object(writer, "figures");
    for (size_t i = 0; i < document->figure_count; i++)
        json_write_int64(writer, document->figures[i].key, document->figures[i].number);
    json_end_object(writer);
}

static void write_facts(struct json_writer *writer, const struct document *document)
{
    json_begin_object(writer, "basis");
    for (size_t i = 0; i < document->fact_count; i++)
        json_write_string(writer, document->facts[i].key, str_view_of(document->facts[i].text));
    json_end_object(writer);
}

/* What is said in whole sentences, section by section. */
static void write_sentences(struct json_writer *writer, const struct document *document)
{
    json_begin_array(writer, "sentences");
    for (size_t i = 0; i < document->section_count; i++) {
        const struct document_section *section = document->sections[i];
        for (size_t block = 0; block < section->block_count; block++) {
            if (section->blocks[block].paragraph != NULL)
                json_write_string(writer, NULL, str_view_of(section->blocks[block].paragraph));
        }
    }
    json_end_array(writer);
}

void document_write_json(const struct document *document, FILE *out)
{
    CADRE_CLEANUP(str_release) struct str schema = {0};
    str_add_format(&schema, "urn:cadre:report:%s:1", document->name);
    struct json_writer *writer = json_writer_new(out);
    json_begin_object(writer, NULL);
    json_write_string(writer, "schema", str_view_from(&schema));
    json_write_string(writer, "report", str_view_of(document->name));
    json_write_string(writer, "title", str_view_of(document->title));
    json_write_string(writer, "finding", str_view_of(document->finding));
    json_write_string(writer, "notice", str_view_of(document->notice));
    write_figures(writer, document);
    write_facts(writer, document);
    write_sentences(writer, document);
    write_tables(writer, document);
    json_end_object(writer);
    json_writer_free(writer);
}
