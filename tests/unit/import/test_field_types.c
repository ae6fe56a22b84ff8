#include "import/field_types.h"

#include <string.h>

#include "tests/unit/import/import_case.h"

/* Cells are "column=text|column=text"; expected are the values of the first column named and the
 * faults "CODE column 'value' (hint)". */
struct field_case {
    const char *kind;
    const char *cells;
    const char *value; /* NULL = SQL NULL */
    const char *faults;
};

static const struct field_case cases[] = {
    /* text */
    {"roster", "job_title= Baş mühəndis \u00A0", "Baş mühəndis", ""},
    {"roster", "job_title=a\r\nb\rc\nd", "a\nb\nc\nd", ""},
    {"roster", "job_title=u\u0308 M\u01DDmm\u04D9d", "\u00FC M\u0259mm\u0259d", ""},
    {"roster", "job_title=a\tb", NULL, "R018 job_title 'a\tb'\n"},
    {"roster", "job_title=a\u202Eb", NULL, "R018 job_title 'a\u202Eb'\n"},
    {"roster", "job_title=", NULL, ""},
    /* names */
    {"roster", "family_name=Məmmədova-O'Brien Jr.", "Məmmədova-O'Brien Jr.", ""},
    {"roster", "family_name=Ёлкин", "Ёлкин", ""},
    {"roster", "family_name=\u05D0\u05D1", "\u05D0\u05D1", ""},
    {"roster", "family_name=D\u2019Arc", "D\u2019Arc", ""},
    {"roster", "family_name=", NULL, "R001 family_name ''\n"},
    {"roster", "family_name=Ali1", NULL,
     "R017 family_name 'Ali1' ('1' does not belong into a name)\n"},
    {"roster", "family_name=Ali\u200B", NULL,
     "R017 family_name 'Ali\u200B' (U+200B, which cannot be seen, does not belong into a "
     "name)\n"},
    {"roster", "family_name=M?mmd", NULL,
     "R017 family_name 'M?mmd' ('?' is often what a lost letter leaves behind)\n"},
    {"roster", "family_name=-", NULL, "R017 family_name '-' (it has no letter)\n"},
    {"roster", "family_name=a\nb", NULL, "R018 family_name 'a\nb'\n"},
    /* keys */
    {"roster", "source_person_id=BK-0001/ə", "BK-0001/ə", ""},
    {"roster", "source_person_id=BK 1", NULL, "R027 source_person_id 'BK 1'\n"},
    {"roster", "source_person_id=BK\u00A01", NULL, "R027 source_person_id 'BK\u00A01'\n"},
    {"roster", "source_person_id=B\u200B1", NULL, "R027 source_person_id 'B\u200B1'\n"},
    {"roster", "source_person_id=B\u00AD1", NULL, "R027 source_person_id 'B\u00AD1'\n"},
    {"roster", "source_person_id=B\u20601", NULL, "R027 source_person_id 'B\u20601'\n"},
    {"roster", "source_person_id=B\x01", NULL, "R027 source_person_id 'B\x01'\n"},
    {"roster", "source_person_id=0123456789012345678901234567890123456789012345678901234567890123",
     "0123456789012345678901234567890123456789012345678901234567890123", ""},
    {"roster", "source_person_id=01234567890123456789012345678901234567890123456789012345678901234",
     NULL,
     "R026 source_person_id "
     "'01234567890123456789012345678901234567890123456789012345678901234' (at most 64 bytes)\n"},
    {"roster", "national_id= 5abc7k2 ", "5ABC7K2", ""},
    {"roster", "national_id=5ABC", NULL,
     "R020 national_id '5ABC' (5 to 20 Latin letters and digits)\n"},
    {"roster", "national_id=012345678901234567890", NULL,
     "R020 national_id '012345678901234567890' (5 to 20 Latin letters and digits)\n"},
    {"roster", "national_id=5ABC-K2", NULL,
     "R020 national_id '5ABC-K2' (5 to 20 Latin letters and digits)\n"},
    {"roster", "national_id=5ABÇ7K2", NULL,
     "R020 national_id '5ABÇ7K2' (5 to 20 Latin letters and digits)\n"},
    /* dates */
    {"roster", "birth_date=1994-06-15", "1994-06-15", ""},
    {"roster", "birth_date=15.06.1994", "1994-06-15", ""},
    {"roster", "birth_date=2000-02-29", "2000-02-29", ""},
    {"roster", "birth_date=1900-02-29", NULL, "R002 birth_date '1900-02-29'\n"},
    {"roster", "birth_date=31.04.2000", NULL, "R002 birth_date '31.04.2000'\n"},
    {"roster", "birth_date=06/15/1994", NULL, "R002 birth_date '06/15/1994'\n"},
    {"roster", "birth_date=1994-6-15", NULL, "R002 birth_date '1994-6-15'\n"},
    {"roster", "birth_date=today", NULL, "R002 birth_date 'today'\n"},
    {"roster", "birth_date=34500", NULL,
     "R002 birth_date '34500' (a number of Excel's: format the column as a date)\n"},
    {"roster", "birth_date=1899-12-31", NULL, "R004 birth_date '1899-12-31' (from 1900 to 2199)\n"},
    {"roster", "birth_date=2200-01-01", NULL, "R004 birth_date '2200-01-01' (from 1900 to 2199)\n"},
    /* a day without midnight in Asia/Baku */
    {"roster", "birth_date=1957-03-01", "1957-03-01", ""},
    /* integers */
    {"needs", "headcount=6", "6", ""},
    {"needs", "headcount=+6", "6", ""},
    {"needs", "headcount=0", NULL, "R004 headcount '0' (from 1 to 100000)\n"},
    {"needs", "headcount=-6", NULL, "R004 headcount '-6' (from 1 to 100000)\n"},
    {"needs", "headcount=100001", NULL, "R004 headcount '100001' (from 1 to 100000)\n"},
    {"needs", "headcount=99999999999999999999999", NULL,
     "R004 headcount '99999999999999999999999' (from 1 to 100000)\n"},
    {"needs", "headcount=6.0", NULL, "R003 headcount '6.0'\n"},
    {"needs", "headcount=6,5", NULL, "R003 headcount '6,5'\n"},
    {"needs", "headcount=1 000", NULL, "R003 headcount '1 000'\n"},
    {"needs", "priority=9", "9", ""},
    {"needs", "priority=10", NULL, "R004 priority '10' (from 1 to 9)\n"},
    /* lists */
    {"roster", "sex=Qadın", "F", ""},
    {"roster", "sex=мужской", "M", ""},
    {"roster", "sex=f", "F", ""},
    {"roster", "sex=x", NULL, "R005 sex 'x' (one of M, F)\n"},
    {"roster", "service_status=Ehtiyatda", "reserve", ""},
    {"roster", "service_status=reserv", NULL,
     "R005 service_status 'reserv' (did you mean 'reserve'?)\n"},
    {"roster", "relocates=Bəli", "true", ""},
    {"roster", "relocates=нет", "false", ""},
    {"roster", "relocates=perhaps", NULL, "R028 relocates 'perhaps' (one of no, yes)\n"},
    {"roster", "consent_for= volunteer ; müqaviləli xidmət;;volunteer", "contract volunteer", ""},
    {"roster", "consent_for=;", NULL, ""},
    {"roster", "consent_for=volunter;contract;nothing", NULL,
     "R005 consent_for 'volunter' (did you mean 'volunteer'?)\n"
     "R005 consent_for 'nothing' (one of conscript, muster, contract, civil, secondment, "
     "volunteer)\n"},
    {"needs", "citizenship=tur;AZ;aze", "AZ TR", ""},
    {"needs", "citizenship=AZ;XX", NULL, "R006 citizenship 'XX'\n"},
    {"roster", "citizenship=aze", "AZ", ""},
    {"roster", "citizenship=Azerbaijan", NULL, "R006 citizenship 'Azerbaijan'\n"},
    /* regions */
    {"roster", "region=bakı", "AZ-BA", ""},
    {"roster", "region=Баку", "AZ-BA", ""},
    {"roster", "region=az-ba", "AZ-BA", ""},
    {"roster", "region=Nəsmi", NULL, "R007 region 'Nəsmi' (did you mean 'AZ-BA-NAS (Nəsimi)'?)\n"},
    {"roster", "region=Lənkəran", NULL,
     "X014 region 'Lənkəran' (write the code: AZ-LA (Lankaran City) or AZ-LAN (Lankaran))\n"},
    /* statistics */
    {"roster", "occupation=2529", "2529", ""},
    {"roster", "occupation=2999", "2999", "W001 occupation '2999'\n"},
    {"roster", "occupation=25290", NULL, "R008 occupation '25290'\n"},
    {"roster", "occupation=25a", NULL, "R008 occupation '25a'\n"},
    {"roster", "field_of_study=0612", "0612", ""},
    {"roster", "field_of_study=0699", "0699", "W002 field_of_study '0699'\n"},
    {"roster", "field_of_study=6", NULL, "R009 field_of_study '6'\n"},
    {"roster", "education_level=Bakalavr", "6", ""},
    {"roster", "education_level=-1", NULL, "R005 education_level '-1' (did you mean '1'?)\n"},
    {"roster", "relocates=-1", NULL, "R028 relocates '-1' (one of no, yes)\n"},
    /* languages */
    {"roster", "languages=EN : b1;az:C2", "az:C2 en:B1", ""},
    {"roster", "languages=az:C2;az:C2", "az:C2", ""},
    {"roster", "languages=az:C2;az:C1", NULL,
     "R010 languages 'az:C2' (the language stands twice with different levels)\n"},
    {"roster", "languages=az", NULL, "R010 languages 'az' (no CEFR level, A1 to C2)\n"},
    {"roster", "languages=az:", NULL, "R010 languages 'az:' (no CEFR level, A1 to C2)\n"},
    {"roster", "languages=qq:C1;az:C9", NULL,
     "R010 languages 'qq:C1' (no ISO 639-1 code)\n"
     "R010 languages 'az:C9' (no CEFR level, A1 to C2)\n"},
    {"needs", "languages=en;az:B2", "az:B2 en:A1", ""},
    {"needs", "languages=en:", NULL, "R010 languages 'en:' (no CEFR level, A1 to C2)\n"},
    /* e-mail */
    {"roster", "email=Aygun.M@Example.ORG", "Aygun.M@example.org", ""},
    {"roster", "email=o'b+x@a-b.co", "o'b+x@a-b.co", ""},
    {"roster", "email=aygün@example.org", "aygün@example.org", ""},
    {"roster", "email=a@b", NULL, "R015 email 'a@b'\n"},
    {"roster", "email=a b@c.org", NULL, "R015 email 'a b@c.org'\n"},
    {"roster", "email=a@b@c.org", NULL, "R015 email 'a@b@c.org'\n"},
    {"roster", "email=.a@c.org", NULL, "R015 email '.a@c.org'\n"},
    {"roster", "email=a..b@c.org", NULL, "R015 email 'a..b@c.org'\n"},
    {"roster", "email=a.@c.org", NULL, "R015 email 'a.@c.org'\n"},
    {"roster", "email=@c.org", NULL, "R015 email '@c.org'\n"},
    {"roster", "email=a@", NULL, "R015 email 'a@'\n"},
    {"roster", "email=a@c..org", NULL, "R015 email 'a@c..org'\n"},
    {"roster", "email=a@c.org.", NULL, "R015 email 'a@c.org.'\n"},
    {"roster", "email=a@-c.org", NULL, "R015 email 'a@-c.org'\n"},
    {"roster", "email=a@10.0.0.10", NULL, "R015 email 'a@10.0.0.10'\n"},
    {"roster", "email=a@b.org; c@d.org", NULL, "R015 email 'a@b.org; c@d.org'\n"},
    /* telephone */
    {"roster", "phone=+994 (50) 123-45\u00A067", "+994501234567", ""},
    {"roster", "phone=1234567", "1234567", ""},
    {"roster", "phone=(+994) 501234567", "+994501234567", ""},
    {"roster", "phone=123456", NULL, "R016 phone '123456'\n"},
    {"roster", "phone=+1234567890123456", NULL, "R016 phone '+1234567890123456'\n"},
    {"roster", "phone=99+4501234567", NULL, "R016 phone '99+4501234567'\n"},
    {"roster", "phone=050.123.45.67", NULL, "R016 phone '050.123.45.67'\n"},
    /* elements and levels */
    {"needs", "work_role=DCWF/511", "DCWF@5.1/511", ""},
    {"needs", "work_role=dcwf@2023/112", "DCWF@2023/112", ""},
    {"needs", "work_role=DCWF/5111", NULL, NULL},
    {"needs", "level=basic|work_role=DCWF/511", "Basic", ""},
    {"needs", "level=Orta|work_role=DCWF/511", "Intermediate", ""},
    {"competencies", "level=СРЕДНИЙ|type=work_role|code=DCWF/511", "Intermediate", ""},
    {"requirements", "level=ƏSAS|kind=work_role|code=DCWF/511", "Basic", ""},
    {"needs", "level=Expert|work_role=DCWF/511", NULL,
     "R012 level 'Expert' (one of Basic, Intermediate, Advanced)\n"},
    {"needs", "level=3|work_role=ECSF/cyber-incident-responder", "3", ""},
    {"needs", "level=Basic|work_role=ECSF/cyber-incident-responder", NULL,
     "R012 level 'Basic' (one of 1, 2, 3, 4, 5)\n"},
    {"needs", "level=Expert", NULL, ""}, /* the row's check tells that the role is missing */
    {"competencies", "code=DCWF/511|type=iş rolu", "DCWF@5.1/511", ""},
    {"competencies", "code=DCWF/511|type=competency", NULL, NULL},
    {"competencies", "code=DCWF/511|type=rolle", NULL,
     "R005 type 'rolle' (one of competency, work_role)\n"}, /* of code nothing can be said */
    /* credentials */
    {"certifications", "credential=security+", "CompTIA/Security+", ""},
    {"certifications", "credential=CompTIA/Security+", "CompTIA/Security+", ""},
    {"certifications", "issuer=comptia|credential=Security+", "CompTIA", ""},
    {"certifications", "issuer=|credential=Security+", "CompTIA", ""},
    {"certifications", "issuer=CompTIA|credential=comptia/Security+", "CompTIA", ""},
    {"certifications", "issuer=ISC2|credential=CompTIA/Security+", NULL,
     "R013 issuer 'ISC2' ('Security+' is issued by 'CompTIA')\n"},
    {"certifications", "issuer=ISC3|credential=Security+", NULL,
     "R013 issuer 'ISC3' ('Security+' is issued by 'CompTIA')\n"},
    {"certifications", "credential=Securty+", NULL,
     "R013 credential 'Securty+' (did you mean 'CompTIA/Security+'?)\n"},
    {"certifications", "issuer=CompTIA|credential=", NULL, "R001 credential ''\n"},
    /* requirements */
    {"requirements", "code=security+|kind=Sertifikat", "CompTIA/Security+", ""},
    {"requirements", "code=EN|kind=language", "en", ""},
    {"requirements", "code=English|kind=language", NULL,
     "R010 code 'English' (no ISO 639-1 code)\n"},
    {"requirements", "code=Magistr|kind=education", "7", ""},
    {"requirements", "code=9|kind=education", NULL, "R036 code '9'\n"},
    {"requirements", "code=DCWF/511|kind=role", "DCWF@5.1/511", ""},
    {"requirements", "code=U-100/SOC-201|kind=training", "U-100/SOC-201", ""},
    {"requirements", "code=U-100/A/B|kind=Təlim", "U-100/A/B", ""},
    {"requirements", "code=X|kind=обучение", NULL, "R035 code 'X'\n"},
    {"requirements", "code=/X|kind=course", NULL, "R035 code '/X'\n"},
    {"requirements", "code=X/|kind=kurs", NULL, "R035 code 'X/'\n"},
    {"requirements", "code=U 100/X|kind=training", NULL, "R027 code 'U 100/X'\n"},
    {"requirements", "level=1|kind=training|code=U-100/SOC-201", NULL,
     "R012 level '1' (this kind of requirement has no level)\n"},
    {"requirements", "code=06|kind=ixtisas", "06", ""},
    {"requirements", "code=0699|kind=field_of_study", "0699", "W002 code '0699'\n"},
    {"requirements", "code=6|kind=field_of_study", NULL, "R009 code '6'\n"},
    {"requirements", "code= baş gizir |kind=hərbi rütbə", "baş gizir", ""},
    {"requirements", "code=a\tb|kind=rank", NULL, "R018 code 'a\tb'\n"},
    {"requirements", "code=310|kind=military_specialty", "310", ""},
    {"requirements", "code=3 10|kind=military_specialty", NULL, "R027 code '3 10'\n"},
    {"requirements", "code=U-100|kind=placement", "U-100", ""},
    {"requirements", "trust=declared|kind=education", "declared", ""},
    {"requirements", "trust=Verified : U-100 ;CERT-GOV; U-100|kind=training",
     "verified:CERT-GOV;U-100", ""},
    {"requirements", "trust=təsdiqlənmiş:Bakı CERT|kind=imtahan", "verified:Bakı CERT", ""},
    {"requirements", "trust=verified|kind=education", NULL,
     "R060 trust 'verified' (leave it empty: nobody verifies what is of kind education)\n"},
    {"requirements", "trust=verified:;|kind=training", NULL,
     "R060 trust 'verified:;' (name who is to have verified it)\n"},
    {"requirements", "trust=declared:CERT-GOV|kind=training", NULL,
     "R060 trust 'declared:CERT-GOV' (what is declared has no verifier)\n"},
    {"needs", "trust=verified:CERT-GOV", "verified:CERT-GOV", ""},
    {"needs", "trust=подтверждённое", "verified", ""},
    {"needs", "trust=trusted", NULL,
     "R005 trust 'trusted' (one of declared, verified, "
     "declared_no_grace, verified_no_grace)\n"},
    {"requirements", "level=612,50|kind=assessment|code=DIM", "612.5", ""},
    {"requirements", "level=good|kind=imtahan|code=DIM", NULL, "R040 level 'good'\n"},
    {"requirements", "months=24|kind=assessment|code=DIM", "24", ""},
    {"requirements", "months=36|kind=experience|code=DCWF/511", "36", ""},
    {"requirements", "months=0|kind=experience|code=DCWF/511", NULL,
     "R004 months '0' (from 1 to 600)\n"},
    {"requirements", "months=12|kind=language|code=en", NULL, "R041 months '12'\n"},
    {"requirements", "level=Basic|kind=experience|code=DCWF/511", NULL,
     "R012 level 'Basic' (this kind of requirement has no level)\n"},
    {"assessments", "score=007,5", "7.5", ""},
    {"assessments", "score=-1", NULL, "R040 score '-1'\n"},
    {"requirements", "code=OLYMPIAD|kind=fərqlənmə", "OLYMPIAD", ""},
    {"requirements", "code=A B|kind=institution", NULL, "R027 code 'A B'\n"},
    {"requirements", "code=X|kind=hobby", NULL, NULL},
    {"requirements", "level=b2|kind=language|code=en", "B2", ""},
    {"requirements", "level=Basic|kind=language|code=en", NULL,
     "R012 level 'Basic' (one of A1, A2, B1, B2, C1, C2)\n"},
    {"requirements", "level=advanced|kind=work_role|code=DCWF/511", "Advanced", ""},
    {"requirements", "level=1|kind=credential|code=Security+", NULL,
     "R012 level '1' (this kind of requirement has no level)\n"},
    /* what a training grants */
    {"trainings", "grants=competency:CORE/DEF-SOC:2", "competency:CORE@1/DEF-SOC:2", ""},
    {"trainings", "grants= role : dcwf/511 : orta ;;Sertifikat: security+;язык:EN:b2;",
     "credential:CompTIA/Security+ language:en:B2 work_role:DCWF@5.1/511:Intermediate", ""},
    {"trainings", "grants=education:4;credential:CompTIA/Security+;credential:Security+",
     "credential:CompTIA/Security+ education:4", ""},
    {"trainings", "grants=;", NULL, ""},
    {"trainings", "grants=CORE/DEF-SOC", NULL,
     "R038 grants 'CORE/DEF-SOC' (write kind:code:level)\n"},
    {"trainings", "grants=competency::2", NULL,
     "R038 grants 'competency::2' (write kind:code:level)\n"},
    {"trainings", "grants=competency:CORE/DEF-SOC", NULL,
     "R038 grants 'competency:CORE/DEF-SOC' (its level is missing)\n"},
    {"trainings", "grants=credential:Security+:1", NULL,
     "R038 grants 'credential:Security+:1' (it has no level)\n"},
    {"trainings", "grants=competency:CORE/DEF-SOC:9", NULL,
     "R012 grants '9' (one of 1, 2, 3, 4, 5)\n"},
    {"trainings", "grants=hobby:chess:1", NULL,
     "R005 grants 'hobby' (one of competency, credential, work_role, language, education)\n"},
    {"trainings", "grants=training:SOC-201:1", NULL,
     "R005 grants 'training' (one of competency, credential, work_role, language, education)\n"},
    {"trainings", "grants=rank:gizir", NULL,
     "R005 grants 'rank' (one of competency, credential, work_role, language, education)\n"},
    {"trainings", "grants=language:xx:B1;education:9", NULL,
     "R010 grants 'xx' (no ISO 639-1 code)\nR036 grants '9'\n"},
    {"trainings", "grants=credential:Securty+", NULL,
     "R013 grants 'Securty+' (did you mean 'CompTIA/Security+'?)\n"},
    {"trainings", "grants=competency:CORE/DEF-SOC:2;competency:CORE@1/DEF-SOC:3", NULL,
     "R038 grants 'competency:CORE@1/DEF-SOC:3' (it stands twice with different levels)\n"},
    {"trainings", "language=AZ", "az", ""},
    {"trainings", "language=az;ru", NULL, "R010 language 'az;ru' (no ISO 639-1 code)\n"},
    {"trainings", "cost=-1", NULL, "R004 cost '-1' (from 0 to 1000000000)\n"},
    {"preferences", "side=təşkilat", "organization", ""},
};

