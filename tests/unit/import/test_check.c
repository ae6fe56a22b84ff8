#include "import/check.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "import/file_limits.h"
#include "tests/unit/import/import_case.h"

static const struct {
    const char *kind;
    const char *text;
    const char *counts;
    const char *findings;
    const char *rows;
} cases[] = {
    {"organizations", "code,name,kind\nA,Alpha,cert\nB,\"Beta, Ltd\",unit\n",
     "read=2 accepted=2 duplicates=0 rejected=0 held=0", "",
     "1|code=A|name=Alpha|kind=cert\n2|code=B|name=Beta, Ltd|kind=unit\n"},
    /* all faults of a row, in the order of the columns; lines are those of the fields */
    {"organizations",
     "code;name;kind;sector;region\nA;\"Al\npha\";cert;nothing;nowhere\n\nB;Beta;unit;energy;"
     "Bakı\n",
     "read=2 accepted=1 duplicates=0 rejected=1 held=0 unreadable",
     "3/1 R005 sector 'nothing' (one of defence, interior, government, finance, energy, telecom, "
     "health, transport, education, justice, media, industry, it, water, other)\n"
     "3/1 R007 region 'nowhere'\n",
     "2|code=B|name=Beta|kind=unit|sector=energy|region=AZ-BA\n"},
    /* repetitions */
    {"organizations",
     "code,name,kind\nA,x,cert\nA,x ,CERT\nB,x,cert\nB,y,cert\nA,x,cert\nB,y,cert\n",
     "read=6 accepted=1 duplicates=2 rejected=3 held=0 dropped=3 unreadable",
     "3/2 W005 code 'A'\n"
     "4/3 X001 code 'B' (it differs from line 5)\n"
     "5/4 X001 code 'B' (it differs from line 4)\n"
     "6/5 W005 code 'A'\n"
     "7/6 X001 code 'B' (it differs from line 4)\n",
     "1|code=A|name=x|kind=cert\n3|code=B|name=x|kind=cert\n"},
    /* a broken record costs itself alone */
    {"organizations",
     "code,name,kind\nA,\"x,cert\nB,x,cert\nC,x,cert,y\nD,x\nE,\"y\"z,cert\nF,\"x\",cert\n",
     "read=6 accepted=2 duplicates=0 rejected=4 held=0 unreadable",
     "2/1 R031 'A,\"x,cert\n'\n"
     "4/3 R030 'C,x,cert,y\n' (4 fields, the header has 3)\n"
     "5/4 R029 'D,x\n' (2 fields, the header has 3)\n"
     "6/5 R031 'E,\"y\"z,cert\n'\n",
     "2|code=B|name=x|kind=cert\n6|code=F|name=x|kind=cert\n"},
    {"organizations", "code,name,kind\nA,x,cert\nB,\"x,cert",
     "read=2 accepted=1 duplicates=0 rejected=1 held=0 unreadable", "3/2 R032 'B,\"x,cert'\n",
     "1|code=A|name=x|kind=cert\n"},
    /* two stray quotes lines apart: what lies between them is not lost */
    {"organizations",
     "code,name,kind,sector,region,x\nA,\"19 inch,cert,,,\nB,x,cert,,,\nC,19\",cert,,,\n"
     "D,x,cert,,,\n",
     "read=4 accepted=2 duplicates=0 rejected=2 held=0 unreadable",
     "1/0 W004 x 'x'\n2/1 R031 'A,\"19 inch,cert,,,\n'\n4/3 R031 'C,19\",cert,,,\n'\n",
     "2|code=B|name=x|kind=cert\n4|code=D|name=x|kind=cert\n"},
    {"organizations", "code,name,kind\nA,\"19 inch,cert\nB,x,cert\nC,x\",y,cert\nD,x,cert\n",
     "read=4 accepted=2 duplicates=0 rejected=2 held=0 unreadable",
     "2/1 R031 'A,\"19 inch,cert\n'\n4/3 R031 'C,x\",y,cert\n'\n",
     "2|code=B|name=x|kind=cert\n4|code=D|name=x|kind=cert\n"},
    /* a text of more lines, one of which looks like a record of a few columns */
    {"organizations", "code,name,kind\nA,\"x\ny,y,y\nz\",cert\n",
     "read=1 accepted=1 duplicates=0 rejected=0 held=0", "",
     "1|code=A|name=x\ny,y,y\nz|kind=cert\n"},
    /* a row of two lines with a field too many is one row */
    {"organizations", "code,name,kind\nA,\"x\ny\",cert,z\nB,x,cert\n",
     "read=2 accepted=1 duplicates=0 rejected=1 held=0 unreadable",
     "2/1 R030 'A,\"x\ny\",cert,z\n' (4 fields, the header has 3)\n",
     "2|code=B|name=x|kind=cert\n"},
    /* a header is no row: it hides nobody, and belongs to no set */
    {"organizations", "code,name,kind\nA,x,cert\nKod,Ad,növ\n,,\nB,x,cert\n",
     "read=3 accepted=2 duplicates=0 rejected=1 held=0", "3/2 R039 'Kod,Ad,növ\n'\n",
     "1|code=A|name=x|kind=cert\n3|code=B|name=x|kind=cert\n"},
    {"requirements",
     "need_code,clause,kind,code,importance\nA,1,language,en,required\n"
     "need_code,clause,kind,code,importance\n",
     "read=2 accepted=1 duplicates=0 rejected=1 held=0",
     "3/2 R039 'need_code,clause,kind,code,importance\n'\n",
     "1|need_code=A|clause=1|kind=language|code=en|importance=required\n"},
    {"organizations", "code,name,kind\nA,x,cert\nprovider,code,title,hours\nAC,S-1,SOC,80\n",
     "read=3 accepted=1 duplicates=0 rejected=2 held=0 unreadable",
     "3/2 R039 'provider,code,title,hours\n' (a table of 'trainings' begins here: save it as a "
     "file of its own)\n4/3 R030 'AC,S-1,SOC,80\n' (4 fields, the header has 3)\n",
     "1|code=A|name=x|kind=cert\n"},
    /* two files in one, each with its byte order mark */
    {"organizations",
     "\xEF\xBB\xBF"
     "code,name,kind\nA,x,cert\n\xEF\xBB\xBF"
     "code,name,kind\nB,x,cert\n",
     "read=3 accepted=2 duplicates=0 rejected=1 held=0",
     "3/2 R039 '\xEF\xBB\xBF"
     "code,name,kind\n'\n",
     "1|code=A|name=x|kind=cert\n3|code=B|name=x|kind=cert\n"},
    /* a row that is good is one, though its cells are names of columns */
    {"organizations", "code,name,kind\ncode,name,cert\n",
     "read=1 accepted=1 duplicates=0 rejected=0 held=0", "", "1|code=code|name=name|kind=cert\n"},
    /* fields that are too many or few, and why */
    {"organizations", "code,name,kind\nA;x;cert\nB\tx\tcert\nC,x,cert,\nD\n",
     "read=4 accepted=0 duplicates=0 rejected=4 held=0 unreadable",
     "2/1 R029 'A;x;cert\n' (1 field, the header has 3; this row is parted by ';')\n"
     "3/2 R029 'B\tx\tcert\n' (1 field, the header has 3; this row is parted by TAB)\n"
     "4/3 R030 'C,x,cert,\n' (4 fields, the header has 3; a delimiter stands behind the last)\n"
     "5/4 R029 'D\n' (1 field, the header has 3)\n",
     ""},
    /* keys of rows that are not stored count as seen */
    {"roster",
     "source_person_id;national_id;family_name;given_name;region;consent_on\n"
     "1;5ABC7K2;Əliyev;Əli;Bakı;2026-01-01\n"
     "2;;Əliyev;Əli;Lənkəran;2026-01-01\n"
     "3;5abc7k3;Əliyev;;Bakı;2026-01-01\n"
     ";5ABC7K4;Əliyev;1;Bakı;2026-01-01\n",
     "read=4 accepted=1 duplicates=0 rejected=2 held=1 seen=2/ seen=3/5ABC7K3 seen=/5ABC7K4",
     "3/2 X014 region 'Lənkəran' (write the code: AZ-LA (Lankaran City) or AZ-LAN (Lankaran))\n"
     "4/3 R001 given_name ''\n"
     "5/4 R017 given_name '1' ('1' does not belong into a name)\n",
     "1|source_person_id=1|national_id=5ABC7K2|family_name=Əliyev|given_name=Əli|region=AZ-BA|"
     "consent_on=2026-01-01\n"},
    {"roster",
     "source_person_id;national_id;family_name;given_name;consent_on\n"
     "1 1;5ABC7K2;A;B;2026-01-01\n",
     "read=1 accepted=0 duplicates=0 rejected=1 held=0 seen=/5ABC7K2 unreadable",
     "2/1 R027 source_person_id '1 1'\n", ""},
    {"roster", "source_person_id;national_id;family_name;given_name;consent_on\n;;A;B;2026-01-01\n",
     "read=1 accepted=0 duplicates=0 rejected=1 held=0 unreadable",
     "2/1 R019 source_person_id ''\n", ""},
    /* a rejecting fault is graver than a holding one; warnings alone let a row pass */
    {"roster",
     "source_person_id,family_name,given_name,region,occupation,consent_on\n"
     "1,A,B,Lənkəran,x,2026-01-01\n2,A,B,AZ-BA,2999,\n",
     "read=2 accepted=1 duplicates=0 rejected=1 held=0 seen=1/",
     "2/1 X014 region 'Lənkəran' (write the code: AZ-LA (Lankaran City) or AZ-LAN (Lankaran))\n"
     "2/1 R008 occupation 'x'\n"
     "3/2 W001 occupation '2999'\n"
     "3/2 W006 consent_on ''\n",
     "2|source_person_id=2|family_name=A|given_name=B|region=AZ-BA|occupation=2999\n"},
    /* what every row lacks is told once */
    {"roster", "Soyad\tAd\tFİN\nMəmmədova\tAygün\t5abc7k2\n",
     "read=1 accepted=1 duplicates=0 rejected=0 held=0",
     "1/0 W006 consent_on (the file has no such column)\n",
     "1|national_id=5ABC7K2|family_name=Məmmədova|given_name=Aygün\n"},
    /* a set stands or falls whole, also for rows that were given away before */
    {"requirements",
     "need_code,clause,kind,code,level,importance\n"
     "A,1,credential,Security+,,required\n"
     "B,1,language,en,B1,required\n"
     "A,2,language,en,Z9,required\n"
     "A,3,language,az,,required\n"
     "B,1,language,en,B1,required\n",
     "read=5 accepted=1 duplicates=1 rejected=1 held=2 dropped=1,4 set=A unreadable",
     "2/1 X003 need_code 'A' (line 4 was not accepted)\n"
     "4/3 R012 level 'Z9' (one of A1, A2, B1, B2, C1, C2)\n"
     "5/4 X003 need_code 'A' (line 4 was not accepted)\n"
     "6/5 W005 need_code 'B'\n",
     "1|need_code=A|clause=1|kind=credential|code=CompTIA/Security+|importance=required\n"
     "2|need_code=B|clause=1|kind=language|code=en|level=B1|importance=required\n"
     "4|need_code=A|clause=3|kind=language|code=az|importance=required\n"},
    /* a row that differs is not counted twice when its set falls */
    {"requirements",
     "need_code,clause,kind,code,level,importance\n"
     "A,1,language,en,B1,required\n"
     "A,1,language,en,B2,required\n"
     "A,2,training,X,,required\n"
     "A,3,language,az,,required\n",
     "read=4 accepted=0 duplicates=0 rejected=3 held=1 dropped=1,4 set=A unreadable",
     "2/1 X001 need_code 'A' (it differs from line 3)\n"
     "3/2 X001 need_code 'A' (it differs from line 2)\n"
     "4/3 R035 code 'X'\n"
     "5/4 X003 need_code 'A' (line 3 was not accepted)\n",
     "1|need_code=A|clause=1|kind=language|code=en|level=B1|importance=required\n"
     "4|need_code=A|clause=3|kind=language|code=az|importance=required\n"},
    {"requirements",
     "need_code,clause,kind,code,importance\nA,1,language,en,required\nB,1,language\n",
     "read=2 accepted=0 duplicates=0 rejected=1 held=1 dropped=1 set=A unreadable",
     "2/1 X003 need_code 'A' (line 3 was not accepted)\n"
     "3/2 R029 'B,1,language\n' (3 fields, the header has 5)\n",
     "1|need_code=A|clause=1|kind=language|code=en|importance=required\n"},
    {"requirements",
     "need_code,clause,kind,code,importance,weight\n"
     "A,1,language,en,desired,2\nA,1,language,az,desired,\n",
     "read=2 accepted=0 duplicates=0 rejected=1 held=1 dropped=1 set=A unreadable",
     "2/1 X003 need_code 'A' (line 3 was not accepted)\n"
     "3/2 X002 weight '' (the clause began with 2)\n",
     "1|need_code=A|clause=1|kind=language|code=en|importance=desired|weight=2\n"},
    /* certifications: the issuer follows the credential */
    {"certifications",
     "national_id,credential,issued_on,expires_on\n5ABC7K2,security+,01.03.2024,2027-03-01\n",
     "read=1 accepted=1 duplicates=0 rejected=0 held=0", "",
     "1|national_id=5ABC7K2|credential=CompTIA/Security+|issuer=CompTIA|issued_on=2024-03-01|"
     "expires_on=2027-03-01\n"},
    /* refused */
    {"organizations", "code,name,kind\n\n,,\n",
     "read=0 accepted=0 duplicates=0 rejected=0 held=0 refused", "1/0 F002\n", ""},
    {"organizations", "code,name\nA,x\n",
     "read=0 accepted=0 duplicates=0 rejected=0 held=0 refused",
     "1/0 F012 kind (also taken: 'növ', 'вид')\n", ""},
    {"organizations", "code,name,kind\nA,x,cert\nB,\xFF,cert\n",
     "read=0 accepted=0 duplicates=0 rejected=0 held=0 refused",
     "3/0 F007 (byte 3 of the line is 0xFF)\n", ""},
    {"organizations", "", "read=0 accepted=0 duplicates=0 rejected=0 held=0 refused", "0/0 F001\n",
     ""},
};

