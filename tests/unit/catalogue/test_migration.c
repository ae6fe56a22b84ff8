#include "core/catalogue/migration.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/further_rows.h"
#include "tests/unit/run_tcase.h"

enum { FRAMEWORK_CELLS = 7, ELEMENT_CELLS = 12 };

static const char *const framework_rows[][FRAMEWORK_CELLS] = {
    {"TST", "2.1", "Test", "", "", "core", "1"},
    {"TST", "3.0", "Test", "", "", "core", "0"},
};

/* A made-up 3.0: one role keeps everything, one its code alone, a task is reworded. */
static const char *const element_columns[ELEMENT_CELLS] = {
    "framework", "version",    "type",     "code", "title_en", "title_az",
    "title_ru",  "group_code", "group_en", "note", "text",     "text_hash"};
static const char *const element_rows[][ELEMENT_CELLS] = {
    {"TST", "2.1", "work_role", "R1", "Analyst", "", "", "A", "", "", "", ""},
    {"TST", "2.1", "work_role", "R2", "Planner", "", "", "A", "", "", "", ""},
    {"TST", "2.1", "work_role", "R3", "Operator", "", "", "A", "", "", "", ""},
    {"TST", "2.1", "work_role", "R4", "", "", "", "", "", "", "", ""},
    {"TST", "2.1", "work_role", "R5", "Guard", "", "", "A", "", "", "", "aa"},
    {"TST", "2.1", "task", "R1", "", "", "", "", "", "", "", "bb"},
    {"TST", "2.1", "task", "T1979", "", "", "", "", "", "", "", "cc"},
    {"TST", "3.0", "work_role", "R1", "Analyst", "", "", "B", "", "", "", ""},
    {"TST", "3.0", "work_role", "R2", "Cook", "", "", "A", "", "", "", ""},
    {"TST", "3.0", "work_role", "R9", "Operator", "", "", "A", "", "", "", ""},
    {"TST", "3.0", "work_role", "R4", "Named now", "", "", "", "", "", "", ""},
    {"TST", "3.0", "work_role", "R5", "Guard", "", "", "A", "", "", "", "a0"},
    {"TST", "3.0", "task", "R1", "", "", "", "", "", "", "", "bb"},
    {"TST", "3.0", "task", "T1979", "", "", "", "", "", "", "", "c0"},
};

static struct catalogue_table tables[2];
static struct catalogue *made;

static int32_t version(const char *cell)
{
    int32_t framework = catalogue_find_framework(made, str_view_of(cell));
    ck_assert_int_ge(framework, 0);
    return framework;
}

static const char *code_of(int32_t element)
{
    return element >= 0 ? catalogue_element(made, element)->code : "-";
}

static const char *const outcomes[MIGRATION_OUTCOME_COUNT] = {
    [MIGRATION_MAPPED] = "mapped",     [MIGRATION_SAME] = "same",
    [MIGRATION_DROPPED] = "dropped",   [MIGRATION_WITHDRAWN] = "withdrawn",
    [MIGRATION_RETITLED] = "retitled", [MIGRATION_REWORDED] = "reworded",
    [MIGRATION_UNTOLD] = "untold",
};

#define FRAME "{\"framework\":\"TST\",\"from\":\"2.1\",\"to\":\"3.0\",\"map\":"

static const struct {
    const char *map; /* NULL = none */
    const char *plan;
} plans[] = {
    {NULL, "R1 same R1 -\n"
           "R2 retitled - R2\n"
           "R3 withdrawn - R9\n"
           "R4 untold - R4\n"
           "R5 reworded - R5\n"
           "R1 same R1 -\n"
           "T1979 reworded - T1979\n"},
    {FRAME "[{\"from\":\"r3\",\"to\":\"R9\"},{\"from\":\"R2\",\"to\":null},"
           "{\"type\":\"task\",\"from\":\"T1979\",\"to\":\"t1979\"},"
           "{\"type\":\"work_role\",\"from\":\"R1\",\"to\":\"R4\"}]}",
     "R1 mapped R4 -\n"
     "R2 dropped - -\n"
     "R3 mapped R9 -\n"
     "R4 untold - R4\n"
     "R5 reworded - R5\n"
     "R1 same R1 -\n"
     "T1979 mapped T1979 -\n"},
    {FRAME "[]}", "R1 same R1 -\n"
                  "R2 retitled - R2\n"
                  "R3 withdrawn - R9\n"
                  "R4 untold - R4\n"
                  "R5 reworded - R5\n"
                  "R1 same R1 -\n"
                  "T1979 reworded - T1979\n"},
};

START_TEST(nothing_is_carried_by_its_code_alone)
{
    struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str told = {0};
    struct cadre_error err = {0};
    struct migration_map map = {0};
    size_t count;
    if (plans[_i].map != NULL)
        ck_assert_int_eq(migration_map_read(str_view_of(plans[_i].map), made, version("TST@2.1"),
                                            version("TST@3.0"), arena, &map, &err),
                         CADRE_OK);
    const struct migration_step *steps =
        migration_plan(made, version("TST@2.1"), version("TST@3.0"),
                       plans[_i].map != NULL ? &map : NULL, arena, &count);
    for (size_t i = 0; i < count; i++) {
        str_add_format(&told, "%s %s %s %s\n", code_of(steps[i].from), outcomes[steps[i].outcome],
                       code_of(steps[i].to), code_of(steps[i].hint));
        ck_assert_int_eq(steps[i].to < 0, migration_is_open(steps[i].outcome) ||
                                              steps[i].outcome == MIGRATION_DROPPED);
    }
    ck_assert_str_eq(str_chars(&told), plans[_i].plan);
    arena_free(arena);
}
END_TEST