/* Required columns that a case does not speak of are no matter of it. */
static bool is_told_of(const char *cells, const char *column)
{
    CADRE_FREE char *first = cadre_format("%s=", column);
    CADRE_FREE char *later = cadre_format("|%s=", column);
    return strncmp(cells, first, strlen(first)) == 0 || strstr(cells, later) != NULL;
}

static void add_faults(struct str *out, const struct row *row, const char *cells)
{
    for (size_t i = 0; i < row->fault_count; i++) {
        if (is_told_of(cells, row->kind->columns[row->faults[i].column].name))
            case_add_fault(out, row, i);
    }
}

static void check_case(const struct field_case *wanted, const struct catalogue *catalogue)
{
    struct row *row = row_new(kind_find(str_view_of(wanted->kind)), catalogue);
    CADRE_CLEANUP(str_release) struct str value = {0};
    CADRE_CLEANUP(str_release) struct str faults = {0};
    int column = case_set_cells(row, wanted->cells);
    field_types_check(row);
    add_faults(&faults, row, wanted->cells);
    ck_assert_int_eq(row->values[column].present, wanted->value != NULL);
    if (wanted->value != NULL) {
        case_add_value(&value, row->kind->columns[column].type, &row->values[column]);
        ck_assert_str_eq(str_chars(&value), wanted->value);
    }
    if (wanted->faults != NULL)
        ck_assert_str_eq(str_chars(&faults), wanted->faults);
    else /* the catalogue words the hint */
        ck_assert_uint_gt(faults.length, 0);
    row_free(row);
}

