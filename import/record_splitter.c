#include "import/record_splitter.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "import/byte_masks.h"
#include "import/bytes.h"

enum { CHUNK = 256 * 1024, CHUNK_SMALL = 4 * 1024 }; /* bytes read at once */

enum byte_class { BYTE_OTHER, BYTE_BLANK, BYTE_DELIMITER, BYTE_QUOTE, BYTE_LINE, BYTE_CLASSES };

enum state {
    STATE_START,    /* at a field's start, blanks skipped */
    STATE_PLAIN,    /* inside an unquoted field */
    STATE_QUOTED,   /* inside a quoted field */
    STATE_CLOSED,   /* just after a quote inside a quoted field: its end, or the first of two */
    STATE_TRAILING, /* blanks after the closing quote */
    STATE_BROKEN,   /* in what is left of a line at fault */
    STATE_END,      /* the record is complete */
    STATES
};

static const unsigned char transitions[STATE_END][BYTE_CLASSES] = {
    [STATE_START] = {[BYTE_OTHER] = STATE_PLAIN,
                     [BYTE_BLANK] = STATE_START,
                     [BYTE_DELIMITER] = STATE_START,
                     [BYTE_QUOTE] = STATE_QUOTED,
                     [BYTE_LINE] = STATE_END},
    [STATE_PLAIN] = {[BYTE_OTHER] = STATE_PLAIN,
                     [BYTE_BLANK] = STATE_PLAIN,
                     [BYTE_DELIMITER] = STATE_START,
                     [BYTE_QUOTE] = STATE_BROKEN,
                     [BYTE_LINE] = STATE_END},
    [STATE_QUOTED] = {[BYTE_OTHER] = STATE_QUOTED,
                      [BYTE_BLANK] = STATE_QUOTED,
                      [BYTE_DELIMITER] = STATE_QUOTED,
                      [BYTE_QUOTE] = STATE_CLOSED,
                      [BYTE_LINE] = STATE_QUOTED},
    [STATE_CLOSED] = {[BYTE_OTHER] = STATE_BROKEN,
                      [BYTE_BLANK] = STATE_TRAILING,
                      [BYTE_DELIMITER] = STATE_START,
                      [BYTE_QUOTE] = STATE_QUOTED,
                      [BYTE_LINE] = STATE_END},
    [STATE_TRAILING] = {[BYTE_OTHER] = STATE_BROKEN,
                        [BYTE_BLANK] = STATE_TRAILING,
                        [BYTE_DELIMITER] = STATE_START,
                        [BYTE_QUOTE] = STATE_BROKEN,
                        [BYTE_LINE] = STATE_END},
    [STATE_BROKEN] = {[BYTE_OTHER] = STATE_BROKEN,
                      [BYTE_BLANK] = STATE_BROKEN,
                      [BYTE_DELIMITER] = STATE_BROKEN,
                      [BYTE_QUOTE] = STATE_BROKEN,
                      [BYTE_LINE] = STATE_END},
};

static enum byte_class class_of(char c, char delimiter)
{
    if (c == delimiter)
        return BYTE_DELIMITER;
    switch (c) {
    case ' ':
    case '\t':
        return BYTE_BLANK;
    case '"':
        return BYTE_QUOTE;
    case '\n':
    case '\r':
        return BYTE_LINE;
    default:
        return BYTE_OTHER;
    }
}

/* What a block of masks hands to the next: of the bytes before it. */
struct carry {
    uint64_t inside;  /* all ones: a quoted field is open */
    uint64_t bounds;  /* the last byte was a quote or a delimiter, or a record begins */
    uint64_t closed;  /* it was a closing quote */
    uint64_t carried; /* it was a carriage return */
};

/* The block of masks that was looked at last: it may hold the ends of several records. */
struct block {
    ptrdiff_t behind; /* its end, from buffer[start] on */
    uint64_t ends;    /* of records: of those that are not taken yet */
    uint64_t odd;     /* what only the full grammar judges */
    struct carry carry;
};

static const struct block no_block = {.carry = {.bounds = 1}};

