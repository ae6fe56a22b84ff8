#include "core/match/core_pairs.h"

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

/* People, needs, and of a hundred pairs how many there are, and how many of these come later. */
static const struct {
    size_t people, needs;
    uint32_t share, later;
} shapes[] = {
    {1, 1, 100, 100}, {1, 1, 100, 0},   {20, 1, 60, 50},   {1, 20, 60, 50}, {30, 12, 40, 0},
    {30, 12, 40, 5},  {30, 12, 40, 50}, {30, 12, 40, 100}, {60, 40, 3, 50}, {50, 9, 0, 0},
};

struct pairs_drawn {
    struct core_pairs *core;
    struct pair_list added;
    bool *is_there; /* people * needs */
};

/* Some of the pairs make the core, in rows that are the core's to free. */
static void draw_pairs(struct pairs_drawn *drawn, size_t people, size_t needs, uint32_t share,
                       uint32_t later, uint64_t *state, struct arena *arena)
{
    size_t *start = cadre_calloc(people + 1, sizeof *start);
    uint32_t *pairs = cadre_calloc(people * needs, sizeof *pairs);
    size_t count = 0;
    drawn->added = (struct pair_list){0};
    drawn->is_there = arena_calloc(arena, people * needs, sizeof *drawn->is_there);
    for (size_t i = 0; i < people; i++) {
        for (size_t j = 0; j < needs; j++) {
            uint32_t pair = packed_pair((uint32_t)j, (uint32_t)(i * needs + j));
            drawn->is_there[i * needs + j] = random_below(state, 100) < share;
            if (!drawn->is_there[i * needs + j])
                continue;
            if (random_below(state, 100) < later)
                pair_list_add(&drawn->added, i, pair);
            else
                pairs[count++] = pair;
        }
        start[i + 1] = count;
    }
    const struct problem problem = {.person_count = people, .need_count = needs};
    drawn->core = core_pairs_of(&problem, start, pairs);
}

/* Each pair once, and no other: the fit says whose it is. */
static void assert_rows(const struct pairs_drawn *drawn, size_t people, size_t needs)
{
    CADRE_FREE bool *seen = cadre_calloc(people * needs + 1, sizeof *seen);
    for (size_t i = 0; i < people; i++) {
        for (size_t at = drawn->core->row_start[i]; at < drawn->core->row_start[i + 1]; at++) {
            size_t number = (size_t)packed_fit(drawn->core->rows[at]);
            ck_assert_uint_eq(number, i * needs + packed_need(drawn->core->rows[at]));
            ck_assert(!seen[number]);
            seen[number] = true;
        }
    }
    ck_assert_mem_eq(seen, drawn->is_there, people * needs * sizeof *seen);
}

/* Ascending by person besides. */
static void assert_columns(const struct pairs_drawn *drawn, size_t people, size_t needs)
{
    CADRE_FREE bool *seen = cadre_calloc(people * needs + 1, sizeof *seen);
    for (size_t j = 0; j < needs; j++) {
        for (size_t at = drawn->core->column_start[j]; at < drawn->core->column_start[j + 1];
             at++) {
            struct column_pair item = drawn->core->columns[at];
            size_t number = (size_t)packed_fit(item.pair);
            ck_assert_uint_eq(packed_need(item.pair), j);
            ck_assert(at == drawn->core->column_start[j] ||
                      item.person > drawn->core->columns[at - 1].person);
            ck_assert_uint_eq(number, (size_t)item.person * needs + j);
            ck_assert(!seen[number]);
            seen[number] = true;
        }
    }
    ck_assert_mem_eq(seen, drawn->is_there, people * needs * sizeof *seen);
}

START_TEST(takes_more_pairs)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    size_t people = shapes[_i].people;
    size_t needs = shapes[_i].needs;
    const struct problem problem = {.person_count = people, .need_count = needs};
    for (uint64_t state = 1, seed = 1; seed <= 10; seed++) {
        struct pairs_drawn drawn;
        draw_pairs(&drawn, people, needs, shapes[_i].share, shapes[_i].later, &state, arena);
        if (seed % 2 == 0)
            core_pairs_drop_columns(drawn.core);
        core_pairs_add(&problem, drawn.core, &drawn.added);
        assert_rows(&drawn, people, needs);
        assert_columns(&drawn, people, needs);
        core_pairs_free(drawn.core);
        pair_list_release(&drawn.added);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("core_pairs");
    tcase_add_loop_test(tcase, takes_more_pairs, 0, ROWS(shapes));
    return run_tcase(tcase, "match/core_pairs");
}