START_TEST(cells_are_judged)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    check_case(&cases[_i], catalogue);
}
END_TEST

/* ---- levels of other scales ------------------------------------------------------------------ */

/* Who holds ecf 3 has Basic; who has Basic is sure of ecf 2 alone. */
static const char *const mapping_columns[] = {"from_scale", "from_level", "to_scale", "to_level"};
static const char *const mapping_cells[] = {
    "ecf",  "3",     "8140", "Basic", "ecf",  "5",        "8140", "Advanced",
    "8140", "Basic", "ecf",  "2",     "8140", "Advanced", "ecf",  "4",
};

static const struct field_case crossed[] = {
    {"competencies", "level=e-CF:3|type=work_role|code=DCWF/511", "Basic",
     "W010 level 'e-CF:3' (it is stored as Basic)\n"},
    {"competencies", "level=ecf : E-4|type=work_role|code=DCWF/511", "Basic",
     "W010 level 'ecf : E-4' (it is stored as Basic)\n"},
    {"competencies", "level=ECF:5|type=work_role|code=DCWF/511", "Advanced",
     "W010 level 'ECF:5' (it is stored as Advanced)\n"},
    {"competencies", "level=ecf:2|type=work_role|code=DCWF/511", NULL,
     "R068 level 'ecf:2' (no row of scale_mappings from 'ecf' '2' or below to '8140')\n"},
    {"competencies", "level=core:5|type=work_role|code=DCWF/511", NULL,
     "R068 level 'core:5' (no row of scale_mappings from 'core' '5' or below to '8140')\n"},
    {"competencies", "level=8140:orta|type=work_role|code=DCWF/511", "Intermediate", ""},
    {"competencies", "level=ecf:9|type=work_role|code=DCWF/511", NULL,
     "R012 level 'ecf:9' (one of 1, 2, 3, 4, 5)\n"},
    {"competencies", "level=efc:3|type=work_role|code=DCWF/511", NULL,
     "R012 level 'efc:3' (one of Basic, Intermediate, Advanced)\n"},
    {"competencies", "level=ecf:|type=work_role|code=DCWF/511", NULL,
     "R012 level 'ecf:' (one of 1, 2, 3, 4, 5)\n"},
    {"needs", "level=ecf:2|work_role=DCWF/511", "Basic",
     "W010 level 'ecf:2' (it is stored as Basic)\n"},
    {"needs", "level=ecf:3|work_role=DCWF/511", "Advanced",
     "W010 level 'ecf:3' (it is stored as Advanced)\n"},
    {"needs", "level=ecf:5|work_role=DCWF/511", NULL,
     "R068 level 'ecf:5' (no row of scale_mappings from '8140' to 'ecf' '5' or above)\n"},
    {"needs", "level=8140:Basic|work_role=ECSF/cyber-incident-responder", "3",
     "W010 level '8140:Basic' (it is stored as 3)\n"},
    {"requirements", "level=e-CF:1|kind=work_role|code=DCWF/511", "Basic",
     "W010 level 'e-CF:1' (it is stored as Basic)\n"},
    {"requirements", "level=e-CF:1|kind=language|code=en", NULL,
     "R068 level 'e-CF:1' (no row of scale_mappings from 'cefr' to 'ecf' '1' or above)\n"},
    {"requirements", "level=cefr:b2|kind=language|code=en", "B2", ""},
    {"trainings", "grants=work_role:DCWF/511:e-CF:3", "work_role:DCWF@5.1/511:Basic",
     "W010 grants 'e-CF:3' (it is stored as Basic)\n"},
    {"trainings", "grants=work_role:DCWF/511:e-CF:1", NULL,
     "R068 grants 'e-CF:1' (no row of scale_mappings from 'ecf' '1' or below to '8140')\n"},
};