struct record_splitter {
    struct input_file *file;
    char delimiter;
    unsigned char classes[256];
    char *buffer;
    size_t capacity;
    size_t chunk;    /* bytes read at once */
    size_t start;    /* of the record being looked for, in the buffer */
    size_t end;      /* of the bytes in the buffer */
    uint64_t offset; /* of buffer[start] in the file */
    uint64_t line;   /* of buffer[start] */
    uint64_t record; /* number of the next record */
    bool begun;
    struct block block;
};

struct record_splitter *record_splitter_new(struct input_file *file, char delimiter)
{
    struct record_splitter *splitter = cadre_calloc(1, sizeof *splitter);
    splitter->file = file;
    splitter->delimiter = delimiter;
    splitter->chunk = CHUNK;
    splitter->line = 1;
    splitter->block = no_block;
    for (int c = 0; c < 256; c++)
        splitter->classes[c] = (unsigned char)class_of((char)c, delimiter);
    return splitter;
}

void record_splitter_free(struct record_splitter *splitter)
{
    if (splitter == NULL)
        return;
    free(splitter->buffer);
    free(splitter);
}

void record_splitter_cleanup(struct record_splitter **splitter)
{
    record_splitter_free(*splitter);
}

/* ---- the window ------------------------------------------------------------------------------ */

/* Reads on behind the bytes in the buffer; those before `start` are forgotten. */
static enum cadre_status fill(struct record_splitter *splitter, bool *ret_more,
                              struct cadre_error *err)
{
    if (splitter->start > 0) {
        memmove(splitter->buffer, splitter->buffer + splitter->start,
                splitter->end - splitter->start);
        splitter->end -= splitter->start;
        splitter->start = 0;
    }
    splitter->buffer =
        cadre_grow(splitter->buffer, &splitter->capacity, splitter->end + CHUNK + MASK_BYTES, 1);
    size_t count;
    enum cadre_status status =
        input_file_read(splitter->file, splitter->offset + splitter->end,
                        splitter->buffer + splitter->end, splitter->chunk, &count, err);
    if (status != CADRE_OK)
        return status;
    splitter->end += count;
    memset(splitter->buffer + splitter->end, 0, MASK_BYTES); /* masks are taken of whole blocks */
    *ret_more = count > 0;
    return CADRE_OK;
}

/* Makes buffer[start + at] readable; *ret_there false when the file ends before it. */
static inline enum cadre_status reach(struct record_splitter *splitter, size_t at, bool *ret_there,
                                      struct cadre_error *err)
{
    *ret_there = true;
    while (splitter->start + at >= splitter->end && *ret_there) {
        enum cadre_status status = fill(splitter, ret_there, err);
        if (status != CADRE_OK)
            return status;
    }
    return CADRE_OK;
}

static void advance(struct record_splitter *splitter, size_t bytes, uint64_t lines)
{
    splitter->start += bytes;
    splitter->offset += bytes;
    splitter->line += lines;
}

void record_splitter_seek(struct record_splitter *splitter, const struct record_place *place)
{
    splitter->begun = true;
    splitter->chunk = CHUNK_SMALL;
    splitter->start = splitter->end = 0;
    splitter->offset = place->offset;
    splitter->line = place->line;
    splitter->record = place->record;
}

static enum cadre_status skip_preamble(struct record_splitter *splitter, struct cadre_error *err)
{
    splitter->begun = true;
    struct preamble preamble;
    enum cadre_status status = bytes_preamble(splitter->file, &preamble, err);
    if (status != CADRE_OK)
        return status;
    splitter->offset = preamble.length; /* the buffer is still empty */
    splitter->line += preamble.lines;
    return CADRE_OK;
}

/* ---- one record ------------------------------------------------------------------------------ */

/* Positions count from the record's start. */
struct scan {
    size_t at;
    enum state state;
    bool content; /* something else than delimiters and blanks */
    uint64_t lines;
    uint64_t quote_line; /* lines before the quote opened last */
    size_t quote_end;    /* end of the line in which it was opened, 0 while in that line */
    uint64_t cross_line; /* the same of the last quoted field that went over a line's end */
    size_t cross_end;
    enum record_fault fault;
    uint64_t fault_line;
};

/* The record ends with the line where the quote at fault was opened. */
static void cut(struct scan *scan, enum record_fault fault, uint64_t line, size_t end)
{
    scan->fault = fault;
    scan->fault_line = line;
    scan->at = end;
    scan->lines = line + 1;
    scan->state = STATE_END;
}

