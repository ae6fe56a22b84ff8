#include "import/file_format.h"

#include <string.h>

#include "core/base/fold.h"
#include "core/kind/finding.h"

/* ---- by a signature -------------------------------------------------------------------------- */

#define SIGNATURE(code, bytes, offset)                                                             \
    {                                                                                              \
        (code), {(bytes), sizeof(bytes) - 1}, (offset)                                             \
    }

static const struct signature {
    const char *code;
    struct str_view bytes;
    size_t offset;
} signatures[] = {
    SIGNATURE(FINDING_F_XLS, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0),
    SIGNATURE(FINDING_F_PDF, "%PDF-", 0),
    SIGNATURE(FINDING_F_ARCHIVE, "PK\005\006", 0), /* an empty zip */
    SIGNATURE(FINDING_F_ARCHIVE, "PK\007\010", 0), /* a part of one */
    SIGNATURE(FINDING_F_ARCHIVE, "\x1F\x8B", 0),   /* gzip */
    SIGNATURE(FINDING_F_ARCHIVE, "1AY&SY", 4),     /* bzip2, behind BZh and a digit */
    SIGNATURE(FINDING_F_ARCHIVE,
              "\xFD"
              "7zXZ",
              0),
    SIGNATURE(FINDING_F_ARCHIVE, "7z\xBC\xAF\x27\x1C", 0),
    SIGNATURE(FINDING_F_ARCHIVE, "Rar!\x1A\x07", 0),
    SIGNATURE(FINDING_F_ARCHIVE, "\x28\xB5\x2F\xFD", 0), /* zstd */
    SIGNATURE(FINDING_F_IMAGE, "\x89PNG\r\n\x1A\n", 0),
    SIGNATURE(FINDING_F_IMAGE, "\xFF\xD8\xFF", 0), /* JPEG */
    SIGNATURE(FINDING_F_IMAGE, "GIF8", 0),
    SIGNATURE(FINDING_F_IMAGE, "II*\0", 0), /* TIFF, and MM for the other byte order */
    SIGNATURE(FINDING_F_IMAGE, "MM\0*", 0),
    SIGNATURE(FINDING_F_IMAGE, "WEBPVP8", 8),
    SIGNATURE(FINDING_F_IMAGE, "ftyphei", 4), /* a telephone's photograph */
    SIGNATURE(FINDING_F_DOCUMENT, "{\\rtf", 0),
    SIGNATURE(FINDING_F_UTF32, "\xFF\xFE\0\0", 0), /* as UTF-16 it would begin with a NUL */
    SIGNATURE(FINDING_F_UTF32, "\0\0\xFE\xFF", 0),
};

static bool stands_at(struct str_view head, size_t offset, struct str_view bytes)
{
    return head.length >= offset + bytes.length &&
           memcmp(head.data + offset, bytes.data, bytes.length) == 0;
}

static const char *by_signature(struct str_view head)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        if (stands_at(head, signatures[i].offset, signatures[i].bytes))
            return signatures[i].code;
    }
    /* "BM" alone may begin a header: a bitmap has four bytes of nothing behind its size. */
    if (stands_at(head, 0, STR_VIEW_LITERAL("BM")) &&
        stands_at(head, 6, (struct str_view){"\0\0\0\0", 4}))
        return FINDING_F_IMAGE;
    return NULL;
}

/* ---- letters of four bytes ------------------------------------------------------------------- */

enum { UNIT = 4, UNITS_MIN = 2, UNITS_MAX = 16 };

/* A letter of the scripts that tables are written in, or what stands between them. */
static bool is_letter_unit(const char *bytes, bool low_first)
{
    const unsigned char *unit = (const unsigned char *)bytes;
    unsigned high = low_first ? unit[2] | unit[3] : unit[0] | unit[1];
    unsigned low = low_first ? unit[1] << 8 | unit[0] : unit[2] << 8 | unit[3];
    return high == 0 && (low >= ' ' || low == '\t' || low == '\r' || low == '\n');
}

