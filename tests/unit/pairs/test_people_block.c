#include "core/pairs/people_block.h"

#include <string.h>

#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

/* A test tries BATCH registries, one after the other in the same memory. */
enum { BATCHES = 16, BATCH = 50, NEAR_REGISTRIES = 60 };

/* A made-up registry without decisions: they are met behind the blocks, by pairs_build. */
static const struct snapshot *undecided(uint64_t seed)
{
    struct test_registry *registry = registry_random(seed);
    registry->decision_count = 0;
    return registry_seal(registry, 0);
}

static bool has_bit(const uint64_t *row, size_t person)
{
    return (row[person / 64] >> person % 64 & 1) != 0;
}

static uint64_t sum_of(const uint64_t reasons[REASON_COUNT])
{
    uint64_t sum = 0;
    for (int reason = 0; reason < REASON_COUNT; reason++)
        sum += reasons[reason];
    return sum;
}

static const struct sieve *sieve_of(const struct need_profiles *profiles)
{
    return sieve_new(profiles->profiles, profiles->profile_count, registry_arena());
}

static int32_t fit_of_first(const struct people_block *block, size_t profile)
{
    const uint16_t first = 0;
    uint16_t fit_bp;
    people_block_fits(block, profile, &first, 1, &fit_bp);
    return fit_bp;
}

/* One person in a block of their own: the one reason that is counted is that of the pair. */
static void check_alone(const struct snapshot *snapshot, const struct need_profiles *profiles,
                        const struct sieve *sieve, struct people_block *block,
                        const struct expansion *expansion)
{
    const uint16_t *people;
    struct sieved *sieved = sieved_new(sieve, registry_arena());
    people_block_load(block, expansion, 1);
    people_block_sieve(block, sieved);
    for (size_t j = 0; j < snapshot->need_count; j++) {
        uint64_t reasons[REASON_COUNT] = {0};
        const struct need *need = &snapshot->needs[j];
        size_t profile = profiles->profile_of[j];
        enum reason wanted = qualify_reason(snapshot, expansion, need);
        sieved_add_reasons(sieved, profile, reasons);
        ck_assert_msg(reasons[wanted] == 1, "%.*s in %.*s is no '%s'",
                      STR_VIEW_ARGS(expansion->person->natural_key), STR_VIEW_ARGS(need->code),
                      reason_code(wanted));
        ck_assert_uint_eq(sum_of(reasons), 1);
        ck_assert_uint_eq(sieved_people(sieved, profile, &people), wanted == REASON_NONE);
        const struct fit fit = fit_of(snapshot, expansion, need);
        if (wanted == REASON_NONE)
            ck_assert_int_eq(fit_of_first(block, profile), fit.total_bp - fit.part_bp[FIT_WISH]);
    }
}

static void check_registry(uint64_t seed)
{
    const struct snapshot *snapshot = undecided(seed);
    const struct expansion *expansions = registry_expand(snapshot);
    const struct need_profiles *profiles = need_profiles_new(snapshot, registry_arena());
    const struct sieve *sieve = sieve_of(profiles);
    struct people_block *block = people_block_new(profiles, registry_arena());
    for (size_t i = 0; i < snapshot->person_count; i++)
        check_alone(snapshot, profiles, sieve, block, &expansions[i]);
}

START_TEST(each_pair_is_decided_as_the_readable_evaluator_does)
{
    for (int i = 0; i < BATCH; i++) {
        check_registry((uint64_t)(_i * BATCH + i + 1));
        arena_reset(registry_arena());
    }
}
END_TEST

/* The same people again and again until a block is full to any word and bit of it. */
static const size_t counts[] = {0, 1, 63, 64, 65, 127, 128, 300, BLOCK_PEOPLE - 1, BLOCK_PEOPLE};

static struct expansion *repeated(const struct expansion *expansions, size_t people, size_t count)
{
    struct expansion *many = arena_calloc(registry_arena(), count, sizeof *many);
    for (size_t i = 0; i < count; i++)
        many[i] = expansions[i % people];
    return many;
}

