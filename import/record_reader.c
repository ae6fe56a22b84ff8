#include "import/record_reader.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>

#include "core/base/alloc.h"

struct record_reader {
    struct csv_parser parser;
    char delimiter;
    struct str text; /* the fields one behind the other */
    size_t *ends;    /* of each field in `text` */
    size_t count, end_capacity;
    struct str_view *items;
    size_t item_capacity;
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
    str_release(&reader->text);
    free(reader->ends);
    free(reader->items);
    free(reader);
}

void record_reader_cleanup(struct record_reader **reader)
{
    record_reader_free(*reader);
}

static void take_field(void *data, size_t length, void *context)
{
    struct record_reader *reader = context;
    if (length > FIELD_BYTES_MAX || reader->too_long) {
        reader->too_long = true;
        return;
    }
    reader->ends =
        cadre_grow(reader->ends, &reader->end_capacity, reader->count + 1, sizeof *reader->ends);
    str_add(&reader->text, data, length);
    reader->ends[reader->count++] = reader->text.length;
}

/* The text moves while it grows, so views are laid over it at the end. */
static void lay_views(struct record_reader *reader)
{
    const char *text = str_chars(&reader->text);
    size_t begin = 0;
    reader->items =
        cadre_grow(reader->items, &reader->item_capacity, reader->count + 1, sizeof *reader->items);
    for (size_t i = 0; i < reader->count; i++) {
        reader->items[i] = (struct str_view){text + begin, reader->ends[i] - begin};
        begin = reader->ends[i];
    }
}

enum read_outcome record_reader_read(struct record_reader *reader, struct str_view record,
                                     struct fields *ret_fields)
{
    struct csv_parser *parser = &reader->parser;
    str_reset(&reader->text);
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
    lay_views(reader);
    *ret_fields = (struct fields){reader->items, reader->count};
    if (reader->too_long)
        return READ_TOO_LONG;
    return whole ? READ_FIELDS : READ_BROKEN;
}