static void break_off(struct scan *scan, enum state before)
{
    /* A quote inside an unquoted field: if a field before it went over a line's end, that one was
     * likely opened by a stray quote and closed by another's opening one. */
    uint64_t line = before == STATE_PLAIN ? scan->cross_line : scan->quote_line;
    size_t end = before == STATE_PLAIN ? scan->cross_end : scan->quote_end;
    if (end > 0) {
        cut(scan, RECORD_QUOTES, line, end);
        return;
    }
    scan->fault = RECORD_QUOTES;
    scan->fault_line = before == STATE_PLAIN ? scan->lines : scan->quote_line;
}

static void end_line(struct scan *scan)
{
    scan->lines++;
    if (scan->state != STATE_QUOTED)
        return;
    if (scan->quote_end == 0) {
        scan->quote_end = scan->at;
        scan->cross_line = scan->quote_line;
        scan->cross_end = scan->at;
    }
    if (scan->lines - scan->quote_line >= RECORD_QUOTED_LINES_MAX)
        cut(scan, RECORD_QUOTE_OPEN, scan->quote_line, scan->quote_end);
}

static void open_quote(struct scan *scan)
{
    scan->quote_line = scan->lines;
    scan->quote_end = 0;
}

/* Moves over the line ending at `at`. */
static enum cadre_status pass_line_ending(struct record_splitter *splitter, struct scan *scan,
                                          struct cadre_error *err)
{
    bool more = false;
    char c = splitter->buffer[splitter->start + scan->at++];
    if (c == '\r') {
        enum cadre_status status = reach(splitter, scan->at, &more, err);
        if (status != CADRE_OK)
            return status;
    }
    if (more && splitter->buffer[splitter->start + scan->at] == '\n')
        scan->at++;
    end_line(scan);
    return CADRE_OK;
}

static void end_of_file(struct scan *scan)
{
    if (scan->state == STATE_QUOTED) {
        bool crossed = scan->quote_end > 0;
        if (crossed) {
            cut(scan, RECORD_QUOTE_OPEN, scan->quote_line, scan->quote_end);
            return;
        }
        scan->fault = RECORD_QUOTE_OPEN;
        scan->fault_line = scan->quote_line;
    }
    scan->state = STATE_END;
}

/* Moves over the bytes in the buffer that change nothing. */
static void run(const struct record_splitter *splitter, struct scan *scan)
{
    const unsigned char *bytes = (const unsigned char *)splitter->buffer + splitter->start;
    size_t end = splitter->end - splitter->start;
    const unsigned char *row = transitions[scan->state];
    while (scan->at < end) {
        enum byte_class class = splitter->classes[bytes[scan->at]];
        if (class == BYTE_LINE || row[class] != scan->state)
            return;
        scan->at++;
    }
}

static enum cadre_status step(struct record_splitter *splitter, struct scan *scan,
                              struct cadre_error *err)
{
    enum state before = scan->state;
    unsigned char c = (unsigned char)splitter->buffer[splitter->start + scan->at];
    enum byte_class class = splitter->classes[c];
    scan->state = transitions[before][class];
    scan->content |= class == BYTE_OTHER || class == BYTE_QUOTE;
    if (class == BYTE_LINE)
        return pass_line_ending(splitter, scan, err);
    scan->at++;
    if (scan->state == STATE_QUOTED && before == STATE_START)
        open_quote(scan);
    if (scan->state == STATE_BROKEN && before != STATE_BROKEN)
        break_off(scan, before);
    return CADRE_OK;
}

/* The record is too long for the window: its bytes are passed over to the end of the line. */
static enum cadre_status skip_line(struct record_splitter *splitter, struct scan *scan,
                                   uint64_t *ret_length, struct cadre_error *err)
{
    uint64_t begin = splitter->offset;
    scan->state = STATE_BROKEN;
    while (scan->state != STATE_END) {
        bool there;
        enum cadre_status status = reach(splitter, scan->at, &there, err);
        if (status != CADRE_OK)
            return status;
        if (!there)
            break;
        run(splitter, scan);
        advance(splitter, scan->at, 0);
        scan->at = 0;
        if (splitter->start < splitter->end)
            status = step(splitter, scan, err);
        if (status != CADRE_OK)
            return status;
    }
    *ret_length = splitter->offset - begin + scan->at;
    return CADRE_OK;
}

