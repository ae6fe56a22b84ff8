#include "import/row_checks.h"

#include "import/field_types.h"
#include "tests/unit/import/import_case.h"

#define PERSON "source_person_id=P1|family_name=A|given_name=B|consent_on=2026-01-10|"

/* Rows that are good but for what is tried; effective on 2026-03-01. */
static const struct {
    const char *kind;
    const char *cells;
    const char *faults;
} cases[] = {
    {"roster", "source_person_id=P1|family_name=A|given_name=B|consent_on=2026-01-10", ""},
    {"roster", "national_id=5ABC7K2|family_name=A|given_name=B|consent_on=2026-01-10", ""},
    {"roster", "family_name=A|given_name=B|consent_on=2026-01-10", "R019 source_person_id ''\n"},
    /* a key that is given but faulty is no missing key */
    {"roster", "national_id=5|family_name=A|given_name=B|consent_on=2026-01-10",
     "R020 national_id '5' (5 to 20 Latin letters and digits)\n"},
    {"roster", PERSON "birth_date=2026-03-01", ""},
    {"roster", PERSON "birth_date=2026-03-02",
     "R023 birth_date '2026-03-02' (the file holds from 2026-03-01)\n"},
    {"roster", PERSON "birth_date=15.06.1994|employed_from=1994-06-15", ""},
    {"roster", PERSON "birth_date=15.06.1994|employed_from=1994-06-14|graduated_on=1990-01-01",
     "R021 employed_from '1994-06-14' ('birth_date' is 15.06.1994)\n"
     "R021 graduated_on '1990-01-01' ('birth_date' is 15.06.1994)\n"},
    /* what is faulty already is not judged again */
    {"roster", PERSON "birth_date=2030-01-01|employed_from=2021-01-01",
     "R023 birth_date '2030-01-01' (the file holds from 2026-03-01)\n"},
    {"roster", PERSON "birth_date=1994-13-01|employed_from=2021-01-01",
     "R002 birth_date '1994-13-01'\n"},
    {"roster", PERSON "fitness_on=2025-11-20",
     "R024 fitness_on '2025-11-20' ('fitness_category' is empty)\n"},
    {"roster", PERSON "fitness_on=2025-11-20|fitness_category=Z",
     "R005 fitness_category 'Z' (one of D, C, B, A)\n"},
    {"roster", PERSON "service_until=2027-06-30|service_ground=x",
     "R024 service_until '2027-06-30' ('service_status' is empty)\n"
     "R024 service_ground 'x' ('service_status' is empty)\n"},
    {"roster", PERSON "region=AZ-BA|district=Nəsimi", ""},
    {"roster", PERSON "district=Nəsimi", ""},
    {"roster", PERSON "region=Gəncə|district=Nəsimi",
     "R025 district 'Nəsimi' (AZ-BA-NAS does not lie in AZ-GA)\n"},
    {"roster", PERSON "region=Nowhere|district=Nəsimi", "R007 region 'Nowhere'\n"},
    {"roster", PERSON "consent_until=2026-01-09",
     "R021 consent_until '2026-01-09' ('consent_on' is 2026-01-10)\n"},
    {"roster", "source_person_id=P1|family_name=A|given_name=B|consent_for=contract",
     "R024 consent_for 'contract' ('consent_on' is empty)\nW006 consent_on ''\n"},
    {"needs",
     "need_code=N|organization_code=O|title=T|engagement=contract|headcount=1|priority=1|"
     "starts_on=2026-04-01|min_age=45|max_age=18|level=Basic",
     "R022 max_age '18' ('min_age' is 45)\nR024 level 'Basic' ('work_role' is empty)\n"},
    {"certifications", "source_person_id=P|credential=Security+|issued_on=2026-01-01", ""},
    {"certifications", "source_person_id=P|credential=Security+|issued_on=2026-03-02",
     "R023 issued_on '2026-03-02' (the file holds from 2026-03-01)\n"},
    {"certifications",
     "source_person_id=P|credential=Security+|issued_on=2025-01-02|expires_on=2025-01-01|"
     "revoked_on=2025-01-02",
     "R021 expires_on '2025-01-01' ('issued_on' is 2025-01-02)\n"},
    /* one of three columns */
    {"preferences", "source_person_id=P|side=person|rank=1|work_role=DCWF/511", ""},
    {"preferences", "source_person_id=P|side=person|rank=1", "R037 need_code '' (none is given)\n"},
    {"preferences",
     "source_person_id=P|side=person|rank=1|need_code=N|work_role=DCWF/511|organization_code=O",
     "R037 work_role 'DCWF/511' (leave all but one of them empty)\n"
     "R037 organization_code 'O' (leave all but one of them empty)\n"},
    {"preferences", "source_person_id=P|side=person|rank=1|organization_code=O O",
     "R027 organization_code 'O O'\n"},
    {"trainings", "provider=P|code=C|title=T|starts_on=2026-09-02|ends_on=2026-09-01",
     "R021 ends_on '2026-09-01' ('starts_on' is 2026-09-02)\n"},
    {"completions", "source_person_id=P|provider=P|training=C|completed_on=2026-03-02",
     "R023 completed_on '2026-03-02' (the file holds from 2026-03-01)\n"},
    {"completions",
     "national_id=5ABC7K2|provider=P|training=C|completed_on=2026-02-02|expires_on=2026-02-01",
     "R021 expires_on '2026-02-01' ('completed_on' is 2026-02-02)\n"},
};

