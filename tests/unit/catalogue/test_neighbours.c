#include "core/catalogue/neighbours.h"

#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/catalogue/shipped.h"

static int32_t role(const char *cell)
{
    int32_t element = -1;
    enum element_type types[] = {ELEMENT_WORK_ROLE, ELEMENT_COMPETENCY};
    for (size_t i = 0; i < 2 && element < 0; i++)
        catalogue_find_element(shipped, types[i], str_view_of(cell), &element, NULL);
    ck_assert_msg(element >= 0, "%s is not there", cell);
    return element;
}

static const struct {
    const char *role, *mapped;
} mappings[] = {
    {"DCWF/511", "NICE@2.1/PD-WRL-001"},
    {"NICE/DD-WRL-004", "DCWF@5.1/631 DCWF@5.1/632"},
    {"DCWF@2023/141", "NICE@2.1/PD-WRL-006"},
    {"NICE@1.0/CE-WRL-003", "DCWF@5.1/121"},
    {"NICE/DD-WRL-009", ""},
    {"CORE/CLD", ""},
};

START_TEST(mappings_are_read_both_ways)
{
    struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str codes = {0};
    size_t count;
    const int32_t *mapped = neighbours_mapped(shipped, role(mappings[_i].role), arena, &count);
    for (size_t i = 0; i < count; i++)
        str_add_format(&codes, "%s%s", i > 0 ? " " : "",
                       catalogue_element(shipped, mapped[i])->canonical);
    ck_assert_str_eq(str_chars(&codes), mappings[_i].mapped);
    arena_free(arena);
}
END_TEST

/* The two directions of grants say the same of every element. */
START_TEST(grantors_and_grants_agree)
{
    struct arena *arena = arena_new();
    size_t told = 0;
    size_t granted = 0;
    for (size_t i = 0; i < catalogue_credential_count(shipped); i++) {
        size_t count;
        neighbours_grants(shipped, (int32_t)i, arena, &count);
        granted += count;
    }
    for (size_t i = 0; i < catalogue_element_count(shipped); i++) {
        size_t count;
        const struct element_grantor *grantors =
            neighbours_grantors(shipped, (int32_t)i, arena, &count);
        told += count;
        for (size_t at = 0; at < count; at++) {
            size_t grant_count;
            size_t found = 0;
            const struct grant *grants =
                neighbours_grants(shipped, grantors[at].credential, arena, &grant_count);
            while (found < grant_count && grants[found].element != (int32_t)i)
                found++;
            ck_assert_uint_lt(found, grant_count);
            ck_assert_int_eq(grants[found].level, grantors[at].level);
            ck_assert(at == 0 || grantors[at - 1].level >= grantors[at].level);
        }
    }
    ck_assert_uint_eq(told, granted);
    ck_assert_uint_gt(told, 300);
    arena_free(arena);
}
END_TEST

START_TEST(the_tree_is_seen_from_each_side)
{
    static const enum element_side wanted[] = {SIDE_ABOVE, SIDE_BESIDE, SIDE_BELOW};
    struct arena *arena = arena_new();
    size_t counts[3] = {0};
    size_t count;
    const struct element_neighbour *related =
        neighbours_related(shipped, role("CORE/CLD-SEC"), arena, &count);
    ck_assert_uint_gt(count, 2);
    for (size_t i = 0; i < count; i++) {
        ck_assert_str_eq(related[i].relation, "isChildOf");
        counts[related[i].side]++;
        const char *code = catalogue_element(shipped, related[i].element)->code;
        if (related[i].side == wanted[0])
            ck_assert_str_eq(code, "CLD");
        else
            ck_assert_str_ne(code, "CLD-SEC");
    }
    ck_assert_uint_eq(counts[SIDE_ABOVE], 1);
    ck_assert_uint_eq(counts[SIDE_BELOW], 0);
    size_t below;
    related = neighbours_related(shipped, role("CORE/CLD"), arena, &below);
    ck_assert_uint_eq(below, counts[SIDE_BESIDE] + 1);
    ck_assert_int_eq(related[0].side, SIDE_BELOW);
    arena_free(arena);
}
END_TEST

START_TEST(roles_stand_in_their_groups)
{
    struct arena *arena = arena_new();
    size_t count;
    size_t elements = 0;
    int32_t nice = catalogue_find_framework(shipped, STR_VIEW_LITERAL("NICE"));
    const struct element_group *groups = neighbours_groups(shipped, nice, arena, &count);
    ck_assert_uint_eq(count, 5);
    for (size_t i = 0; i < count; i++)
        elements += groups[i].elements;
    ck_assert_uint_eq(elements, 41);
    ck_assert_str_eq(groups[0].group_code, "DD");
    ck_assert_uint_eq(groups[0].elements, 9);
    arena_free(arena);
}
END_TEST

START_TEST(a_region_has_a_path_and_parts)
{
    struct arena *arena = arena_new();
    int32_t region = -1;
    size_t count;
    ck_assert_int_eq(catalogue_find_region(shipped, STR_VIEW_LITERAL("AZ-BA"), &region, NULL),
                     LOOKUP_FOUND);
    const int32_t *path = neighbours_region_path(shipped, region, arena, &count);
    ck_assert_uint_ge(count, 2);
    ck_assert_str_eq(catalogue_region(shipped, path[0])->code, "AZ");
    ck_assert_int_eq(path[count - 1], region);
    size_t parts_count;
    const int32_t *parts = neighbours_region_parts(shipped, region, arena, &parts_count);
    ck_assert_uint_eq(parts_count, 12);
    for (size_t i = 0; i < parts_count; i++)
        ck_assert_int_eq(catalogue_region(shipped, parts[i])->parent, region);
    arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("neighbours");
    tcase_add_loop_test(tcase, mappings_are_read_both_ways, 0, ROWS(mappings));
    tcase_add_test(tcase, grantors_and_grants_agree);
    tcase_add_test(tcase, the_tree_is_seen_from_each_side);
    tcase_add_test(tcase, roles_stand_in_their_groups);
    tcase_add_test(tcase, a_region_has_a_path_and_parts);
    return run_with_catalogue(tcase, "catalogue/neighbours");
}