static enum cadre_status scan_record(struct record_splitter *splitter, struct scan *scan,
                                     struct cadre_error *err)
{
    while (scan->state != STATE_END && scan->fault != RECORD_TOO_LONG) {
        bool there;
        enum cadre_status status = reach(splitter, scan->at, &there, err);
        if (status != CADRE_OK)
            return status;
        if (!there) {
            end_of_file(scan);
            return CADRE_OK;
        }
        run(splitter, scan);
        if (splitter->start + scan->at < splitter->end)
            status = step(splitter, scan, err);
        if (status != CADRE_OK)
            return status;
        if (scan->at <= RECORD_BYTES_MAX)
            continue;
        if (scan->state == STATE_QUOTED && scan->quote_end > 0)
            cut(scan, RECORD_QUOTE_OPEN, scan->quote_line, scan->quote_end);
        else
            scan->fault = RECORD_TOO_LONG;
    }
    return CADRE_OK;
}

/* ---- the plain record ------------------------------------------------------------------------ */

/* Bit i is the parity of bits 0 to i. */
static inline uint64_t parity_so_far(uint64_t bits)
{
    for (int shift = 1; shift < MASK_BYTES; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

/* Odd are bytes at or behind something that only the full grammar judges: text before an opening
 * quote or behind a closing one, blanks there included, a line's end inside quotes, a lone CR. */
static inline void look_at_block(struct block *block, const struct byte_masks *masks)
{
    struct carry *carry = &block->carry;
    uint64_t inside = parity_so_far(masks->quotes) ^ carry->inside;
    uint64_t opening = masks->quotes & inside;
    uint64_t closing = masks->quotes & ~inside;
    uint64_t ends = masks->feeds | masks->carriages;
    uint64_t bounds = masks->quotes | masks->delimiters | (masks->feeds & ~inside);
    uint64_t behind_closing = closing << 1 | carry->closed;
    uint64_t behind_carriage = masks->carriages << 1 | carry->carried;
    block->ends = masks->feeds & ~inside;
    block->odd = (opening & ~(bounds << 1 | carry->bounds)) | (behind_closing & ~(bounds | ends)) |
                 (behind_carriage & ~masks->feeds) | (ends & inside);
    block->behind += MASK_BYTES;
    carry->inside = -(inside >> (MASK_BYTES - 1));
    carry->bounds = bounds >> (MASK_BYTES - 1);
    carry->closed = closing >> (MASK_BYTES - 1);
    carry->carried = masks->carriages >> (MASK_BYTES - 1);
}

static bool has_content(const struct record_splitter *splitter, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        enum byte_class class = splitter->classes[(unsigned char)bytes[i]];
        if (class == BYTE_OTHER || class == BYTE_QUOTE)
            return true;
    }
    return false;
}

/*
 * Most records stand in one line, and their quotes right where a field begins and ends. Returns the
 * length of such a one, 0 when the next record is another or does not end in the buffer: then the
 * full grammar is asked.
 */
static size_t plain_length(struct record_splitter *splitter)
{
    const char *bytes = splitter->buffer + splitter->start;
    size_t room = splitter->end - splitter->start;
    size_t most = room < RECORD_BYTES_MAX ? room : RECORD_BYTES_MAX;
    struct block *block = &splitter->block;
    while (block->ends == 0 && block->odd == 0) {
        if (block->behind >= (ptrdiff_t)most)
            return 0;
        struct byte_masks masks = byte_masks_of(bytes + block->behind, splitter->delimiter);
        look_at_block(block, &masks);
    }
    /* What is odd behind the record's end is the next one's matter. */
    uint64_t first = block->ends & -block->ends;
    if (first == 0 || (block->odd & (first | (first - 1))) != 0)
        return 0;
    block->ends ^= first;
    size_t length = (size_t)(block->behind - MASK_BYTES + __builtin_ctzll(first) + 1);
    return length <= most && has_content(splitter, bytes, length) ? length : 0;
}

/* Takes a plain record; false when the next one is none. */
static bool take_plain(struct record_splitter *splitter, struct record *ret_record)
{
    size_t length = splitter->start < splitter->end ? plain_length(splitter) : 0;
    if (length == 0) {
        splitter->block = no_block; /* it begins anew behind the next one */
        return false;
    }
    *ret_record = (struct record){
        .bytes = {splitter->buffer + splitter->start, length},
        .place = {splitter->line, splitter->record, splitter->offset, length},
        .in_one_line = true,
        .fault = RECORD_WHOLE,
        .fault_line = splitter->line,
    };
    advance(splitter, length, 1);
    splitter->block.behind -= (ptrdiff_t)length;
    splitter->record++;
    return true;
}

/* ---- any record ------------------------------------------------------------------------------ */

/* Fills *ret_record from a finished scan and moves behind it. */
static enum cadre_status take(struct record_splitter *splitter, struct scan *scan,
                              struct record *ret_record, struct cadre_error *err)
{
    struct record record = {
        .bytes = {splitter->buffer + splitter->start, scan->at},
        .place = {splitter->line, splitter->record, splitter->offset, scan->at},
        .fault = scan->fault,
        .fault_line = splitter->line + scan->fault_line,
    };
    if (scan->fault == RECORD_TOO_LONG) {
        record.bytes = str_view_of(NULL);
        record.fault_line = splitter->line;
        if (scan->state != STATE_END) {
            enum cadre_status status = skip_line(splitter, scan, &record.place.length, err);
            if (status != CADRE_OK)
                return status;
        }
    }
    advance(splitter, scan->at, scan->lines);
    splitter->record++;
    *ret_record = record;
    return CADRE_OK;
}

enum cadre_status record_splitter_next(struct record_splitter *splitter, struct record *ret_record,
                                       bool *ret_more, struct cadre_error *err)
{
    enum cadre_status status = splitter->begun ? CADRE_OK : skip_preamble(splitter, err);
    bool there = true;
    *ret_more = true;
    if (status == CADRE_OK && take_plain(splitter, ret_record))
        return CADRE_OK;
    while (status == CADRE_OK && there) {
        struct scan scan = {.state = STATE_START};
        status = reach(splitter, 0, &there, err);
        if (status == CADRE_OK && there)
            status = scan_record(splitter, &scan, err);
        if (status != CADRE_OK || !there)
            break;
        if (scan.content || scan.fault != RECORD_WHOLE) {
            return take(splitter, &scan, ret_record, err);
        }
        advance(splitter, scan.at, scan.lines);
    }
    *ret_more = false;
    return status;
}

size_t record_line_length(struct str_view text)
{
    const char *line_feed = memchr(text.data, '\n', text.length);
    size_t length = line_feed != NULL ? (size_t)(line_feed - text.data) + 1 : text.length;
    const char *carriage = memchr(text.data, '\r', length);
    if (carriage == NULL)
        return length;
    size_t before = (size_t)(carriage - text.data) + 1;
    return before + 1 == length && line_feed != NULL ? length : before;
}

bool record_has_more_lines(const struct record *record)
{
    return record->fault == RECORD_WHOLE && !record->in_one_line &&
           record_line_length(record->bytes) < record->bytes.length;
}

void record_splitter_cut(struct record_splitter *splitter, struct record *record)
{
    size_t length = record_line_length(record->bytes);
    size_t given_back = record->bytes.length - length;
    assert(record->fault == RECORD_WHOLE && given_back > 0 && splitter->start >= given_back);
    splitter->start -= given_back;
    splitter->offset -= given_back;
    splitter->block = no_block;
    splitter->line = record->place.line + 1;
    record->bytes.length = length;
    record->place.length = length;
    record->fault = RECORD_QUOTES;
    record->fault_line = record->place.line;
}

uint64_t record_field_line(const struct record *record, char delimiter, size_t field)
{
    const char *bytes = record->bytes.data;
    uint64_t line = record->place.line;
    enum state state = STATE_START;
    for (size_t at = 0; at < record->bytes.length && field > 0 && state != STATE_END; at++) {
        enum byte_class class = class_of(bytes[at], delimiter);
        state = transitions[state][class];
        if (class == BYTE_DELIMITER && state == STATE_START)
            field--;
        bool first_of_two =
            bytes[at] == '\r' && at + 1 < record->bytes.length && bytes[at + 1] == '\n';
        if (class == BYTE_LINE && state == STATE_QUOTED && !first_of_two)
            line++;
    }
    return line;
}
