#include "import/rejects_csv.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/import/import_case.h"

static const struct {
    const char *text;
    const char *rejects;
} cases[] = {
    {"code,name,kind\nA,x,cert\n", ""},
    {"code,name,kind\nA,x,cert\nB,,cert\n",
     "cadre_line,cadre_record,cadre_codes,cadre_reason,code,name,kind\n"
     "3,2,R001,name: a required value is missing,B,,cert\n"},
    /* bytes as they were: BOM, CR LF, quotes, blanks */
    {"\xEF\xBB\xBF"
     "code;name;kind\r\n\"A\"; \"x;\"\"y\r\n\" ;bad\r\n\r\nB;x;CERT \r\nC;;bad\r\n",
     "\xEF\xBB\xBF"
     "cadre_line;cadre_record;cadre_codes;cadre_reason;code;name;kind\r\n"
     "2;1;R005;kind: not a code of the list (one of unit, ministry, agency, cert, university, "
     "employer, recruitment_office, other);\"A\"; \"x;\"\"y\r\n\" ;bad\r\n"
     "6;3;R001 R005;\"name: a required value is missing; kind: not a code of the list (one of "
     "unit, ministry, agency, cert, university, employer, recruitment_office, other)\";C;;bad\r\n"},
    /* the line for Excel stays too */
    {"sep=;\ncode;name;kind\nA;x;cert\nB;;cert\n",
     "sep=;\ncadre_line;cadre_record;cadre_codes;cadre_reason;code;name;kind\n"
     "4;2;R001;name: a required value is missing;B;;cert\n"},
    /* a broken record is whole, the last line has no ending, warnings are no reason */
    {"code\tname\tkind\tx\nA\t\"x\tcert\t\nB\tb\"c\tcert\t",
     "cadre_line\tcadre_record\tcadre_codes\tcadre_reason\tcode\tname\tkind\tx\n"
     "2\t1\tR031\tthe quotes are broken\tA\t\"x\tcert\t\n"
     "3\t2\tR031\tthe quotes are broken\tB\tb\"c\tcert\t"},
    /* dropped after it was taken: still in the order of the file */
    {"code,name,kind\nA,x,cert\nB,,cert\nA,y,cert\n",
     "cadre_line,cadre_record,cadre_codes,cadre_reason,code,name,kind\n"
     "2,1,X001,code: the same key stands twice with different content (it differs from line 4),"
     "A,x,cert\n"
     "3,2,R001,name: a required value is missing,B,,cert\n"
     "4,3,X001,code: the same key stands twice with different content (it differs from line 2),"
     "A,y,cert\n"},
};

/* The rejects of a checked file; the caller frees. */
static char *write_rejects(struct case_run *run, size_t *ret_length)
{
    struct cadre_error err = {0};
    char *text = NULL;
    FILE *out = open_memstream(&text, ret_length);
    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(rejects_csv_write(run->file, run->findings, run->result.delimiter, out, &err),
                     CADRE_OK);
    ck_assert_int_eq(fclose(out), 0);
    return text;
}

START_TEST(rejects_keep_the_bytes)
{
    struct case_run run;
    size_t length;
    case_check(&run, "organizations", str_view_of(cases[_i].text));
    CADRE_FREE char *text = write_rejects(&run, &length);
    ck_assert_str_eq(text, cases[_i].rejects);
    case_release(&run);
}
END_TEST

/* Imported again as they are, the rejects tell the same codes behind the word that they are such,
 * and no warning of the columns in front. */
START_TEST(rejects_can_be_imported_again)
{
    struct case_run run;
    struct case_run again;
    size_t length;
    case_check(&run, "organizations", str_view_of(cases[2].text));
    CADRE_FREE char *text = write_rejects(&run, &length);
    case_check(&again, "organizations", (struct str_view){text, length});
    ck_assert_uint_eq(again.result.rows_read, run.result.rejected);
    ck_assert_uint_eq(again.result.rejected, run.result.rejected);
    ck_assert_uint_eq(findings_count(again.findings), findings_count(run.findings) + 1);
    ck_assert_str_eq(case_finding(again.findings, 0)->code->code, FINDING_W_REJECTS);
    for (size_t i = 0; i < findings_count(run.findings); i++) {
        const struct finding_code *code = case_finding(run.findings, i)->code;
        ck_assert_ptr_eq(case_finding(again.findings, i + 1)->code, code);
    }
    case_release(&run);
    case_release(&again);
}
END_TEST

START_TEST(a_record_longer_than_the_limit_is_copied_whole)
{
    struct case_run run;
    size_t length;
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_text(&text, "code,name,kind\n");
    while (text.length < 3 * 1024 * 1024)
        str_add_text(&text, "0123456789,");
    str_add_text(&text, "\nA,x,cert\n");
    case_check(&run, "organizations", str_view_from(&text));
    CADRE_FREE char *rejects = write_rejects(&run, &length);
    const char *record = strstr(rejects, "MiB,");
    ck_assert_ptr_nonnull(record);
    record += strlen("MiB,");
    size_t wanted = text.length - strlen("code,name,kind\n") - strlen("A,x,cert\n");
    ck_assert_uint_eq(length - (size_t)(record - rejects), wanted);
    ck_assert_int_eq(memcmp(record, text.data + strlen("code,name,kind\n"), wanted), 0);
    case_release(&run);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("rejects_csv");
    tcase_add_loop_test(tcase, rejects_keep_the_bytes, 0, ROWS(cases));
    tcase_add_test(tcase, rejects_can_be_imported_again);
    tcase_add_test(tcase, a_record_longer_than_the_limit_is_copied_whole);
    return run_tcase(tcase, "import/rejects_csv");
}
