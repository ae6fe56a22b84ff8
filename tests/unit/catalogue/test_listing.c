#include "core/catalogue/listing.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/further_rows.h"
#include "tests/unit/catalogue/shipped.h"

static const struct {
    const char *list, *type;
    size_t rows;
    const char *first; /* its cells, joined by | */
} lists[] = {
    {"frameworks", NULL, 6, "CORE|1|1|core|Core competencies|Əsas səriştələr|Базовые компетенции"},
    {"elements", "work_role", 142,
     "DCWF|2023|work_role|112|Mission Assessment Specialist||||Cyberspace Effects|withdrawn|"},
    {"elements", "Competency", 64, "CORE|1|competency|CLD|Cloud|Bulud|Облако||||"},
    {"elements", "task", 0, NULL},
    {"credentials", NULL, 141, "AWS|CLF-C02|AWS Certified Cloud Practitioner|36||"},
    {"scales", "cefr", 6, "cefr|1|A1|A1|A1|A1"},
    {"regions", "country", 1, "AZ|country||Azerbaijan|Azərbaycan|Азербайджан"},
    {"lists", "fitness", 4, "fitness|4|A|fit|yararlı|годен"},
    {"rules", "muster", 1, "muster-reserve|||muster|reserve||||||0"},
};

START_TEST(rows_are_those_of_the_table)
{
    struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str first = {0};
    const struct listing *listing = listing_find(str_view_of(lists[_i].list), NULL);
    const struct listing_choice choice = {.type = str_view_of(lists[_i].type)};
    size_t count;
    const char *const *cells = listing_rows(shipped, listing, &choice, arena, &count);
    ck_assert_uint_eq(count, lists[_i].rows);
    for (size_t i = 0; count > 0 && i < listing_column_count(listing); i++)
        str_add_format(&first, "%s%s", i > 0 ? "|" : "", cells[i]);
    if (count > 0)
        ck_assert_str_eq(str_chars(&first), lists[_i].first);
    arena_free(arena);
}
END_TEST

static const struct {
    const char *word, *found, *nearest; /* NULL = none */
} names[] = {
    {"regions", "regions", NULL},   {"REGIONS", "regions", NULL}, {"region", NULL, "regions"},
    {"elemnets", NULL, "elements"}, {"weather", NULL, NULL},      {"", NULL, NULL},
};

START_TEST(a_list_is_found_or_told_what_was_meant)
{
    const struct listing *nearest = NULL;
    const struct listing *found = listing_find(str_view_of(names[_i].word), &nearest);
    ck_assert_pstr_eq(found != NULL ? found->name : NULL, names[_i].found);
    ck_assert_pstr_eq(nearest != NULL ? nearest->name : NULL, names[_i].nearest);
}
END_TEST

START_TEST(rows_of_a_framework_are_of_one_version)
{
    struct arena *arena = arena_new();
    size_t count;
    const struct listing_choice choice = {.framework = STR_VIEW_LITERAL("nice"),
                                          .version = STR_VIEW_LITERAL("1.0")};
    const char *const *cells = listing_rows(
        shipped, listing_find(STR_VIEW_LITERAL("elements"), NULL), &choice, arena, &count);
    ck_assert_uint_eq(count, 12);
    ck_assert_str_eq(cells[3], "CE-WRL-001");
    listing_rows(shipped, listing_find(STR_VIEW_LITERAL("frameworks"), NULL), &choice, arena,
                 &count);
    ck_assert_uint_eq(count, 1);
    arena_free(arena);
}
END_TEST

START_TEST(types_are_told_once)
{
    struct arena *arena = arena_new();
    size_t count;
    const char *const *types =
        listing_types(shipped, listing_find(STR_VIEW_LITERAL("elements"), NULL), arena, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(types[0], "competency");
    ck_assert_str_eq(types[1], "work_role");
    ck_assert_ptr_null(
        listing_types(shipped, listing_find(STR_VIEW_LITERAL("credentials"), NULL), arena, &count));
    ck_assert_uint_eq(count, 0);
    arena_free(arena);
}
END_TEST

/* What is loaded has a text, what is shipped has none. */
START_TEST(a_statement_is_listed_by_its_text)
{
    static const char *const columns[] = {"framework", "version",  "type",     "code",
                                          "title_en",  "title_az", "title_ru", "group_code",
                                          "group_en",  "note",     "text",     "text_hash"};
    static const char *const row[] = {"NICE", "2.1", "task", "T1", "",       "",
                                      "",     "",    "",     "",   "Watch.", "c0ffee"};
    struct arena *arena = arena_new();
    struct catalogue_table table = with_rows("elements", columns, ROWS(columns), row, 1);
    struct catalogue *loaded = catalogue_from(&table, 1);
    const struct listing *listing = listing_find(STR_VIEW_LITERAL("elements"), NULL);
    const struct listing_choice choice = {.type = STR_VIEW_LITERAL("task")};
    size_t count;
    const char *const *cells = listing_rows(loaded, listing, &choice, arena, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(cells[3], "T1");
    ck_assert_str_eq(cells[listing_column_count(listing) - 1], "Watch.");
    catalogue_free(loaded);
    free((void *)table.cells);
    arena_free(arena);
}
END_TEST

START_TEST(every_list_can_be_read)
{
    struct arena *arena = arena_new();
    const struct listing_choice all = {0};
    size_t list_count;
    const struct listing *each = listing_all(&list_count);
    for (size_t i = 0; i < list_count; i++) {
        size_t rows;
        size_t columns = listing_column_count(&each[i]);
        const char *const *cells = listing_rows(shipped, &each[i], &all, arena, &rows);
        bool shipped_empty = strcmp(each[i].name, "call-ups") == 0 || /* a country's own */
                             strcmp(each[i].name, "scale-mappings") == 0 ||
                             strcmp(each[i].name, "aliases") == 0;
        ck_assert_int_eq(rows == 0, shipped_empty);
        for (size_t cell = 0; cell < rows * columns; cell++) {
            int64_t number;
            bool is_number = each[i].columns[cell % columns].format == LISTING_NUMBER;
            ck_assert_msg(!is_number || cells[cell][0] == '\0' ||
                              str_view_to_int64(str_view_of(cells[cell]), &number),
                          "%s: '%s' is no number", each[i].name, cells[cell]);
        }
    }
    arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("listing");
    tcase_add_loop_test(tcase, rows_are_those_of_the_table, 0, ROWS(lists));
    tcase_add_loop_test(tcase, a_list_is_found_or_told_what_was_meant, 0, ROWS(names));
    tcase_add_test(tcase, rows_of_a_framework_are_of_one_version);
    tcase_add_test(tcase, types_are_told_once);
    tcase_add_test(tcase, a_statement_is_listed_by_its_text);
    tcase_add_test(tcase, every_list_can_be_read);
    return run_with_catalogue(tcase, "catalogue/listing");
}
