#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/further_rows.h"
#include "tests/unit/catalogue/shipped.h"

static const struct {
    enum element_type type;
    const char *cell;
    enum lookup outcome;
    const char *answer; /* canonical code, or what is suggested */
} cells[] = {
    {ELEMENT_WORK_ROLE, "DCWF/511", LOOKUP_FOUND, "DCWF@5.1/511"},
    {ELEMENT_WORK_ROLE, "dcwf@5.1/511", LOOKUP_FOUND, "DCWF@5.1/511"},
    {ELEMENT_WORK_ROLE, "DCWF@5.1.0/511", LOOKUP_FOUND, "DCWF@5.1/511"},
    {ELEMENT_WORK_ROLE, "511", LOOKUP_FOUND, "DCWF@5.1/511"},
    {ELEMENT_WORK_ROLE, "NICE@2.1.0/DD-WRL-001", LOOKUP_FOUND, "NICE@2.1/DD-WRL-001"},
    {ELEMENT_WORK_ROLE, "nice/dd-wrl-001", LOOKUP_FOUND, "NICE@2.1/DD-WRL-001"},
    {ELEMENT_WORK_ROLE, "dd-wrl-001", LOOKUP_FOUND, "NICE@2.1/DD-WRL-001"},
    {ELEMENT_WORK_ROLE, "ECSF/penetration-tester", LOOKUP_FOUND, "ECSF@1/penetration-tester"},
    {ELEMENT_WORK_ROLE, "ECSF@1.0/penetration-tester", LOOKUP_FOUND, "ECSF@1/penetration-tester"},
    {ELEMENT_COMPETENCY, "CORE/def-ir", LOOKUP_FOUND, "CORE@1/DEF-IR"},
    {ELEMENT_COMPETENCY, "DEF-IR", LOOKUP_FOUND, "CORE@1/DEF-IR"},
    /* A withdrawn element is reached by its version alone. */
    {ELEMENT_WORK_ROLE, "DCWF@2023/141", LOOKUP_FOUND, "DCWF@2023/141"},
    {ELEMENT_WORK_ROLE, "NICE@1.0/CE-WRL-003", LOOKUP_FOUND, "NICE@1.0/CE-WRL-003"},
    {ELEMENT_WORK_ROLE, "CE-WRL-003", LOOKUP_UNKNOWN, "NICE/DD-WRL-003"},
    {ELEMENT_WORK_ROLE, "DCWF@5.1/141", LOOKUP_UNKNOWN, "DCWF/111 (All-Source Analyst)"},
    {ELEMENT_WORK_ROLE, "DCWF@4/511", LOOKUP_UNKNOWN, "DCWF/511 (Cyber Defense Analyst)"},
    /* The type follows the column. */
    {ELEMENT_COMPETENCY, "DCWF/511", LOOKUP_UNKNOWN, ""},
    {ELEMENT_WORK_ROLE, "CORE/DEF-IR", LOOKUP_UNKNOWN, ""},
    {ELEMENT_WORK_ROLE, "8140/511", LOOKUP_UNKNOWN, "DCWF/511 (Cyber Defense Analyst)"},
    {ELEMENT_WORK_ROLE, "cyber defence analyst", LOOKUP_UNKNOWN,
     "DCWF/511 (Cyber Defense Analyst)"},
    {ELEMENT_WORK_ROLE, "", LOOKUP_UNKNOWN, ""},
    {ELEMENT_WORK_ROLE, "/", LOOKUP_UNKNOWN, ""},
    {ELEMENT_WORK_ROLE, "DCWF/", LOOKUP_UNKNOWN, ""},
    {ELEMENT_COMPETENCY, "CORE/DEF-IRR", LOOKUP_UNKNOWN, "CORE/DEF-IR (Incident response)"},
};

START_TEST(a_cell_is_found_or_told_what_was_meant)
{
    CADRE_CLEANUP(str_release) struct str suggestion = {0};
    int32_t element = -7;
    enum lookup outcome = catalogue_find_element(
        shipped, cells[_i].type, str_view_of(cells[_i].cell), &element, &suggestion);
    ck_assert_int_eq(outcome, cells[_i].outcome);
    if (outcome == LOOKUP_FOUND) {
        ck_assert_str_eq(catalogue_element(shipped, element)->canonical, cells[_i].answer);
        ck_assert_str_eq(str_chars(&suggestion), "");
    } else {
        ck_assert_int_eq(element, -7);
        ck_assert_msg(strncmp(str_chars(&suggestion), cells[_i].answer, strlen(cells[_i].answer)) ==
                              0 &&
                          (cells[_i].answer[0] != '\0' || suggestion.length == 0),
                      "'%s' instead of '%s'", str_chars(&suggestion), cells[_i].answer);
    }
    ck_assert_int_eq(catalogue_find_element(shipped, cells[_i].type, str_view_of(cells[_i].cell),
                                            &element, NULL),
                     cells[_i].outcome);
}
END_TEST