START_TEST(files_are_checked)
{
    struct case_run run;
    CADRE_CLEANUP(str_release) struct str counts = {0};
    CADRE_CLEANUP(str_release) struct str findings = {0};
    case_check(&run, cases[_i].kind, str_view_of(cases[_i].text));
    case_add_counts(&counts, &run);
    case_add_findings(&findings, run.findings, true);
    ck_assert_str_eq(str_chars(&findings), cases[_i].findings);
    ck_assert_str_eq(str_chars(&counts), cases[_i].counts);
    ck_assert_str_eq(str_chars(&run.rows), cases[_i].rows);
    case_release(&run);
}
END_TEST

/* "1 2, 3 4": records by key, in order of the first; ascending as they are told. */
static void add_rivals(const struct check_result *result, struct str *out)
{
    for (size_t wanted = 1; wanted <= result->rows_read; wanted++) {
        for (size_t i = 0; i < result->rival_count; i++) {
            bool begins = i == 0 || result->rivals[i - 1].key != result->rivals[i].key;
            if (!begins || result->rivals[i].record != wanted)
                continue;
            str_add_text(out, out->length > 0 ? "," : "");
            for (size_t j = i; j < result->rival_count; j++) {
                if (result->rivals[j].key == result->rivals[i].key)
                    str_add_format(out, " %d", (int)result->rivals[j].record);
            }
        }
    }
}

