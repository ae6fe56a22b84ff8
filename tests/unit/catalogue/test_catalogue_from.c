#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/catalogue_data.h"
#include "core/catalogue/rules_digest.h"
#include "core/catalogue/stray.h"
#include "tests/unit/catalogue/further_rows.h"
#include "tests/unit/run_tcase.h"

/* A national framework beside the shipped ones: a role and what it asks for, one code of two
 * types, an older version that is not current. */
enum { FRAMEWORK_CELLS = 7, ELEMENT_CELLS = 12, RELATION_CELLS = 7 };

static const char *const framework_rows[][FRAMEWORK_CELLS] = {
    {"AZKIB", "1", "Old posts", "", "", "core", "0"},
    {"AZKIB", "2", "Cyber posts", "Kiber vəzifələr", "", "core", "1"},
    /* A shipped version is the current one, whatever was loaded. */
    {"NICE", "3.0", "", "", "", "8140", "1"},
};

static const char *const element_columns[ELEMENT_CELLS] = {
    "framework", "version",    "type",     "code", "title_en", "title_az",
    "title_ru",  "group_code", "group_en", "note", "text",     "text_hash"};
static const char *const element_rows[][ELEMENT_CELLS] = {
    {"AZKIB", "1", "work_role", "KM-01", "Watch officer", "", "", "KM", "Watch", "", "", ""},
    {"AZKIB", "2", "work_role", "KM-01", "Duty officer", "", "", "KM", "Watch", "", "", ""},
    {"AZKIB", "2", "competency", "LOG", "Reading logs", "", "", "", "", "", "", ""},
    {"AZKIB", "2", "competency", "LOG-WIN", "Reading event logs", "", "", "", "", "", "", ""},
    {"AZKIB", "2", "task", "KM-01", "", "", "", "", "", "", "Keeps the watch.", "c0ffee"},
    {"AZKIB", "2", "competency", "DEF-IR", "Response", "", "", "", "", "", "", ""},
};

static const char *const relation_rows[][RELATION_CELLS] = {
    {"AZKIB", "2", "competency", "LOG-WIN", "isChildOf", "competency", "LOG"},
    {"AZKIB", "2", "work_role", "KM-01", "projection", "task", "KM-01"},
};

static struct catalogue_table tables[3];
static struct catalogue *loaded;

static int32_t framework_named(const char *cell)
{
    return catalogue_find_framework(loaded, str_view_of(cell));
}

static int32_t named(const char *framework, const char *type, const char *code)
{
    return catalogue_element_named(loaded, framework_named(framework), str_view_of(type),
                                   str_view_of(code));
}

static const struct {
    enum element_type type;
    const char *cell;
    enum lookup lookup;
    const char *text; /* canonical, or what is suggested */
} cells[] = {
    {ELEMENT_WORK_ROLE, "AZKIB/KM-01", LOOKUP_FOUND, "AZKIB@2/KM-01"},
    {ELEMENT_WORK_ROLE, "azkib@1/km-01", LOOKUP_FOUND, "AZKIB@1/KM-01"},
    {ELEMENT_WORK_ROLE, "AZKIB@2.0/KM-01", LOOKUP_FOUND, "AZKIB@2/KM-01"},
    {ELEMENT_WORK_ROLE, "KM-01", LOOKUP_FOUND, "AZKIB@2/KM-01"},
    {ELEMENT_WORK_ROLE, "DCWF/511", LOOKUP_FOUND, "DCWF@5.1/511"},
    {ELEMENT_COMPETENCY, "LOG-WIN", LOOKUP_FOUND, "AZKIB@2/LOG-WIN"},
    /* What stands in two current versions is nobody's any more without its framework. */
    {ELEMENT_COMPETENCY, "DEF-IR", LOOKUP_AMBIGUOUS, "CORE@1/DEF-IR or AZKIB@2/DEF-IR"},
    {ELEMENT_COMPETENCY, "CORE/DEF-IR", LOOKUP_FOUND, "CORE@1/DEF-IR"},
    /* A task is no competency. */
    {ELEMENT_COMPETENCY, "AZKIB/KM-01", LOOKUP_UNKNOWN, ""},
    {ELEMENT_WORK_ROLE, "AZKIB@3/KM-01", LOOKUP_UNKNOWN, "AZKIB/KM-01 (Duty officer)"},
};

START_TEST(cells_name_what_was_added)
{
    CADRE_CLEANUP(str_release) struct str suggestion = {0};
    int32_t element = -1;
    ck_assert_int_eq(catalogue_find_element(loaded, cells[_i].type, str_view_of(cells[_i].cell),
                                            &element, &suggestion),
                     cells[_i].lookup);
    if (cells[_i].lookup == LOOKUP_FOUND)
        ck_assert_str_eq(catalogue_element(loaded, element)->canonical, cells[_i].text);
    else
        ck_assert_str_eq(str_chars(&suggestion), cells[_i].text);
}
END_TEST

