#include "import/decode.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "import/code_page.h"
#include "tests/unit/import/import_case.h"

#define BYTES(text)                                                                                \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }

#define LE "\xFF\xFE"
#define BE "\xFE\xFF"
#define BOM "\xEF\xBB\xBF"

/* What can be read of the file, in pieces of an odd size. */
static void read_whole(struct input_file *file, struct str *out)
{
    char piece[7];
    size_t count = sizeof piece;
    struct cadre_error err = {0};
    while (count == sizeof piece) {
        ck_assert_int_eq(input_file_read(file, out->length, piece, sizeof piece, &count, &err),
                         CADRE_OK);
        str_add(out, piece, count);
    }
    ck_assert_uint_eq(out->length, input_file_size(file));
}

static bool decode(struct input_file *file, enum text_encoding stated, bool demanded,
                   struct str *ret_findings)
{
    struct cadre_error err = {0};
    bool refused = true;
    struct findings *findings = findings_new();
    ck_assert_int_eq(decode_file(file, stated, demanded, findings, &refused, &err), CADRE_OK);
    case_add_findings(ret_findings, findings, true);
    ck_assert_int_eq(refused, findings_count(findings) > 0);
    findings_free(findings);
    return !refused;
}

/* ---- what is decoded ------------------------------------------------------------------------- */

static const struct {
    enum text_encoding stated;
    struct str_view bytes, text;
    enum text_encoding encoding;
} decoded[] = {
    {ENCODING_UNSTATED, BYTES("a,b\n"), BYTES("a,b\n"), ENCODING_UTF_8},
    {ENCODING_UNSTATED, BYTES(BOM "a,b\n"), BYTES(BOM "a,b\n"), ENCODING_UTF_8},
    {ENCODING_UTF_8, BYTES("\xC9\x99\n"), BYTES("\xC9\x99\n"), ENCODING_UTF_8},
    {ENCODING_UNSTATED, BYTES("a\0b\0"), BYTES("a\0b\0"), ENCODING_UTF_8}, /* not guessed */
    {ENCODING_UNSTATED, BYTES(LE "a\0,\0\x59\x02\n\0"), BYTES(BOM "a,ə\n"), ENCODING_UTF_16LE},
    {ENCODING_UNSTATED, BYTES(BE "\0a\0,\x02\x59\0\n"), BYTES(BOM "a,ə\n"), ENCODING_UTF_16BE},
    {ENCODING_UTF_16, BYTES(LE "a\0"), BYTES(BOM "a"), ENCODING_UTF_16LE},
    {ENCODING_UTF_16, BYTES(BE "\0a"), BYTES(BOM "a"), ENCODING_UTF_16BE},
    {ENCODING_UTF_16LE, BYTES(LE "a\0"), BYTES(BOM "a"), ENCODING_UTF_16LE},
    {ENCODING_UTF_16LE, BYTES("a\0\n\0"), BYTES(BOM "a\n"), ENCODING_UTF_16LE},
    {ENCODING_UTF_16BE, BYTES("\0a\0\n"), BYTES(BOM "a\n"), ENCODING_UTF_16BE},
    {ENCODING_UNSTATED, BYTES(LE "\x3D\xD8\x00\xDE"), BYTES(BOM "\xF0\x9F\x98\x80"),
     ENCODING_UTF_16LE},
    {ENCODING_UNSTATED, BYTES(BE "\xDB\xFF\xDF\xFF"), BYTES(BOM "\xF4\x8F\xBF\xBF"),
     ENCODING_UTF_16BE},
    {ENCODING_UNSTATED, BYTES(LE "\xFF\xFE"), BYTES(BOM BOM), ENCODING_UTF_16LE},
    {ENCODING_UNSTATED, BYTES(LE), BYTES(BOM), ENCODING_UTF_16LE},
    {ENCODING_UNSTATED, BYTES(BE "\0\0"), BYTES(BOM "\0"), ENCODING_UTF_16BE}, /* F008 then */
    {ENCODING_WINDOWS_1251, BYTES("\xC8\xE2\xE0\xED,\xB8\n"), BYTES(BOM "Иван,ё\n"),
     ENCODING_WINDOWS_1251},
    {ENCODING_WINDOWS_1254, BYTES("\xD0\xDD\xDE\xF0\xFD\xFE\xD6\xFC\xE7\n"),
     BYTES(BOM "ĞİŞğışÖüç\n"), ENCODING_WINDOWS_1254},
    /* what could begin a character of UTF-8 and does not go on as one, or not to its end */
    {ENCODING_WINDOWS_1251, BYTES("\xC3\xB8\xC8\n"), BYTES(BOM "ГёИ\n"), ENCODING_WINDOWS_1251},
    {ENCODING_WINDOWS_1251, BYTES("\xC3\xB8,\xC3"), BYTES(BOM "Гё,Г"), ENCODING_WINDOWS_1251},
    {ENCODING_WINDOWS_1251, BYTES("\xE0\x90\xB8,\n"), BYTES(BOM "ађё,\n"), ENCODING_WINDOWS_1251},
    {ENCODING_WINDOWS_1251, BYTES("\xED\xA0\xB8"), BYTES(BOM "н\xC2\xA0ё"), ENCODING_WINDOWS_1251},
    {ENCODING_WINDOWS_1251, BYTES("\xC0\xB8"), BYTES(BOM "Аё"), ENCODING_WINDOWS_1251},
    {ENCODING_WINDOWS_1254, BYTES("a,b\n"), BYTES(BOM "a,b\n"), ENCODING_WINDOWS_1254},
    /* of another format: left to bytes_check */
    {ENCODING_WINDOWS_1251, BYTES("%PDF-1.7\n"), BYTES("%PDF-1.7\n"), ENCODING_UTF_8},
    {ENCODING_WINDOWS_1251, BYTES(""), BYTES(""), ENCODING_UTF_8},
};

