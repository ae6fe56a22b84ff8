#include "import/bytes.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/utf8.h"
#include "import/file_format.h"

enum {
    BLOCK = 256 * 1024,
    UTF16_HEAD = 64, /* bytes in which NULs are counted */
    PREAMBLE_HEAD = 64,
    LOST_WORDS_MIN = 3,
    LOST_LINES_SHARE = 50,      /* one line in so many */
    LOST_LINES_SHARE_SMALL = 3, /* the same where there are fewer words */
};

static const char byte_order_mark[] = "\xEF\xBB\xBF";

struct scan {
    struct findings *findings;
    uint64_t line; /* of the text being looked at, from 1 */
    bool plain;    /* the block at hand has neither faults nor marks of lost letters */
    bool content;  /* something else than blanks */
    bool refused;
    uint64_t lost_words, lost_lines;
    uint64_t lost_line; /* the first of them */
    struct str lost_sample;
};

static void refuse(struct scan *scan, const char *code, uint64_t line, struct str_view value,
                   const char *hint)
{
    findings_add(scan->findings, code, NULL, line, NULL, value, hint);
    scan->refused = true;
}

/* ---- by the first bytes ---------------------------------------------------------------------- */

/* UTF-16 without a BOM: every other byte is NUL as long as the letters are Latin. */
static bool looks_like_utf16(const char *head, size_t length, bool *ret_low_first)
{
    size_t nul[2] = {0};
    for (size_t i = 0; i < length; i++)
        nul[i % 2] += head[i] == '\0';
    *ret_low_first = nul[0] == 0;
    return length >= 4 && (nul[0] == 0) != (nul[1] == 0) && nul[0] + nul[1] >= length / 4;
}

static void check_head(struct scan *scan, struct str_view head)
{
    struct str_view none = str_view_of(NULL);
    bool low_first;
    size_t counted = head.length < UTF16_HEAD ? head.length : UTF16_HEAD;
    const char *hint;
    const char *code = file_format_finding(head, &hint);
    if (code != NULL)
        refuse(scan, code, 0, none, hint);
    else if (looks_like_utf16(head.data, counted, &low_first))
        refuse(scan, FINDING_F_UTF16, 0, none,
               low_first ? "it looks like utf-16le: say --encoding utf-16le"
                         : "it looks like utf-16be: say --encoding utf-16be");
}

/* ---- lost letters ---------------------------------------------------------------------------- */

static bool is_word_byte(char c)
{
    return (unsigned char)c > ' ' && strchr(",;\"", c) == NULL;
}

static bool is_letter_byte(char c)
{
    unsigned char low = (unsigned char)c | 0x20;
    return (unsigned char)c >= 0x80 || (low >= 'a' && low <= 'z');
}

static bool is_address(struct str_view word)
{
    for (size_t i = 0; i < word.length; i++) {
        if (strchr("/@=&", word.data[i]) != NULL)
            return true;
    }
    return false;
}

/* The word around byte `at` of the line. */
static struct str_view word_around(struct str_view line, size_t at)
{
    size_t begin = at;
    size_t end = at;
    while (begin > 0 && is_word_byte(line.data[begin - 1]))
        begin--;
    while (end < line.length && is_word_byte(line.data[end]))
        end++;
    return (struct str_view){line.data + begin, end - begin};
}

/* The next mark of a lost letter at or behind `at`: a '?' or U+FFFD; line.length when there is
 * none. */
static size_t find_mark(struct str_view line, size_t at, size_t *ret_length)
{
    const char *from = line.data + at;
    const char *question = memchr(from, '?', line.length - at);
    const char *replaced = memchr(from, 0xEF, line.length - at); /* U+FFFD begins with it */
    if (replaced != NULL)
        replaced = memmem(from, line.length - at, "\xEF\xBF\xBD", 3);
    bool is_question = question != NULL && (replaced == NULL || question < replaced);
    const char *mark = is_question ? question : replaced;
    *ret_length = is_question ? 1 : 3;
    return mark != NULL ? (size_t)(mark - line.data) : line.length;
}

static void note_lost(struct scan *scan, struct str_view word)
{
    if (scan->lost_words++ > 0)
        return;
    scan->lost_line = scan->line;
    str_add_view(&scan->lost_sample, word);
}

