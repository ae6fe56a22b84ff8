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

static const struct cap_figure caps[] = {
    {.kind = STR_VIEW_LITERAL("quota"), .name = STR_VIEW_LITERAL("q")},
    {.kind = STR_VIEW_LITERAL("draw"),
     .name = STR_VIEW_LITERAL("d"),
     .of = STR_VIEW_LITERAL("E-1")},
    {.kind = STR_VIEW_LITERAL("draw"), .name = STR_VIEW_LITERAL("x")},
    {.kind = STR_VIEW_LITERAL("draw"), .name = STR_VIEW_LITERAL("y")},
};
static const struct limit_figures limits = {.caps = caps, .cap_count = 4};

#define HELD(from, number, so_many)                                                                \
    .caps = numbers + (from), .cap_count = (number), .held_back = (so_many)

static const struct {
    struct hall_set set;
    const char *words;
} lines[] = {
    {{.needs = numbers, .need_count = 1, .seats = 1, .people = 0},
     "A: 1 free seat, nobody qualifies"},
    {{.needs = numbers + 3, .need_count = 1, .seats = 2, .people = 1},
     "D: 2 free seats, 1 person qualifies"},
    {{.needs = numbers, .need_count = 2, .seats = 51, .people = 48},
     "A and B: 51 free seats, 48 people qualify"},
    {{.needs = numbers, .need_count = 3, .seats = 3, .people = 2},
     "A, B and C: 3 free seats, 2 people qualify"},
    {{.needs = numbers, .need_count = 6, .seats = 7, .people = 2},
     "A, B, C, D, E and F: 7 free seats, 2 people qualify"},
    {{.needs = numbers, .need_count = 7, .seats = 7, .people = 2},
     "A, B, C, D, E and 2 more needs: 7 free seats, 2 people qualify"},
    {{.needs = numbers, .need_count = 8, .seats = 9, .people = 2},
     "A, B, C, D, E and 3 more needs: 9 free seats, 2 people qualify"},
    {{.needs = numbers, .need_count = 1, .seats = 3, .people = 1, HELD(1, 1, 4)},
     "A: 3 free seats, 1 person qualifies, 4 more are held back by draw 'd' of E-1"},
    {{.needs = numbers, .need_count = 1, .seats = 3, .people = 2, HELD(0, 2, 1)},
     "A: 3 free seats, 2 people qualify, 1 more is held back by quota 'q' and draw 'd' of E-1"},
    {{.needs = numbers, .need_count = 1, .seats = 3, HELD(0, 4, 2)},
     "A: 3 free seats, 2 people qualify but all are held back by quota 'q', draw 'd' of E-1 and 2 "
     "more"},
    {{.needs = numbers, .need_count = 1, .seats = 3, HELD(2, 1, 1)},
     "A: 3 free seats, 1 person qualifies but is held back by draw 'x'"},
    {{.needs = numbers, .need_count = 1, .seats = 12000, .people = 10500},
     "A: 12\u202f000 free seats, 10\u202f500 people qualify"},
    {{.needs = numbers, .need_count = 1, .seats = 3, .people = 2, HELD(0, 0, 5)},
     "A: 3 free seats, 2 people qualify, 5 more are held back by the seats that are reserved for "
     "others"},
    {{.needs = numbers, .need_count = 1, .seats = 3, HELD(0, 1, 0), .is_held_down = true},
     "A: 3 free seats, quota 'q' is full"},
    {{.needs = numbers, .need_count = 1, .seats = 1, HELD(0, 2, 0), .is_held_down = true},
     "A: 1 free seat, quota 'q' and draw 'd' of E-1 are full"},
};

START_TEST(a_set_is_a_line)
{
    struct arena *arena = arena_new();
    const char *const *seen;
    ck_assert_uint_eq(shortage_words(&snapshot, &limits, &lines[_i].set, 1, arena, &seen), 1);
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
    ck_assert_uint_eq(shortage_words(&snapshot, &limits, sets, counts[_i].sets, arena, &seen),
                      counts[_i].lines);
    ck_assert_str_eq(seen[counts[_i].lines - 1], counts[_i].last);
    arena_free(arena);
}
END_TEST

START_TEST(no_set_no_line)
{
    struct arena *arena = arena_new();
    const char *const *seen;
    ck_assert_uint_eq(shortage_words(&snapshot, &limits, NULL, 0, arena, &seen), 0);
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
