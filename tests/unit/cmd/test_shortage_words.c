#include "cmd/steps/run/shortage_words.h"

#include <string.h>

#include "tests/unit/run_tcase.h"

enum { NEEDS = 8, SETS_MOST = 12 };

static const int32_t numbers[NEEDS] = {0, 1, 2, 3, 4, 5, 6, 7};
static const struct need needs[NEEDS] = {
    {.code = STR_VIEW_LITERAL("A")}, {.code = STR_VIEW_LITERAL("B")},
    {.code = STR_VIEW_LITERAL("C")}, {.code = STR_VIEW_LITERAL("D")},
    {.code = STR_VIEW_LITERAL("E")}, {.code = STR_VIEW_LITERAL("F")},
    {.code = STR_VIEW_LITERAL("G")}, {.code = STR_VIEW_LITERAL("H")}};
static const struct snapshot snapshot = {.needs = needs, .need_count = NEEDS};

static const struct {
    struct hall_set set;
    const char *words;
} lines[] = {
    {{numbers, 1, 1, 0}, "A: 1 free seat, nobody qualifies"},
    {{numbers + 3, 1, 2, 1}, "D: 2 free seats, 1 person qualifies"},
    {{numbers, 2, 51, 48}, "A and B: 51 free seats, 48 people qualify"},
    {{numbers, 3, 3, 2}, "A, B and C: 3 free seats, 2 people qualify"},
    {{numbers, 6, 7, 2}, "A, B, C, D, E and F: 7 free seats, 2 people qualify"},
    {{numbers, 7, 7, 2}, "A, B, C, D, E and 2 more needs: 7 free seats, 2 people qualify"},
    {{numbers, 8, 9, 2}, "A, B, C, D, E and 3 more needs: 9 free seats, 2 people qualify"},
};

START_TEST(a_set_is_a_line)
{
    struct arena *arena = arena_new();
    const char *const *seen;
    ck_assert_uint_eq(shortage_words(&snapshot, &lines[_i].set, 1, arena, &seen), 1);
    ck_assert_str_eq(seen[0], lines[_i].words);
    arena_free(arena);
}
END_TEST

/* How many lines there are of so many sets, and the last one. */
static const struct {
    size_t sets, lines;
    const char *last;
} counts[] = {
    {1, 1, "A: 1 free seat, nobody qualifies"},
    {10, 10, "A: 1 free seat, nobody qualifies"},
    {11, 11, "and 1 more set of needs"},
    {12, 11, "and 2 more sets of needs"},
};

START_TEST(the_rest_is_counted)
{
    struct arena *arena = arena_new();
    struct hall_set sets[SETS_MOST];
    const char *const *seen;
    for (size_t i = 0; i < SETS_MOST; i++)
        sets[i] = lines[0].set;
    ck_assert_uint_eq(shortage_words(&snapshot, sets, counts[_i].sets, arena, &seen),
                      counts[_i].lines);
    ck_assert_str_eq(seen[counts[_i].lines - 1], counts[_i].last);
    arena_free(arena);
}
END_TEST

START_TEST(no_set_no_line)
{
    struct arena *arena = arena_new();
    const char *const *seen;
    ck_assert_uint_eq(shortage_words(&snapshot, NULL, 0, arena, &seen), 0);
    arena_free(arena);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("shortage_words");
    tcase_add_loop_test(tcase, a_set_is_a_line, 0, ROWS(lines));
    tcase_add_loop_test(tcase, the_rest_is_counted, 0, ROWS(counts));
    tcase_add_test(tcase, no_set_no_line);
    return run_tcase(tcase, "cmd/shortage_words");
}
