#include "core/catalogue/entry.h"

#include <string.h>

#include "tests/unit/catalogue/shipped.h"

static const struct {
    enum entry_sort sort;
    const char *code, *type, *short_code, *title_az, *alias;
    bool current;
} entries[] = {
    {ENTRY_FRAMEWORK, "NICE@1.0", "framework", "NICE",
     "NICE kibertəhlükəsizlik işçi qüvvəsi çərçivəsi", NULL, false},
    {ENTRY_ELEMENT, "DCWF@5.1/511", "work_role", "511", "", NULL, true},
    {ENTRY_ELEMENT, "DCWF@2023/141", "work_role", "141", "", NULL, false},
    {ENTRY_ELEMENT, "CORE@1/CLD", "competency", "CLD", "Bulud", NULL, true},
    {ENTRY_CREDENTIAL, "CompTIA/Security+", "credential", "Security+", "", "CompTIA Security+",
     true},
    {ENTRY_CREDENTIAL, "AWS/DVA-C02", "credential", "DVA-C02", "", NULL, true},
    {ENTRY_REGION, "AZ", "region", "AZ", "Azərbaycan", NULL, true},
    {ENTRY_CODE, "fitness/A", "fitness", "A", "yararlı", NULL, true},
    {ENTRY_CODE, "clearance/secret", "clearance", "secret", "məxfi", "секретный", true},
    {ENTRY_SCALE, "ecf", "scale", "ecf", "", NULL, true},
};

START_TEST(everything_is_told_in_one_way)
{
    struct arena *arena = arena_new();
    size_t count = entry_count(shipped, entries[_i].sort);
    size_t found = count;
    struct entry entry = {0};
    for (size_t i = 0; i < count && found == count; i++) {
        entry = entry_of(shipped, entries[_i].sort, (int32_t)i, arena);
        if (strcmp(entry.code, entries[_i].code) == 0)
            found = i;
    }
    ck_assert_msg(found < count, "%s is not there", entries[_i].code);
    ck_assert_int_eq(entry.sort, entries[_i].sort);
    ck_assert_int_eq(entry.index, (int32_t)found);
    ck_assert_str_eq(entry.type, entries[_i].type);
    ck_assert_str_eq(entry.short_code, entries[_i].short_code);
    ck_assert_str_eq(entry.titles[1], entries[_i].title_az);
    ck_assert_pstr_eq(entry.aliases != NULL ? entry.aliases[0] : NULL, entries[_i].alias);
    ck_assert_int_eq(entry.current, entries[_i].current);
    arena_free(arena);
}
END_TEST

START_TEST(codes_tell_all_apart)
{
    struct arena *arena = arena_new();
    for (int sort = 0; sort < ENTRY_SORT_COUNT; sort++) {
        size_t count = entry_count(shipped, (enum entry_sort)sort);
        for (size_t i = 0; i < count; i++) {
            struct entry left = entry_of(shipped, (enum entry_sort)sort, (int32_t)i, arena);
            for (size_t j = 0; j < i; j++) {
                struct entry right = entry_of(shipped, (enum entry_sort)sort, (int32_t)j, arena);
                ck_assert_str_ne(left.code, right.code);
            }
        }
    }
    arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("entry");
    tcase_add_loop_test(tcase, everything_is_told_in_one_way, 0, ROWS(entries));
    tcase_add_test(tcase, codes_tell_all_apart);
    return run_with_catalogue(tcase, "catalogue/entry");
}