static const struct {
    const char *rows, *rivals;
} rival_cases[] = {
    {"A,x,cert\nA,x,cert\nB,x,cert\n", ""},                 /* a repetition is none */
    {"A,x,cert\nB,x,cert\nA,y,cert\nA,z,cert\n", " 1 3 4"}, /* of all that differ */
    {"A,,cert\nA,x,cert\n", " 1 2"},                        /* of one that is at fault itself */
    {"A,,cert\nB,,cert\nB,,cert\nA,,cert\n", " 1 4, 2 3"},  /* of the same fault twice */
    {"A,x,cert\nA,x,cert\nA,y,cert\n", " 1 3"}, /* what repeats a rival is taken for it */
    {"\"A\1\",x,cert\n\"A\1\",x,cert\n", ""},   /* nobody knows the keys */
};

START_TEST(rows_of_one_key_are_rivals)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    CADRE_CLEANUP(str_release) struct str rivals = {0};
    struct case_run run;
    str_add_format(&text, "code,name,kind\n%s", rival_cases[_i].rows);
    case_check(&run, "organizations", str_view_from(&text));
    add_rivals(&run.result, &rivals);
    ck_assert_str_eq(rivals.length > 0 ? str_chars(&rivals) : "", rival_cases[_i].rivals);
    case_release(&run);
}
END_TEST

