#include "import/decode.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/utf8.h"
#include "import/code_page.h"
#include "import/file_format.h"

enum { BLOCK = 64 * 1024, UNIT = 2 /* bytes of a code unit of UTF-16 */ };

/* ---- which encoding -------------------------------------------------------------------------- */

static const struct mark {
    const char *bytes;
    size_t length;
    enum text_encoding encoding;
} marks[] = {
    {"\xEF\xBB\xBF", 3, ENCODING_UTF_8},
    {"\xFF\xFE", 2, ENCODING_UTF_16LE},
    {"\xFE\xFF", 2, ENCODING_UTF_16BE},
};

/* The byte order mark at the head, NULL = none. */
static const struct mark *find_mark(struct str_view head)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (str_view_starts(head, (struct str_view){marks[i].bytes, marks[i].length}))
            return &marks[i];
    }
    return NULL;
}

struct statement {
    enum text_encoding encoding;
    bool demanded;
};

/* What the bytes are in by both; ENCODING_UNSTATED: they contradict one another. */
static enum text_encoding agree(struct statement stated, const struct mark *mark)
{
    if (mark == NULL && stated.encoding == ENCODING_UNSTATED)
        return ENCODING_UTF_8;
    if (mark == NULL)
        return stated.encoding == ENCODING_UTF_16 ? ENCODING_UNSTATED : stated.encoding;
    bool either = stated.encoding == ENCODING_UTF_16 && mark->encoding != ENCODING_UTF_8;
    bool agreed = !stated.demanded || stated.encoding == mark->encoding || either;
    return agreed ? mark->encoding : ENCODING_UNSTATED;
}

static void tell_contradiction(struct findings *findings, enum text_encoding stated,
                               const struct mark *mark)
{
    const char *name = text_encoding_name(stated);
    CADRE_FREE char *hint =
        mark == NULL
            ? cadre_format("'%s' needs a byte order mark and the file has none: say "
                           "utf-16le or utf-16be",
                           name)
            : cadre_format("'%s' is stated, its first bytes are those of %s: name that one "
                           "or none",
                           name, text_encoding_name(mark->encoding));
    findings_add(findings, FINDING_F_ENCODING, NULL, 0, NULL, str_view_of(NULL), hint);
}

/* ---- decoding -------------------------------------------------------------------------------- */

/* Whether bytes are UTF-8 with letters beyond ASCII: those of a code page are by no accident. */
struct utf8_watch {
    bool seen, broken;
    unsigned pending;   /* bytes that the character still wants */
    unsigned low, high; /* the next of them */
};

struct decoding {
    enum text_encoding encoding;
    const uint16_t *page;
    struct utf8_watch utf8;
    struct str text;   /* of the block at hand */
    uint64_t line;     /* of the text, from 1 */
    bool after_return; /* the last character was a CR */
    uint32_t high;     /* first half of a surrogate pair, 0 = none */
    char *fault;       /* NULL while there is none */
};

static void add(struct decoding *decoding, uint32_t code_point)
{
    bool line_feed = code_point == '\n';
    decoding->line += code_point == '\r' || (line_feed && !decoding->after_return);
    decoding->after_return = code_point == '\r';
    if (code_point < 0x80)
        str_add_char(&decoding->text, (char)code_point);
    else
        utf8_add(&decoding->text, code_point);
}

static void watch_lead(struct utf8_watch *watch, unsigned byte)
{
    bool lead = byte >= 0xC2 && byte <= 0xF4;
    watch->seen = true;
    watch->broken = !lead;
    watch->pending = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
    watch->low = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80;
    watch->high = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF;
}

static void watch_byte(struct utf8_watch *watch, unsigned byte)
{
    if (watch->pending > 0) {
        watch->broken = byte < watch->low || byte > watch->high;
        watch->pending--;
        watch->low = 0x80;
        watch->high = 0xBF;
    } else if (byte >= 0x80) {
        watch_lead(watch, byte);
    }
}

static void decode_page(struct decoding *decoding, struct str_view bytes)
{
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        if (!decoding->utf8.broken)
            watch_byte(&decoding->utf8, byte);
        if (decoding->fault != NULL)
            continue;
        uint32_t code_point = byte < 0x80 ? byte : decoding->page[byte - 0x80];
        if (byte >= 0x80 && code_point == 0)
            decoding->fault = cadre_format("byte 0x%02X is no letter of %s", byte,
                                           text_encoding_name(decoding->encoding));
        else
            add(decoding, code_point);
    }
}

static uint32_t unit_at(const struct decoding *decoding, const char *bytes)
{
    uint32_t first = (unsigned char)bytes[0];
    uint32_t second = (unsigned char)bytes[1];
    return decoding->encoding == ENCODING_UTF_16BE ? first << 8 | second : second << 8 | first;
}

static void fault_surrogate(struct decoding *decoding, uint32_t unit)
{
    decoding->fault = cadre_format("half of a surrogate pair: 0x%04X", (unsigned)unit);
}

/* One code unit more; halves of a pair wait for each other. */
static void decode_unit(struct decoding *decoding, uint32_t unit)
{
    bool high = unit >= 0xD800 && unit < 0xDC00;
    bool low = unit >= 0xDC00 && unit < 0xE000;
    if (decoding->high != 0 && !low) {
        fault_surrogate(decoding, decoding->high);
    } else if (low && decoding->high == 0) {
        fault_surrogate(decoding, unit);
    } else if (low) {
        add(decoding, 0x10000 + ((decoding->high - 0xD800) << 10) + (unit - 0xDC00));
        decoding->high = 0;
    } else if (high) {
        decoding->high = unit;
    } else {
        add(decoding, unit);
    }
}