static void count_lost(struct scan *scan, struct str_view line)
{
    uint64_t before = scan->lost_words;
    for (size_t at = 0; at < line.length;) {
        size_t length;
        at = find_mark(line, at, &length);
        bool between = at > 0 && at + length < line.length && is_letter_byte(line.data[at - 1]) &&
                       is_letter_byte(line.data[at + length]);
        if (!between) {
            at += length;
            continue;
        }
        struct str_view word = word_around(line, at);
        if (!is_address(word))
            note_lost(scan, word);
        at = (size_t)(word.data + word.length - line.data);
    }
    scan->lost_lines += scan->lost_words > before;
}

static void judge_lost(struct scan *scan)
{
    uint64_t lines = scan->line;
    bool many = scan->lost_words >= LOST_WORDS_MIN && scan->lost_lines * LOST_LINES_SHARE >= lines;
    bool dense = scan->lost_words > 0 && scan->lost_lines * LOST_LINES_SHARE_SMALL >= lines;
    if (!many && !dense)
        return;
    CADRE_FREE char *hint =
        cadre_format("lines with such words: %llu of %llu", (unsigned long long)scan->lost_lines,
                     (unsigned long long)lines);
    refuse(scan, FINDING_F_LOST_LETTERS, scan->lost_line, str_view_from(&scan->lost_sample), hint);
}

/* ---- line by line ---------------------------------------------------------------------------- */

static void check_encoding(struct scan *scan, struct str_view text)
{
    size_t bad;
    if (utf8_is_valid(text, &bad))
        return;
    unsigned char byte = (unsigned char)text.data[bad];
    CADRE_FREE char *hint = cadre_format("byte %zu of the line is 0x%02X", bad + 1, byte);
    refuse(scan, byte == 0 ? FINDING_F_NUL : FINDING_F_NOT_UTF8, scan->line, str_view_of(NULL),
           byte == 0 ? NULL : hint);
}

static bool is_blank(struct str_view text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (strchr(" \t\r\n", text.data[i]) == NULL || text.data[i] == '\0')
            return false;
    }
    return true;
}

static void check_line(struct scan *scan, struct str_view line)
{
    if (!scan->plain) {
        check_encoding(scan, line);
        if (scan->refused)
            return;
        count_lost(scan, line);
    }
    scan->content = scan->content || !is_blank(line);
}

/* Length of the first line with its ending, 0 when it does not end in `text`. */
static size_t line_length(struct str_view text, bool last)
{
    const char *line_feed = memchr(text.data, '\n', text.length);
    size_t length = line_feed != NULL ? (size_t)(line_feed - text.data) + 1 : 0;
    const char *carriage = memchr(text.data, '\r', length > 0 ? length : text.length);
    if (carriage == NULL)
        return length;
    size_t before = (size_t)(carriage - text.data) + 1;
    if (before + 1 == length)
        return length; /* CR LF */
    /* At the block's end a CR may be half of CR LF. */
    return before < text.length || last ? before : 0;
}

/* Where a code point that is cut by the block's end begins. */
static size_t whole_length(struct str_view text)
{
    size_t length = text.length;
    while (length > 0 && text.length - length < 3 &&
           ((unsigned char)text.data[length - 1] & 0xC0) == 0x80)
        length--;
    if (length > 0 && (unsigned char)text.data[length - 1] >= 0xC0)
        return length - 1;
    return text.length;
}

/* Whether nothing in it needs to be looked at line by line, as in most blocks. */
static bool is_plain(struct str_view block, bool last)
{
    size_t mark;
    struct str_view whole = {block.data, last ? block.length : whole_length(block)};
    return find_mark(block, 0, &mark) == block.length && utf8_is_valid(whole, NULL);
}

/* Looks at the lines of the block; *ret_used bytes of it are done with. */
static void check_block(struct scan *scan, struct str_view block, bool last, size_t *ret_used)
{
    size_t used = 0;
    scan->plain = is_plain(block, last);
    while (used < block.length && !scan->refused) {
        struct str_view rest = {block.data + used, block.length - used};
        size_t length = line_length(rest, last);
        bool ended = length > 0;
        if (!ended && (last || used == 0))
            length = last ? rest.length : whole_length(rest); /* the last, or longer than a block */
        if (length == 0)
            break;
        check_line(scan, (struct str_view){rest.data, length});
        used += length;
        scan->line += ended && !scan->refused && (used < block.length || !last);
    }
    *ret_used = used;
}

