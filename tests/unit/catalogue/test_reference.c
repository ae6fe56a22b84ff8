/*
 * The shipped tables against the publishers' own files: every role, mapping, region, credential and
 * alignment is there as it was published.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/catalogue/catalogue_data.h"
#include "tests/unit/catalogue/reference_csv.h"
#include "tests/unit/catalogue/shipped.h"

enum { SKIPPED = 77 };

static struct arena *arena;

static struct reference_csv read_csv(const char *path)
{
    return reference_csv_read(arena, path);
}

/* Row of the table whose named columns hold the values; -1 = none. Both lists end with NULL. */
static int find_row(const char *name, const char *const *columns, const char *const *values)
{
    const struct catalogue_table *table = catalogue_table_find(name);
    for (size_t row = 0; row < table->row_count; row++) {
        size_t i = 0;
        while (columns[i] != NULL &&
               strcmp(catalogue_table_cell(table, row, catalogue_table_column(table, columns[i])),
                      values[i]) == 0)
            i++;
        if (columns[i] == NULL)
            return (int)row;
    }
    return -1;
}

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- work roles ------------------------------------------------------------------------------ */

/* "2.1.0" is our "2.1", ECSF's "1.0" our "1"; a third part is never other than 0. */
static const char *our_version(const char *framework, const char *version)
{
    return strcmp(framework, "ECSF") == 0  ? "1"
           : strcmp(version, "2.1.0") == 0 ? "2.1"
           : strcmp(version, "1.0.0") == 0 ? "1.0"
                                           : version;
}

START_TEST(every_work_role_has_its_code_title_and_group)
{
    struct reference_csv roles = read_csv("frameworks/workroles.csv");
    ck_assert_uint_eq(roles.row_count - 1, 142);
    for (size_t row = 1; row < roles.row_count; row++) {
        const char *framework = reference_csv_cell(&roles, row, "framework");
        const char *version = our_version(framework, reference_csv_cell(&roles, row, "version"));
        const char *code = reference_csv_cell(&roles, row, "code");
        const char *cell = arena_format(arena, "%s@%s/%s", framework, version, code);
        int32_t index = -1;
        ck_assert_msg(catalogue_find_element(shipped, ELEMENT_WORK_ROLE, str_view_of(cell), &index,
                                             NULL) == LOOKUP_FOUND,
                      "%s is not in the catalogue", cell);
        const struct element *element = catalogue_element(shipped, index);
        ck_assert_str_eq(element->canonical, cell);
        ck_assert_str_eq(element->title_en, reference_csv_cell(&roles, row, "title"));
        ck_assert_str_eq(element->group_en, reference_csv_cell(&roles, row, "group_title"));
        ck_assert_str_eq(element->group_code, reference_csv_cell(&roles, row, "group_code"));
    }
}
END_TEST

START_TEST(no_work_role_is_of_our_own_making)
{
    size_t roles = 0;
    for (size_t i = 0; i < catalogue_element_count(shipped); i++)
        roles += catalogue_element(shipped, (int32_t)i)->type == ELEMENT_WORK_ROLE;
    ck_assert_uint_eq(roles, 142);
}
END_TEST

/* The version of DCWF that still has the role. */
static const char *version_of_dcwf(const char *code)
{
    const char *const columns[] = {"framework", "version", "code", NULL};
    return find_row("elements", columns, NAMES("DCWF", "5.1", code)) >= 0 ? "5.1" : "2023";
}

/* Both frameworks' files state the mapping (DCWF not that of its withdrawn role 141); the table
 * holds it once, from NICE to DCWF. */
START_TEST(every_mapping_between_the_frameworks_is_there)
{
    static const char *const columns[] = {
        "from_framework", "from_version", "from_code", "to_framework",
        "to_version",     "to_code",      NULL};
    struct reference_csv roles = read_csv("frameworks/workroles.csv");
    size_t stated_by_nice = 0;
    size_t stated_by_dcwf = 0;
    for (size_t row = 1; row < roles.row_count; row++) {
        const char *code = reference_csv_cell(&roles, row, "code");
        struct str_view rest = str_view_of(reference_csv_cell(&roles, row, "maps_to_code"));
        while (rest.length > 0) {
            struct str_view other_code;
            struct str_view other = str_view_cut(rest, ';', &rest);
            other = str_view_cut(other, ':', &other_code);
            const char *target = arena_copy(arena, other_code).data;
            int found = -1;
            if (str_view_equal(other, STR_VIEW_LITERAL("DCWF"))) {
                found =
                    find_row("mappings", columns,
                             NAMES("NICE", "2.1", code, "DCWF", version_of_dcwf(target), target));
                stated_by_nice++;
            } else if (str_view_equal(other, STR_VIEW_LITERAL("NICE"))) {
                bool old = strncmp(target, "CE-", 3) == 0 || strncmp(target, "CI-", 3) == 0;
                found = find_row("mappings", columns,
                                 NAMES("NICE", old ? "1.0" : "2.1", target, "DCWF",
                                       version_of_dcwf(code), code));
                stated_by_dcwf++;
            } else {
                continue; /* codes of OPM, the scheme before NICE 2 */
            }
            ck_assert_msg(found >= 0, "the mapping of %s and %s is missing", code, target);
        }
    }
    ck_assert_uint_eq(stated_by_nice, 40);
    ck_assert_uint_eq(stated_by_dcwf, 47);
    ck_assert_uint_eq(catalogue_table_find("mappings")->row_count, 48);
}
END_TEST

