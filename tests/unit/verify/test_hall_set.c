#include <string.h>

#include "core/base/alloc.h"
#include "core/verify/certificate.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/match/oracle/oracle.h"
#include "tests/unit/run_tcase.h"

enum { NEEDS = 4, PEOPLE = 4 };

/* Who qualifies ('x') and where people sit, by hand. */
static const struct {
    const char *name;
    const char *qualifies[PEOPLE]; /* per person, a letter a need */
    int32_t need_of[PEOPLE];
    int32_t seats[NEEDS];
    size_t need;
    int32_t set[NEEDS];
    size_t count, people;
} cases[] = {
    {"nobody qualifies", {"", " x", " x", " x"}, {-1, 1, 1, 1}, {2, 3, 0, 0}, 0, {0}, 1, 0},
    {"all who qualify sit here", {"x", "x"}, {0, 0, -1, -1}, {3, 1, 0, 0}, 0, {0}, 1, 2},
    /* Need 0 wants person 1, who sits in need 2, for which person 2 qualifies too, and so on. */
    {"a chain", {"x", "x x", "  xx", " x"}, {0, 2, 3, 1}, {2, 1, 1, 1}, 0, {0, 2, 3}, 3, 3},
    {"its second half", {"x", "x x", "  xx", " x"}, {0, 2, 3, 1}, {2, 1, 2, 1}, 2, {2, 3}, 2, 2},
    {"full", {"x"}, {0, -1, -1, -1}, {1, 0, 0, 0}, 0, {0}, 0, 0},
    {"no seats", {"x"}, {-1, -1, -1, -1}, {0, 0, 0, 0}, 0, {0}, 0, 0},
    {"no such need", {"x"}, {0, -1, -1, -1}, {2, 0, 0, 0}, 4, {0}, 0, 0},
    {"somebody could come", {"x"}, {-1, -1, -1, -1}, {1, 0, 0, 0}, 0, {0}, 0, 0},
    {"somebody could make room", {"xx", " x"}, {1, -1, -1, -1}, {1, 1, 0, 0}, 0, {0}, 0, 0},
    {"somebody sits nowhere known", {"x"}, {99, -1, -1, -1}, {1, 0, 0, 0}, 0, {0}, 0, 0},
};

static struct made *made_of(const char *const qualifies[PEOPLE], const int32_t seats[NEEDS],
                            struct arena *arena)
{
    struct made *made = made_new(PEOPLE, NEEDS, arena);
    for (size_t i = 0; i < PEOPLE; i++) {
        const char *letters = qualifies[i] != NULL ? qualifies[i] : "";
        for (size_t j = 0; letters[j] != '\0'; j++)
            *made_fit(made, i, j) = letters[j] == 'x' ? 100 : -1;
    }
    for (size_t j = 0; j < NEEDS; j++)
        made->seats[j] = seats[j];
    return made;
}

START_TEST(the_set_is_closed_around_the_empty_seat)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct made *made = made_of(cases[_i].qualifies, cases[_i].seats, arena);
    struct hall_set set = {0};
    bool found = certificate_hall_set(made_instance(made, arena), cases[_i].need_of, cases[_i].need,
                                      arena, &set);
    ck_assert_msg(set.need_count == cases[_i].count, "%s: %zu needs", cases[_i].name,
                  set.need_count);
    ck_assert_int_eq(found, set.need_count > 0);
    ck_assert_uint_eq(set.people, cases[_i].people);
    int64_t seats = 0;
    for (size_t at = 0; at < set.need_count; at++) {
        ck_assert_int_eq(set.needs[at], cases[_i].set[at]);
        seats += cases[_i].seats[set.needs[at]];
    }
    ck_assert_int_eq(set.seats, seats);
}
END_TEST

static uint32_t needs_of_person(const struct instance *instance, size_t person)
{
    uint32_t needs = 0;
    for (size_t at = instance->row_start[person]; at < instance->row_start[person + 1]; at++)
        needs |= 1u << instance->items[at].need;
    return needs;
}

/* No more qualified people than filled seats; *ret_people and *ret_seats of the set. */
static bool cannot_fill_more(const struct instance *instance, const int32_t *need_of, uint32_t set,
                             size_t *ret_people, int64_t *ret_seats)
{
    size_t filled = 0;
    *ret_people = 0;
    *ret_seats = 0;
    for (size_t i = 0; i < instance->person_count; i++) {
        *ret_people += (needs_of_person(instance, i) & set) != 0;
        filled += need_of[i] >= 0 && (set >> need_of[i] & 1) != 0;
    }
    for (size_t j = 0; j < instance->need_count; j++)
        *ret_seats += (set >> j & 1) != 0 ? instance->seats[j] : 0;
    return *ret_people <= filled;
}