static enum cadre_status check_all(struct scan *scan, struct input_file *file, uint64_t offset,
                                   struct cadre_error *err)
{
    CADRE_FREE char *block = cadre_malloc(BLOCK);
    uint64_t size = input_file_size(file);
    while (offset < size && !scan->refused) {
        size_t count;
        enum cadre_status status = input_file_read(file, offset, block, BLOCK, &count, err);
        if (status != CADRE_OK)
            return status;
        size_t used;
        check_block(scan, (struct str_view){block, count}, offset + count == size, &used);
        offset += used;
    }
    return CADRE_OK;
}

/* Length of a first line `sep=;`, its ending included: Excel takes the delimiter from it and shows
 * it to nobody, so that offices do not know that it is there. 0 when there is none. */
static size_t separator_length(struct str_view head)
{
    static const char word[] = "sep=";
    bool quoted = head.length > 0 && head.data[0] == '"';
    size_t at = quoted;
    for (size_t i = 0; word[i] != '\0'; i++, at++) {
        if (at >= head.length || fold_ascii_lower(head.data[at]) != word[i])
            return 0;
    }
    if (at >= head.length || strchr("\r\n", head.data[at]) != NULL)
        return 0;
    at++;
    if (quoted && (at >= head.length || head.data[at++] != '"'))
        return 0;
    if (at < head.length && head.data[at] == '\r')
        return at + 1 < head.length && head.data[at + 1] == '\n' ? at + 2 : at + 1;
    if (at < head.length && head.data[at] == '\n')
        return at + 1;
    return at == head.length ? at : 0; /* the file ends with it */
}

enum cadre_status bytes_preamble(struct input_file *file, struct preamble *ret_preamble,
                                 struct cadre_error *err)
{
    enum { BOM = sizeof byte_order_mark - 1 };
    char head[PREAMBLE_HEAD];
    size_t count;
    enum cadre_status status = input_file_read(file, 0, head, sizeof head, &count, err);
    if (status != CADRE_OK)
        return status;
    size_t mark = 0;
    /* Each program that adds one without looking leaves one more. */
    while (mark + BOM <= count && memcmp(head + mark, byte_order_mark, BOM) == 0)
        mark += BOM;
    size_t separator = separator_length((struct str_view){head + mark, count - mark});
    *ret_preamble = (struct preamble){.length = mark + separator, .lines = separator > 0};
    return CADRE_OK;
}

static enum cadre_status check_text(struct scan *scan, struct input_file *file,
                                    struct cadre_error *err)
{
    char head[FILE_FORMAT_HEAD];
    size_t count;
    struct preamble preamble = {0};
    enum cadre_status status = input_file_read(file, 0, head, sizeof head, &count, err);
    if (status == CADRE_OK)
        status = bytes_preamble(file, &preamble, err);
    if (status != CADRE_OK)
        return status;
    check_head(scan, (struct str_view){head, count});
    scan->line += preamble.lines;
    if (!scan->refused)
        status = check_all(scan, file, preamble.length, err);
    if (status != CADRE_OK || scan->refused)
        return status;
    if (!scan->content)
        refuse(scan, FINDING_F_EMPTY, 0, str_view_of(NULL), NULL);
    else
        judge_lost(scan);
    return CADRE_OK;
}

enum cadre_status bytes_check(struct input_file *file, struct findings *findings, bool *ret_refused,
                              struct cadre_error *err)
{
    struct scan scan = {.findings = findings, .line = 1};
    *ret_refused = false;
    if (input_file_is_sound(file))
        return CADRE_OK;
    enum cadre_status status = check_text(&scan, file, err);
    str_release(&scan.lost_sample);
    if (status != CADRE_OK)
        return status;
    *ret_refused = scan.refused;
    if (!scan.refused)
        input_file_note_sound(file, scan.line);
    return CADRE_OK;
}