START_TEST(a_long_field_is_told_with_its_column)
{
    struct case_run run;
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_text(&text, "code,name,kind\n\"A\n\",");
    for (int i = 0; i < 70000; i++)
        str_add_char(&text, 'x');
    str_add_text(&text, ",cert\nB,x,cert\n");
    case_check(&run, "organizations", str_view_from(&text));
    ck_assert_uint_eq(run.result.accepted, 1);
    ck_assert_uint_eq(findings_count(run.findings), 1);
    const struct finding *finding = case_finding(run.findings, 0);
    ck_assert_str_eq(finding->code->code, "R033");
    ck_assert_uint_eq(finding->line, 3);
    ck_assert_str_eq(finding->column, "name");
    case_release(&run);
}
END_TEST

START_TEST(a_long_record_is_passed_over)
{
    struct case_run run;
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_text(&text, "code,name,kind\nA,");
    for (int i = 0; i < 2 * 1024 * 1024; i++)
        str_add_char(&text, i % 10 == 0 ? ',' : 'x');
    str_add_text(&text, ",cert\nB,x,cert\n");
    case_check(&run, "organizations", str_view_from(&text));
    ck_assert_uint_eq(run.result.accepted, 1);
    ck_assert_uint_eq(run.result.rejected, 1);
    ck_assert_str_eq(case_finding(run.findings, 0)->code->code, "R034");
    ck_assert_uint_eq(case_finding(run.findings, 0)->line, 2);
    ck_assert_str_eq(str_chars(&run.rows), "2|code=B|name=x|kind=cert\n");
    case_release(&run);
}
END_TEST

