#include "import/file_format.h"

#include <stdlib.h>
#include <string.h>

#include "core/kind/finding.h"
#include "tests/unit/import/import_case.h"

#define HEAD(text)                                                                                 \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }
/* A local header of a zip up to the name of its member. */
#define MEMBER "PK\003\004\024\0\6\0\10\0\0\0!\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0"

static const struct {
    struct str_view head;
    const char *code; /* NULL = it may be text */
    const char *hint;
} cases[] = {
    {HEAD(""), NULL, NULL},
    {HEAD("code,name,kind\nA,x,cert\n"), NULL, NULL},
    {HEAD("\xEF\xBB\xBF"
          "code;name\n"),
     NULL, NULL},
    /* zip, and what is made of it */
    {HEAD(MEMBER "[Content_Types].xml"), "F003", NULL},
    {HEAD(MEMBER "_rels/.rels...PK\003\4...xl/workbook.xml"), "F003", NULL},
    {HEAD(MEMBER "[Content_Types].xml...PK\003\4...word/document.xml"), "F019", NULL},
    {HEAD(MEMBER "[Content_Types].xml...PK\003\4...ppt/presentation.xml"), "F019", NULL},
    {HEAD(MEMBER "mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"), "F016", NULL},
    {HEAD(MEMBER "mimetypeapplication/vnd.oasis.opendocument.textPK"), "F019", NULL},
    {HEAD(MEMBER "march.csv"), "F017", NULL},
    {HEAD("PK\003\004"), "F017", NULL},
    {HEAD("PK\005\006\0\0"), "F017", NULL},
    {HEAD("PK;name;kind\n"), NULL, NULL},
    /* other binary ones */
    {HEAD("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0"), "F004", NULL},
    {HEAD("%PDF-1.7\n"), "F005", NULL},
    {HEAD("\x1F\x8B\x08\0"), "F017", NULL},
    {HEAD("BZh91AY&SY\x01"), "F017", NULL},
    {HEAD("\xFD"
          "7zXZ\0"),
     "F017", NULL},
    {HEAD("7z\xBC\xAF\x27\x1C\0"), "F017", NULL},
    {HEAD("Rar!\x1A\x07\x01"), "F017", NULL},
    {HEAD("\x28\xB5\x2F\xFD\x04"), "F017", NULL},
    {HEAD("\x89PNG\r\n\x1A\n\0"), "F018", NULL},
    {HEAD("\xFF\xD8\xFF\xE0\0\x10JFIF"), "F018", NULL},
    {HEAD("GIF89a"), "F018", NULL},
    {HEAD("II*\0\x08"), "F018", NULL},
    {HEAD("MM\0*\0"), "F018", NULL},
    {HEAD("RIFF\x10\x20\x30\x40WEBPVP8 "), "F018", NULL},
    {HEAD("\0\0\0\x18"
          "ftypheic"),
     "F018", NULL},
    {HEAD("BM\x36\x10\x0E\0\0\0\0\0\x36\0"), "F018", NULL},
    {HEAD("BM kodu;ad;soyad\n"), NULL, NULL},
    {HEAD("{\\rtf1\\ansi"), "F019", NULL},
    /* letters of four bytes, and what is none of them */
    {HEAD("\xFF\xFE\0\0c\0\0\0"), "F029", NULL},
    {HEAD("\0\0\xFE\xFF\0\0\0c"), "F029", NULL},
    {HEAD("c\0\0\0\x59\2\0\0\n\0\0\0"), "F029",
     "save it as 'CSV UTF-8', or: iconv -f UTF-32LE -t UTF-8 FILE >NEW.csv"},
    {HEAD("\0\0\0c\0\0\2\x59\0\0\0\n"), "F029",
     "save it as 'CSV UTF-8', or: iconv -f UTF-32BE -t UTF-8 FILE >NEW.csv"},
    {HEAD("\xFF\xFE"
          "c\0o\0"),
     NULL, NULL},
    {HEAD("c\0o\0d\0e\0"), NULL, NULL},
    {HEAD("\1\0\0\0\2\0\0\0"), NULL, NULL},
    {HEAD("c\0\0\0"), NULL, NULL},
    /* text that is no table */
    {HEAD("<html><body><table>"), "F020", NULL},
    {HEAD("\xEF\xBB\xBF\r\n <!DOCTYPE HTML>"), "F020", NULL},
    {HEAD("<TABLE border=1>"), "F020", NULL},
    {HEAD("<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">"), "F020", NULL},
    {HEAD("<?xml version=\"1.0\"?>\n<rows/>"), "F021", NULL},
    {HEAD("<?xml version=\"1.0\"?>\n<Workbook "
          "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
     "F021", "Excel opens it: it is a workbook saved as XML"},
    {HEAD("<code>,name\n"), NULL, NULL},
    {HEAD("[{\"code\": 1}]"), "F022", NULL},
    {HEAD("\n{ \"code\": 1}\n"), "F022", NULL},
    {HEAD("[]"), "F022", NULL},
    {HEAD("[code],[name]\n"), NULL, NULL},
    {HEAD("{"), NULL, NULL},
};

START_TEST(what_is_no_csv_is_named)
{
    const char *hint = "untouched";
    const char *code = file_format_finding(cases[_i].head, &hint);
    ck_assert_pstr_eq(code, cases[_i].code);
    ck_assert_pstr_eq(hint, cases[_i].hint);
    if (code != NULL)
        ck_assert_int_eq(finding_code_find(str_view_of(code))->effect, FINDING_REFUSES);
}
END_TEST

/* The head may be cut anywhere: what is not whole is not read past its end. */
START_TEST(a_head_may_be_short)
{
    for (size_t length = 0; length < cases[_i].head.length; length++) {
        const char *hint;
        char *copy = cadre_malloc(length + 1); /* its end is guarded under ASan */
        memcpy(copy + 1, cases[_i].head.data, length);
        file_format_finding((struct str_view){copy + 1, length}, &hint);
        free(copy);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("file_format");
    tcase_add_loop_test(tcase, what_is_no_csv_is_named, 0, ROWS(cases));
    tcase_add_loop_test(tcase, a_head_may_be_short, 0, ROWS(cases));
    return run_tcase(tcase, "import/file_format");
}
