#include "core/base/arena.h"

#include <stdint.h>
#include <string.h>

#include "core/base/alloc.h"
#include "tests/unit/run_tcase.h"

static const size_t sizes[] = {0, 1, 15, 16, 17, 4096, 65536, 65537, (size_t)5 << 20};

START_TEST(objects_are_aligned_and_apart)
{
    enum { OBJECTS = 40 };
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    size_t size = sizes[_i];
    unsigned char *objects[OBJECTS];
    int count = size > 65537 ? 3 : OBJECTS;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < count; i++) {
            objects[i] = arena_alloc(arena, size);
            ck_assert_uint_eq((uintptr_t)objects[i] % 16, 0);
            memset(objects[i], i + 1, size);
        }
        for (int i = 0; i < count; i++) {
            for (size_t at = 0; at < size; at += size / 7 + 1)
                ck_assert_int_eq(objects[i][at], i + 1);
        }
        arena_reset(arena);
    }
}
END_TEST

START_TEST(calloc_zeroes_used_memory)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    memset(arena_alloc(arena, 1000), 0xAA, 1000);
    arena_reset(arena);
    const unsigned char *zeroes = arena_calloc(arena, 100, 10);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(zeroes[i], 0);
}
END_TEST

START_TEST(texts_are_copied)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    char source[] = "abc";
    char *text = arena_strdup(arena, source);
    struct str_view view = arena_copy(arena, (struct str_view){source, 2});
    struct str_view empty = arena_copy(arena, STR_VIEW_LITERAL(""));
    struct str_view absent = arena_copy(arena, str_view_of(NULL));
    char *formatted = arena_format(arena, "%s/%d", source, 7);
    memset(source, 'x', 3);
    ck_assert_str_eq(text, "abc");
    ck_assert_uint_eq(view.length, 2);
    ck_assert_str_eq(view.data, "ab");
    ck_assert_str_eq(empty.data, "");
    ck_assert_ptr_null(absent.data);
    ck_assert_str_eq(formatted, "abc/7");
    ck_assert_str_eq(arena_format(arena, "%s", ""), "");
}
END_TEST

/* A row loop must not grow: a reset block serves again. Under AddressSanitizer it is a malloc. */
START_TEST(small_and_large_objects_mix)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    for (int row = 0; row < 1000; row++) {
        char *small = arena_strdup(arena, "small");
        char *large = arena_alloc(arena, (size_t)300 << 10);
        memset(large, 'l', (size_t)300 << 10);
        char *after = arena_strdup(arena, "after");
        ck_assert_str_eq(small, "small");
        ck_assert_str_eq(after, "after");
        arena_reset(arena);
    }
    arena_free(NULL);
}
END_TEST

/* A leak, or a second free, would fail it under AddressSanitizer. */
START_TEST(adopted_memory_is_freed_with_it)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 3; i++) {
            char *memory = cadre_malloc(100);
            memset(memory, 'm', 100);
            arena_adopt(arena, memory);
        }
        arena_adopt(arena, NULL);
        ck_assert_str_eq(arena_strdup(arena, "after"), "after");
        if (round < 2)
            arena_reset(arena);
    }
}
END_TEST

START_TEST(a_large_calloc_is_zero)
{
    enum { LARGE = 6 << 20 };
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    for (int round = 0; round < 3; round++) {
        unsigned char *memory = arena_calloc(arena, LARGE, 1);
        for (size_t at = 0; at < LARGE; at += 4093)
            ck_assert_int_eq(memory[at], 0);
        memset(memory, 0xAA, LARGE);
        ck_assert_str_eq(arena_strdup(arena, "after"), "after");
        arena_reset(arena);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("arena");
    tcase_add_loop_test(tcase, objects_are_aligned_and_apart, 0, ROWS(sizes));
    tcase_add_test(tcase, calloc_zeroes_used_memory);
    tcase_add_test(tcase, texts_are_copied);
    tcase_add_test(tcase, small_and_large_objects_mix);
    tcase_add_test(tcase, adopted_memory_is_freed_with_it);
    tcase_add_test(tcase, a_large_calloc_is_zero);
    return run_tcase(tcase, "base/arena");
}
