#include "core/base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/run_tcase.h"

static const struct {
    size_t capacity;
    size_t needed;
    size_t grown;
} grow_rows[] = {
    {0, 1, 8}, {0, 8, 8}, {0, 9, 16}, {8, 8, 8}, {8, 9, 16}, {10, 11, 20}, {16, 100, 128},
};

START_TEST(grow_doubles_until_it_fits)
{
    size_t capacity = grow_rows[_i].capacity;
    int32_t *items = capacity > 0 ? cadre_calloc(capacity, sizeof *items) : NULL;
    if (items != NULL)
        items[capacity - 1] = 42;
    items = cadre_grow(items, &capacity, grow_rows[_i].needed, sizeof *items);
    ck_assert_uint_eq(capacity, grow_rows[_i].grown);
    if (grow_rows[_i].capacity > 0)
        ck_assert_int_eq(items[grow_rows[_i].capacity - 1], 42);
    items[capacity - 1] = 1; /* the sanitizer sees a block that is too small */
    free(items);
}
END_TEST

START_TEST(nothing_is_still_something)
{
    CADRE_FREE void *none = cadre_malloc(0);
    CADRE_FREE void *zeroes = cadre_calloc(0, 8);
    CADRE_FREE void *array = cadre_realloc_array(NULL, 0, 8);
    ck_assert_ptr_nonnull(none);
    ck_assert_ptr_nonnull(zeroes);
    ck_assert_ptr_nonnull(array);
}
END_TEST

START_TEST(copies_end_with_nul)
{
    CADRE_FREE char *whole = cadre_strdup("abc");
    CADRE_FREE char *part = cadre_strndup("abcdef", 2);
    CADRE_FREE char *empty = cadre_strndup(NULL, 0);
    CADRE_FREE char *formatted = cadre_format("%s-%d", "x", 12);
    ck_assert_str_eq(whole, "abc");
    ck_assert_str_eq(part, "ab");
    ck_assert_str_eq(empty, "");
    ck_assert_str_eq(formatted, "x-12");
}
END_TEST

/* Each ends the process with 70; the volatile keeps the compiler from knowing the size. */
START_TEST(an_impossible_size_ends_the_process)
{
    volatile size_t half = SIZE_MAX / 2;
    size_t capacity = 0;
    switch (_i) {
    case 0:
        free(cadre_realloc_array(NULL, half, 4));
        break;
    default:
        free(cadre_grow(NULL, &capacity, half + 2, 16));
        break;
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("alloc");
    tcase_add_loop_test(tcase, grow_doubles_until_it_fits, 0, ROWS(grow_rows));
    tcase_add_test(tcase, nothing_is_still_something);
    tcase_add_test(tcase, copies_end_with_nul);
    tcase_add_loop_exit_test(tcase, an_impossible_size_ends_the_process, 70, 0, 2);
    return run_tcase(tcase, "base/alloc");
}