START_TEST(a_block_of_any_size_is_decided_as_its_people_are)
{
    const struct snapshot *snapshot = undecided((uint64_t)_i + 500);
    const struct need_profiles *profiles = need_profiles_new(snapshot, registry_arena());
    struct people_block *block = people_block_new(profiles, registry_arena());
    size_t count = counts[_i];
    const struct expansion *many =
        repeated(registry_expand(snapshot), snapshot->person_count, count);
    struct sieved *sieved = sieved_new(sieve_of(profiles), registry_arena());
    people_block_load(block, many, BLOCK_PEOPLE < count ? BLOCK_PEOPLE : count);
    people_block_sieve(block, sieved);
    for (size_t j = 0; j < snapshot->need_count; j++) {
        uint64_t seen[REASON_COUNT] = {0};
        uint64_t wanted[REASON_COUNT] = {0};
        const uint16_t *people;
        size_t fitting = sieved_people(sieved, profiles->profile_of[j], &people);
        size_t next = 0;
        sieved_add_reasons(sieved, profiles->profile_of[j], seen);
        for (size_t i = 0; i < count; i++) {
            enum reason reason = qualify_reason(snapshot, &many[i], &snapshot->needs[j]);
            wanted[reason]++;
            ck_assert_int_eq(next < fitting && people[next] == i, reason == REASON_NONE);
            next += reason == REASON_NONE;
        }
        ck_assert_uint_eq(next, fitting);
        ck_assert_mem_eq(seen, wanted, sizeof seen);
    }
}
END_TEST

enum { CLAUSES_MOST = 12 };

/* Fit comes from a table of what somebody fulfils while that is short, and by hand beyond. */
START_TEST(fit_is_the_same_of_few_clauses_and_of_many)
{
    static const char *const languages[] = {"az:C1", "az:C1;en:B2", "az:C1;en:B2;ru:B1"};
    static const char *const asked[] = {"en", "ru", "tr"};
    struct test_person people[COUNT(languages)] = {{0}};
    struct test_alternative clauses[CLAUSES_MOST] = {{0}};
    for (size_t i = 0; i < COUNT(languages); i++)
        people[i] = (struct test_person){.key = languages[i], .languages = languages[i]};
    for (int i = 0; i < _i; i++)
        clauses[i] = (struct test_alternative){.clause = i + 1,
                                               .kind = "language",
                                               .code = i % 4 == 0 ? "az" : asked[i % 4 - 1],
                                               .level = "B1",
                                               .desired = i % 4 != 0,
                                               .weight = i + 1};
    static const struct test_need need[] = {{.region = "AZ-BA"}};
    const struct test_registry registry = {.people = people,
                                           .person_count = COUNT(people),
                                           .needs = need,
                                           .need_count = 1,
                                           .alternatives = clauses,
                                           .alternative_count = (size_t)_i};
    const struct snapshot *snapshot = registry_seal(&registry, 0);
    const struct expansion *expansions = registry_expand(snapshot);
    const struct need_profiles *profiles = need_profiles_new(snapshot, registry_arena());
    struct people_block *block = people_block_new(profiles, registry_arena());
    for (size_t i = 0; i < COUNT(people); i++) {
        people_block_load(block, &expansions[i], 1);
        ck_assert_int_eq(fit_of_first(block, 0),
                         fit_of(snapshot, &expansions[i], snapshot->needs).total_bp);
    }
}
END_TEST

/* What follows from levels is remembered, of few years and of more than have room in a key. */
START_TEST(who_shows_a_role_alike_stands_alike)
{
    static const struct test_person people[] = {{.key = "K1"}, {.key = "K2"}, {.key = "K3"},
                                                {.key = "K4"}, {.key = "K5"}, {.key = "K6"}};
    static const struct test_evidence evidence[] = {
        {.person = "K1", .element = "DCWF@5.1/411", .level = "Advanced", .years = 2},
        {.person = "K2", .element = "DCWF@5.1/411", .level = "Advanced", .years = 2},
        {.person = "K3", .element = "DCWF@5.1/411", .level = "Advanced", .years = 4},
        {.person = "K4", .element = "DCWF@5.1/411", .level = "Basic", .years = 300},
        {.person = "K5", .element = "DCWF@5.1/411", .level = "Basic", .verified = true},
    };
    static const struct test_need needs[] = {
        {.code = "N1", .work_role = "DCWF@5.1/411", .level = "Basic"},
        {.code = "N2", .work_role = "DCWF@5.1/411", .level = "Advanced"}};
    const struct test_registry registry = {.people = people,
                                           .person_count = COUNT(people),
                                           .evidence = evidence,
                                           .evidence_count = COUNT(evidence),
                                           .needs = needs,
                                           .need_count = COUNT(needs)};
    const struct snapshot *snapshot = registry_seal(&registry, 0);
    const struct expansion *expansions = registry_expand(snapshot);
    const struct need_profiles *profiles = need_profiles_new(snapshot, registry_arena());
    const struct sieve *sieve = sieve_of(profiles);
    struct people_block *block = people_block_new(profiles, registry_arena());
    for (int again = 0; again < 2; again++) {
        for (size_t i = 0; i < COUNT(people); i++)
            check_alone(snapshot, profiles, sieve, block, &expansions[i]);
    }
}
END_TEST