/* UTF-32 without a byte order mark. */
static bool is_in_units(struct str_view head, bool low_first)
{
    size_t count = head.length / UNIT < UNITS_MAX ? head.length / UNIT : UNITS_MAX;
    size_t letters = 0;
    while (letters < count && is_letter_unit(head.data + letters * UNIT, low_first))
        letters++;
    return count >= UNITS_MIN && letters == count;
}

static const char *by_units(struct str_view head, const char **ret_hint)
{
    if (is_in_units(head, true))
        *ret_hint = "save it as 'CSV UTF-8', or: iconv -f UTF-32LE -t UTF-8 FILE >NEW.csv";
    else if (is_in_units(head, false))
        *ret_hint = "save it as 'CSV UTF-8', or: iconv -f UTF-32BE -t UTF-8 FILE >NEW.csv";
    return *ret_hint != NULL ? FINDING_F_UTF32 : NULL;
}

/* ---- zip and what is made of it -------------------------------------------------------------- */

static bool holds(struct str_view head, const char *text)
{
    return memmem(head.data, head.length, text, strlen(text)) != NULL;
}

/* Office formats by what lies in their head, the surer sign first. */
static const struct member {
    const char *text;
    const char *code;
} members[] = {
    {"opendocument.spreadsheet", FINDING_F_ODS},
    {"opendocument.", FINDING_F_DOCUMENT},
    {"word/", FINDING_F_DOCUMENT},
    {"ppt/", FINDING_F_DOCUMENT},
    {"xl/", FINDING_F_XLSX},
    {"[Content_Types].xml", FINDING_F_XLSX},
};

static const char *by_members(struct str_view head)
{
    if (!stands_at(head, 0, STR_VIEW_LITERAL("PK\003\004")))
        return NULL;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (holds(head, members[i].text))
            return members[i].code;
    }
    return FINDING_F_ARCHIVE;
}

/* ---- text that is no table ------------------------------------------------------------------- */

static struct str_view skip_blanks(struct str_view text)
{
    while (text.length > 0 && text.data[0] != '\0' && strchr(" \t\r\n", text.data[0]) != NULL)
        text = (struct str_view){text.data + 1, text.length - 1};
    return text;
}

static bool begins(struct str_view text, const char *word)
{
    size_t length = strlen(word);
    return text.length >= length &&
           fold_ascii_equal((struct str_view){text.data, length}, str_view_of(word));
}

static const char *const pages[] = {"<!doctype html", "<html",  "<head",  "<meta", "<body",
                                    "<table",         "<style", "<title", "<div",  "<!--"};

static const char *by_markup(struct str_view text, struct str_view head, const char **ret_hint)
{
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (begins(text, pages[i]))
            return FINDING_F_HTML;
    }
    if (!begins(text, "<?xml") && !begins(text, "<!doctype"))
        return NULL;
    if (holds(head, "<html"))
        return FINDING_F_HTML;
    if (holds(head, "urn:schemas-microsoft-com:office:spreadsheet"))
        *ret_hint = "Excel opens it: it is a workbook saved as XML";
    return FINDING_F_XML;
}

/* An array or object whose first item is one of JSON's; a header that begins with a bracket goes on
 * with a word. */
static bool is_json(struct str_view text)
{
    if (text.length == 0 || (text.data[0] != '{' && text.data[0] != '['))
        return false;
    struct str_view next = skip_blanks((struct str_view){text.data + 1, text.length - 1});
    return next.length > 0 && next.data[0] != '\0' && strchr("\"{[}]", next.data[0]) != NULL;
}

static const char *by_text(struct str_view head, const char **ret_hint)
{
    static const struct str_view mark = {"\xEF\xBB\xBF", 3};
    bool marked = stands_at(head, 0, mark);
    size_t skipped = marked ? mark.length : 0;
    struct str_view text =
        skip_blanks((struct str_view){head.data + skipped, head.length - skipped});
    if (is_json(text))
        return FINDING_F_JSON;
    return by_markup(text, head, ret_hint);
}

const char *file_format_finding(struct str_view head, const char **ret_hint)
{
    *ret_hint = NULL;
    const char *code = by_signature(head);
    if (code == NULL)
        code = by_members(head);
    if (code == NULL)
        code = by_units(head, ret_hint);
    return code != NULL ? code : by_text(head, ret_hint);
}