START_TEST(extra_columns_are_named)
{
    struct case_run run;
    case_check(&run, "organizations",
               str_view_of("cadre_line;code;name;kind;colour\n7;A;x;cert;red\n"));
    ck_assert_int_eq(run.result.delimiter, ';');
    ck_assert_uint_eq(run.result.extra_count, 2);
    ck_assert_str_eq(run.result.extra_columns[0], "cadre_line");
    ck_assert_str_eq(run.result.extra_columns[1], "colour");
    ck_assert_uint_eq(findings_count(run.findings), 1);
    ck_assert_str_eq(case_finding(run.findings, 0)->code->code, "W004");
    case_release(&run);
}
END_TEST

/* ---- limits ---------------------------------------------------------------------------------- */

static const struct {
    struct record_place place;
    bool held;
} places[] = {
    {{.line = 1}, true},
    {{.line = UINT32_MAX, .record = UINT32_MAX, .offset = FILE_BYTES_MAX - 1}, true},
    {{.line = UINT64_C(1) << 32, .record = 5}, false},
    {{.line = UINT64_C(1) << 32, .record = UINT64_C(1) << 32}, false},
    {{.line = 2, .record = 1, .offset = FILE_BYTES_MAX}, false},
};

START_TEST(what_is_kept_of_a_record_has_its_limits)
{
    ck_assert(file_limits_hold_record(&places[_i].place) == places[_i].held);
}
END_TEST