START_TEST(bytes_become_utf8)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    CADRE_CLEANUP(str_release) struct str findings = {0};
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = case_file(decoded[_i].bytes);
    struct cadre_error err = {0};
    struct digest digest;
    struct digest wanted = digest_of(decoded[_i].bytes.data, decoded[_i].bytes.length);
    for (int round = 0; round < 2; round++) { /* the second begins anew */
        str_reset(&text);
        ck_assert(decode(file, decoded[_i].stated, true, &findings));
        read_whole(file, &text);
        ck_assert_uint_eq(text.length, decoded[_i].text.length);
        ck_assert(str_view_equal(str_view_from(&text), decoded[_i].text));
        ck_assert_int_eq(input_file_encoding(file), decoded[_i].encoding);
    }
    ck_assert_int_eq(input_file_digest(file, &digest, &err), CADRE_OK);
    ck_assert_int_eq(digest_compare(&digest, &wanted), 0);
}
END_TEST

/* A mark overrules what a source states of its files. */
START_TEST(a_mark_overrules_a_profile)
{
    static const enum text_encoding stated[] = {ENCODING_WINDOWS_1254, ENCODING_UTF_16LE,
                                                ENCODING_UTF_16, ENCODING_UTF_8};
    CADRE_CLEANUP(str_release) struct str findings = {0};
    CADRE_CLEANUP(str_release) struct str text = {0};
    CADRE_CLEANUP(input_file_cleanup)
    struct input_file *file = case_file(STR_VIEW_LITERAL(BOM "\xC9\x99"));
    CADRE_CLEANUP(input_file_cleanup)
    struct input_file *wide = case_file(STR_VIEW_LITERAL(BE "\x02\x59"));
    ck_assert(decode(file, stated[_i], false, &findings));
    ck_assert_int_eq(input_file_encoding(file), ENCODING_UTF_8);
    ck_assert(decode(wide, stated[_i], false, &findings));
    read_whole(wide, &text);
    ck_assert_str_eq(str_chars(&text), BOM "ə");
    ck_assert_int_eq(input_file_encoding(wide), ENCODING_UTF_16BE);
}
END_TEST