static void check_row(const char *kind, const char *cells, struct cadre_date effective,
                      const char *expected)
{
    struct catalogue *catalogue = catalogue_new();
    struct row *row = row_new(kind_find(str_view_of(kind)), catalogue);
    CADRE_CLEANUP(str_release) struct str faults = {0};
    case_set_cells(row, cells);
    field_types_check(row);
    row_checks_run(row, effective);
    for (size_t i = 0; i < row->fault_count; i++)
        case_add_fault(&faults, row, i);
    ck_assert_str_eq(str_chars(&faults), expected);
    row_free(row);
    catalogue_free(catalogue);
}

START_TEST(columns_are_judged_together)
{
    struct cadre_date effective;
    ck_assert(cadre_date_from_civil(2026, 3, 1, &effective));
    check_row(cases[_i].kind, cases[_i].cells, effective, cases[_i].faults);
}
END_TEST

START_TEST(without_a_day_nothing_lies_ahead)
{
    check_row("roster", PERSON "birth_date=2190-01-01", cadre_date_none, "");
}
END_TEST

/* A credential that states no months: an award of it needs a last day, or a warning. */
START_TEST(an_award_without_an_end_is_warned_of)
{
    struct catalogue *catalogue = catalogue_new();
    int32_t endless = -1;
    for (size_t i = 0; i < catalogue_credential_count(catalogue) && endless < 0; i++) {
        if (catalogue_credential(catalogue, (int32_t)i)->months == 0)
            endless = (int32_t)i;
    }
    ck_assert_int_ge(endless, 0);
    const char *code = catalogue_credential(catalogue, endless)->canonical;
    CADRE_FREE char *open =
        cadre_format("source_person_id=P|credential=%s|issued_on=2025-01-01", code);
    CADRE_FREE char *closed = cadre_format("%s|expires_on=2027-01-01", open);
    check_row("certifications", open, cadre_date_none, "W003 expires_on ''\n");
    check_row("certifications", closed, cadre_date_none, "");
    catalogue_free(catalogue);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("row_checks");
    tcase_add_loop_test(tcase, columns_are_judged_together, 0, ROWS(cases));
    tcase_add_test(tcase, without_a_day_nothing_lies_ahead);
    tcase_add_test(tcase, an_award_without_an_end_is_warned_of);
    return run_tcase(tcase, "import/row_checks");
}
