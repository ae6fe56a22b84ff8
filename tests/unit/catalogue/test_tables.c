#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "core/base/utf8.h"
#include "core/catalogue/catalogue_data.h"
#include "tests/unit/run_tcase.h"

/* Columns that make a row's key, ended by NULL. */
static const struct {
    const char *name;
    size_t least_rows;
    const char *key[8];
} tables[] = {
    {"aliases", 0, {"list", "alias"}}, /* likewise: */
    {"alignments",
     512,
     {"issuer", "credential", "framework", "version", "element_type", "element_code", "level"}},
    {"call_ups", 0, {"code"}}, /* a country's own: none is shipped */
    {"code_list_aliases", 30, {"list", "alias"}},
    {"code_lists", 80, {"list", "code"}},
    {"countries", 249, {"alpha2"}},
    {"credential_aliases", 20, {"alias", "issuer"}},
    {"credential_grants", 150, {"issuer", "credential", "framework", "version", "type", "code"}},
    {"credentials", 100, {"issuer", "code"}},
    {"element_relations",
     50,
     {"framework", "version", "from_type", "from_code", "relation", "to_type", "to_code"}},
    {"elements", 200, {"framework", "version", "type", "code"}},
    {"frameworks", 6, {"code", "version"}},
    {"isced_f", 100, {"code"}},
    {"isco08", 600, {"code"}},
    {"languages", 180, {"code"}},
    {"mappings",
     48,
     {"from_framework", "from_version", "from_code", "to_framework", "to_version", "to_code"}},
    {"regions", 100, {"code"}},
    {"role_options", 240, {"framework", "version", "work_role", "option", "code"}},
    {"scale_levels", 28, {"scale", "level"}},
    {"scale_mappings", 0, {"from_scale", "from_level", "to_scale"}}, /* likewise a country's own */
    {"scales", 5, {"code"}},
    {"service_rules", 6, {"rule"}},
};

START_TEST(all_tables_are_shipped)
{
    size_t count;
    const struct catalogue_table *all = catalogue_tables(&count);
    ck_assert_uint_eq(count, ROWS(tables));
    for (size_t i = 0; i < count; i++)
        ck_assert_str_eq(all[i].name, tables[i].name);
    ck_assert_ptr_null(catalogue_table_find("people"));
}
END_TEST

static void add_key(struct str *key, const struct catalogue_table *table, size_t row,
                    const char *const *columns)
{
    str_reset(key);
    for (; *columns != NULL; columns++) {
        const char *cell =
            catalogue_table_cell(table, row, catalogue_table_column(table, *columns));
        ck_assert_msg(cell[0] != '\0', "%s, row %zu: no %s", table->name, row + 1, *columns);
        str_add_text(key, cell);
        str_add_char(key, '\t');
    }
}

START_TEST(a_key_is_whole_and_stands_once)
{
    const struct catalogue_table *table = catalogue_table_find(tables[_i].name);
    CADRE_CLEANUP(str_map_cleanup) struct str_map *keys = str_map_new();
    CADRE_CLEANUP(str_release) struct str key = {0};
    ck_assert_uint_ge(table->row_count, tables[_i].least_rows);
    for (size_t row = 0; row < table->row_count; row++) {
        add_key(&key, table, row, tables[_i].key);
        ck_assert_msg(str_map_insert(keys, str_view_from(&key), 0), "%s: %s stands twice",
                      table->name, str_chars(&key));
    }
}
END_TEST

START_TEST(cells_are_trimmed_text_in_nfc)
{
    const struct catalogue_table *table = catalogue_table_find(tables[_i].name);
    CADRE_CLEANUP(str_release) struct str composed = {0};
    for (size_t i = 0; i < table->row_count * table->column_count; i++) {
        struct str_view cell = str_view_of(table->cells[i]);
        ck_assert_msg(str_view_equal(str_view_trim(cell), cell), "%s: '%s'", table->name,
                      cell.data);
        str_reset(&composed);
        utf8_normalise(cell, &composed);
        ck_assert_msg(str_view_equal(str_view_from(&composed), cell), "%s: '%s' is not NFC",
                      table->name, cell.data);
    }
}
END_TEST

