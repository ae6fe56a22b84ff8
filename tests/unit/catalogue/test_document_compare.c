#include "core/catalogue/document_compare.h"

#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

/* DCWF 5.1 as it is shipped, one role of it with a group, and one element with a known text. */
enum { ELEMENT_CELLS = 12 };
static const char *const columns[ELEMENT_CELLS] = {
    "framework", "version",    "type",     "code", "title_en", "title_az",
    "title_ru",  "group_code", "group_en", "note", "text",     "text_hash"};
static const char *cells[3][ELEMENT_CELLS] = {
    {"DCWF", "5.1", "work_role", "511", "Cyber Defense Analyst", "", "", "CS", "Cyber", "", "", ""},
    {"DCWF", "5.1", "work_role", "421", "Database Administrator", "", "", "", "", "", "", ""},
    {"DCWF", "5.1", "task", "T1", "", "", "", "", "", "", "Look", "hash of Look"},
};
static const char *const relation_columns[] = {"framework", "version", "from_type", "from_code",
                                               "relation",  "to_type", "to_code"};
static const char *const relation_cells[] = {"DCWF",       "5.1",  "work_role", "511",
                                             "projection", "task", "T1"};
static const struct catalogue_table tables[] = {
    {"elements", columns, ELEMENT_CELLS, (const char *const *)cells, 3},
    {"element_relations", relation_columns, 7, relation_cells, 1},
    {"alignments", NULL, 8, NULL, 0},
    {"credential_grants", NULL, 7, NULL, 0},
};

static const struct {
    struct document_element element;
    unsigned standing;
} cases[] = {
    {{"work_role", "511", "Cyber Defense Analyst", "", "", "CS", "Cyber", 1}, 0},
    {{"work_role", "511", "", "", "", "", "", 1}, 0},
    {{"work_role", "511", "Analyst", "", "", "", "", 1}, STANDING_RETITLED},
    {{"work_role", "511", "", "", "", "XX", "", 1}, STANDING_REGROUPED},
    {{"work_role", "511", "Analyst", "x", "hash of x", "XX", "", 1},
     STANDING_COMPLETED | STANDING_RETITLED | STANDING_REGROUPED},
    {{"work_role", "421", "Database Administrator", "", "", "CS", "", 1}, STANDING_COMPLETED},
    {{"task", "T1", "A title", "Look", "hash of Look", "", "", 1}, STANDING_COMPLETED},
    {{"task", "t1", "", "Look", "hash of Look", "", "", 1}, 0},
    {{"task", "T1", "", "See", "hash of See", "", "", 1}, STANDING_REWORDED},
    {{"task", "511", "Cyber Defense Analyst", "", "", "", "", 1}, STANDING_NEW},
    {{"work_role", "512", "Cyber Defense Analyst", "", "", "", "", 1}, STANDING_NEW},
};

static struct catalogue *catalogue;

START_TEST(an_element_is_compared_cell_by_cell)
{
    struct arena *arena = arena_new();
    struct document_comparison comparison;
    const struct framework_document document = {
        .framework = "DCWF", .version = "5.1", .elements = &cases[_i].element, .element_count = 1};
    document_compare(&document, catalogue, arena, &comparison);
    ck_assert_uint_eq(comparison.standings[0], cases[_i].standing);
    ck_assert_int_eq(comparison.beside[0] < 0, cases[_i].standing == STANDING_NEW);
    ck_assert_uint_eq(comparison.lacking_count, cases[_i].standing == STANDING_NEW ? 3 : 2);
    arena_free(arena);
}
END_TEST

static const struct document_relation relations[] = {
    {"work_role", "511", "task", "T1", "projection", 1},
    {"work_role", "511", "task", "T1", "other", 1},
    {"work_role", "421", "task", "T1", "projection", 1},
    {"work_role", "511", "task", "T9", "projection", 1},
};
static const struct document_mapping mappings[] = {
    {"511", "NICE", "PD-WRL-001", 1}, {"511", "NICE", "PD-WRL-002", 1}, {"511", "ECSF", "X", 1}};

START_TEST(relations_and_mappings_are_counted)
{
    struct arena *arena = arena_new();
    struct document_comparison comparison;
    const struct framework_document document = {.framework = "DCWF",
                                                .version = "5.1",
                                                .relations = relations,
                                                .relation_count = ROWS(relations),
                                                .mappings = mappings,
                                                .mapping_count = ROWS(mappings)};
    document_compare(&document, catalogue, arena, &comparison);
    ck_assert_uint_eq(comparison.relations_same, 1);
    ck_assert_uint_eq(comparison.relations_new, 3);
    ck_assert_uint_eq(comparison.mappings_same, 1);
    ck_assert_uint_eq(comparison.mappings_new, 2);
    ck_assert_uint_eq(comparison.lacking_count, 3);
    arena_free(arena);
}
END_TEST

/* Nothing of another version is the same, and nothing of it is lacking. */
START_TEST(a_new_version_stands_alone)
{
    struct arena *arena = arena_new();
    struct document_comparison comparison;
    const struct framework_document document = {.framework = "DCWF",
                                                .version = "6.0",
                                                .elements = &cases[0].element,
                                                .element_count = 1,
                                                .relations = relations,
                                                .relation_count = 1};
    document_compare(&document, catalogue, arena, &comparison);
    ck_assert_int_eq(comparison.framework, -1);
    ck_assert_uint_eq(comparison.standings[0], STANDING_NEW);
    ck_assert_uint_eq(comparison.lacking_count, 0);
    ck_assert_uint_eq(comparison.relations_new, 1);
    arena_free(arena);
}
END_TEST

int main(void)
{
    catalogue = catalogue_from(tables, sizeof tables / sizeof *tables);
    TCase *tcase = tcase_create("document_compare");
    tcase_add_loop_test(tcase, an_element_is_compared_cell_by_cell, 0, ROWS(cases));
    tcase_add_test(tcase, relations_and_mappings_are_counted);
    tcase_add_test(tcase, a_new_version_stands_alone);
    int failed = run_tcase(tcase, "catalogue/document_compare");
    catalogue_free(catalogue);
    return failed;
}