/* ---- regions --------------------------------------------------------------------------------- */

START_TEST(every_region_of_iso_3166_2_is_there)
{
    struct reference_csv regions = read_csv("frameworks/iso3166-2-az.csv");
    ck_assert_uint_eq(regions.row_count - 1, 78);
    for (size_t row = 1; row < regions.row_count; row++) {
        const char *code = reference_csv_cell(&regions, row, "code");
        int32_t index = -1;
        ck_assert_msg(catalogue_find_region(shipped, str_view_of(code), &index, NULL) ==
                          LOOKUP_FOUND,
                      "%s is not in the catalogue", code);
        const struct region *region = catalogue_region(shipped, index);
        ck_assert_int_eq(region->kind, REGION_ISO);
        ck_assert_str_eq(region->name_az, reference_csv_cell(&regions, row, "name_az"));
        ck_assert_str_eq(region->name_en, reference_csv_cell(&regions, row, "name_en"));
    }
}
END_TEST

/* ---- DoD 8140 -------------------------------------------------------------------------------- */

/* The credential that a name in the matrix means: by its code, or by the code that the name ends
 * with ("Certified Penetration Testing Engineer CPTE", "CompTIA ... (CySA+)"). */
static const struct credential *credential_meant(struct str_view name)
{
    int32_t index = -1;
    name = str_view_trim(name);
    if (catalogue_find_credential(shipped, str_view_of(NULL), name, &index, NULL) == LOOKUP_FOUND)
        return catalogue_credential(shipped, index);
    size_t end = name.length;
    while (end > 0 && name.data[end - 1] == ')')
        end--;
    size_t start = end;
    while (start > 0 && name.data[start - 1] != ' ' && name.data[start - 1] != '(')
        start--;
    struct str_view last = {name.data + start, end - start};
    if (catalogue_find_credential(shipped, str_view_of(NULL), last, &index, NULL) != LOOKUP_FOUND)
        ck_abort_msg("no credential is meant by '%.*s'", STR_VIEW_ARGS(name));
    return catalogue_credential(shipped, index);
}

START_TEST(every_credential_of_the_index_is_there)
{
    struct reference_csv index = read_csv("frameworks/dod8140-2024/tab_b_certification_index.csv");
    ck_assert_uint_eq(index.row_count - 1, 49);
    for (size_t row = 1; row < index.row_count; row++) {
        const char *acronym = reference_csv_cell(&index, row, "Acronym");
        int32_t credential = -1;
        ck_assert_msg(catalogue_find_credential(shipped, str_view_of(NULL), str_view_of(acronym),
                                                &credential, NULL) == LOOKUP_FOUND,
                      "%s is not in the catalogue", acronym);
    }
}
END_TEST

/* Row by row and both ways: what the list says stands in the table, and nothing else does. */
START_TEST(every_alignment_of_the_list_is_there_and_no_other)
{
    static const char *const columns[] = {"issuer",       "credential", "framework", "version",
                                          "element_code", "level",      NULL};
    static const char *const levels[] = {"Basic", "Intermediate", "Advanced"};
    struct reference_csv list = read_csv("frameworks/dod8140-2024/tab_a_certifications.csv");
    const struct catalogue_table *table = catalogue_table_find("alignments");
    ck_assert_uint_eq(list.row_count - 1, 512);
    ck_assert_uint_eq(table->row_count, 512);
    bool *stated = arena_calloc(arena, table->row_count, sizeof *stated);
    for (size_t row = 1; row < list.row_count; row++) {
        const char *name = reference_csv_cell(&list, row, "Acronym");
        const struct credential *credential = credential_meant(str_view_of(name));
        struct str_view code = arena_copy(
            arena, str_view_trim(str_view_of(reference_csv_cell(&list, row, "Work Role Code"))));
        struct str_view proficiency =
            str_view_trim(str_view_of(reference_csv_cell(&list, row, "Proficiency")));
        const char *level = "";
        for (size_t i = 0; i < sizeof levels / sizeof(*levels); i++) {
            if (fold_ascii_equal(proficiency, str_view_of(levels[i])))
                level = levels[i];
        }
        int found = find_row("alignments", columns,
                             NAMES(credential->issuer, credential->code, "DCWF",
                                   version_of_dcwf(code.data), code.data, level));
        ck_assert_msg(found >= 0, "%s for %s at %.*s is missing", name, code.data,
                      STR_VIEW_ARGS(proficiency));
        ck_assert_msg(!stated[found], "%s for %s at %s is stated twice", name, code.data, level);
        stated[found] = true;
    }
}
END_TEST

int main(void)
{
    if (!reference_csv_present())
        return SKIPPED;
    arena = arena_new();
    TCase *tcase = tcase_create("reference");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, every_work_role_has_its_code_title_and_group);
    tcase_add_test(tcase, no_work_role_is_of_our_own_making);
    tcase_add_test(tcase, every_mapping_between_the_frameworks_is_there);
    tcase_add_test(tcase, every_region_of_iso_3166_2_is_there);
    tcase_add_test(tcase, every_credential_of_the_index_is_there);
    tcase_add_test(tcase, every_alignment_of_the_list_is_there_and_no_other);
    int failed = run_with_catalogue(tcase, "catalogue/reference");
    arena_free(arena);
    return failed;
}
