#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/shipped.h"

static const struct {
    const char *list;
    const char *cell;
    const char *code; /* NULL = unknown */
    const char *suggestion;
} cells[] = {
    {"sex", "F", "F", ""},
    {"sex", "f", "F", ""},
    {"sex", "Qadın", "F", ""},
    {"sex", "QADIN", "F", ""},
    {"sex", "женский", "F", ""},
    {"sex", "ЖЕН", "F", ""},
    {"sex", "kişi", "M", ""},
    {"sex", "KİŞİ", "M", ""},
    {"sex", "мужской", "M", ""},
    {"sex", "x", NULL, ""},
    {"sex", "", NULL, ""},
    {"yes_no", "bəli", "yes", ""},
    {"yes_no", "b\u01DDli", "yes", ""}, /* schwa in another code point */
    {"yes_no", "Xeyr", "no", ""},
    {"yes_no", "да", "yes", ""},
    {"yes_no", "1", "yes", ""},
    {"yes_no", "0", "no", ""},
    {"yes_no", "+", "yes", ""},
    {"yes_no", "-", NULL, ""}, /* a dash stands for an empty cell as often as for no */
    {"clearance", "top_secret", "top_secret", ""},
    {"clearance", "Top Secret", "top_secret", ""},
    {"clearance", "top-secret", "top_secret", ""},
    {"clearance", "tam məxfi", "top_secret", ""},
    {"clearance", "ДСП", "restricted", ""},
    {"clearance", "topsecret", NULL, "top_secret"},
    {"service_status", "ehtiyatda", "reserve", ""},
    {"service_status", "в запасе", "reserve", ""},
    {"service_status", "освобожден", "exempt", ""},
    {"service_status", "освобождён", "exempt", ""},
    {"service_status", "reservee", NULL, "reserve"},
    {"engagement", "contract service", "contract", ""},
    {"engagement", "МÜQAVILƏ", NULL, ""}, /* a Cyrillic capital M */
    {"engagement", "MÜQAVİLƏ", "contract", ""},
    {"organization_kind", "CERT", "cert", ""},
    {"isced", "6", "6", ""},
    {"isced", "Bakalavr", "6", ""},
    {"no such list", "F", NULL, ""},
};

START_TEST(a_cell_is_a_code_a_label_or_an_alias)
{
    CADRE_CLEANUP(str_release) struct str suggestion = {0};
    int32_t rank =
        catalogue_find_code(shipped, cells[_i].list, str_view_of(cells[_i].cell), &suggestion);
    if (cells[_i].code == NULL)
        ck_assert_int_eq(rank, 0);
    else
        ck_assert_str_eq(catalogue_code(shipped, cells[_i].list, rank), cells[_i].code);
    ck_assert_str_eq(str_chars(&suggestion), cells[_i].suggestion);
}
END_TEST

static const struct {
    const char *list;
    const char *codes; /* in the order of their ranks */
} orders[] = {
    {"fitness", "D C B A"},
    {"clearance", "none restricted secret top_secret"},
    {"classification", "open internal restricted secret"},
    {"engagement", "conscript muster contract civil secondment volunteer"},
    {"service_status", "eligible serving deferred exempt reserve discharged"},
    {"placement_status", "proposed offered accepted ordered posted ended"},
    {"isced", "0 1 2 3 4 5 6 7 8"},
    {"cefr", "A1 A2 B1 B2 C1 C2"},
    {"importance", "required desired"},
    {"sex", "M F"},
    {"yes_no", "no yes"},
};

START_TEST(ranks_are_the_order_of_the_list)
{
    CADRE_CLEANUP(str_release) struct str codes = {0};
    const char *list = orders[_i].list;
    int32_t count = catalogue_code_count(shipped, list);
    for (int32_t rank = 1; rank <= count; rank++) {
        const char *code = catalogue_code(shipped, list, rank);
        ck_assert_int_eq(catalogue_code_rank(shipped, list, str_view_of(code)), rank);
        str_add_format(&codes, "%s%s", rank > 1 ? " " : "", code);
    }
    ck_assert_str_eq(str_chars(&codes), orders[_i].codes);
    ck_assert_ptr_null(catalogue_code(shipped, list, 0));
    ck_assert_ptr_null(catalogue_code(shipped, list, count + 1));
    ck_assert_ptr_null(catalogue_code_label_en(shipped, list, count + 1));
}
END_TEST

START_TEST(a_list_that_is_not_there)
{
    ck_assert_int_eq(catalogue_code_count(shipped, "colours"), 0);
    ck_assert_int_eq(catalogue_code_rank(shipped, "colours", STR_VIEW_LITERAL("red")), 0);
    ck_assert_ptr_null(catalogue_code(shipped, "colours", 1));
    ck_assert_str_eq(catalogue_code_label_en(shipped, "clearance", 4), "top secret");
    ck_assert_int_eq(catalogue_code_rank(shipped, "sex", STR_VIEW_LITERAL("f")), 0);
}
END_TEST

/* Whatever stands in the lists and aliases must lead to its own code: two labels of one list may
 * not fold to the same key. */
