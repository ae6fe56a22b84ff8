/*
 * The publishers' own documents, with all that is wrong in them. They are not the project's:
 * skipped where they are not at hand.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/document_compare.h"
#include "tests/unit/catalogue/reference_csv.h"
#include "tests/unit/catalogue/shipped.h"

static struct arena *arena;
static struct framework_document document;
static struct document_comparison comparison;

static void read_file(const char *name)
{
    char block[65536];
    size_t count;
    struct cadre_error err = {0};
    CADRE_CLEANUP(str_release) struct str text = {0};
    const struct framework_document_options options = {0};
    CADRE_FREE char *path = cadre_format("%s/frameworks/%s", getenv("CADRE_REFERENCE_DATA"), name);
    FILE *in = fopen(path, "rb");
    ck_assert_msg(in != NULL, "%s", path);
    while ((count = fread(block, 1, sizeof block, in)) > 0)
        str_add(&text, block, count);
    fclose(in);
    arena = arena_new();
    ck_assert_int_eq(
        framework_document_read(str_view_from(&text), shipped, &options, arena, &document, &err),
        CADRE_OK);
    document_compare(&document, shipped, arena, &comparison);
}

static size_t count_type(const char *type)
{
    size_t count = 0;
    for (size_t i = 0; i < document.element_count; i++)
        count += strcmp(document.elements[i].type, type) == 0;
    return count;
}

static size_t count_standing(unsigned standing)
{
    size_t count = 0;
    for (size_t i = 0; i < document.element_count; i++)
        count += (comparison.standings[i] & standing) != 0;
    return count;
}

struct expected {
    const char *code;
    size_t count;
};

static void check_findings(const struct expected *expected, size_t rows)
{
    size_t told = 0;
    for (size_t row = 0; row < rows; row++) {
        size_t count = 0;
        for (size_t i = 0; i < document.finding_count; i++)
            count += strcmp(document.findings[i].code->code, expected[row].code) == 0;
        ck_assert_msg(count == expected[row].count, "%s: %zu instead of %zu", expected[row].code,
                      count, expected[row].count);
        told += count;
    }
    ck_assert_uint_eq(told, document.finding_count);
}

/* ---- DCWF 5.1 in the form of CPRT ------------------------------------------------------------ */

static const char lossy[] = "dcwf_v5.1_cprt_lossy_noCE.json";

START_TEST(the_lossy_dcwf_is_told_for_what_it_is)
{
    static const struct expected expected[] = {
        {FINDING_D_UNKNOWN_KEY, 4348}, /* core_or_additional */
        {FINDING_D_DANGLING, 39},      /* all of them roles of NICE */
        {FINDING_D_RELATION_TWICE, 9}, {FINDING_D_TWO_TYPES, 28}, {FINDING_D_OTHER_FRAMEWORK, 1},
        {FINDING_D_BLANKS, 14}, /* 13 texts with a no-break space, one with a zero-width one */
        {FINDING_D_SAME_TEXT, 1},
    };
    read_file(lossy);
    ck_assert_str_eq(document.framework, "DCWF");
    ck_assert_str_eq(document.version, "5.1");
    ck_assert_str_eq(document.title, "");
    ck_assert_str_eq(document.declared_id, "SP_800_181_rev_1");
    ck_assert_str_eq(document.declared_version, "2.0.0");
    ck_assert_uint_eq(count_type("work_role"), 41);
    ck_assert_uint_eq(count_type("task"), 976);
    ck_assert_uint_eq(count_type("ksa"), 1056);
    ck_assert_uint_eq(document.element_count, 2073);
    ck_assert_uint_eq(document.relation_count, 4387 - 39 - 9);
    check_findings(expected, ROWS(expected));
    arena_free(arena);
}
END_TEST

/* Each of the 28 codes is a task or KSA in the document, and its relations are the role's. */
START_TEST(relations_of_a_role_that_is_lacking_stay_its_own)
{
    size_t from_roles = 0;
    read_file(lossy);
    for (size_t i = 0; i < document.relation_count; i++)
        from_roles += strcmp(document.relations[i].from_type, "work_role") == 0;
    ck_assert_uint_eq(from_roles, document.relation_count);
    ck_assert_uint_eq(document.mapping_count, 39);
    ck_assert_uint_eq(comparison.mappings_same, 39);
    arena_free(arena);
}
END_TEST

