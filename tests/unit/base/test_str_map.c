#include "core/base/str_map.h"

#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const struct str_view odd_keys[] = {
    STR_VIEW_LITERAL(""),       STR_VIEW_LITERAL("a"),  STR_VIEW_LITERAL("a\0"),
    STR_VIEW_LITERAL("a\0b"),   STR_VIEW_LITERAL("A"),  STR_VIEW_LITERAL("\u0259"),
    STR_VIEW_LITERAL("\u04D9"), STR_VIEW_LITERAL("a "),
};

START_TEST(keys_are_bytes)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *map = str_map_new();
    uint32_t count = sizeof odd_keys / sizeof *odd_keys;
    uint32_t value = 99;
    for (uint32_t i = 0; i < count; i++) {
        ck_assert(!str_map_find(map, odd_keys[i], &value));
        ck_assert_uint_eq(value, 99);
        ck_assert(str_map_insert(map, odd_keys[i], i));
        ck_assert(!str_map_insert(map, odd_keys[i], 77));
    }
    ck_assert_uint_eq(str_map_count(map), count);
    for (uint32_t i = 0; i < count; i++) {
        ck_assert(str_map_find(map, odd_keys[i], &value));
        ck_assert_uint_eq(value, i);
    }
    ck_assert(str_map_find(map, str_view_of(NULL), &value));
    ck_assert_uint_eq(value, 0);
}
END_TEST

START_TEST(put_replaces_and_keys_are_copied)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *map = str_map_new();
    char key[] = "key";
    uint32_t value;
    str_map_put(map, str_view_of(key), 1);
    str_map_put(map, str_view_of(key), UINT32_MAX);
    memset(key, 'x', 3);
    ck_assert_uint_eq(str_map_count(map), 1);
    ck_assert(str_map_find(map, STR_VIEW_LITERAL("key"), &value));
    ck_assert_uint_eq(value, UINT32_MAX);
    ck_assert(!str_map_find(map, STR_VIEW_LITERAL("xxx"), &value));
    str_map_free(NULL);
}
END_TEST

START_TEST(it_grows_without_losing_any)
{
    enum { KEYS = 20000 };
    CADRE_CLEANUP(str_map_cleanup) struct str_map *map = str_map_new();
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (uint32_t i = 0; i < KEYS; i++) {
        str_reset(&key);
        str_add_format(&key, "P%08u", i);
        if (!str_map_insert(map, str_view_from(&key), i))
            ck_abort_msg("%s was there", key.data);
    }
    ck_assert_uint_eq(str_map_count(map), KEYS);
    for (uint32_t i = 0; i < KEYS + 10; i++) {
        uint32_t value = KEYS;
        str_reset(&key);
        str_add_format(&key, "P%08u", i);
        bool found = str_map_find(map, str_view_from(&key), &value);
        if (found != (i < KEYS) || (found && value != i))
            ck_abort_msg("%s has %u", key.data, value);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("str_map");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, keys_are_bytes);
    tcase_add_test(tcase, put_replaces_and_keys_are_copied);
    tcase_add_test(tcase, it_grows_without_losing_any);
    return run_tcase(tcase, "base/str_map");
}