START_TEST(every_label_and_alias_leads_to_its_code)
{
    const struct catalogue_table *lists = catalogue_table_find("code_lists");
    for (size_t row = 0; row < lists->row_count; row++) {
        const char *const *cell = &lists->cells[row * lists->column_count];
        static const size_t spellings[] = {1, 3, 4, 5};
        for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
            ck_assert_msg(cell[spellings[i]][0] != '\0', "%s %s lacks a label", cell[0], cell[1]);
            int32_t rank =
                catalogue_find_code(shipped, cell[0], str_view_of(cell[spellings[i]]), NULL);
            ck_assert_msg(rank > 0, "%s: '%s' leads nowhere", cell[0], cell[spellings[i]]);
            ck_assert_str_eq(catalogue_code(shipped, cell[0], rank), cell[1]);
        }
    }
    const struct catalogue_table *aliases = catalogue_table_find("code_list_aliases");
    for (size_t row = 0; row < aliases->row_count; row++) {
        const char *const *cell = &aliases->cells[row * aliases->column_count];
        int32_t rank = catalogue_find_code(shipped, cell[0], str_view_of(cell[1]), NULL);
        ck_assert_msg(rank > 0, "%s: '%s' leads nowhere", cell[0], cell[1]);
        ck_assert_str_eq(catalogue_code(shipped, cell[0], rank), cell[2]);
    }
}
END_TEST

static const struct {
    const char *cell, *country;
} countries[] = {
    {"AZ", "AZ"},         {"az", "AZ"},  {"AZE", "AZ"}, {"aze", "AZ"}, {"TR", "TR"},
    {"TUR", "TR"},        {"GEO", "GE"}, {"GB", "GB"},  {"GBR", "GB"}, {"UK", NULL},
    {"Azerbaijan", NULL}, {"", NULL},    {"A", NULL},   {"031", NULL},
};

START_TEST(countries_by_two_or_three_letters)
{
    const char *found = catalogue_find_country(shipped, str_view_of(countries[_i].cell));
    if (countries[_i].country == NULL)
        ck_assert_ptr_null(found);
    else
        ck_assert_str_eq(found, countries[_i].country);
}
END_TEST

typedef bool is_known(const struct catalogue *catalogue, struct str_view code);

static const struct {
    is_known *known;
    const char *code;
    bool expected;
} codes[] = {
    {catalogue_is_language, "az", true},   {catalogue_is_language, "en", true},
    {catalogue_is_language, "ru", true},   {catalogue_is_language, "xx", false},
    {catalogue_is_language, "aze", false}, {catalogue_is_language, "", false},
    {catalogue_is_isco08, "2", true},      {catalogue_is_isco08, "25", true},
    {catalogue_is_isco08, "252", true},    {catalogue_is_isco08, "2529", true},
    {catalogue_is_isco08, "0110", true},   {catalogue_is_isco08, "2599", false},
    {catalogue_is_isco08, "", false},      {catalogue_is_isced_f, "06", true},
    {catalogue_is_isced_f, "061", true},   {catalogue_is_isced_f, "0612", true},
    {catalogue_is_isced_f, "0699", false}, {catalogue_is_isced_f, "6", false},
};

START_TEST(codes_of_the_world)
{
    ck_assert_int_eq(codes[_i].known(shipped, str_view_of(codes[_i].code)), codes[_i].expected);
}
END_TEST

/* Every ISCO and ISCED-F code hangs under a shorter one: a hole would be a lost line. */
START_TEST(classifications_have_no_holes)
{
    static const struct {
        const char *table;
        size_t shortest, count;
        is_known *known;
    } trees[] = {{"isco08", 1, 619, catalogue_is_isco08},
                 {"isced_f", 2, 140, catalogue_is_isced_f}};
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        const struct catalogue_table *table = catalogue_table_find(trees[i].table);
        ck_assert_uint_eq(table->row_count, trees[i].count);
        for (size_t row = 0; row < table->row_count; row++) {
            struct str_view code = str_view_of(table->cells[row * table->column_count]);
            ck_assert_uint_le(code.length, 4);
            if (code.length == trees[i].shortest)
                continue;
            struct str_view parent = {code.data, code.length - 1};
            ck_assert_msg(trees[i].known(shipped, parent), "%s hangs in the air", code.data);
        }
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("code_lookup");
    tcase_add_loop_test(tcase, a_cell_is_a_code_a_label_or_an_alias, 0, ROWS(cells));
    tcase_add_loop_test(tcase, ranks_are_the_order_of_the_list, 0, ROWS(orders));
    tcase_add_test(tcase, a_list_that_is_not_there);
    tcase_add_test(tcase, every_label_and_alias_leads_to_its_code);
    tcase_add_loop_test(tcase, countries_by_two_or_three_letters, 0, ROWS(countries));
    tcase_add_loop_test(tcase, codes_of_the_world, 0, ROWS(codes));
    tcase_add_test(tcase, classifications_have_no_holes);
    return run_with_catalogue(tcase, "catalogue/code_lookup");
}