START_TEST(the_report_names_the_33_roles_that_are_lacking)
{
    static const char *const codes[] = {
        "111", "121", "132", "133", "332", "421", "431", "461", "462", "463", "531",
        "541", "623", "626", "628", "631", "632", "641", "671", "673", "711", "712",
        "723", "733", "752", "753", "801", "802", "803", "806", "901", "902", "903"};
    read_file(lossy);
    ck_assert_uint_eq(comparison.lacking_count, ROWS(codes));
    for (size_t i = 0; i < comparison.lacking_count; i++) {
        const struct element *role = catalogue_element(shipped, comparison.lacking[i]);
        ck_assert_str_eq(role->code, codes[i]);
        ck_assert_str_eq(role->version, "5.1");
        ck_assert_str_ne(role->title_en, "");
    }
    arena_free(arena);
}
END_TEST

/* The roles' texts are new to the catalogue, and one title is spelled otherwise. */
START_TEST(what_the_document_adds)
{
    read_file(lossy);
    ck_assert_uint_eq(count_standing(STANDING_NEW), 976 + 1056);
    ck_assert_uint_eq(count_standing(STANDING_COMPLETED), 41);
    ck_assert_uint_eq(count_standing(STANDING_REWORDED | STANDING_REGROUPED), 0);
    ck_assert_uint_eq(count_standing(STANDING_RETITLED), 1);
    for (size_t i = 0; i < document.element_count; i++) {
        if ((comparison.standings[i] & STANDING_RETITLED) == 0)
            continue;
        ck_assert_str_eq(document.elements[i].title, "Cyber Defense Forensics Analyst");
        ck_assert_str_eq(catalogue_element(shipped, comparison.beside[i])->title_en,
                         "Cyber Defense Forensic Analyst");
    }
    ck_assert_uint_eq(comparison.relations_new, document.relation_count);
    arena_free(arena);
}
END_TEST

/* ---- NICE 2.1 as a flat list ----------------------------------------------------------------- */

START_TEST(the_flat_nice_is_whole)
{
    static const struct expected expected[] = {
        {FINDING_D_UNKNOWN_KEY, 178}, /* "Skills Alignment" */
        {FINDING_D_PLACEHOLDER, 279}, /* TBD-A, TBD-B */
        {FINDING_D_SAME_TEXT, 1},     /* K1287 and K1299 */
    };
    read_file("nice_framework_2.1.0.json");
    ck_assert_str_eq(document.framework, "NICE");
    ck_assert_str_eq(document.version, "2.1");
    ck_assert_uint_eq(count_type("work_role"), 41);
    ck_assert_uint_eq(document.element_count, 41 + 1821);
    ck_assert_uint_eq(document.relation_count, 5334);
    check_findings(expected, ROWS(expected));
    ck_assert_uint_eq(comparison.lacking_count, 0);
    ck_assert_uint_eq(count_standing(STANDING_NEW), 1821);
    ck_assert_uint_eq(count_standing(~(unsigned)STANDING_NEW), 0);
    ck_assert_uint_eq(document.mapping_count, 39);
    ck_assert_uint_eq(comparison.mappings_same, 39);
    arena_free(arena);
}
END_TEST

int main(void)
{
    if (!reference_csv_present())
        return 77;
    TCase *tcase = tcase_create("document_reference");
    tcase_add_test(tcase, the_lossy_dcwf_is_told_for_what_it_is);
    tcase_add_test(tcase, relations_of_a_role_that_is_lacking_stay_its_own);
    tcase_add_test(tcase, the_report_names_the_33_roles_that_are_lacking);
    tcase_add_test(tcase, what_the_document_adds);
    tcase_add_test(tcase, the_flat_nice_is_whole);
    return run_with_catalogue(tcase, "catalogue/document_reference");
}
