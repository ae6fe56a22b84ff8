/*
 * What `cadre error` shows is true: the bad form of each example raises its code, the good one
 * nothing at all. Those that need the registry are tried in tests/e2e/error.sh.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/import/import_case.h"

enum { CODES_MAX = 200 };

/* ---- examples in words, and the bytes that they speak of --------------------------------------
 */

#define BYTES(text)                                                                                \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }

static const struct {
    const char *code;
    struct str_view before; /* `filler` is repeated between the two */
    char filler;
    size_t count;
    struct str_view after;
} files[] = {
    {FINDING_F_EMPTY, BYTES(""), 0, 0, BYTES("")},
    {FINDING_F_XLSX, BYTES("PK\003\004....[Content_Types].xml"), 0, 0, BYTES("")},
    {FINDING_F_XLS, BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), 0, 0, BYTES("")},
    {FINDING_F_PDF, BYTES("%PDF-1.7\n"), 0, 0, BYTES("")},
    {FINDING_F_UTF16, BYTES("c\0o\0d\0e\0,\0n\0a\0m\0e\0\n\0"), 0, 0, BYTES("")},
    {FINDING_F_UTF32, BYTES("\xFF\xFE\0\0c\0\0\0o\0\0\0"), 0, 0, BYTES("")},
    {FINDING_F_NOT_UTF8, BYTES("code,name,kind\nA,\xC0lpha,cert\n"), 0, 0, BYTES("")},
    {FINDING_F_NUL, BYTES("code,name,kind\nA,Al\0pha,cert\n"), 0, 0, BYTES("")},
    {FINDING_F_COLUMNS_MANY, BYTES("code,name,kind"), ',', 254, BYTES("\nA,Alpha,cert\n")},
    {FINDING_F_ODS, BYTES("PK\003\004mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), 0, 0,
     BYTES("")},
    {FINDING_F_ARCHIVE, BYTES("PK\003\004....march.csv"), 0, 0, BYTES("")},
    {FINDING_F_IMAGE, BYTES("\xFF\xD8\xFF\xE0"), 0, 0, BYTES("")},
    {FINDING_F_DOCUMENT, BYTES("PK\003\004....word/document.xml"), 0, 0, BYTES("")},
    {FINDING_F_HTML, BYTES("<html><table>"), 0, 0, BYTES("")},
    {FINDING_F_XML, BYTES("<?xml version=\"1.0\"?><rows/>"), 0, 0, BYTES("")},
    {FINDING_F_JSON, BYTES("[{\"code\": \"A\"}]"), 0, 0, BYTES("")},
    {FINDING_F_UNDECODABLE, BYTES("\xFF\xFE\x61"), 0, 0, BYTES("")},
    {FINDING_R_FIELD_LONG, BYTES("code,name,kind\nA,"), 'x', 70000, BYTES(",cert\n")},
    {FINDING_R_RECORD_LONG, BYTES("code,name,kind\nA,"), 'x', 2097152, BYTES(",cert\n")},
};

/* No bare code of the shipped catalogue stands in two frameworks or at two issuers. Two
 * are a matter of a source's settings, see test_decode.c and test_profile_reading.c. */
static const char *const never_today[] = {FINDING_R_AMBIGUOUS, FINDING_F_ENCODING,
                                          FINDING_W_SUPERSEDED, FINDING_F_TOO_LARGE};

static bool is_never_today(const char *code)
{
    for (size_t i = 0; i < ROWS(never_today); i++) {
        if (strcmp(never_today[i], code) == 0)
            return true;
    }
    return false;
}

/* The file that words speak of: true when there is one. */
static bool make_file(const char *code, struct str *out)
{
    for (size_t i = 0; i < ROWS(files); i++) {
        if (strcmp(files[i].code, code) != 0)
            continue;
        str_add_view(out, files[i].before);
        for (size_t j = 0; j < files[i].count; j++)
            str_add_char(out, files[i].filler);
        str_add_view(out, files[i].after);
        return true;
    }
    return false;
}

/* ---- examples in rows -------------------------------------------------------------------------
 */

static bool has_column(struct str_view header, const char *name)
{
    for (struct str_view rest = header; rest.data != NULL;) {
        if (str_view_equal(str_view_cut(rest, ',', &rest), str_view_of(name)))
            return true;
    }
    return false;
}