/* A value of one table that must be a key of another; empty ones aside. */
static const struct {
    const char *table;
    const char *columns[5];
    const char *other;
    const char *other_columns[5];
} references[] = {
    {"alignments", {"issuer", "credential"}, "credentials", {"issuer", "code"}},
    {"alignments",
     {"framework", "version", "element_type", "element_code"},
     "elements",
     {"framework", "version", "type", "code"}},
    {"credential_grants", {"issuer", "credential"}, "credentials", {"issuer", "code"}},
    {"credential_grants",
     {"framework", "version", "type", "code"},
     "elements",
     {"framework", "version", "type", "code"}},
    {"credential_aliases", {"issuer", "code"}, "credentials", {"issuer", "code"}},
    {"code_list_aliases", {"list", "code"}, "code_lists", {"list", "code"}},
    {"elements", {"framework", "version"}, "frameworks", {"code", "version"}},
    {"element_relations",
     {"framework", "version", "from_type", "from_code"},
     "elements",
     {"framework", "version", "type", "code"}},
    {"element_relations",
     {"framework", "version", "to_type", "to_code"},
     "elements",
     {"framework", "version", "type", "code"}},
    {"frameworks", {"scale"}, "scales", {"code"}},
    {"scale_levels", {"scale"}, "scales", {"code"}},
    {"service_rules", {"engagement"}, "code_lists", {"code"}},
    {"service_rules", {"service_status"}, "code_lists", {"code"}},
    {"mappings",
     {"from_framework", "from_version", "from_code"},
     "elements",
     {"framework", "version", "code"}},
    {"mappings",
     {"to_framework", "to_version", "to_code"},
     "elements",
     {"framework", "version", "code"}},
};

START_TEST(what_is_referred_to_is_there)
{
    const struct catalogue_table *table = catalogue_table_find(references[_i].table);
    const struct catalogue_table *other = catalogue_table_find(references[_i].other);
    CADRE_CLEANUP(str_map_cleanup) struct str_map *keys = str_map_new();
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (size_t row = 0; row < other->row_count; row++) {
        add_key(&key, other, row, references[_i].other_columns);
        str_map_insert(keys, str_view_from(&key), 0);
    }
    for (size_t row = 0; row < table->row_count; row++) {
        uint32_t ignored;
        add_key(&key, table, row, references[_i].columns);
        ck_assert_msg(str_map_find(keys, str_view_from(&key), &ignored), "%s: '%s' is not in %s",
                      table->name, str_chars(&key), other->name);
    }
}
END_TEST

/* Levels are those of the framework's scale, and ranks run from 1 without a gap. */
START_TEST(levels_are_those_of_the_scale)
{
    static const struct {
        const char *table, *level;
    } levelled[] = {{"alignments", "level"}, {"credential_grants", "level"}};
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = catalogue_new();
    for (size_t i = 0; i < sizeof levelled / sizeof *levelled; i++) {
        const struct catalogue_table *table = catalogue_table_find(levelled[i].table);
        size_t framework = catalogue_table_column(table, "framework");
        size_t level = catalogue_table_column(table, levelled[i].level);
        for (size_t row = 0; row < table->row_count; row++) {
            bool core = strcmp(catalogue_table_cell(table, row, framework), "CORE") == 0;
            int32_t scale = catalogue_find_scale(catalogue, core ? "core" : "8140");
            const char *cell = catalogue_table_cell(table, row, level);
            ck_assert_msg(catalogue_level_rank(catalogue, scale, str_view_of(cell)) > 0,
                          "%s, row %zu: level '%s'", table->name, row + 1, cell);
        }
    }
}
END_TEST

START_TEST(one_version_of_a_framework_is_current)
{
    const struct catalogue_table *table = catalogue_table_find("frameworks");
    static const char *const frameworks[] = {"CORE", "DCWF", "ECSF", "NICE"};
    for (size_t i = 0; i < sizeof frameworks / sizeof(*frameworks); i++) {
        size_t current = 0;
        for (size_t row = 0; row < table->row_count; row++)
            current +=
                strcmp(catalogue_table_cell(table, row, 0), frameworks[i]) == 0 &&
                strcmp(catalogue_table_cell(table, row, catalogue_table_column(table, "current")),
                       "1") == 0;
        ck_assert_uint_eq(current, 1);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("tables");
    tcase_add_test(tcase, all_tables_are_shipped);
    tcase_add_loop_test(tcase, a_key_is_whole_and_stands_once, 0, ROWS(tables));
    tcase_add_loop_test(tcase, cells_are_trimmed_text_in_nfc, 0, ROWS(tables));
    tcase_add_loop_test(tcase, what_is_referred_to_is_there, 0, ROWS(references));
    tcase_add_test(tcase, levels_are_those_of_the_scale);
    tcase_add_test(tcase, one_version_of_a_framework_is_current);
    return run_tcase(tcase, "catalogue/tables");
}