START_TEST(frameworks_are_walked)
{
    size_t shipped = catalogue_table_find("frameworks")->row_count;
    ck_assert_uint_eq(catalogue_framework_count(loaded), shipped + 3);
    const struct catalogue_framework *framework = catalogue_framework(loaded, (int32_t)shipped + 1);
    ck_assert_str_eq(framework->code, "AZKIB");
    ck_assert_str_eq(framework->version, "2");
    ck_assert_str_eq(framework->title_az, "Kiber vəzifələr");
    ck_assert_int_eq(framework->scale, catalogue_find_scale(loaded, "core"));
    ck_assert(framework->current);
    ck_assert_int_eq(framework_named("azkib"), (int32_t)shipped + 1);
    ck_assert_int_eq(framework_named("AZKIB@1"), (int32_t)shipped);
    ck_assert_int_eq(framework_named("AZKIB@7"), -1);
    ck_assert_int_eq(framework_named("NICE@2.1.0"), framework_named("NICE"));
    ck_assert_int_eq(framework_named("NICE@3.0"), (int32_t)shipped + 2);
    ck_assert(!catalogue_framework(loaded, framework_named("NICE@3.0"))->current);
}
END_TEST

START_TEST(an_element_of_any_type_is_found_by_name)
{
    const struct element *task = catalogue_element(loaded, named("AZKIB", "task", "km-01"));
    ck_assert_int_eq(task->type, ELEMENT_STATEMENT);
    ck_assert_str_eq(task->type_name, "task");
    ck_assert_str_eq(task->text, "Keeps the watch.");
    ck_assert_str_eq(task->text_hash, "c0ffee");
    const struct element *role = catalogue_element(loaded, named("AZKIB", "work_role", "KM-01"));
    ck_assert_str_eq(role->title_en, "Duty officer");
    ck_assert_int_eq(role->framework_index, framework_named("AZKIB@2"));
    ck_assert_str_eq(role->text_hash, "");
    ck_assert_int_eq(named("AZKIB@1", "task", "KM-01"), -1);
    ck_assert_int_eq(named("AZKIB@2", "skill", "KM-01"), -1);
}
END_TEST

START_TEST(relations_have_both_ends)
{
    size_t count;
    const struct element_relation *relations = catalogue_relations(loaded, &count);
    size_t shipped = catalogue_table_find("element_relations")->row_count;
    ck_assert_uint_eq(count, shipped + 2);
    ck_assert_int_eq(relations[shipped + 1].from, named("AZKIB", "work_role", "KM-01"));
    ck_assert_int_eq(relations[shipped + 1].to, named("AZKIB", "task", "KM-01"));
    ck_assert_str_eq(relations[shipped + 1].relation, "projection");
    /* Only isChildOf makes a parent. */
    ck_assert_int_eq(catalogue_element_parent(loaded, named("AZKIB", "competency", "LOG-WIN")),
                     named("AZKIB", "competency", "LOG"));
    ck_assert_int_eq(catalogue_element_parent(loaded, named("AZKIB", "work_role", "KM-01")), -1);
}
END_TEST

START_TEST(its_tables_are_those_given_and_the_shipped_ones)
{
    size_t count;
    size_t shipped_count;
    const struct catalogue_table *used = catalogue_tables_of(loaded, &count);
    const struct catalogue_table *shipped = catalogue_tables(&shipped_count);
    ck_assert_uint_eq(count, shipped_count + 1);
    for (size_t i = 0; i < shipped_count; i++)
        ck_assert_str_eq(used[i].name, shipped[i].name);
    ck_assert_str_eq(used[shipped_count].name, "carries");
    ck_assert_ptr_eq(catalogue_table_of(loaded, "elements")->cells, tables[1].cells);
    ck_assert_ptr_eq(catalogue_table_of(loaded, "regions")->cells,
                     catalogue_table_find("regions")->cells);
    struct digest before = catalogue_rules_digest(shipped, shipped_count);
    struct digest after = catalogue_rules_digest(used, count);
    ck_assert_int_ne(digest_compare(&before, &after), 0);
}
END_TEST

/* What a credential grants hangs on the place of an element, which moves. */
START_TEST(grants_are_of_the_same_elements)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *shipped = catalogue_new();
    for (size_t i = 0; i < catalogue_credential_count(shipped); i++) {
        size_t count;
        size_t wanted;
        const struct grant *grants = catalogue_grants(loaded, (int32_t)i, &count);
        const struct grant *before = catalogue_grants(shipped, (int32_t)i, &wanted);
        ck_assert_uint_eq(count, wanted);
        for (size_t j = 0; j < count; j++) {
            ck_assert_str_eq(catalogue_element(loaded, grants[j].element)->canonical,
                             catalogue_element(shipped, before[j].element)->canonical);
            ck_assert_int_eq(grants[j].level, before[j].level);
        }
    }
}
END_TEST