/* A file of holes: its size alone is looked at. */
START_TEST(a_file_beyond_a_tebibyte_is_refused)
{
    static const off_t sizes[] = {FILE_BYTES_MAX, FILE_BYTES_MAX + 1};
    for (int i = 0; i < ROWS(sizes); i++)
        ck_assert(file_limits_hold_size((uint64_t)sizes[i]) == (i == 0));
    struct cadre_error err = {0};
    struct input_file *file = NULL;
    int fd = memfd_create("holes", 0);
    ck_assert_int_eq(ftruncate(fd, sizes[1]), 0);
    CADRE_FREE char *path = cadre_format("/proc/self/fd/%d", fd);
    ck_assert_int_eq(input_file_open(path, -1, &file, &err), CADRE_OK);
    struct catalogue *catalogue = catalogue_new();
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    const struct check_options options = {.kind = kind_find(str_view_of("roster")),
                                          .catalogue = catalogue};
    const struct row_sink forgetting = {0};
    struct check_result result;
    ck_assert_int_eq(check_file(&options, file, &forgetting, findings, &result, &err), CADRE_OK);
    ck_assert(result.refused);
    ck_assert_uint_eq(findings_count(findings), 1);
    ck_assert_str_eq(case_finding(findings, 0)->code->code, "F028");
    input_file_free(file);
    close(fd);
    catalogue_free(catalogue);
}
END_TEST

/* ---- the sink -------------------------------------------------------------------------------- */

struct witness {
    uint64_t done, total;
    int calls;
};

static enum cadre_status refuse_second(void *context, const struct typed_row *row,
                                       struct cadre_error *err)
{
    (void)context;
    if (row->place.record == 2)
        return cadre_fail(err, CADRE_DATABASE, "connection lost");
    ck_assert_uint_eq(row->place.line, 2);
    ck_assert_uint_eq(row->place.offset, 15);
    ck_assert_uint_eq(row->place.length, 9);
    return CADRE_OK;
}

/* Somebody goes on writing while the file is read. */
static enum cadre_status write_on(void *context, const struct typed_row *row,
                                  struct cadre_error *err)
{
    (void)row;
    (void)err;
    const int *fd = context;
    ck_assert_int_eq(pwrite(*fd, "C,x,cert\n", 9, 33), 9);
    return CADRE_OK;
}

START_TEST(a_file_that_grows_is_refused)
{
    struct cadre_error err = {0};
    struct catalogue *catalogue = catalogue_new();
    const struct timespec while_ = {0, 20 * 1000 * 1000}; /* longer than the file system's tick */
    char path[] = "/tmp/cadre-check-XXXXXX";
    int fd = mkstemp(path);
    struct input_file *file;
    ck_assert_int_eq(write(fd, "code,name,kind\nA,x,cert\nB,x,cert\n", 33), 33);
    ck_assert_int_eq(input_file_open(path, -1, &file, &err), CADRE_OK);
    nanosleep(&while_, NULL);
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    const struct check_options options = {.kind = kind_find(str_view_of("organizations")),
                                          .catalogue = catalogue};
    struct check_result result;
    const struct row_sink sink = {.context = &fd, .row = write_on};
    ck_assert_int_eq(check_file(&options, file, &sink, findings, &result, &err), CADRE_REFUSED);
    ck_assert_ptr_nonnull(strstr(err.message, "was changed while it was read"));
    cadre_error_release(&err);
    input_file_free(file);
    catalogue_free(catalogue);
    close(fd);
    unlink(path);
}
END_TEST

static void witness_progress(void *context, uint64_t bytes_done, uint64_t bytes_total)
{
    struct witness *witness = context;
    ck_assert_uint_gt(bytes_done, witness->done);
    *witness = (struct witness){bytes_done, bytes_total, witness->calls + 1};
}

START_TEST(a_failing_sink_ends_the_check)
{
    struct cadre_error err = {0};
    struct catalogue *catalogue = catalogue_new();
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    CADRE_CLEANUP(input_file_cleanup)
    struct input_file *file = case_file(str_view_of("code,name,kind\nA,x,cert\nB,x,cert\n"));
    struct check_options options = {kind_find(str_view_of("organizations")), catalogue,
                                    cadre_date_none};
    struct check_result result = {.rows_read = 77};
    const struct row_sink sink = {.row = refuse_second};
    ck_assert_int_eq(check_file(&options, file, &sink, findings, &result, &err), CADRE_DATABASE);
    ck_assert_str_eq(err.message, "connection lost");
    ck_assert_uint_eq(result.rows_read, 77); /* untouched */
    cadre_error_release(&err);
    catalogue_free(catalogue);
}
END_TEST

