#include "import/record_fields.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/alloc.h"
#include "import/second_header.h"
#include "import/swallowed_rows.h"

struct record_fields {
    const struct kind *kind;
    const struct header_map *header;
    const struct source_profile *profile;
    struct record_reader *reader;
    struct second_header *second; /* NULL until a row is at fault */
    struct str hint;
};

struct record_fields *record_fields_new(const struct kind *kind, const struct header_map *header,
                                        const struct source_profile *profile)
{
    struct record_fields *apart = cadre_calloc(1, sizeof *apart);
    *apart = (struct record_fields){.kind = kind, .header = header, .profile = profile};
    apart->reader = record_reader_new(header->delimiter);
    return apart;
}

void record_fields_free(struct record_fields *apart)
{
    if (apart == NULL)
        return;
    record_reader_free(apart->reader);
    second_header_free(apart->second);
    str_release(&apart->hint);
    free(apart);
}

/* ---- what is no row -------------------------------------------------------------------------- */

static const char *const splitter_faults[] = {
    [RECORD_QUOTES] = FINDING_R_QUOTES,
    [RECORD_QUOTE_OPEN] = FINDING_R_QUOTE_OPEN,
    [RECORD_TOO_LONG] = FINDING_R_RECORD_LONG,
};

bool record_fields_is_whole(const struct record *record, struct record_refusal *ret_refusal)
{
    if (record->fault == RECORD_WHOLE)
        return true;
    *ret_refusal = (struct record_refusal){
        .code = splitter_faults[record->fault], .line = record->fault_line, .field = -1};
    return false;
}

bool record_fields_are_header(struct record_fields *apart, const struct record *record,
                              const struct fields *fields, struct record_refusal *ret_refusal)
{
    if (apart->second == NULL)
        apart->second = second_header_new(apart->profile);
    const struct kind *kind = second_header_kind(apart->second, apart->kind, fields);
    if (kind == NULL)
        return false;
    *ret_refusal = (struct record_refusal){
        .code = FINDING_R_HEADER, .line = record->place.line, .field = -1, .is_header = true};
    if (kind == apart->kind)
        return true;
    str_reset(&apart->hint);
    str_add_format(&apart->hint, "a table of '%s' begins here: save it as a file of its own",
                   kind->name);
    ret_refusal->hint = str_chars(&apart->hint);
    return true;
}

static size_t count_byte(struct str_view text, char byte)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == byte;
    return count;
}

/* Another sign that parts the row into as many fields as the header has; 0 when there is none. */
static char other_delimiter(const struct record_fields *apart, struct str_view record)
{
    static const char delimiters[] = {',', ';', '\t', '|'};
    for (size_t i = 0; i < sizeof delimiters; i++) {
        if (delimiters[i] != apart->header->delimiter &&
            count_byte(record, delimiters[i]) + 1 == apart->header->field_count)
            return delimiters[i];
    }
    return '\0';
}

static void refuse_count(struct record_fields *apart, const struct record *record,
                         const struct fields *fields, struct record_refusal *ret_refusal)
{
    size_t columns = apart->header->field_count;
    struct str *hint = &apart->hint;
    if (record_fields_are_header(apart, record, fields, ret_refusal))
        return;
    str_reset(hint);
    str_add_format(hint, "%zu %s, the header has %zu", fields->count,
                   fields->count == 1 ? "field" : "fields", columns);
    char delimiter = fields->count == 1 ? other_delimiter(apart, record->bytes) : '\0';
    if (delimiter == '\t')
        str_add_text(hint, "; this row is parted by TAB");
    else if (delimiter != '\0')
        str_add_format(hint, "; this row is parted by '%c'", delimiter);
    if (fields->count == columns + 1 && fields->items[columns].length == 0)
        str_add_text(hint, "; a delimiter stands behind the last");
    *ret_refusal = (struct record_refusal){
        .code = fields->count < columns ? FINDING_R_FIELDS_FEW : FINDING_R_FIELDS_MANY,
        .line = record->place.line,
        .field = -1,
        .hint = str_chars(hint),
    };
}

/* ---- taking apart ---------------------------------------------------------------------------- */

static void refuse_length(const struct record_fields *apart, const struct record *record,
                          size_t field, struct record_refusal *ret_refusal)
{
    *ret_refusal = (struct record_refusal){
        .code = FINDING_R_FIELD_LONG,
        .line = record_field_line(record, apart->header->delimiter, field),
        .field = (int)field,
    };
}

bool record_fields_read(struct record_fields *apart, struct records *records, struct record *record,
                        struct fields *ret_fields, struct record_refusal *ret_refusal)
{
    bool many_lines = record_has_more_lines(record);
    enum read_outcome outcome = record_reader_read(apart->reader, record->bytes, ret_fields);
    size_t count = ret_fields->count;
    if (outcome == READ_TOO_LONG) {
        refuse_length(apart, record, count, ret_refusal);
        return false;
    }
    bool swallowed = many_lines && outcome == READ_FIELDS &&
                     swallowed_rows(apart->reader, record->bytes, apart->header->delimiter, count,
                                    apart->header->field_count);
    if (swallowed)
        records_cut(records, record);
    if (swallowed || outcome == READ_BROKEN) {
        *ret_refusal = (struct record_refusal){
            .code = FINDING_R_QUOTES, .line = record->place.line, .field = -1};
        return false;
    }
    if (many_lines) /* the reader holds another line by now */
        outcome = record_reader_read(apart->reader, record->bytes, ret_fields);
    assert(outcome == READ_FIELDS);
    if (!header_map_takes(apart->header, count)) {
        refuse_count(apart, record, ret_fields, ret_refusal);
        return false;
    }
    return true;
}
