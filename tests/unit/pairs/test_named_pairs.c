#include "core/pairs/named_pairs.h"

#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

/* Every third pair of all people and needs, the last first, and each twice. */
static size_t name_some(const struct snapshot *snapshot, struct pair_name *names)
{
    size_t count = 0;
    for (size_t at = snapshot->person_count * snapshot->need_count; at-- > 0;) {
        const struct pair_name name = {(int32_t)(at / snapshot->need_count),
                                       (int32_t)(at % snapshot->need_count)};
        if (at % 3 != 0)
            continue;
        names[count++] = name;
        names[count++] = name;
    }
    return count;
}

static size_t check_row(const struct pairs *all, const struct pairs *some, size_t person)
{
    size_t count = 0;
    for (size_t j = 0; j < all->need_count; j++) {
        bool named = (person * all->need_count + j) % 3 == 0;
        int32_t wanted = named ? pairs_fit(all, person, j) : -1;
        ck_assert_int_eq(pairs_fit(some, person, j), wanted);
        count += wanted >= 0;
    }
    return count;
}

START_TEST(named_pairs_are_those_of_all_pairs)
{
    const struct snapshot *snapshot = registry_seal(registry_random((uint64_t)_i + 1), 0);
    size_t most = 2 * snapshot->person_count * snapshot->need_count;
    struct pair_name *names = arena_calloc(registry_arena(), most + 1, sizeof *names);
    const struct pairs *all = pairs_build(snapshot, NULL, registry_arena());
    const struct pairs *some =
        named_pairs_build(snapshot, names, name_some(snapshot, names), registry_arena());
    size_t count = 0;
    ck_assert_uint_eq(some->person_count, all->person_count);
    ck_assert_uint_eq(some->need_count, all->need_count);
    for (size_t i = 0; i < all->person_count; i++)
        count += check_row(all, some, i);
    ck_assert_uint_eq(some->row_start[some->person_count], count);
    ck_assert_uint_eq(pairs_eligible(some), 0);
}
END_TEST

START_TEST(no_names_make_no_pairs)
{
    const struct snapshot *snapshot = registry_seal(registry_random(1), 0);
    const struct pairs *pairs = named_pairs_build(snapshot, NULL, 0, registry_arena());
    ck_assert_uint_eq(pairs->row_start[pairs->person_count], 0);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("named_pairs");
    tcase_add_loop_test(tcase, named_pairs_are_those_of_all_pairs, 0, 200);
    tcase_add_test(tcase, no_names_make_no_pairs);
    return run_tcase(tcase, "pairs/named_pairs");
}