/* ---- what is refused ------------------------------------------------------------------------- */

static const struct {
    enum text_encoding stated;
    struct str_view bytes;
    const char *finding;
} refused[] = {
    {ENCODING_UTF_8, BYTES(LE "a\0"),
     "0/0 F026 ('utf-8' is stated, its first bytes are those of utf-16le: name that one or "
     "none)\n"},
    {ENCODING_UTF_16LE, BYTES(BE "\0a"),
     "0/0 F026 ('utf-16le' is stated, its first bytes are those of utf-16be: name that one or "
     "none)\n"},
    {ENCODING_UTF_16, BYTES(BOM "a"),
     "0/0 F026 ('utf-16' is stated, its first bytes are those of utf-8: name that one or none)\n"},
    {ENCODING_UTF_16, BYTES("a\0"),
     "0/0 F026 ('utf-16' needs a byte order mark and the file has none: say utf-16le or "
     "utf-16be)\n"},
    {ENCODING_WINDOWS_1251, BYTES(BOM "a"),
     "0/0 F026 ('windows-1251' is stated, its first bytes are those of utf-8: name that one or "
     "none)\n"},
    {ENCODING_WINDOWS_1254, BYTES(LE "a\0"),
     "0/0 F026 ('windows-1254' is stated, its first bytes are those of utf-16le: name that one or "
     "none)\n"},
    {ENCODING_WINDOWS_1251, BYTES("a\n\xD0\x98,\xC9\x99,\xE2\x80\xA6,\xF0\x9F\x99\x82\n"),
     "0/0 F026 ('windows-1251' is stated, its letters are those of utf-8: name that one)\n"},
    {ENCODING_WINDOWS_1251, BYTES("a\n\xD0\x98,\xC9,\xE2\x80\xA6\n"),
     "2/0 F027 (byte 0x98 is no letter of windows-1251)\n"},
    {ENCODING_WINDOWS_1251, BYTES("a\n\xC9\x99,\xE2\x80\xA6,\xF0\x9F\x99\x82\n"),
     "0/0 F026 ('windows-1251' is stated, its letters are those of utf-8: name that one)\n"},
    {ENCODING_WINDOWS_1254, BYTES("a\xC5\x9F"),
     "0/0 F026 ('windows-1254' is stated, its letters are those of utf-8: name that one)\n"},
    {ENCODING_WINDOWS_1251, BYTES("a\n\r\nb\x98"),
     "3/0 F027 (byte 0x98 is no letter of windows-1251)\n"},
    {ENCODING_WINDOWS_1254, BYTES("\x81"), "1/0 F027 (byte 0x81 is no letter of windows-1254)\n"},
    {ENCODING_WINDOWS_1254, BYTES("a\rb\r\nc\x9E"),
     "3/0 F027 (byte 0x9E is no letter of windows-1254)\n"},
    {ENCODING_UNSTATED, BYTES(LE "a"), "1/0 F027 (its last character has one byte of two)\n"},
    {ENCODING_UNSTATED, BYTES(LE "\n\0a\0b"),
     "2/0 F027 (its last character has one byte of two)\n"},
    {ENCODING_UNSTATED, BYTES(LE "\n\0\x3D\xD8"), "2/0 F027 (half of a surrogate pair: 0xD83D)\n"},
    {ENCODING_UNSTATED, BYTES(LE "\x3D\xD8\n\0"), "1/0 F027 (half of a surrogate pair: 0xD83D)\n"},
    {ENCODING_UNSTATED, BYTES(LE "\x3D\xD8\x3D\xD8\x00\xDE"),
     "1/0 F027 (half of a surrogate pair: 0xD83D)\n"},
    {ENCODING_UNSTATED, BYTES(BE "\0a\xDE\x00"), "1/0 F027 (half of a surrogate pair: 0xDE00)\n"},
    {ENCODING_UNSTATED, BYTES(BE "\0a\xD8\x3D"), "1/0 F027 (half of a surrogate pair: 0xD83D)\n"},
};