/* No load lets such rows in, but whoever alters a stored one is told so and not answered by a
 * crash. */
START_TEST(what_is_of_nothing_says_nothing)
{
    enum { GRANT_CELLS = 7, ALIAS_CELLS = 3 };
    static const char *const grants[][GRANT_CELLS] = {
        {"Nobody", "Nothing", "CORE", "1", "competency", "DEF-IR", "2"},
        {"CompTIA", "Security+", "CORE", "1", "competency", "DEF-NOTHING", "2"},
        {"", "", "", "", "", "", ""},
    };
    static const char *const aliases[][ALIAS_CELLS] = {{"N", "Nobody", "Nothing"}};
    static const char *const relations[][RELATION_CELLS] = {
        {"NONE", "1", "competency", "DEF-IR", "isChildOf", "competency", "DEF-IR"},
        {"CORE", "1", "competency", "DEF-IR", "isChildOf", "competency", "DEF-NOTHING"},
    };
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *shipped = catalogue_new();
    struct catalogue_table altered[] = {
        with_rows("credential_grants", NULL, GRANT_CELLS, grants[0], ROWS(grants)),
        with_rows("credential_aliases", NULL, ALIAS_CELLS, aliases[0], ROWS(aliases)),
        with_rows("element_relations", NULL, RELATION_CELLS, relations[0], ROWS(relations)),
    };
    CADRE_CLEANUP(catalogue_cleanup)
    struct catalogue *catalogue = catalogue_from(altered, ROWS(altered));
    for (size_t i = 0; i < catalogue_credential_count(shipped); i++) {
        size_t count;
        size_t wanted;
        catalogue_grants(catalogue, (int32_t)i, &count);
        catalogue_grants(shipped, (int32_t)i, &wanted);
        ck_assert_uint_eq(count, wanted);
    }
    size_t before;
    size_t after;
    catalogue_relations(shipped, &before);
    catalogue_relations(catalogue, &after);
    ck_assert_uint_eq(after, before);
    for (size_t i = 0; i < ROWS(altered); i++)
        free((void *)altered[i].cells);
}
END_TEST

START_TEST(a_stray_element_is_found)
{
    static const char *const stray[][ELEMENT_CELLS] = {
        {"AZKIB", "2", "work_role", "KM-01", "", "", "", "", "", "", "", ""},
        {"azkib", "1", "task", "T-1", "", "", "", "", "", "", "", ""},
        {"AZKIB", "3", "work_role", "KM-02", "", "", "", "", "", "", "", ""},
    };
    struct catalogue_table given[] = {
        tables[0],
        with_rows("elements", element_columns, ELEMENT_CELLS, stray[0], ROWS(stray)),
    };
    ck_assert_ptr_null(catalogue_stray_element(NULL, 0)); /* the shipped ones */
    ck_assert_ptr_null(catalogue_stray_element(tables, ROWS(tables)));
    const char *const *found = catalogue_stray_element(given, ROWS(given));
    ck_assert_ptr_nonnull(found);
    ck_assert_str_eq(found[3], "KM-02");
    /* Without the frameworks that came with them the first one is. */
    found = catalogue_stray_element(&given[1], 1);
    ck_assert_ptr_nonnull(found);
    ck_assert_str_eq(found[3], "KM-01");
    free((void *)given[1].cells);
}
END_TEST

int main(void)
{
    tables[0] =
        with_rows("frameworks", NULL, FRAMEWORK_CELLS, framework_rows[0], ROWS(framework_rows));
    tables[1] =
        with_rows("elements", element_columns, ELEMENT_CELLS, element_rows[0], ROWS(element_rows));
    tables[2] =
        with_rows("element_relations", NULL, RELATION_CELLS, relation_rows[0], ROWS(relation_rows));
    loaded = catalogue_from(tables, ROWS(tables));
    TCase *tcase = tcase_create("catalogue_from");
    tcase_add_loop_test(tcase, cells_name_what_was_added, 0, ROWS(cells));
    tcase_add_test(tcase, frameworks_are_walked);
    tcase_add_test(tcase, an_element_of_any_type_is_found_by_name);
    tcase_add_test(tcase, relations_have_both_ends);
    tcase_add_test(tcase, its_tables_are_those_given_and_the_shipped_ones);
    tcase_add_test(tcase, grants_are_of_the_same_elements);
    tcase_add_test(tcase, what_is_of_nothing_says_nothing);
    tcase_add_test(tcase, a_stray_element_is_found);
    int failed = run_tcase(tcase, "catalogue/catalogue_from");
    catalogue_free(loaded);
    for (size_t i = 0; i < ROWS(tables); i++)
        free((void *)tables[i].cells);
    return failed;
}