START_TEST(levels_of_other_scales_cross_by_mappings)
{
    const struct catalogue_table mappings = {"scale_mappings", mapping_columns, 4, mapping_cells,
                                             ROWS(mapping_cells) / 4};
    CADRE_CLEANUP(catalogue_cleanup)
    struct catalogue *catalogue = catalogue_from(&mappings, 1);
    check_case(&crossed[_i], catalogue);
}
END_TEST

START_TEST(every_example_of_every_kind_is_taken)
{
    size_t count;
    const struct kind *kind = kind_all(&count)[_i];
    struct catalogue *catalogue = catalogue_new();
    struct row *row = row_new(kind, catalogue);
    for (size_t i = 0; i < kind->column_count; i++)
        row_set_cell(row, (int)i, str_view_of(kind->columns[i].example));
    field_types_check(row);
    for (size_t i = 0; i < row->fault_count; i++)
        ck_assert_msg(false, "%s %s", kind->columns[row->faults[i].column].name,
                      row->faults[i].code);
    row_free(row);
    catalogue_free(catalogue);
}
END_TEST

/* A rule that looks at another column finds it judged before. */
START_TEST(columns_stand_behind_what_decides_them)
{
    size_t count;
    const struct kind *const *kinds = kind_all(&count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < kinds[i]->column_count; j++) {
            const struct kind_column *column = &kinds[i]->columns[j];
            if (column->other != NULL && column->rule != RULE_CREDENTIAL)
                ck_assert_int_lt(kind_column_index(kinds[i], column->other), (int)j);
        }
    }
}
END_TEST

int main(void)
{
    size_t kinds;
    kind_all(&kinds);
    TCase *tcase = tcase_create("field_types");
    tcase_add_loop_test(tcase, cells_are_judged, 0, ROWS(cases));
    tcase_add_loop_test(tcase, levels_of_other_scales_cross_by_mappings, 0, ROWS(crossed));
    tcase_add_loop_test(tcase, every_example_of_every_kind_is_taken, 0, (int)kinds);
    tcase_add_test(tcase, columns_stand_behind_what_decides_them);
    return run_tcase(tcase, "import/field_types");
}
