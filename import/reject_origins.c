#include "import/reject_origins.h"
#include "import/field_bounds.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "import/header_map.h"
#include "import/record_reader.h"
#include "import/record_splitter.h"

enum { LINE, RECORD, CODES, REASON, COLUMN_COUNT, NO_FIELD = -1 };

static const char *const columns[COLUMN_COUNT] = {
    [LINE] = HEADER_REJECT_LINE,
    [RECORD] = HEADER_REJECT_RECORD,
    [CODES] = HEADER_REJECT_CODES,
    [REASON] = HEADER_REJECT_REASON,
};

struct reject_origins {
    char delimiter;
    int field_of[COLUMN_COUNT]; /* NO_FIELD = not in the file */
    struct reject_origin *items;
    size_t count, capacity;
};

/* ---- fields of a record that may be broken behind them ----------------------------------------
 */

static struct str_view find_field(const struct reject_origins *origins, struct str_view bytes,
                                  int field)
{
    size_t at = 0;
    for (;; field--) {
        size_t end = field_end(bytes, at, origins->delimiter);
        if (field == 0)
            return (struct str_view){bytes.data + at, end - at};
        if (end >= bytes.length || bytes.data[end] != origins->delimiter)
            return str_view_of(NULL);
        at = end + 1;
    }
}

/* Spreadsheets quote numbers, or not. 0 when it is none. */
static int64_t read_number(const struct reject_origins *origins, struct str_view bytes, int column)
{
    struct str_view text = str_view_trim(find_field(origins, bytes, origins->field_of[column]));
    int64_t number;
    if (text.length >= 2 && text.data[0] == '"' && text.data[text.length - 1] == '"')
        text = str_view_trim((struct str_view){text.data + 1, text.length - 2});
    return str_view_to_int64(text, &number) && number > 0 ? number : 0;
}

/* ---- reading --------------------------------------------------------------------------------- */

/* The rejects of rejects have these columns twice: the first ones are theirs. */
static bool read_header(struct reject_origins *origins, struct str_view bytes)
{
    CADRE_CLEANUP(record_reader_cleanup)
    struct record_reader *reader = record_reader_new(origins->delimiter);
    struct fields fields;
    for (int column = 0; column < COLUMN_COUNT; column++)
        origins->field_of[column] = NO_FIELD;
    if (record_reader_read(reader, bytes, &fields) != READ_FIELDS)
        return false;
    for (size_t field = 0; field < fields.count; field++) {
        struct str_view cell = str_view_trim(fields.items[field]);
        for (int column = 0; column < COLUMN_COUNT; column++) {
            if (origins->field_of[column] == NO_FIELD &&
                str_view_equal(cell, str_view_of(columns[column])))
                origins->field_of[column] = (int)field;
        }
    }
    return origins->field_of[LINE] >= 0 && origins->field_of[RECORD] >= 0;
}

static void add(struct reject_origins *origins, const struct record *record, bool kept_out)
{
    origins->items =
        cadre_grow(origins->items, &origins->capacity, origins->count + 1, sizeof *origins->items);
    struct reject_origin *origin = &origins->items[origins->count++];
    *origin = (struct reject_origin){.place = record->place, .kept_out = kept_out};
    if (record->bytes.data == NULL)
        return; /* too long to be read */
    origin->line = read_number(origins, record->bytes, LINE);
    origin->record = read_number(origins, record->bytes, RECORD);
    if (origin->line == 0 || origin->record == 0)
        origin->line = origin->record = 0;
}

/* Records are those of the check: one that it found to have swallowed others is shorter there. */
static enum cadre_status read_records(struct reject_origins *origins,
                                      struct record_splitter *splitter,
                                      const struct findings *findings, struct cadre_error *err)
{
    struct rejected_record rejected;
    findings_rewind(findings);
    bool has_rejected = findings_next_rejected(findings, &rejected);
    for (;;) {
        struct record record;
        bool more;
        enum cadre_status status = record_splitter_next(splitter, &record, &more, err);
        if (status != CADRE_OK || !more)
            return status == CADRE_OK ? findings_status(findings, err) : status;
        while (has_rejected && rejected.place.offset < record.place.offset)
            has_rejected = findings_next_rejected(findings, &rejected);
        bool kept_out = has_rejected && rejected.place.offset == record.place.offset;
        if (kept_out && record.fault == RECORD_WHOLE && rejected.place.length < record.place.length)
            record_splitter_cut(splitter, &record);
        add(origins, &record, kept_out);
    }
}

