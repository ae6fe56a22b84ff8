#include "core/match/refine/ways.h"

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/run_tcase.h"

enum { PEOPLE = 40 };

/* Many needs and short rows make lists, few and long ones bitmaps; in between a list turns into a
 * bitmap as people come. */
static const struct {
    size_t needs, row;
    bool bits_at_first, bits_at_last;
} shapes[] = {
    {1, 1, true, true},      {64, 20, true, true},     {65, 3, true, true},
    {1000, 100, true, true}, {1003, 30, true, true},   {6000, 10, false, true},
    {9000, 2, false, false}, {30000, 8, false, false},
};

struct rows_drawn {
    struct problem problem;
    size_t start[PEOPLE + 1];
    uint32_t *pairs;
};

static void draw_rows(struct rows_drawn *drawn, size_t needs, size_t row, uint64_t *state,
                      struct arena *arena)
{
    size_t step = needs / row;
    drawn->pairs = arena_calloc(arena, PEOPLE * row, sizeof *drawn->pairs);
    for (size_t i = 0; i < PEOPLE; i++) {
        for (size_t at = 0; at < row; at++)
            drawn->pairs[i * row + at] =
                packed_pair((uint32_t)(at * step + random_below(state, (uint32_t)step)), 1);
        drawn->start[i + 1] = (i + 1) * row;
    }
    drawn->problem = (struct problem){
        .person_count = PEOPLE, .need_count = needs, .rows = {drawn->start, drawn->pairs}};
}

static void note_row(const struct rows_drawn *drawn, size_t person, bool *has)
{
    for (size_t at = drawn->start[person]; at < drawn->start[person + 1]; at++)
        has[packed_need(drawn->pairs[at])] = true;
}

/* Walks all ways that lead into a random half of the needs. */
static void assert_ways(const struct ways *ways, size_t needs, const bool *has, uint64_t *state,
                        struct arena *arena)
{
    uint64_t *among = arena_calloc(arena, ways_words(needs), sizeof *among);
    bool *seen = arena_calloc(arena, needs, sizeof *seen);
    int32_t next;
    for (size_t j = 0; j < needs; j++) {
        need_set_add(among, (int32_t)j);
        if (random_below(state, 2) == 0)
            need_set_drop(among, (int32_t)j);
    }
    for (size_t at = 0; (next = ways_next(ways, among, &at)) >= 0; at++) {
        ck_assert(need_set_has(among, next));
        seen[next] = true;
    }
    size_t wrong = 0;
    for (size_t j = 0; j < needs; j++)
        wrong += seen[j] != (has[j] && need_set_has(among, (int32_t)j));
    ck_assert_uint_eq(wrong, 0);
}

/* Takes out every way to one of the needs that are there. */
static void drop_one(struct ways *ways, size_t needs, bool *has, struct arena *arena)
{
    uint64_t *among = arena_calloc(arena, ways_words(needs), sizeof *among);
    size_t need = 0;
    while (need < needs && !has[need])
        need++;
    if (need == needs)
        return;
    need_set_add(among, (int32_t)need);
    has[need] = false;
    size_t at = 0;
    while (ways_next(ways, among, &at) >= 0)
        ways_drop(ways, at);
}

START_TEST(they_are_a_set_however_they_are_kept)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    size_t needs = shapes[_i].needs;
    uint64_t state = (uint64_t)_i;
    struct rows_drawn drawn = {0};
    struct ways ways = {0};
    int32_t people[PEOPLE / 4];
    uint8_t *zeros = arena_calloc(arena, needs, sizeof *zeros);
    bool *has = arena_calloc(arena, needs, sizeof *has);
    draw_rows(&drawn, needs, shapes[_i].row, &state, arena);
    for (size_t at = 0; at < PEOPLE / 4; at++) {
        people[at] = (int32_t)(3 * at);
        note_row(&drawn, 3 * at, has);
    }
    ways_make(&ways, &drawn.problem, people, PEOPLE / 4, zeros);
    ck_assert(ways.made);
    ck_assert_int_eq(ways.bits != NULL, shapes[_i].bits_at_first);
    size_t left = 0;
    for (size_t j = 0; j < needs; j++)
        left += zeros[j];
    ck_assert_uint_eq(left, 0);
    for (int32_t i = 0; i < PEOPLE; i++) {
        assert_ways(&ways, needs, has, &state, arena);
        drop_one(&ways, needs, has, arena);
        ways_add(&ways, &drawn.problem, i);
        note_row(&drawn, (size_t)i, has);
    }
    assert_ways(&ways, needs, has, &state, arena);
    ck_assert_int_eq(ways.bits != NULL, shapes[_i].bits_at_last);
    ways_release(&ways);
    ck_assert(!ways.made && ways.bits == NULL && ways.list == NULL);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("ways");
    tcase_add_loop_test(tcase, they_are_a_set_however_they_are_kept, 0, ROWS(shapes));
    return run_tcase(tcase, "match/ways");
}
