#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/further_rows.h"
#include "tests/unit/catalogue/shipped.h"

enum { ALIAS_CELLS = 4 };

static const char *const alias_rows[][ALIAS_CELLS] = {
    {"regions", "Baku city", "AZ-BA", ""},
    {"sector", "rabitə nazirliyi", "telecom", ""},
    {"credentials", "Sec Plus", "CompTIA/Security+", ""},
    {"NICE@2.1", "Watcher", "PD-WRL-001", "work_role"},
    {"NICE@1.0", "Elder", "PR-CDA-001", "work_role"},
    {"CORE@1", "Logs", "DEF-IR", "competency"},
    {"DCWF@5.1", "Guard", "511", "work_role"}, /* loaded while NICE 2.1 was not the current one */
    {"NICE@2.1", "Guard", "PD-WRL-001", "work_role"},
    {"NICE@1.0", "Guard", "CE-WRL-003", "work_role"},
    {"regions", "Nowhere", "AZ-QQ", ""}, /* gone with the load that brought it */
    {"weather", "rain", "wet", ""},
};

static struct catalogue *with_aliases(struct catalogue_table *ret_table)
{
    *ret_table = with_rows("aliases", NULL, ALIAS_CELLS, alias_rows[0], ROWS(alias_rows));
    return catalogue_from(ret_table, 1);
}

/* What a cell means: a code, or "" when nobody knows it. */
static const struct {
    const char *of, *cell, *means;
} cells[] = {
    {"region", "BAKU CITY", "AZ-BA"},
    {"region", "Bakı", "AZ-BA"}, /* as ever */
    {"region", "Nowhere", ""},
    {"sector", "Rabitə Nazirliyi", "telecom"},
    {"sector", "Baku city", ""}, /* of another list */
    {"credential", "sec plus", "CompTIA/Security+"},
    {"credential", "CompTIA/Sec Plus", "CompTIA/Security+"},
    {"credential", "ISC2/Sec Plus", ""},
    {"role", "NICE/watcher", "NICE@2.1/PD-WRL-001"},
    {"role", "Watcher", "NICE@2.1/PD-WRL-001"}, /* NICE 2.1 is current */
    {"role", "NICE@1.0/Watcher", ""},
    {"role", "DCWF/Watcher", ""},
    {"competency", "Watcher", ""},
    {"competency", "CORE/logs", "CORE@1/DEF-IR"},
    {"role", "Logs", ""},
    {"role", "Guard", ""},
    {"role", "DCWF/Guard", "DCWF@5.1/511"},
};

static const char *meaning_of(const struct catalogue *catalogue, const char *of, const char *text)
{
    struct str_view cell = str_view_of(text);
    int32_t found = -1;
    if (strcmp(of, "region") == 0)
        return catalogue_find_region(catalogue, cell, &found, NULL) == LOOKUP_FOUND
                   ? catalogue_region(catalogue, found)->code
                   : "";
    if (strcmp(of, "credential") == 0) {
        struct str_view rest;
        struct str_view issuer = str_view_cut(cell, '/', &rest);
        bool named = rest.data != NULL;
        return catalogue_find_credential(catalogue, named ? issuer : str_view_of(NULL),
                                         named ? rest : cell, &found, NULL) == LOOKUP_FOUND
                   ? catalogue_credential(catalogue, found)->canonical
                   : "";
    }
    if (strcmp(of, "sector") == 0) {
        found = catalogue_find_code(catalogue, of, cell, NULL);
        return found > 0 ? catalogue_code(catalogue, of, found) : "";
    }
    enum element_type type = strcmp(of, "role") == 0 ? ELEMENT_WORK_ROLE : ELEMENT_COMPETENCY;
    return catalogue_find_element(catalogue, type, cell, &found, NULL) == LOOKUP_FOUND
               ? catalogue_element(catalogue, found)->canonical
               : "";
}

START_TEST(a_local_spelling_is_read)
{
    struct catalogue_table table;
    struct catalogue *catalogue = with_aliases(&table);
    ck_assert_msg(strcmp(meaning_of(catalogue, cells[_i].of, cells[_i].cell), cells[_i].means) == 0,
                  "%s '%s': '%s' instead of '%s'", cells[_i].of, cells[_i].cell,
                  meaning_of(catalogue, cells[_i].of, cells[_i].cell), cells[_i].means);
    catalogue_free(catalogue);
    free((void *)table.cells);
}
END_TEST

/* What it may be is named as it has to be written. */
START_TEST(a_spelling_of_two_frameworks_is_ambiguous)
{
    struct catalogue_table table;
    struct catalogue *catalogue = with_aliases(&table);
    CADRE_CLEANUP(str_release) struct str hint = {0};
    int32_t found;
    ck_assert_int_eq(
        catalogue_find_element(catalogue, ELEMENT_WORK_ROLE, str_view_of("guard"), &found, &hint),
        LOOKUP_AMBIGUOUS);
    ck_assert_str_eq(str_chars(&hint), "DCWF@5.1/511 or NICE@2.1/PD-WRL-001");
    catalogue_free(catalogue);
    free((void *)table.cells);
}
END_TEST

/* Without the table nothing of it is known. */
START_TEST(the_shipped_catalogue_has_none)
{
    ck_assert_str_eq(meaning_of(shipped, "region", "Baku city"), "");
    ck_assert_str_eq(meaning_of(shipped, "role", "Watcher"), "");
    ck_assert_uint_eq(catalogue_table_of(shipped, "aliases")->row_count, 0);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("aliases");
    tcase_add_loop_test(tcase, a_local_spelling_is_read, 0, ROWS(cells));
    tcase_add_test(tcase, a_spelling_of_two_frameworks_is_ambiguous);
    tcase_add_test(tcase, the_shipped_catalogue_has_none);
    return run_with_catalogue(tcase, "catalogue/aliases");
}