enum cadre_status reject_origins_read(struct input_file *file, char delimiter,
                                      const struct findings *findings, struct arena *arena,
                                      struct reject_origins **ret_origins, struct cadre_error *err)
{
    CADRE_CLEANUP(record_splitter_cleanup)
    struct record_splitter *splitter = record_splitter_new(file, delimiter);
    struct reject_origins origins = {.delimiter = delimiter};
    struct record header;
    bool more;
    *ret_origins = NULL;
    enum cadre_status status = record_splitter_next(splitter, &header, &more, err);
    if (status != CADRE_OK || !more || !read_header(&origins, header.bytes))
        return status;
    status = read_records(&origins, splitter, findings, err);
    if (status == CADRE_OK) {
        struct reject_origin *items = arena_calloc(arena, origins.count + 1, sizeof *items);
        if (origins.count > 0)
            memcpy(items, origins.items, origins.count * sizeof *items);
        *ret_origins = arena_calloc(arena, 1, sizeof **ret_origins);
        **ret_origins = origins;
        (*ret_origins)->items = items;
    }
    free(origins.items);
    return status;
}

/* ---- asking ---------------------------------------------------------------------------------- */

const struct reject_origin *reject_origins_all(const struct reject_origins *origins,
                                               size_t *ret_count)
{
    *ret_count = origins->count;
    return origins->items;
}

static int compare_record(const void *key, const void *item)
{
    uint64_t wanted = *(const uint64_t *)key;
    uint64_t record = ((const struct reject_origin *)item)->place.record;
    return (wanted > record) - (wanted < record);
}

const struct reject_origin *reject_origins_find(const struct reject_origins *origins,
                                                uint64_t record)
{
    return bsearch(&record, origins->items, origins->count, sizeof *origins->items, compare_record);
}

void reject_origins_number_added(struct reject_origins *origins, int64_t last)
{
    for (size_t i = 0; i < origins->count; i++) {
        struct reject_origin *origin = &origins->items[i];
        origin->added = origin->record == 0;
        if (!origin->added)
            continue;
        origin->line = (int64_t)origin->place.line;
        origin->record = last + (int64_t)origin->place.record;
    }
}

void reject_origins_mark(struct reject_origins *origins, const struct findings *findings)
{
    struct rejected_record rejected;
    size_t at = 0;
    findings_rewind(findings);
    while (findings_next_rejected(findings, &rejected)) {
        while (at < origins->count && origins->items[at].place.record < rejected.place.record)
            at++;
        if (at < origins->count && origins->items[at].place.record == rejected.place.record)
            origins->items[at].kept_out = true;
    }
}

static bool is_ours(const struct reject_origins *origins, int field)
{
    for (int column = 0; column < COLUMN_COUNT; column++) {
        if (origins->field_of[column] == field)
            return true;
    }
    return false;
}

/* What stands behind the last of our columns is copied as it is: its quotes may be broken. */
void reject_origins_strip(const struct reject_origins *origins, struct str_view bytes, FILE *out)
{
    int last = NO_FIELD;
    for (int column = 0; column < COLUMN_COUNT; column++)
        last = origins->field_of[column] > last ? origins->field_of[column] : last;
    size_t at = 0;
    bool first = true;
    bool more = true;
    for (int field = 0; field <= last && more; field++) {
        size_t end = field_end(bytes, at, origins->delimiter);
        if (!is_ours(origins, field)) {
            if (!first)
                fputc(origins->delimiter, out);
            fwrite(bytes.data + at, 1, end - at, out);
            first = false;
        }
        more = end < bytes.length && bytes.data[end] == origins->delimiter;
        at = more ? end + 1 : end;
    }
    if (more && !first)
        fputc(origins->delimiter, out);
    fwrite(bytes.data + at, 1, bytes.length - at, out);
}