static const struct {
    const char *map, *message;
} faults[] = {
    {"[]", "an object is wanted"},
    {"{", NULL},
    {"{\"framework\":\"TST\",\"from\":\"2.1\",\"to\":\"3.0\"}", "'map' is wanted, an array"},
    {"{\"framework\":\"TST\",\"from\":\"2.1\",\"map\":[]}", "'to' is wanted, a text"},
    {"{\"framework\":\"TST\",\"from\":\"2.0\",\"to\":\"3.0\",\"map\":[]}",
     "its 'from' is '2.0', not '2.1'"},
    {"{\"framework\":\"NICE\",\"from\":\"2.1\",\"to\":\"3.0\",\"map\":[]}",
     "its 'framework' is 'NICE', not 'TST'"},
    {"{\"framework\":\"TST\",\"form\":\"2.1\"}", "the member 'form' is unknown"},
    {FRAME "[{\"from\":\"R3\",\"to\":\"R9\",\"why\":\"x\"}]}",
     "rule 1 of the map: the member 'why' is unknown"},
    {FRAME "[7]}", "rule 1 of the map: an object is wanted"},
    {FRAME "[{\"from\":\"R3\",\"to\":null},{\"from\":\"R8\",\"to\":null}]}",
     "rule 2 of the map: TST 2.1 has no code 'R8'"},
    {FRAME "[{\"from\":\"R3\",\"to\":\"R3\"}]}", "rule 1 of the map: TST 3.0 has no code 'R3'"},
    {FRAME "[{\"from\":\"R3\"}]}", "rule 1 of the map: 'to' is wanted, a code or null for nowhere"},
    {FRAME "[{\"from\":\"R3\",\"to\":9}]}",
     "rule 1 of the map: 'to' is wanted, a code or null for nowhere"},
    {FRAME "[{\"to\":\"R9\"}]}", "rule 1 of the map: 'from' is wanted, a code"},
    {FRAME "[{\"from\":\"R1\",\"to\":\"R1\"}]}",
     "rule 1 of the map: 'R1' is a code of two types: say which with 'type'"},
    {FRAME "[{\"type\":3,\"from\":\"R1\",\"to\":\"R1\"}]}", "rule 1 of the map: 'type' is no text"},
    /* To another type nothing goes. */
    {FRAME "[{\"type\":\"task\",\"from\":\"T1979\",\"to\":\"R9\"}]}",
     "rule 1 of the map: TST 3.0 has no code 'R9'"},
    {FRAME "[{\"from\":\"R3\",\"to\":\"R9\"},{\"from\":\"r3\",\"to\":null}]}",
     "rule 2 of the map: 'r3' has a rule already"},
};

START_TEST(a_faulty_map_is_refused)
{
    struct arena *arena = arena_new();
    struct cadre_error err = {0};
    struct migration_map map = {.count = 77};
    ck_assert_int_eq(migration_map_read(str_view_of(faults[_i].map), made, version("TST@2.1"),
                                        version("TST@3.0"), arena, &map, &err),
                     CADRE_REFUSED);
    if (faults[_i].message != NULL)
        ck_assert_str_eq(err.message, faults[_i].message);
    ck_assert_uint_eq(map.count, 77);
    cadre_error_release(&err);
    arena_free(arena);
}
END_TEST

static const struct {
    const char *from, *to;
    size_t elements, withdrawn;
} shipped[] = {
    {"NICE@1.0", "NICE@2.1", 12, 12},
    {"DCWF@2023", "DCWF@5.1", 3, 3},
    {"NICE@2.1", "NICE@2.1", 41, 0},
};

START_TEST(withdrawn_roles_have_no_place)
{
    struct arena *arena = arena_new();
    size_t count;
    size_t withdrawn = 0;
    const struct migration_step *steps = migration_plan(
        made, version(shipped[_i].from), version(shipped[_i].to), NULL, arena, &count);
    ck_assert_uint_eq(count, shipped[_i].elements);
    for (size_t i = 0; i < count; i++)
        withdrawn += steps[i].outcome == MIGRATION_WITHDRAWN;
    ck_assert_uint_eq(withdrawn, shipped[_i].withdrawn);
    arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("migration");
    tables[0] =
        with_rows("frameworks", NULL, FRAMEWORK_CELLS, framework_rows[0], ROWS(framework_rows));
    tables[1] =
        with_rows("elements", element_columns, ELEMENT_CELLS, element_rows[0], ROWS(element_rows));
    made = catalogue_from(tables, 2);
    tcase_add_loop_test(tcase, nothing_is_carried_by_its_code_alone, 0, ROWS(plans));
    tcase_add_loop_test(tcase, a_faulty_map_is_refused, 0, ROWS(faults));
    tcase_add_loop_test(tcase, withdrawn_roles_have_no_place, 0, ROWS(shipped));
    int failed = run_tcase(tcase, "catalogue/migration");
    catalogue_free(made);
    free((void *)tables[0].cells);
    free((void *)tables[1].cells);
    return failed;
}
