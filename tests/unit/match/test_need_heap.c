#include "core/match/refine/need_heap.h"

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

enum { NEEDS = 50 };

START_TEST(the_smallest_key_comes_first_and_equal_keys_by_need)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct need_heap *heap = need_heap_new(4, arena);
    int32_t need = -1;
    int64_t key = -1;
    ck_assert(!need_heap_pop(heap, &need, &key));
    need_heap_lower(heap, 3, 7);
    need_heap_lower(heap, 1, 7);
    need_heap_lower(heap, 0, 9);
    need_heap_lower(heap, 2, INT64_MIN);
    need_heap_lower(heap, 0, 8);
    need_heap_lower(heap, 1, 10);
    static const struct {
        int32_t need;
        int64_t key;
    } wanted[] = {{2, INT64_MIN}, {1, 7}, {3, 7}, {0, 8}};
    for (int i = 0; i < ROWS(wanted); i++) {
        ck_assert(need_heap_pop(heap, &need, &key));
        ck_assert_int_eq(need, wanted[i].need);
        ck_assert_int_eq(key, wanted[i].key);
    }
    ck_assert(!need_heap_pop(heap, &need, &key));
}
END_TEST

/* Random use against a plain array of keys. */
START_TEST(it_agrees_with_a_plain_array)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct need_heap *heap = need_heap_new(NEEDS, arena);
    uint64_t state = (uint64_t)_i;
    int64_t keys[NEEDS];
    bool in[NEEDS] = {false};
    for (int round = 0; round < 2000; round++) {
        if (random_below(&state, 3) > 0) {
            int32_t need = (int32_t)random_below(&state, NEEDS);
            int64_t key = (int64_t)random_below(&state, 30) - 15;
            need_heap_lower(heap, need, key);
            keys[need] = in[need] && keys[need] < key ? keys[need] : key;
            in[need] = true;
            continue;
        }
        int32_t best = -1;
        for (int32_t j = 0; j < NEEDS; j++) {
            if (in[j] && (best < 0 || keys[j] < keys[best]))
                best = j;
        }
        int32_t need = -1;
        int64_t key = 0;
        ck_assert_int_eq(need_heap_pop(heap, &need, &key), best >= 0);
        ck_assert_int_eq(need, best);
        if (best >= 0) {
            ck_assert_int_eq(key, keys[best]);
            in[best] = false;
        }
    }
}
END_TEST

START_TEST(a_cleared_heap_is_empty_and_serves_again)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct need_heap *heap = need_heap_new(NEEDS, arena);
    int32_t need;
    int64_t key;
    for (int32_t j = 0; j < NEEDS; j++)
        need_heap_lower(heap, j, -j);
    need_heap_clear(heap);
    ck_assert(!need_heap_pop(heap, &need, &key));
    need_heap_lower(heap, 4, 44);
    ck_assert(need_heap_pop(heap, &need, &key));
    ck_assert_int_eq(need, 4);
    ck_assert_int_eq(key, 44);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("need_heap");
    tcase_add_test(tcase, the_smallest_key_comes_first_and_equal_keys_by_need);
    tcase_add_loop_test(tcase, it_agrees_with_a_plain_array, 0, 20);
    tcase_add_test(tcase, a_cleared_heap_is_empty_and_serves_again);
    return run_tcase(tcase, "match/need_heap");
}
