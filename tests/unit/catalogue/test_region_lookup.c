#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/shipped.h"

static const struct {
    const char *cell;
    enum lookup outcome;
    const char *answer; /* code, or what is suggested */
} cells[] = {
    {"AZ-BA", LOOKUP_FOUND, "AZ-BA"},
    {"az-ba", LOOKUP_FOUND, "AZ-BA"},
    {"AZ BA", LOOKUP_FOUND, "AZ-BA"},
    {"Bakı", LOOKUP_FOUND, "AZ-BA"},
    {"BAKI", LOOKUP_FOUND, "AZ-BA"},
    {"Baku", LOOKUP_FOUND, "AZ-BA"},
    {"Баку", LOOKUP_FOUND, "AZ-BA"},
    {"БАКУ", LOOKUP_FOUND, "AZ-BA"},
    {"Gəncə", LOOKUP_FOUND, "AZ-GA"},
    {"İmişli", LOOKUP_FOUND, "AZ-IMI"},
    {"İMİŞLİ", LOOKUP_FOUND, "AZ-IMI"},
    {"Lənkəran-Astara", LOOKUP_FOUND, "AZ-E08"},
    {"Nəsimi", LOOKUP_FOUND, "AZ-BA-NAS"},
    {"Azərbaycan", LOOKUP_FOUND, "AZ"},
    {"Lankaran City", LOOKUP_FOUND, "AZ-LA"},
    {"Lənkəran", LOOKUP_AMBIGUOUS, "AZ-LA (Lankaran City) or AZ-LAN (Lankaran)"},
    {"Ленкорань", LOOKUP_AMBIGUOUS, "AZ-LA (Lankaran City) or AZ-LAN (Lankaran)"},
    {"Şəki", LOOKUP_AMBIGUOUS, "AZ-SA (Shaki City) or AZ-SAK (Shaki)"},
    {"Yevlax", LOOKUP_AMBIGUOUS, "AZ-YE (Yevlakh City) or AZ-YEV (Yevlakh)"},
    {"Naxçıvan", LOOKUP_AMBIGUOUS,
     "AZ-NV (Nakhchivan City) or AZ-NX (Nakhchivan Autonomous Republic)"},
    {"Gencə", LOOKUP_UNKNOWN, "AZ-GA (Gəncə)"},
    {"AZ-BX", LOOKUP_UNKNOWN, "AZ-BA (Bakı)"},
    {"", LOOKUP_UNKNOWN, ""},
    {"Paris-sur-Seine", LOOKUP_UNKNOWN, ""},
};

START_TEST(a_cell_is_found_or_told_what_was_meant)
{
    CADRE_CLEANUP(str_release) struct str suggestion = {0};
    int32_t region = -7;
    enum lookup outcome =
        catalogue_find_region(shipped, str_view_of(cells[_i].cell), &region, &suggestion);
    ck_assert_int_eq(outcome, cells[_i].outcome);
    ck_assert_str_eq(outcome == LOOKUP_FOUND ? catalogue_region(shipped, region)->code
                                             : str_chars(&suggestion),
                     cells[_i].answer);
    ck_assert(outcome == LOOKUP_FOUND || region == -7);
}
END_TEST

static int32_t region_of(const char *code)
{
    int32_t region = -1;
    ck_assert_int_eq(catalogue_find_region(shipped, str_view_of(code), &region, NULL),
                     LOOKUP_FOUND);
    return region;
}

static const struct {
    const char *region, *ancestor;
    bool inside;
} nests[] = {
    {"AZ-BA-NAS", "AZ-BA-NAS", true}, {"AZ-BA-NAS", "AZ-BA", true},  {"AZ-BA-NAS", "AZ-E02", true},
    {"AZ-BA-NAS", "AZ", true},        {"AZ-BA", "AZ-BA-NAS", false}, {"AZ-BA", "AZ-GA", false},
    {"AZ-SUS", "AZ-E05", true},       {"AZ-LAC", "AZ-E13", true},    {"AZ-LAC", "AZ-E05", false},
    {"AZ-SAR", "AZ-NX", true},        {"AZ-SAR", "AZ-E11", true},    {"AZ", "AZ-E11", false},
};

START_TEST(regions_lie_in_one_another)
{
    ck_assert_int_eq(catalogue_region_inside(shipped, region_of(nests[_i].region),
                                             region_of(nests[_i].ancestor)),
                     nests[_i].inside);
}
END_TEST

static const struct {
    enum region_kind kind;
    size_t count;
} counts[] = {{REGION_COUNTRY, 1}, {REGION_ECONOMIC, 14}, {REGION_ISO, 78}, {REGION_DISTRICT, 12}};

START_TEST(the_tree_is_whole)
{
    size_t count = 0;
    for (size_t i = 0; i < catalogue_region_count(shipped); i++) {
        const struct region *region = catalogue_region(shipped, (int32_t)i);
        count += region->kind == counts[_i].kind;
        ck_assert_int_eq(region_of(region->code), (int32_t)i);
        ck_assert(region->name_az[0] != '\0' && region->name_en[0] != '\0' &&
                  region->name_ru[0] != '\0');
    }
    ck_assert_uint_eq(count, counts[_i].count);
}
END_TEST

/* Country, economic region, region, district, in this order; the regions of Nakhchivan hang under
 * the autonomous republic, which is a region itself. */
START_TEST(a_parent_is_of_a_wider_kind)
{
    for (size_t i = 0; i < catalogue_region_count(shipped); i++) {
        const struct region *region = catalogue_region(shipped, (int32_t)i);
        if (region->kind == REGION_COUNTRY) {
            ck_assert_int_eq(region->parent, -1);
            continue;
        }
        ck_assert_msg(region->parent >= 0, "%s has no parent", region->code);
        const struct region *parent = catalogue_region(shipped, region->parent);
        ck_assert_msg(parent->kind + 1 == region->kind || strcmp(parent->code, "AZ-NX") == 0,
                      "%s lies under %s", region->code, parent->code);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("region_lookup");
    tcase_add_loop_test(tcase, a_cell_is_found_or_told_what_was_meant, 0, ROWS(cells));
    tcase_add_loop_test(tcase, regions_lie_in_one_another, 0, ROWS(nests));
    tcase_add_loop_test(tcase, the_tree_is_whole, 0, ROWS(counts));
    tcase_add_test(tcase, a_parent_is_of_a_wider_kind);
    return run_with_catalogue(tcase, "catalogue/region_lookup");
}
