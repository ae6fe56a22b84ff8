#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/catalogue_data.h"
#include "core/catalogue/rules_digest.h"
#include "tests/unit/run_tcase.h"

/* A cell of the first row of a table, and whether it decides who qualifies. */
static const struct {
    const char *table, *column;
    bool decides;
} cells[] = {
    {"alignments", "credential", true},     {"alignments", "level", true},
    {"alignments", "source", false},        {"code_lists", "rank", true},
    {"code_lists", "label_az", false},      {"credential_grants", "code", true},
    {"credentials", "months", true},        {"credentials", "title", false},
    {"credentials", "grace_days", true},    {"credentials", "renewal_days", false},
    {"element_relations", "to_code", true}, {"elements", "code", true},
    {"elements", "title_ru", false},        {"frameworks", "scale", true},
    {"frameworks", "title_en", false},      {"mappings", "to_code", false},
    {"regions", "parent_code", true},       {"regions", "name_az", false},
    {"scale_levels", "rank", true},         {"service_rules", "valid_until", true},
    {"service_rules", "max_age", true},     {"service_rules", "decree", false},
    {"service_rules", "ground", true},
};

/* The digest of the shipped tables with one cell of one table written over. */
static struct digest digest_with(const char *name, const char *column, const char *text)
{
    size_t count;
    const struct catalogue_table *shipped = catalogue_tables(&count);
    struct catalogue_table *tables = cadre_calloc(count, sizeof *tables);
    CADRE_FREE const char **altered = NULL;
    memcpy(tables, shipped, count * sizeof *tables);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tables[i].name, name) != 0)
            continue;
        size_t size = tables[i].row_count * tables[i].column_count;
        altered = cadre_calloc(size, sizeof *altered);
        memcpy(altered, tables[i].cells, size * sizeof *altered);
        altered[catalogue_table_column(&tables[i], column)] = text;
        tables[i].cells = altered;
    }
    struct digest digest = catalogue_rules_digest(tables, count);
    free(tables);
    return digest;
}

START_TEST(only_what_decides_is_in_the_digest)
{
    size_t count;
    const struct catalogue_table *tables = catalogue_tables(&count);
    struct digest shipped = catalogue_rules_digest(tables, count);
    struct digest altered = digest_with(cells[_i].table, cells[_i].column, "altered");
    ck_assert_msg((digest_compare(&shipped, &altered) != 0) == cells[_i].decides, "%s.%s",
                  cells[_i].table, cells[_i].column);
}
END_TEST

START_TEST(the_same_tables_give_the_same_digest)
{
    struct digest first = digest_with("credentials", "months", "36");
    struct digest second = digest_with("credentials", "months", "36");
    ck_assert_int_eq(digest_compare(&first, &second), 0);
}
END_TEST

/* What no cell can name changes no run: statements, and what relates them. */
static const struct {
    const char *table, *column, *value;
    bool decides;
} rows[] = {
    {"elements", "type", "task", false},
    {"elements", "type", "category", false},
    {"elements", "type", "work_role", true},
    {"elements", "type", "competency", true},
    {"element_relations", "relation", "projection", false},
    {"element_relations", "relation", "isChildOf", true},
};

START_TEST(a_row_more_decides_by_its_type)
{
    size_t count;
    const struct catalogue_table *shipped = catalogue_tables(&count);
    CADRE_FREE struct catalogue_table *tables = cadre_calloc(count, sizeof *tables);
    CADRE_FREE const char **longer = NULL;
    memcpy(tables, shipped, count * sizeof *tables);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tables[i].name, rows[_i].table) != 0)
            continue;
        size_t columns = tables[i].column_count;
        size_t size = tables[i].row_count * columns;
        longer = cadre_calloc(size + columns, sizeof *longer);
        memcpy(longer, tables[i].cells, size * sizeof *longer);
        memcpy(longer + size, tables[i].cells, columns * sizeof *longer);
        longer[size + catalogue_table_column(&tables[i], rows[_i].column)] = rows[_i].value;
        tables[i].cells = longer;
        tables[i].row_count++;
    }
    struct digest before = catalogue_rules_digest(shipped, count);
    struct digest after = catalogue_rules_digest(tables, count);
    ck_assert_int_eq(digest_compare(&before, &after) != 0, rows[_i].decides);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("rules_digest");
    tcase_add_loop_test(tcase, only_what_decides_is_in_the_digest, 0, ROWS(cells));
    tcase_add_test(tcase, the_same_tables_give_the_same_digest);
    tcase_add_loop_test(tcase, a_row_more_decides_by_its_type, 0, ROWS(rows));
    return run_tcase(tcase, "rules_digest");
}