START_TEST(what_is_no_text_is_refused)
{
    CADRE_CLEANUP(str_release) struct str findings = {0};
    CADRE_CLEANUP(str_release) struct str text = {0};
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = case_file(refused[_i].bytes);
    ck_assert(!decode(file, refused[_i].stated, true, &findings));
    ck_assert_str_eq(str_chars(&findings), refused[_i].finding);
    read_whole(file, &text); /* the bytes as they were */
    ck_assert(str_view_equal(str_view_from(&text), refused[_i].bytes));
}
END_TEST

/* A surrogate pair lies across the end of a block of any size that is a power of two. */
START_TEST(blocks_do_not_show)
{
    enum { UNITS = 200000 };
    CADRE_CLEANUP(str_release) struct str bytes = {0};
    CADRE_CLEANUP(str_release) struct str wanted = {0};
    CADRE_CLEANUP(str_release) struct str text = {0};
    CADRE_CLEANUP(str_release) struct str findings = {0};
    str_add(&bytes, LE, 2);
    str_add_text(&wanted, BOM);
    if (_i == 1) { /* odd against the blocks */
        str_add(&bytes, "x", 2);
        str_add_char(&wanted, 'x');
    }
    for (int i = 0; i < UNITS; i++) {
        str_add(&bytes, "\x3D\xD8\x00\xDE", 4);
        str_add_text(&wanted, "\xF0\x9F\x98\x80");
    }
    CADRE_CLEANUP(input_file_cleanup)
    struct input_file *file = case_file(str_view_from(&bytes));
    ck_assert(decode(file, ENCODING_UNSTATED, false, &findings));
    read_whole(file, &text);
    ck_assert(str_view_equal(str_view_from(&text), str_view_from(&wanted)));
}
END_TEST

/* ---- code pages ------------------------------------------------------------------------------ */

static const struct {
    enum text_encoding encoding;
    const char *iconv_name;
    int undefined;
} pages[] = {{ENCODING_WINDOWS_1251, "CP1251", 1}, {ENCODING_WINDOWS_1254, "CP1254", 7}};

/* Where the system has a converter, ours says the same of each byte. */
START_TEST(code_pages_are_those_of_the_system)
{
    iconv_t converter = iconv_open("UCS-2LE", pages[_i].iconv_name);
    const uint16_t *page = code_page_of(pages[_i].encoding);
    int undefined = 0;
    for (int i = 0; i < CODE_PAGE_BYTES; i++) {
        char byte = (char)(0x80 + i);
        char unit[2] = {0};
        char *in = &byte;
        char *out = unit;
        size_t in_left = 1;
        size_t out_left = sizeof unit;
        undefined += page[i] == 0;
        if (converter == (iconv_t)-1)
            continue;
        bool known = iconv(converter, &in, &in_left, &out, &out_left) != (size_t)-1;
        iconv(converter, NULL, NULL, NULL, NULL);
        ck_assert_int_eq(known, page[i] != 0);
        if (known)
            ck_assert_uint_eq(page[i], (unsigned char)unit[0] | (unsigned char)unit[1] << 8);
    }
    ck_assert_int_eq(undefined, pages[_i].undefined);
    if (converter != (iconv_t)-1)
        iconv_close(converter);
}
END_TEST

START_TEST(other_encodings_have_no_page)
{
    for (int i = 0; i < ENCODING_WINDOWS_1251; i++)
        ck_assert_ptr_null(code_page_of((enum text_encoding)i));
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("decode");
    tcase_add_loop_test(tcase, bytes_become_utf8, 0, ROWS(decoded));
    tcase_add_loop_test(tcase, a_mark_overrules_a_profile, 0, 4);
    tcase_add_loop_test(tcase, what_is_no_text_is_refused, 0, ROWS(refused));
    tcase_add_loop_test(tcase, blocks_do_not_show, 0, 2);
    tcase_add_loop_test(tcase, code_pages_are_those_of_the_system, 0, ROWS(pages));
    tcase_add_test(tcase, other_encodings_have_no_page);
    return run_tcase(tcase, "import/decode");
}
