#include "import/record_reader.h"

#include <assert.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "import/byte_masks.h"

enum byte_class { BYTE_OTHER, BYTE_BLANK, BYTE_DELIMITER, BYTE_QUOTE, BYTE_LINE };

struct record_reader {
    struct csv_parser parser;
    char delimiter;
    unsigned char classes[256];
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
    reader->classes[' '] = reader->classes['\t'] = BYTE_BLANK;
    reader->classes['"'] = BYTE_QUOTE;
    reader->classes['\n'] = reader->classes['\r'] = BYTE_LINE;
    reader->classes[(unsigned char)delimiter] = BYTE_DELIMITER;
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

static void add_item(struct record_reader *reader, const char *data, size_t length)
{
    if (reader->count == reader->capacity)
        reader->items =
            cadre_grow(reader->items, &reader->capacity, reader->count + 1, sizeof *reader->items);
    reader->items[reader->count++] = (struct str_view){data, length};
}

/* ---- the plain record ------------------------------------------------------------------------ */

/* Where the quoted field ends that begins behind the quote before `at`; NULL when a quote in it is
 * doubled or something but a delimiter follows it. */
static const char *quoted_end(const struct record_reader *reader, const char *at, const char *end)
{
    const char *quote = memchr(at, '"', (size_t)(end - at));
    return quote != NULL && (quote + 1 == end || quote[1] == reader->delimiter) ? quote : NULL;
}

/* Where the unquoted field ends that begins at `at`; NULL when it has blanks at an end, a quote or
 * a line's end in it. */
static const char *unquoted_end(const struct record_reader *reader, const char *at, const char *end)
{
    const unsigned char *classes = reader->classes;
    const char *begin = at;
    at = pass_other_blocks(at, end, reader->delimiter);
    while (at < end && classes[(unsigned char)*at] <= BYTE_BLANK)
        at++;
    bool is_field = at == end || *at == reader->delimiter;
    bool trims = at > begin && (classes[(unsigned char)*begin] == BYTE_BLANK ||
                                classes[(unsigned char)at[-1]] == BYTE_BLANK);
    return is_field && !trims ? at : NULL;
}

static size_t without_line_ending(struct str_view record)
{
    size_t length = record.length;
    if (length > 0 && record.data[length - 1] == '\n')
        length--;
    if (length > 0 && record.data[length - 1] == '\r')
        length--;
    return length;
}

/* False: the record is not plain, and what fields it has is for libcsv to say. */
static bool cut_plain(struct record_reader *reader, struct str_view record)
{
    size_t length = without_line_ending(record);
    if (length == 0 || length > FIELD_BYTES_MAX)
        return false;
    const char *end = record.data + length;
    for (const char *at = record.data;; at++) {
        bool quoted = at < end && *at == '"';
        at += quoted;
        const char *field_end =
            quoted ? quoted_end(reader, at, end) : unquoted_end(reader, at, end);
        if (field_end == NULL)
            return false;
        add_item(reader, at, (size_t)(field_end - at));
        at = field_end + quoted;
        if (at == end)
            return true;
    }
}

/* ---- all others ------------------------------------------------------------------------------ */

/* libcsv gives every field at the same address. */
static void take_field(void *data, size_t length, void *context)
{
    struct record_reader *reader = context;
    if (length > FIELD_BYTES_MAX || reader->too_long) {
        reader->too_long = true;
        return;
    }
    assert(length <= reader->text_capacity - reader->text_length);
    char *copy = reader->text + reader->text_length;
    if (length > 0)
        memcpy(copy, data, length);
    reader->text_length += length;
    add_item(reader, copy, length);
}

static enum read_outcome parse(struct record_reader *reader, struct str_view record)
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
    if (reader->too_long)
        return READ_TOO_LONG;
    return whole ? READ_FIELDS : READ_BROKEN;
}

enum read_outcome record_reader_read(struct record_reader *reader, struct str_view record,
                                     struct fields *ret_fields)
{
    reader->count = 0;
    enum read_outcome outcome = cut_plain(reader, record) ? READ_FIELDS : parse(reader, record);
    *ret_fields = (struct fields){reader->items, reader->count};
    return outcome;
}
