/*
 * What the settings of a source change in the reading of its files.
 */
#include "tests/unit/import/import_case.h"

#define SETTINGS(members) "{\"version\":1," members "}"
#define NAMES "source_person_id,family_name,given_name,consent_on"
#define PEOPLE NAMES ",birth_date\n"
#define PERSON "A,Əliyev,Anar,2026-01-10"

static const struct {
    const char *kind;
    const char *settings;
    const char *text;
    const char *counts;
    const char *findings;
    const char *rows;
} cases[] = {
    /* dates */
    {"roster", SETTINGS("\"dates\":[\"YYYY-MM-DD\",\"M/D/YYYY\"]"), PEOPLE PERSON ",2/9/1994\n",
     "read=1 accepted=1 duplicates=0 rejected=0 held=0", "",
     "1|source_person_id=A|family_name=Əliyev|given_name=Anar|birth_date=1994-02-09|"
     "consent_on=2026-01-10\n"},
    {"roster", SETTINGS("\"dates\":[\"YYYY-MM-DD\",\"M/D/YYYY\"]"),
     PEOPLE PERSON ",09.02.1994\n" PERSON ",34567\n" PERSON ",13/2/1994\n",
     "read=3 accepted=0 duplicates=0 rejected=3 held=0 seen=A/ seen=A/ seen=A/",
     "2/1 R002 birth_date '09.02.1994' (this source writes YYYY-MM-DD or M/D/YYYY)\n"
     "3/2 R002 birth_date '34567' (a number of Excel's: format the column as a date)\n"
     "3/2 X001 source_person_id 'A' (it differs from line 2)\n"
     "4/3 R002 birth_date '13/2/1994' (this source writes YYYY-MM-DD or M/D/YYYY)\n"
     "4/3 X001 source_person_id 'A' (it differs from line 2)\n",
     ""},
    /* headers: the source's own go first, those of the kind are taken too */
    {"roster",
     SETTINGS("\"headers\":{\"roster\":{\"N\":\"source_person_id\",\"Ad\":\"family_name\","
              "\"İkinci ad\":\"given_name\"}}"),
     "n;ad;IKINCI AD;consent_on\nA;Əliyev;Anar;2026-01-10\n",
     "read=1 accepted=1 duplicates=0 rejected=0 held=0", "",
     "1|source_person_id=A|family_name=Əliyev|given_name=Anar|consent_on=2026-01-10\n"},
    {"roster", SETTINGS("\"headers\":{\"roster\":{\"N\":\"source_person_id\"}}"),
     "N,source_person_id,family_name,given_name\nA,A,x,y\n",
     "read=0 accepted=0 duplicates=0 rejected=0 held=0 refused",
     "1/0 F013 source_person_id 'source_person_id' ('N' is column 1, 'source_person_id' is column "
     "2)\n",
     ""},
    {"certifications", SETTINGS("\"headers\":{\"roster\":{\"N\":\"source_person_id\"}}"),
     "N,credential,issued_on\nA,Security+,2024-03-01\n",
     "read=1 accepted=0 duplicates=0 rejected=1 held=0 unreadable",
     "1/0 W004 N 'N'\n2/1 R019 source_person_id ''\n", ""},
    /* delimiter */
    {"roster", SETTINGS("\"delimiter\":\"|\""),
     "source_person_id|family_name|given_name|consent_on\nA|Əliyev, b|Anar|2026-01-10\n",
     "read=1 accepted=0 duplicates=0 rejected=1 held=0 seen=A/",
     "2/1 R017 family_name 'Əliyev, b' (',' does not belong into a name)\n", ""},
    {"roster", SETTINGS("\"delimiter\":\";\""), PEOPLE PERSON ",1994-02-09\n",
     "read=0 accepted=0 duplicates=0 rejected=0 held=0 refused",
     "1/0 F024 'source_person_id,family_name,given_name,consent_on,birth_date' (its columns are "
     "parted by ',', its source's settings say ';')\n",
     ""},
    {"roster", SETTINGS("\"delimiter\":\",\""),
     "source_person_id\tfamily_name\tgiven_name\tconsent_on\n",
     "read=0 accepted=0 duplicates=0 rejected=0 held=0 refused",
     "1/0 F024 'source_person_id\tfamily_name\tgiven_name\tconsent_on' (its columns are parted by "
     "TAB, its source's settings say ',')\n",
     ""},
    /* short rows */
    {"roster", SETTINGS("\"short_rows\":\"fill\""),
     PEOPLE PERSON "\nB,Məmmədov,Elçin\nC\nD,x,y,2026-01-10,1994-02-09,z\n",
     "read=4 accepted=2 duplicates=0 rejected=2 held=0 seen=C/ unreadable",
     "3/2 W006 consent_on ''\n"
     "4/3 R001 family_name ''\n4/3 R001 given_name ''\n4/3 W006 consent_on ''\n"
     "5/4 R030 'D,x,y,2026-01-10,1994-02-09,z\n' (6 fields, the header has 5)\n",
     "1|source_person_id=A|family_name=Əliyev|given_name=Anar|consent_on=2026-01-10\n"
     "2|source_person_id=B|family_name=Məmmədov|given_name=Elçin\n"},
    {"roster", NULL, PEOPLE PERSON "\n",
     "read=1 accepted=0 duplicates=0 rejected=1 held=0 unreadable",
     "2/1 R029 'A,Əliyev,Anar,2026-01-10\n' (4 fields, the header has 5)\n", ""},
    /* duplicates: the last row of a key */
    {"roster", SETTINGS("\"duplicates\":\"last\""),
     PEOPLE PERSON ",1994-02-09\n" PERSON ",1994-02-10\n" PERSON ",1994-02-10\n" PERSON
                   ",1994-02-09\n",
     "read=4 accepted=1 duplicates=3 rejected=0 held=0 dropped=1,2",
     "2/1 W007 source_person_id 'A' (line 3 says otherwise)\n"
     "3/2 W007 source_person_id 'A' (line 5 says otherwise)\n"
     "4/3 W005 source_person_id 'A'\n",
     "1|source_person_id=A|family_name=Əliyev|given_name=Anar|birth_date=1994-02-09|"
     "consent_on=2026-01-10\n"
     "2|source_person_id=A|family_name=Əliyev|given_name=Anar|birth_date=1994-02-10|"
     "consent_on=2026-01-10\n"
     "4|source_person_id=A|family_name=Əliyev|given_name=Anar|birth_date=1994-02-09|"
     "consent_on=2026-01-10\n"},
    /* a faulty last row: neither it nor what it was to replace */
    {"roster", SETTINGS("\"duplicates\":\"last\""), PEOPLE PERSON ",1994-02-09\n" PERSON ",soon\n",
     "read=2 accepted=0 duplicates=1 rejected=1 held=0 dropped=1 seen=A/",
     "2/1 W007 source_person_id 'A' (line 3 says otherwise)\n3/2 R002 birth_date 'soon'\n",
     "1|source_person_id=A|family_name=Əliyev|given_name=Anar|birth_date=1994-02-09|"
     "consent_on=2026-01-10\n"},
    /* a faulty first one is mended by the last */
    {"roster", SETTINGS("\"duplicates\":\"last\""), PEOPLE PERSON ",soon\n" PERSON ",1994-02-09\n",
     "read=2 accepted=1 duplicates=0 rejected=1 held=0 seen=A/",
     "2/1 R002 birth_date 'soon'\n2/1 W007 source_person_id 'A' (line 3 says otherwise)\n",
     "2|source_person_id=A|family_name=Əliyev|given_name=Anar|birth_date=1994-02-09|"
     "consent_on=2026-01-10\n"},
    /* and so are all that say the same, if one that says otherwise comes after them */
    {"roster", SETTINGS("\"duplicates\":\"last\""),
     PEOPLE PERSON ",soon\n" PERSON ",soon\n" PERSON ",late\n" PERSON ",1994-02-09\n" PERSON
                   ",later\n" PERSON ",later\n",
     "read=6 accepted=0 duplicates=1 rejected=5 held=0 dropped=4 seen=A/ seen=A/ seen=A/ seen=A/ "
     "seen=A/",
     "2/1 R002 birth_date 'soon'\n2/1 W007 source_person_id 'A' (line 4 says otherwise)\n"
     "3/2 R002 birth_date 'soon'\n3/2 W007 (line 4 says otherwise)\n"
     "4/3 R002 birth_date 'late'\n4/3 W007 source_person_id 'A' (line 5 says otherwise)\n"
     "5/4 W007 source_person_id 'A' (line 6 says otherwise)\n"
     "6/5 R002 birth_date 'later'\n7/6 R002 birth_date 'later'\n",
     "4|source_person_id=A|family_name=Əliyev|given_name=Anar|birth_date=1994-02-09|"
     "consent_on=2026-01-10\n"},
    /* encoding */
    {"roster", SETTINGS("\"encoding\":\"windows-1254\""),
     NAMES "\nA,\xDDsmay\xFDlov,Ay\xFE\xFC,2026-01-10\n",
     "read=1 accepted=1 duplicates=0 rejected=0 held=0", "",
     "1|source_person_id=A|family_name=İsmayılov|given_name=Ayşü|consent_on=2026-01-10\n"},
    {"roster", SETTINGS("\"encoding\":\"windows-1251\""),
     "\xEA\xEE\xE4 \xE2 \xE8\xF1\xF2\xEE\xF7\xED\xE8\xEA\xE5,family_name,given_name\n"
     "A,\xC8\xE2\xE0\xED\xEE\xE2,\xC8\xE2?\xED\n",
     "read=0 accepted=0 duplicates=0 rejected=0 held=0 refused",
     "2/0 F009 'Ив?н' (lines with such words: 1 of 2)\n", ""},
    {"roster", NULL, NAMES "\nA,\xDDsmay\xFDlov,Ay\xFE\xFC,2026-01-10\n",
     "read=0 accepted=0 duplicates=0 rejected=0 held=0 refused",
     "2/0 F007 (byte 3 of the line is 0xDD)\n", ""},
};

START_TEST(settings_change_the_reading)
{
    struct case_run run;
    CADRE_CLEANUP(str_release) struct str text = {0};
    case_check_as(&run, cases[_i].kind, cases[_i].settings, str_view_of(cases[_i].text));
    case_add_counts(&text, &run);
    ck_assert_str_eq(str_chars(&text), cases[_i].counts);
    str_reset(&text);
    case_add_findings(&text, run.findings, true);
    ck_assert_str_eq(str_chars(&text), cases[_i].findings);
    ck_assert_str_eq(str_chars(&run.rows), cases[_i].rows);
    case_release(&run);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("profile_reading");
    tcase_add_loop_test(tcase, settings_change_the_reading, 0, ROWS(cases));
    return run_tcase(tcase, "import/profile_reading");
}