START_TEST(progress_is_told_to_the_end)
{
    struct cadre_error err = {0};
    struct witness witness = {0};
    struct catalogue *catalogue = catalogue_new();
    CADRE_CLEANUP(str_release) struct str text = {0};
    str_add_text(&text, "code,name,kind\n");
    for (int i = 0; text.length < 3 * 1024 * 1024; i++)
        str_add_format(&text, "K%d,x,cert\n", i);
    CADRE_CLEANUP(findings_cleanup) struct findings *findings = findings_new();
    CADRE_CLEANUP(input_file_cleanup) struct input_file *file = case_file(str_view_from(&text));
    struct check_options options = {kind_find(str_view_of("organizations")), catalogue,
                                    cadre_date_none};
    struct check_result result;
    const struct row_sink sink = {.context = &witness, .progress = witness_progress};
    ck_assert_int_eq(check_file(&options, file, &sink, findings, &result, &err), CADRE_OK);
    ck_assert_uint_eq(witness.done, text.length);
    ck_assert_uint_eq(witness.total, text.length);
    ck_assert_int_ge(witness.calls, 3);
    ck_assert_int_le(witness.calls, 4);
    ck_assert_uint_eq(result.accepted, result.rows_read);
    catalogue_free(catalogue);
}
END_TEST

/* Rows of many kinds, so many that a second thread is still at work on some while those before are
 * settled: case_check compares what is found with what one thread finds. */
static void add_mixed_row(struct str *text, int number)
{
    static const char *const regions[] = {"AZ-BA", "Bakı", "Lənkəran", "nowhere", "", " AZ-GA "};
    static const char *const languages[] = {"az:C2;en:B1", "en:B1;az:C2", "ru", "xx:B9", ""};
    const char *name = number % 31 == 0   ? "\"Əli\nyev\""
                       : number % 97 == 0 ? "\"Əliyev"
                       : number % 43 == 0 ? "E\xCC\x82liyev"
                                          : "Əliyev";
    str_add_format(text, "%d,%s,Anar,%s,%s,%d,%s\n", number % 61 == 0 ? number / 2 : number, name,
                   regions[number % (int)ROWS(regions)], languages[number % (int)ROWS(languages)],
                   2500 + number % 20, number % 3 == 0 ? "" : "2026-01-10");
}

START_TEST(many_rows_of_many_kinds)
{
    enum { MANY = 1500 };
    CADRE_CLEANUP(str_release) struct str text = {0};
    struct case_run run;
    str_add_text(&text, "source_person_id,family_name,given_name,region,languages,occupation,"
                        "consent_on\n");
    for (int i = 1; i <= MANY; i++)
        add_mixed_row(&text, i);
    case_check(&run, "roster", str_view_from(&text));
    ck_assert_uint_gt(run.result.rows_read, MANY / 2);
    ck_assert_uint_gt(run.result.accepted, 0);
    ck_assert_uint_gt(run.result.rejected, 0);
    ck_assert_uint_gt(run.result.held, 0);
    case_release(&run);
}
END_TEST

int main(void)
{
    if (getenv("CADRE_TEST_LOCALE") != NULL && setlocale(LC_ALL, "") == NULL) {
        puts("skipped: the locale is not installed");
        return 77;
    }
    TCase *tcase = tcase_create("check");
    tcase_add_loop_test(tcase, files_are_checked, 0, ROWS(cases));
    tcase_add_loop_test(tcase, rows_of_one_key_are_rivals, 0, ROWS(rival_cases));
    tcase_add_test(tcase, a_long_field_is_told_with_its_column);
    tcase_add_test(tcase, a_long_record_is_passed_over);
    tcase_add_test(tcase, extra_columns_are_named);
    tcase_add_loop_test(tcase, what_is_kept_of_a_record_has_its_limits, 0, ROWS(places));
    tcase_add_test(tcase, a_file_beyond_a_tebibyte_is_refused);
    tcase_add_test(tcase, a_failing_sink_ends_the_check);
    tcase_add_test(tcase, a_file_that_grows_is_refused);
    tcase_add_test(tcase, progress_is_told_to_the_end);
    tcase_add_test(tcase, many_rows_of_many_kinds);
    return run_tcase(tcase, "import/check");
}
