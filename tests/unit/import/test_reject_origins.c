#include "import/reject_origins.h"

#include <stdlib.h>

#include "import/rejects_csv.h"
#include "tests/unit/import/import_case.h"

#define FRONT "cadre_line,cadre_record,cadre_codes,cadre_reason,"

static const struct {
    const char *text;
    const char *origins; /* "line/record" of each row, ! = kept out again; NULL = no rejects */
    const char *rejects; /* what is written then */
} cases[] = {
    {"code,name,kind\nA,,cert\n", NULL, NULL},
    {"cadre_line,code,name,kind\n2,A,x,cert\n", NULL, NULL},
    {FRONT "code,name,kind\n3,2,R001,why,A,x,cert\n9,7,R001,why,B,y,cert\n", "3/2 9/7", ""},
    {FRONT "code,name,kind\n3,2,R001,why,A,x,cert\n9,7,R001,\"a, \"\"b\"\"\",B,,cert\n", "3/2 9/7!",
     FRONT "code,name,kind\n9,7,R001,name: a required value is missing,B,,cert\n"},
    /* a spreadsheet moved, quoted and lost what it liked */
    {"code;cadre_record;name;cadre_line;kind;note\r\n A ;\"2\";\"x;\";\"3\";bad;n\r\n"
     "B; 7 ;y; 9 ;cert;\r\n",
     "3/2! 9/7",
     "cadre_line;cadre_record;cadre_codes;cadre_reason;code;name;kind;note\r\n"
     "3;2;R005;kind: not a code of the list (one of unit, ministry, agency, cert, university, "
     "employer, recruitment_office, other); A ;\"x;\";bad;n\r\n"},
    /* the last column is ours */
    {"code,name,kind,cadre_line,cadre_record\nA,,cert,3,2\n", "3/2!",
     FRONT "code,name,kind\n3,2,R001,name: a required value is missing,A,,cert\n"},
    /* rows that name no record: new ones, and numbers that are none */
    {FRONT "code,name,kind\n,,,,A,x,cert\n0,7,,,B,x,cert\n3,-2,,,C,x,cert\n3,two,,,D,,cert\n",
     "0/0 0/0 0/0 0/0!",
     FRONT "code,name,kind\n5,4,R001,name: a required value is missing,D,,cert\n"},
    /* quotes that are broken behind the columns; a line that two stray quotes swallowed */
    {FRONT "code,name,kind\n3,2,R031,why,A,\"x,cert\n9,7,R001,why,B,y,cert", "3/2! 9/7",
     FRONT "code,name,kind\n3,2,R032,a quote is opened and not closed,A,\"x,cert\n"},
    {FRONT "code,name,kind,sector,region\n3,2,R1,w,A,\"x,cert,,\n9,7,R1,w,B,y,cert,,\n"
           "8,6,R1,w,C,y\",cert,,\n",
     "3/2! 9/7 8/6!",
     FRONT "code,name,kind,sector,region\n3,2,R031,the quotes are broken,A,\"x,cert,,\n"
           "8,6,R031,the quotes are broken,C,y\",cert,,\n"},
    /* the same row twice: both are taken */
    {FRONT "code,name,kind\n3,2,,,A,x,cert\n4,3,,,A,x,cert\n", "3/2 4/3", ""},
};

static char *text_of(const struct reject_origins *origins)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    size_t count;
    const struct reject_origin *all = reject_origins_all(origins, &count);
    for (size_t i = 0; i < count; i++) {
        str_add_format(&text, "%s%lld/%lld%s", i > 0 ? " " : "", (long long)all[i].line,
                       (long long)all[i].record, all[i].kept_out ? "!" : "");
        ck_assert_ptr_eq(reject_origins_find(origins, all[i].place.record), &all[i]);
    }
    ck_assert_ptr_null(reject_origins_find(origins, count + 1));
    return str_take(&text);
}

START_TEST(rows_know_where_they_come_from)
{
    struct case_run run;
    struct cadre_error err = {0};
    struct reject_origins *origins = NULL;
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    case_check(&run, "organizations", str_view_of(cases[_i].text));
    ck_assert_int_eq(
        reject_origins_read(run.file, run.result.delimiter, run.findings, arena, &origins, &err),
        CADRE_OK);
    ck_assert_int_eq(origins != NULL, cases[_i].origins != NULL);
    if (origins != NULL) {
        CADRE_FREE char *text = text_of(origins);
        CADRE_FREE char *rejects = NULL;
        size_t length;
        FILE *out = open_memstream(&rejects, &length);
        ck_assert_str_eq(text, cases[_i].origins);
        ck_assert_int_eq(rejects_csv_write_again(run.file, run.findings, run.result.delimiter,
                                                 origins, out, &err),
                         CADRE_OK);
        ck_assert_int_eq(fclose(out), 0);
        ck_assert_str_eq(rejects, cases[_i].rejects);
    }
    case_release(&run);
}
END_TEST

START_TEST(added_rows_are_no_record_of_the_first_file)
{
    struct case_run run;
    struct cadre_error err = {0};
    struct reject_origins *origins = NULL;
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    case_check(&run, "organizations",
               STR_VIEW_LITERAL(FRONT "code,name,kind\n,,,,A,x,cert\n4,3,,,B,x,cert\n"
                                      "none,1,,,C,x,cert\n"));
    ck_assert_int_eq(
        reject_origins_read(run.file, run.result.delimiter, run.findings, arena, &origins, &err),
        CADRE_OK);
    reject_origins_number_added(origins, 20);
    CADRE_FREE char *text = text_of(origins);
    ck_assert_str_eq(text, "2/21 4/3 4/23");
    ck_assert(reject_origins_find(origins, 1)->added);
    ck_assert(!reject_origins_find(origins, 2)->added);
    case_release(&run);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("reject_origins");
    tcase_add_loop_test(tcase, rows_know_where_they_come_from, 0, ROWS(cases));
    tcase_add_test(tcase, added_rows_are_no_record_of_the_first_file);
    return run_tcase(tcase, "import/reject_origins");
}