static void assert_least_set(const struct instance *instance, const int32_t *need_of, size_t need)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct hall_set least;
    ck_assert(certificate_hall_set(instance, need_of, need, arena, &least));
    uint32_t found = 0;
    for (size_t at = 0; at < least.need_count; at++)
        found |= 1u << least.needs[at];
    size_t qualified;
    int64_t seats;
    ck_assert_uint_ne(found >> need & 1, 0);
    ck_assert(cannot_fill_more(instance, need_of, found, &qualified, &seats));
    ck_assert_uint_eq(least.people, qualified);
    ck_assert_int_eq(least.seats, seats);
    ck_assert_int_lt((int64_t)least.people, seats);
    for (uint32_t set = 0; set < 1u << instance->need_count; set++) {
        if ((set >> need & 1) != 0 && cannot_fill_more(instance, need_of, set, &qualified, &seats))
            ck_assert_uint_eq(set & found, found);
    }
}

/* A list of needs, with what there is of them. */
static const struct {
    const char *name;
    const char *qualifies[PEOPLE];
    int32_t need_of[PEOPLE];
    int32_t seats[NEEDS];
    const char *sets; /* "needs:seats/people" */
} lists[] = {
    {"nothing is empty", {"x", " x"}, {0, 1, -1, -1}, {1, 1, 0, 0}, ""},
    {"nobody qualifies for any", {"", ""}, {-1, -1, -1, -1}, {2, 0, 1, 3}, "0:2/0 2:1/0 3:3/0 "},
    /* 0 and 1 share their people, so that both are empty for one reason. */
    {"one set around two", {"xx", "xx"}, {0, 1, -1, -1}, {2, 2, 1, 0}, "2:1/0 0,1:4/2 "},
    {"a set within a set",
     {"x", "x x", "  xx", " x"},
     {0, 2, 3, 1},
     {2, 1, 2, 1},
     "2,3:3/2 0,2,3:5/3 "},
    {"by the needs, not by the empty one",
     {"x  x", " xx"},
     {0, 1, -1, -1},
     {1, 1, 1, 1},
     "0,3:2/1 1,2:2/1 "},
    {"somebody could come", {"x"}, {-1, -1, -1, -1}, {1, 1, 0, 0}, "1:1/0 "},
};

START_TEST(each_set_once_in_order)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str seen = {0};
    const struct hall_set *sets;
    struct made *made = made_of(lists[_i].qualifies, lists[_i].seats, arena);
    size_t count =
        certificate_hall_sets(made_instance(made, arena), lists[_i].need_of, arena, &sets);
    for (size_t i = 0; i < count; i++) {
        for (size_t at = 0; at < sets[i].need_count; at++)
            str_add_format(&seen, "%s%d", at > 0 ? "," : "", (int)sets[i].needs[at]);
        str_add_format(&seen, ":%d/%zu ", (int)sets[i].seats, sets[i].people);
    }
    ck_assert_msg(strcmp(str_chars(&seen), lists[_i].sets) == 0, "%s: %s", lists[_i].name,
                  str_chars(&seen));
}
END_TEST

/* Of every optimum each need with an empty seat has its set, and each set that proves as much
 * contains it. */
START_TEST(it_is_the_least_of_all_sets)
{
    int empty_seats = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        const struct instance *instance = made_instance(made_any(seed, 12, 6, 4, arena), arena);
        struct assignment assignment;
        oracle_solve(instance, arena, &assignment);
        for (size_t j = 0; j < instance->need_count; j++) {
            int32_t filled = 0;
            for (size_t i = 0; i < instance->person_count; i++)
                filled += assignment.need_of[i] == (int32_t)j;
            if (filled == instance->seats[j])
                continue;
            empty_seats++;
            assert_least_set(instance, assignment.need_of, j);
        }
    }
    ck_assert_int_gt(empty_seats, 100);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("hall_set");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, the_set_is_closed_around_the_empty_seat, 0, ROWS(cases));
    tcase_add_loop_test(tcase, each_set_once_in_order, 0, ROWS(lists));
    tcase_add_test(tcase, it_is_the_least_of_all_sets);
    return run_tcase(tcase, "verify/hall_set");
}