/* Near are those of whom the readable evaluator finds at most one failure or no failing clause. */
START_TEST(near_is_who_fails_by_one_thing_or_by_no_clause)
{
    const struct snapshot *snapshot = undecided((uint64_t)_i + 900);
    const struct expansion *expansions = registry_expand(snapshot);
    const struct need_profiles *profiles = need_profiles_new(snapshot, registry_arena());
    struct people_block *block = people_block_new(profiles, registry_arena());
    size_t near_count = 0;
    people_block_load(block, expansions, snapshot->person_count);
    for (size_t j = 0; j < snapshot->need_count; j++) {
        uint64_t near[BLOCK_WORDS];
        people_block_near(block, &profiles->profiles[profiles->profile_of[j]], near);
        for (size_t i = 0; i < BLOCK_PEOPLE; i++) {
            struct nearness nearness = {.failure_count = 2};
            if (i < snapshot->person_count)
                qualify_nearness(snapshot, &expansions[i], &snapshot->needs[j], &nearness);
            ck_assert_int_eq(has_bit(near, i), nearness.competent || nearness.failure_count < 2);
            near_count += has_bit(near, i);
        }
    }
    ck_assert_uint_gt(near_count, 0);
    ck_assert_uint_lt(near_count, snapshot->person_count * snapshot->need_count);
}
END_TEST

/* Nothing of a block stays when the next one is loaded. */
START_TEST(a_block_forgets_the_one_before)
{
    const struct snapshot *snapshot = undecided(77);
    const struct expansion *expansions = registry_expand(snapshot);
    const struct need_profiles *profiles = need_profiles_new(snapshot, registry_arena());
    struct people_block *used = people_block_new(profiles, registry_arena());
    struct people_block *fresh = people_block_new(profiles, registry_arena());
    people_block_load(used, expansions, snapshot->person_count);
    people_block_load(used, &expansions[5], 7);
    people_block_load(fresh, &expansions[5], 7);
    struct sieved *by_used = sieved_new(sieve_of(profiles), registry_arena());
    struct sieved *by_fresh = sieved_new(sieve_of(profiles), registry_arena());
    people_block_sieve(used, by_used);
    people_block_sieve(fresh, by_fresh);
    for (size_t p = 0; p < profiles->profile_count; p++) {
        static const uint16_t all[] = {0, 1, 2, 3, 4, 5, 6};
        const uint16_t *people[2];
        uint64_t reasons[2][REASON_COUNT] = {0};
        sieved_add_reasons(by_used, p, reasons[0]);
        sieved_add_reasons(by_fresh, p, reasons[1]);
        ck_assert_mem_eq(reasons[0], reasons[1], sizeof reasons[0]);
        size_t count = sieved_people(by_used, p, &people[0]);
        ck_assert_uint_eq(sieved_people(by_fresh, p, &people[1]), count);
        if (count > 0)
            ck_assert_mem_eq(people[0], people[1], count * sizeof *people[0]);
        uint16_t fit_bp[2][COUNT(all)];
        people_block_fits(used, p, all, COUNT(all), fit_bp[0]);
        people_block_fits(fresh, p, all, COUNT(all), fit_bp[1]);
        ck_assert_mem_eq(fit_bp[0], fit_bp[1], sizeof fit_bp[0]);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("people_block");
    tcase_add_loop_test(tcase, each_pair_is_decided_as_the_readable_evaluator_does, 0,
                        MADE_UP_ROUNDS(BATCHES));
    tcase_add_loop_test(tcase, a_block_of_any_size_is_decided_as_its_people_are, 0, ROWS(counts));
    tcase_add_loop_test(tcase, fit_is_the_same_of_few_clauses_and_of_many, 0, CLAUSES_MOST + 1);
    tcase_add_test(tcase, who_shows_a_role_alike_stands_alike);
    tcase_add_loop_test(tcase, near_is_who_fails_by_one_thing_or_by_no_clause, 0,
                        MADE_UP_ROUNDS(NEAR_REGISTRIES));
    tcase_add_test(tcase, a_block_forgets_the_one_before);
    return run_tcase(tcase, "pairs/people_block");
}
