#include "import/record_reader.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"

struct record_reader {
    struct csv_parser parser;
    char delimiter;
    char *text; /* the fields one behind the other; has room for the whole record */
    size_t text_length, text_capacity;
    struct str_view *items;
    size_t count, capacity;
    bool too_long;
};

/* libcsv has no limit of its own; a field that fits the limit needs at most two blocks of it. */
static void *realloc_capped(void *memory, size_t size)
{
    return size <= 2 * FIELD_BYTES_MAX ? realloc(memory, size) : NULL;
}

static void start_parser(struct record_reader *reader)
{
    int failed = csv_init(&reader->parser, CSV_STRICT | CSV_STRICT_FINI);
    assert(failed == 0); /* it fails for no parser alone */
    (void)failed;
    csv_set_delim(&reader->parser, (unsigned char)reader->delimiter);
    csv_set_realloc_func(&reader->parser, realloc_capped);
    csv_set_blk_size(&reader->parser, FIELD_BYTES_MAX);
}

struct record_reader *record_reader_new(char delimiter)
{
    struct record_reader *reader = cadre_calloc(1, sizeof *reader);
    reader->delimiter = delimiter;
    start_parser(reader);
    return reader;
}

void record_reader_free(struct record_reader *reader)
{
    if (reader == NULL)
        return;
    csv_free(&reader->parser);
    free(reader->text);
    free(reader->items);
    free(reader);
}

void record_reader_cleanup(struct record_reader **reader)
{
    record_reader_free(*reader);
}

/* libcsv gives every field at the same address. */
static void take_field(void *data, size_t length, void *context)
{
    struct record_reader *reader = context;
    if (length > FIELD_BYTES_MAX || reader->too_long) {
        reader->too_long = true;
        return;
    }
    if (reader->count == reader->capacity)
        reader->items =
            cadre_grow(reader->items, &reader->capacity, reader->count + 1, sizeof *reader->items);
    assert(length <= reader->text_capacity - reader->text_length);
    char *copy = reader->text + reader->text_length;
    if (length > 0)
        memcpy(copy, data, length);
    reader->text_length += length;
    reader->items[reader->count++] = (struct str_view){copy, length};
}

enum read_outcome record_reader_read(struct record_reader *reader, struct str_view record,
                                     struct fields *ret_fields)
{
    struct csv_parser *parser = &reader->parser;
    /* Unquoted and trimmed, the fields are no longer than the record. */
    reader->text = cadre_grow(reader->text, &reader->text_capacity, record.length + 1, 1);
    reader->text_length = 0;
    reader->count = 0;
    reader->too_long = false;
    bool whole =
        csv_parse(parser, record.data, record.length, take_field, NULL, reader) == record.length &&
        csv_fini(parser, take_field, NULL, reader) == 0;
    if (!whole) {
        reader->too_long = reader->too_long || csv_error(parser) == CSV_ENOMEM;
        csv_free(parser); /* there is no other way back from an error */
        start_parser(reader);
    }
    *ret_fields = (struct fields){reader->items, reader->count};
    if (reader->too_long)
        return READ_TOO_LONG;
    return whole ? READ_FIELDS : READ_BROKEN;
}