START_TEST(every_canonical_code_leads_back_to_its_element)
{
    for (size_t i = 0; i < catalogue_element_count(shipped); i++) {
        const struct element *element = catalogue_element(shipped, (int32_t)i);
        int32_t found = -1;
        ck_assert_int_eq(catalogue_find_element(shipped, element->type,
                                                str_view_of(element->canonical), &found, NULL),
                         LOOKUP_FOUND);
        ck_assert_int_eq(found, (int32_t)i);
        ck_assert_int_ge(element->scale, 0);
    }
}
END_TEST

static const struct {
    const char *framework, *version;
    enum element_type type;
    size_t count;
} counts[] = {
    {"NICE", "2.1", ELEMENT_WORK_ROLE, 41}, {"NICE", "1.0", ELEMENT_WORK_ROLE, 12},
    {"DCWF", "5.1", ELEMENT_WORK_ROLE, 74}, {"DCWF", "2023", ELEMENT_WORK_ROLE, 3},
    {"ECSF", "1", ELEMENT_WORK_ROLE, 12},   {"CORE", "1", ELEMENT_COMPETENCY, 64},
    {"CORE", "1", ELEMENT_WORK_ROLE, 0},
};

START_TEST(frameworks_are_whole)
{
    size_t count = 0;
    for (size_t i = 0; i < catalogue_element_count(shipped); i++) {
        const struct element *element = catalogue_element(shipped, (int32_t)i);
        count += element->type == counts[_i].type &&
                 strcmp(element->framework, counts[_i].framework) == 0 &&
                 strcmp(element->version, counts[_i].version) == 0;
    }
    ck_assert_uint_eq(count, counts[_i].count);
}
END_TEST

/* The tree of CORE: what stands in a group is its child, groups are roots, nothing else has
 * parents. */
START_TEST(competencies_hang_under_their_groups)
{
    size_t roots = 0;
    for (size_t i = 0; i < catalogue_element_count(shipped); i++) {
        const struct element *element = catalogue_element(shipped, (int32_t)i);
        int32_t parent = catalogue_element_parent(shipped, (int32_t)i);
        if (element->type != ELEMENT_COMPETENCY) {
            ck_assert_int_eq(parent, -1);
            continue;
        }
        roots += parent < 0;
        ck_assert_str_eq(parent < 0 ? "" : catalogue_element(shipped, parent)->code,
                         element->group_code);
        ck_assert(parent < 0 || catalogue_element_parent(shipped, parent) == -1);
    }
    ck_assert_uint_eq(roots, 10);
}
END_TEST

START_TEST(competencies_are_named_in_three_languages)
{
    for (size_t i = 0; i < catalogue_element_count(shipped); i++) {
        const struct element *element = catalogue_element(shipped, (int32_t)i);
        if (element->type != ELEMENT_COMPETENCY)
            continue;
        ck_assert_msg(element->title_en[0] != '\0' && element->title_az[0] != '\0' &&
                          element->title_ru[0] != '\0',
                      "%s lacks a title", element->canonical);
    }
}
END_TEST

/* What has no English title is suggested by another of its titles, or by its code alone. */
START_TEST(a_suggestion_has_the_title_that_there_is)
{
    static const char *const rows[] = {
        "CORE", "1", "military_specialty", "3100", "", "",         "",        "", "", "",
        "CORE", "1", "military_specialty", "4200", "", "Rabitəçi", "Связист", "", "", "",
        "CORE", "1", "military_specialty", "5300", "", "",         "Связист", "", "", "",
    };
    static const struct {
        const char *cell, *suggestion;
    } asked[] = {
        {"3101", "CORE/3100"}, {"4201", "CORE/4200 (Rabitəçi)"}, {"5301", "CORE/5300 (Связист)"}};
    struct catalogue_table table = with_rows("elements", NULL, ROWS(rows) / 3, rows, 3);
    struct catalogue *catalogue = catalogue_from(&table, 1);
    for (size_t i = 0; i < ROWS(asked); i++) {
        CADRE_CLEANUP(str_release) struct str suggestion = {0};
        int32_t element;
        ck_assert_int_eq(catalogue_find_element(catalogue, ELEMENT_MILITARY_SPECIALTY,
                                                str_view_of(asked[i].cell), &element, &suggestion),
                         LOOKUP_UNKNOWN);
        ck_assert_str_eq(str_chars(&suggestion), asked[i].suggestion);
    }
    catalogue_free(catalogue);
    free((void *)table.cells);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("element_lookup");
    tcase_add_loop_test(tcase, a_cell_is_found_or_told_what_was_meant, 0, ROWS(cells));
    tcase_add_test(tcase, every_canonical_code_leads_back_to_its_element);
    tcase_add_loop_test(tcase, frameworks_are_whole, 0, ROWS(counts));
    tcase_add_test(tcase, competencies_hang_under_their_groups);
    tcase_add_test(tcase, competencies_are_named_in_three_languages);
    tcase_add_test(tcase, a_suggestion_has_the_title_that_there_is);
    return run_with_catalogue(tcase, "catalogue/element_lookup");
}
