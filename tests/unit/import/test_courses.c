/*
 * The courses of DoD 8140 as a training office would bring them, with the length as it was
 * published: hours are spelled in words, weeks and days in some eight ways. None passes for a
 * number.
 */
#include <string.h>

#include "tests/unit/catalogue/reference_csv.h"
#include "tests/unit/import/import_case.h"

enum { SKIPPED = 77, COURSES = 317, WITHOUT_LENGTH = 40 };

static void add_cell(struct str *out, const char *cell)
{
    str_add_char(out, '"');
    for (; *cell != '\0'; cell++) {
        str_add_char(out, *cell);
        if (*cell == '"')
            str_add_char(out, '"');
    }
    str_add_char(out, '"');
}

START_TEST(no_length_passes_for_a_number_of_hours)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str text = {0};
    struct reference_csv courses =
        reference_csv_read(arena, "frameworks/dod8140-2024/tab_c_training_repository_noCE.csv");
    size_t without = 0;
    struct case_run run;
    str_add_text(&text, "provider,code,title,hours\n");
    ck_assert_uint_eq(courses.row_count - 1, COURSES);
    for (size_t row = 1; row < courses.row_count; row++) {
        const char *length = reference_csv_cell(&courses, row, "Length");
        str_add_format(&text, "DOD,C-%zu,Course,", row);
        add_cell(&text, length);
        str_add_char(&text, '\n');
        without += length[0] == '\0';
    }
    ck_assert_uint_eq(without, WITHOUT_LENGTH);
    case_check_as(&run, "trainings", NULL, str_view_from(&text));
    ck_assert_uint_eq(run.result.rows_read, COURSES);
    ck_assert_uint_eq(run.result.accepted, WITHOUT_LENGTH);
    ck_assert_uint_eq(findings_count(run.findings), COURSES - WITHOUT_LENGTH);
    const struct finding *finding;
    findings_rewind(run.findings);
    while ((finding = findings_next(run.findings)) != NULL)
        ck_assert_str_eq(finding->column, "hours");
    ck_assert_ptr_eq(strstr(str_chars(&run.rows), "hours="), NULL);
    case_release(&run);
}
END_TEST

int main(void)
{
    if (!reference_csv_present())
        return SKIPPED;
    TCase *tcase = tcase_create("courses");
    tcase_add_test(tcase, no_length_passes_for_a_number_of_hours);
    return run_tcase(tcase, "import/courses");
}
