/* The made-up files through the check that an import makes: faults are found, the rest is taken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/demo/country.h"
#include "import/check.h"
#include "tests/unit/cmd/demo_catalogue.h"
#include "tests/unit/run_tcase.h"

enum { PEOPLE = 3000, FILES = 48 };

static struct catalogue *catalogue;
static struct arena *arena;

static void set_up(void)
{
    arena = arena_new();
    catalogue = demo_catalogue(arena);
}

static void tear_down(void)
{
    catalogue_free(catalogue);
    arena_free(arena);
}

static struct input_file *open_written(const struct country *country,
                                       const struct country_file *file,
                                       struct country_tally *ret_tally)
{
    char path[] = "/tmp/cadre-demo-check-XXXXXX";
    int descriptor = mkstemp(path);
    FILE *out = fdopen(descriptor, "w");
    ck_assert_ptr_nonnull(out);
    *ret_tally = country_write(country, file, out);
    ck_assert_int_eq(fclose(out), 0);
    struct input_file *input = NULL;
    struct cadre_error err = {0};
    ck_assert_int_eq(input_file_open(path, -1, &input, &err), CADRE_OK);
    ck_assert_int_eq(unlink(path), 0);
    return input;
}

static void check(struct input_file *input, const struct country_file *file,
                  struct findings *findings, struct check_result *ret_result)
{
    struct cadre_date effective;
    struct cadre_error err = {0};
    ck_assert(cadre_date_parse_iso(str_view_of(DEMO_EFFECTIVE), &effective));
    const struct check_options options = {
        .kind = file->kind, .catalogue = catalogue, .effective = effective};
    const struct row_sink forgetful = {0};
    ck_assert_int_eq(check_file(&options, input, &forgetful, findings, ret_result, &err), CADRE_OK);
}

/* Of a row with a fault: itself, and its like when it stands twice. */
enum { ROWS_A_FAULT = 2 };

static void assert_as_made(const struct country_file *file, const struct country_tally *tally,
                           const struct check_result *result)
{
    uint64_t outside = result->rejected + result->held + result->duplicates;
    ck_assert_uint_ge(result->rows_read, tally->rows);
    ck_assert_uint_le(result->rows_read, tally->rows + tally->faulty);
    /* One faulty row of a need holds its whole set. */
    if (strcmp(file->kind->name, "requirements") == 0)
        return;
    ck_assert_msg(outside <= ROWS_A_FAULT * tally->faulty, "%s: %llu rows kept out for %zu faults",
                  file->name, (unsigned long long)outside, tally->faulty);
    ck_assert_msg(result->accepted + ROWS_A_FAULT * tally->faulty >= result->rows_read,
                  "%s: %llu of %llu rows accepted", file->name,
                  (unsigned long long)result->accepted, (unsigned long long)result->rows_read);
}

START_TEST(a_file_is_taken_but_for_its_faults)
{
    size_t count;
    const struct country_file *files = country_files(arena, &count);
    ck_assert_uint_eq(count, FILES);
    const struct country_file *file = &files[_i];
    const struct country *country = country_make(4, PEOPLE, catalogue, arena);
    struct country_tally tally;
    struct check_result result;
    struct input_file *input = open_written(country, file, &tally);
    struct findings *findings = findings_new();
    check(input, file, findings, &result);
    ck_assert_msg(result.refused == file->refused, "%s", file->name);
    if (file->refused)
        ck_assert_str_eq(findings_refusal(findings)->code->code, FINDING_F_LOST_LETTERS);
    else
        assert_as_made(file, &tally, &result);
    findings_free(findings);
    input_file_free(input);
}
END_TEST

/* Codes that a newcomer should meet: the demo shows most of the table. */
static const char *const shown[] = {
    FINDING_R_REQUIRED,    FINDING_R_DATE,       FINDING_R_INTEGER,
    FINDING_R_RANGE,       FINDING_R_CODE,       FINDING_R_COUNTRY,
    FINDING_R_REGION,      FINDING_R_LANGUAGE,   FINDING_R_ELEMENT,
    FINDING_R_LEVEL,       FINDING_R_CREDENTIAL, FINDING_R_EMAIL,
    FINDING_R_PHONE,       FINDING_R_NAME,       FINDING_R_DATE_ORDER,
    FINDING_R_FUTURE_DATE, FINDING_R_FIELDS_FEW, FINDING_R_FIELDS_MANY,
    FINDING_R_QUOTES,      FINDING_X_DIFFERS,    FINDING_X_REGION_AMBIGUOUS};

static bool has_code(const struct findings *findings, const char *code)
{
    const struct finding *finding;
    findings_rewind(findings);
    do
        finding = findings_next(findings);
    while (finding != NULL && strcmp(finding->code->code, code) != 0);
    return finding != NULL;
}

START_TEST(the_usual_faults_are_there)
{
    size_t count;
    const struct country_file *files = country_files(arena, &count);
    const struct country *country = country_make(1, 5000, catalogue, arena);
    bool seen[ROWS(shown)] = {false};
    for (size_t i = 0; i < count; i++) {
        struct country_tally tally;
        struct check_result result;
        struct input_file *input = open_written(country, &files[i], &tally);
        struct findings *findings = findings_new();
        check(input, &files[i], findings, &result);
        for (int k = 0; k < ROWS(shown); k++)
            seen[k] = seen[k] || has_code(findings, shown[k]);
        findings_free(findings);
        input_file_free(input);
    }
    for (int k = 0; k < ROWS(shown); k++)
        ck_assert_msg(seen[k], "%s is nowhere", shown[k]);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("demo_check");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, a_file_is_taken_but_for_its_faults, 0, FILES);
    tcase_add_test(tcase, the_usual_faults_are_there);
    return run_tcase(tcase, "demo_check");
}