/* Columns without which a row is at fault by itself. */
static bool is_wanted(const struct kind *kind, const struct kind_column *column,
                      struct str_view header)
{
    bool keyed = has_column(header, "source_person_id") || has_column(header, "national_id");
    if (strcmp(column->name, "source_person_id") == 0)
        return !keyed;
    bool consent = strcmp(kind->name, "roster") == 0 && strcmp(column->name, "consent_on") == 0;
    return (column->required || consent) && !has_column(header, column->name);
}

/* The cells that the example leaves out, in front: faults of the bytes behind them stay as they
 * are. */
static void add_wanted(struct str *out, const struct kind *kind, struct str_view header, bool names)
{
    for (size_t i = 0; i < kind->column_count; i++) {
        const struct kind_column *column = &kind->columns[i];
        if (is_wanted(kind, column, header))
            str_add_format(out, "\"%s\",", names ? column->name : column->example);
    }
}

/* A fault of the header is shown whole. */
static void widen(const struct finding_code *code, const struct kind *kind, const char *text,
                  struct str *out)
{
    struct str_view rest;
    struct str_view header = str_view_cut(str_view_of(text), '\n', &rest);
    bool whole = code->effect == FINDING_REFUSES;
    if (!whole)
        add_wanted(out, kind, header, true);
    str_add_view(out, header);
    while (rest.data != NULL) {
        str_add_char(out, '\n');
        if (!whole)
            add_wanted(out, kind, header, false);
        str_add_view(out, str_view_cut(rest, '\n', &rest));
    }
}

/* ---- the tests --------------------------------------------------------------------------------
 */

static void check(const char *kind, const struct str *text, struct str *ret_findings)
{
    struct case_run run;
    case_check(&run, kind, str_view_from(text));
    case_add_findings(ret_findings, run.findings, true);
    case_release(&run);
}

static void check_raises(const struct finding_code *code, const char *kind, const struct str *text)
{
    CADRE_CLEANUP(str_release) struct str findings = {0};
    CADRE_FREE char *word = cadre_format(" %s", code->code);
    check(kind, text, &findings);
    ck_assert_msg(strstr(str_chars(&findings), word) != NULL,
                  "%s is not raised by\n%.300s\nbut\n%s", code->code, str_chars(text),
                  str_chars(&findings));
}

static void check_rows(const struct finding_code *code, const struct finding_example *example)
{
    CADRE_CLEANUP(str_release) struct str bad = {0};
    CADRE_CLEANUP(str_release) struct str good = {0};
    CADRE_CLEANUP(str_release) struct str findings = {0};
    const struct kind *kind = kind_find(str_view_of(example->kind));
    ck_assert_msg(kind != NULL, "%s: '%s'", code->code, example->kind);
    widen(code, kind, example->bad, &bad);
    widen(code, kind, example->good, &good);
    if (!code->needs_registry)
        check_raises(code, example->kind, &bad);
    check(example->kind, &good, &findings);
    ck_assert_msg(findings.length == 0, "%s: the mended form\n%s\nraises\n%s", code->code,
                  str_chars(&good), str_chars(&findings));
}

START_TEST(an_example_shows_its_code)
{
    size_t count;
    const struct finding_code *codes = finding_code_all(&count);
    ck_assert_uint_le(count, CODES_MAX);
    if ((size_t)_i >= count)
        return;
    const struct finding_code *code = &codes[_i];
    if (code->code[0] == 'D') /* of no CSV file: see test_framework_document.c */
        return;
    const struct finding_example *example = finding_code_example(code);
    ck_assert_msg(example != NULL, "%s has no example", code->code);
    if (example->kind != NULL) {
        check_rows(code, example);
        return;
    }
    CADRE_CLEANUP(str_release) struct str text = {0};
    ck_assert_msg(make_file(code->code, &text) != is_never_today(code->code), "%s: '%s'",
                  code->code, example->bad);
    if (!is_never_today(code->code))
        check_raises(code, "organizations", &text);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("finding_examples");
    tcase_add_loop_test(tcase, an_example_shows_its_code, 0, CODES_MAX);
    return run_tcase(tcase, "import/finding_examples");
}