static void decode_utf16(struct decoding *decoding, struct str_view bytes, bool last)
{
    size_t i = 0;
    for (; i + UNIT <= bytes.length && decoding->fault == NULL; i += UNIT)
        decode_unit(decoding, unit_at(decoding, bytes.data + i));
    if (decoding->fault != NULL || !last)
        return;
    if (decoding->high != 0)
        fault_surrogate(decoding, decoding->high);
    else if (i < bytes.length)
        decoding->fault = cadre_strdup("its last character has one byte of two");
}

/* Blocks are of even length, and end where characters do but for surrogate pairs. */
static enum cadre_status decode_blocks(struct decoding *decoding, struct input_file *file,
                                       uint64_t offset, struct cadre_error *err)
{
    CADRE_FREE char *block = cadre_malloc(BLOCK);
    for (size_t count = BLOCK; count == BLOCK && decoding->fault == NULL; offset += count) {
        enum cadre_status status = input_file_read(file, offset, block, BLOCK, &count, err);
        if (status != CADRE_OK)
            return status;
        str_reset(&decoding->text);
        if (decoding->page != NULL)
            decode_page(decoding, (struct str_view){block, count});
        else
            decode_utf16(decoding, (struct str_view){block, count}, count < BLOCK);
        status = input_file_add_text(file, str_view_from(&decoding->text), err);
        if (status != CADRE_OK)
            return status;
    }
    return CADRE_OK;
}

static void tell_undecodable(struct findings *findings, const struct decoding *decoding)
{
    findings_add(findings, FINDING_F_UNDECODABLE, NULL, decoding->line, NULL, str_view_of(NULL),
                 decoding->fault);
}

static void tell_utf8(struct findings *findings, const struct decoding *decoding)
{
    CADRE_FREE char *hint =
        cadre_format("'%s' is stated, its letters are those of utf-8: name that one",
                     text_encoding_name(decoding->encoding));
    findings_add(findings, FINDING_F_ENCODING, NULL, 0, NULL, str_view_of(NULL), hint);
}

/* At a fault nobody has read on, perhaps within a letter. */
static bool is_utf8_after_all(const struct decoding *decoding)
{
    const struct utf8_watch *watch = &decoding->utf8;
    return watch->seen && !watch->broken && (watch->pending == 0 || decoding->fault != NULL);
}

static enum cadre_status decode_as(struct input_file *file, enum text_encoding encoding,
                                   size_t mark_length, struct findings *findings, bool *ret_refused,
                                   struct cadre_error *err)
{
    struct decoding decoding = {.encoding = encoding, .page = code_page_of(encoding), .line = 1};
    enum cadre_status status = input_file_begin_text(file, err);
    if (status == CADRE_OK)
        status = input_file_add_text(file, STR_VIEW_LITERAL("\xEF\xBB\xBF"), err);
    if (status == CADRE_OK)
        status = decode_blocks(&decoding, file, mark_length, err);
    bool utf8 = is_utf8_after_all(&decoding);
    if (status == CADRE_OK && decoding.fault == NULL && !utf8) {
        input_file_settle_text(file, encoding);
    } else {
        input_file_forget_text(file);
        if (status == CADRE_OK && utf8)
            tell_utf8(findings, &decoding);
        else if (status == CADRE_OK)
            tell_undecodable(findings, &decoding);
    }
    *ret_refused = decoding.fault != NULL || utf8;
    cadre_free_pointer(&decoding.fault);
    str_release(&decoding.text);
    return status;
}

/* What is no text at all is told by bytes_check. */
static bool is_other_format(struct str_view head)
{
    const char *hint;
    return file_format_finding(head, &hint) != NULL;
}

static enum cadre_status decode_by_head(struct input_file *file, struct str_view head,
                                        struct statement stated, struct findings *findings,
                                        bool *ret_refused, struct cadre_error *err)
{
    const struct mark *mark = find_mark(head);
    enum text_encoding encoding = agree(stated, mark);
    *ret_refused = false;
    if (head.length == 0 || is_other_format(head) || encoding == ENCODING_UTF_8)
        return CADRE_OK;
    if (encoding == ENCODING_UNSTATED) {
        tell_contradiction(findings, stated.encoding, mark);
        *ret_refused = true;
        return CADRE_OK;
    }
    return decode_as(file, encoding, mark != NULL ? mark->length : 0, findings, ret_refused, err);
}

enum cadre_status decode_file(struct input_file *file, enum text_encoding stated, bool demanded,
                              struct findings *findings, bool *ret_refused, struct cadre_error *err)
{
    const struct statement statement = {stated, demanded && stated != ENCODING_UNSTATED};
    char head[FILE_FORMAT_HEAD];
    size_t count;
    input_file_forget_text(file);
    enum cadre_status status = input_file_read(file, 0, head, sizeof head, &count, err);
    if (status != CADRE_OK)
        return status;
    return decode_by_head(file, (struct str_view){head, count}, statement, findings, ret_refused,
                          err);
}
