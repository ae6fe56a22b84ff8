/*
 * Decisions as constraints: who is bound leaves the problem with the seat, what is forbidden is no
 * pair, and the certificate stays whole.
 */
#include "core/pairs/locks.h"

#include "core/base/alloc.h"
#include "core/match/engine.h"
#include "core/match/stable.h"
#include "core/pairs/wishes.h"
#include "core/verify/certificate.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/match/made_caps.h"
#include "tests/unit/match/made_instance.h"
#include "tests/unit/match/oracle/oracle.h"
#include "tests/unit/run_tcase.h"

/* ---- which decision stands, and what it does ------------------------------------------------- */

static const struct {
    const char *name;
    struct test_decision decisions[4];
    enum decision_verdict stands; /* 0 = none */
    enum reason reason;
    enum lock_outcome outcome; /* where it binds */
    bool placed;
    const char *fitness; /* of the person; the need asks for B */
} cases[] = {
    {"a lock binds", {{.verdict = "lock"}}, DECISION_LOCK, REASON_NONE, LOCK_HOLDS},
    {"so does an acceptance", {{.verdict = "accept"}}, DECISION_ACCEPT, REASON_NONE, LOCK_HOLDS},
    {"a ban closes", {{.verdict = "forbid"}}, DECISION_FORBID, REASON_FORBIDDEN},
    {"so does a no", {{.verdict = "decline"}}, DECISION_DECLINE, REASON_DECLINED},
    {"and no answer", {{.verdict = "no_answer"}}, DECISION_NO_ANSWER, REASON_DECLINED},
    {"and stepping back",
     {{.verdict = "accept", .on = "2026-08-01"}, {.verdict = "withdraw", .on = "2026-08-02"}},
     DECISION_WITHDRAW,
     REASON_DECLINED},
    {"the newest stands",
     {{.verdict = "decline", .on = "2026-08-02"}, {.verdict = "lock", .on = "2026-08-03"}},
     DECISION_LOCK,
     REASON_NONE,
     LOCK_HOLDS},
    {"no answer lifts a ban",
     {{.verdict = "forbid", .on = "2026-08-02"}, {.verdict = "accept", .on = "2026-08-03"}},
     DECISION_FORBID,
     REASON_FORBIDDEN},
    {"a newer lock does",
     {{.verdict = "forbid", .on = "2026-08-02"}, {.verdict = "lock", .on = "2026-08-03"}},
     DECISION_LOCK,
     REASON_NONE,
     LOCK_HOLDS},
    {"of one day the ban stands",
     {{.verdict = "forbid"}, {.verdict = "lock"}},
     DECISION_FORBID,
     REASON_FORBIDDEN},
    {"the last day counts",
     {{.verdict = "forbid", .until = REGISTRY_DAY}},
     DECISION_FORBID,
     REASON_FORBIDDEN},
    {"the day after does not", {{.verdict = "forbid", .until = "2026-08-31"}}, 0, REASON_NONE},
    {"nor does tomorrow's", {{.verdict = "forbid", .on = "2026-09-02"}}, 0, REASON_NONE},
    {"nor one of another need", {{.verdict = "forbid", .need = "N9"}}, 0, REASON_NONE},
    {"nobody is forced",
     {{.verdict = "lock"}},
     DECISION_LOCK,
     REASON_FITNESS,
     LOCK_NOT_ELIGIBLE,
     .fitness = "C"},
    {"what fails by itself is told first",
     {{.verdict = "forbid"}},
     DECISION_FORBID,
     REASON_FITNESS,
     .fitness = "C"},
    {"who sits there is bound no more",
     {{.verdict = "accept"}},
     DECISION_ACCEPT,
     REASON_PLACED,
     LOCK_FULFILLED,
     .placed = true},
};

START_TEST(what_stands_and_does)
{
    const struct test_person person = {
        .key = "K1", .fitness = cases[_i].fitness == NULL ? "A" : cases[_i].fitness};
    const struct test_need need = {.code = "N1", .fitness = "B", .headcount = 2};
    const struct test_placement placement = {.person = "K1", .need = "N1"};
    struct test_registry registry = {
        .people = &person,
        .needs = &need,
        .decisions = cases[_i].decisions,
        .placements = &placement,
        .person_count = 1,
        .need_count = 1,
        .placement_count = cases[_i].placed,
    };
    while (registry.decision_count < 4 &&
           cases[_i].decisions[registry.decision_count].verdict != NULL)
        registry.decision_count++;
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    const struct expansion *expansions = registry_expand(snapshot);
    const struct decision *decision = snapshot_decision(&snapshot->people[0], 0);
    ck_assert_int_eq(decision == NULL ? 0 : (int)decision->verdict, (int)cases[_i].stands);
    ck_assert_int_eq(qualify_reason(snapshot, expansions, snapshot->needs), cases[_i].reason);
    struct verdict verdict;
    qualify_pair(snapshot, expansions, snapshot->needs, &verdict);
    ck_assert_int_eq(verdict.primary, cases[_i].reason);
    const struct pairs *pairs = pairs_build(snapshot, expansions, registry_arena());
    ck_assert_int_eq(pairs_fit(pairs, 0, 0) >= 0, cases[_i].reason == REASON_NONE);
    ck_assert_uint_eq(pairs->reasons[0][cases[_i].reason], 1);
    const struct locks locks = locks_settle(snapshot, pairs, registry_arena());
    bool binds = decision != NULL && decision_binds(decision->verdict);
    ck_assert_uint_eq(locks.count, binds);
    ck_assert_int_eq(locks.need_of != NULL, binds && cases[_i].outcome == LOCK_HOLDS);
    if (binds)
        ck_assert_int_eq(locks.items[0].outcome, cases[_i].outcome);
}
END_TEST

/* Who was decided first goes first; then by the keys. */
START_TEST(seats_and_people_are_bound_once)
{
    static const struct test_person people[] = {{.key = "K1"}, {.key = "K2"}, {.key = "K3"}};
    static const struct test_need needs[] = {{.code = "N1"}, {.code = "N2"}};
    static const struct test_decision decisions[] = {
        {.person = "K1", .need = "N1", .on = "2026-08-05"},
        {.person = "K2", .need = "N1", .on = "2026-08-04"},
        {.person = "K2", .need = "N2", .on = "2026-08-06"},
        {.person = "K3", .need = "N2", .on = "2026-08-06"},
    };
    static const struct {
        int32_t person, need;
        enum lock_outcome outcome;
    } expected[] = {
        {1, 0, LOCK_HOLDS}, {0, 0, LOCK_NO_SEAT}, {1, 1, LOCK_ELSEWHERE}, {2, 1, LOCK_HOLDS}};
    const struct test_registry registry = {.people = people,
                                           .needs = needs,
                                           .decisions = decisions,
                                           .person_count = 3,
                                           .need_count = 2,
                                           .decision_count = COUNT(decisions)};
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    const struct pairs *pairs = pairs_build(snapshot, registry_expand(snapshot), registry_arena());
    const struct locks locks = locks_settle(snapshot, pairs, registry_arena());
    ck_assert_uint_eq(locks.count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        ck_assert_int_eq(locks.items[i].person, expected[i].person);
        ck_assert_int_eq(locks.items[i].decision->need, expected[i].need);
        ck_assert_int_eq(locks.items[i].outcome, expected[i].outcome);
    }
    ck_assert_int_eq(locks.need_of[0], -1);
    ck_assert_int_eq(locks.need_of[1], 0);
    ck_assert_int_eq(locks.need_of[2], 1);
}
END_TEST

/* ---- acceptances of a published run ---------------------------------------------------------- */

/* In N1, of two seats, from REGISTRY_DAY on; other needs begin later. */
static const struct {
    const char *name;
    struct test_decision decisions[3];
    struct test_placement placement; /* where it names a person */
    int32_t staffed[3];              /* of N1, N2, N3 */
    int32_t placed_need;             /* -1 = nowhere */
    enum reason reason;              /* for N1 */
    enum lock_outcome outcome;       /* of the first lock */
} acceptances[] = {
    {"it holds a seat",
     {{.verdict = "accept", .offered = true}},
     .staffed = {1},
     .reason = REASON_PLACED,
     .outcome = LOCK_FULFILLED},
    {"one that answers nothing binds", {{.verdict = "accept"}}, .placed_need = -1},
    {"nor does one that was stepped back from",
     {{.verdict = "accept", .offered = true}, {.verdict = "withdraw", .on = "2026-08-02"}},
     .placed_need = -1,
     .reason = REASON_DECLINED,
     .outcome = LOCK_OUTCOME_COUNT},
    {"nor one that is over",
     {{.verdict = "accept", .until = "2026-08-31", .offered = true}},
     .placed_need = -1,
     .outcome = LOCK_OUTCOME_COUNT},
    {"a placement is not counted twice",
     {{.verdict = "accept"}},
     {.person = "K1", .need = "N1"},
     .staffed = {1},
     .reason = REASON_PLACED,
     .outcome = LOCK_FULFILLED},
    {"who sits elsewhere when it begins has it not",
     {{.verdict = "accept", .offered = true}},
     {.person = "K1", .need = "N3", .until = REGISTRY_DAY},
     .staffed = {0, 0, 1},
     .placed_need = 2,
     .reason = REASON_PLACED,
     .outcome = LOCK_NOT_ELIGIBLE},
    {"who sits elsewhere until then has both",
     {{.need = "N2", .verdict = "accept", .offered = true}},
     {.person = "K1", .need = "N3", .until = "2026-09-30"},
     .staffed = {0, 1, 1},
     .placed_need = 1,
     .reason = REASON_PLACED,
     .outcome = LOCK_FULFILLED},
    {"of two the newer one counts",
     {{.need = "N2", .verdict = "accept", .on = "2026-08-02", .offered = true},
      {.need = "N3", .verdict = "accept", .on = "2026-08-03", .offered = true}},
     .staffed = {0, 0, 1},
     .placed_need = 2,
     .reason = REASON_PLACED,
     .outcome = LOCK_NOT_ELIGIBLE},
};

START_TEST(who_accepted_sits_there)
{
    static const struct test_person people[] = {{.key = "K1"}, {.key = "K2"}};
    static const struct test_need needs[] = {
        {.code = "N1", .headcount = 2, .ends_on = "2027-08-31"},
        {.code = "N2", .headcount = 2, .starts_on = "2026-10-01", .ends_on = "2027-12-31"},
        {.code = "N3", .headcount = 2, .ends_on = "2027-06-30"}};
    struct test_registry registry = {
        .people = people,
        .needs = needs,
        .decisions = acceptances[_i].decisions,
        .placements = &acceptances[_i].placement,
        .person_count = COUNT(people),
        .need_count = COUNT(needs),
        .placement_count = acceptances[_i].placement.person != NULL,
    };
    while (registry.decision_count < 3 &&
           acceptances[_i].decisions[registry.decision_count].verdict != NULL)
        registry.decision_count++;
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    const struct expansion *expansions = registry_expand(snapshot);
    for (size_t j = 0; j < COUNT(needs); j++) {
        ck_assert_msg(snapshot->needs[j].staffed == acceptances[_i].staffed[j], "%s: %d in N%zu",
                      acceptances[_i].name, snapshot->needs[j].staffed, j + 1);
        ck_assert_int_eq(snapshot->needs[j].seats, 2 - snapshot->needs[j].staffed);
    }
    const struct person *person = &snapshot->people[0];
    ck_assert_int_eq(person->placed, acceptances[_i].placed_need >= 0);
    ck_assert_int_eq(person->placed_need, acceptances[_i].placed_need);
    if (person->placed && acceptances[_i].placement.person == NULL)
        ck_assert_int_eq(person->placed_until.day,
                         snapshot->needs[person->placed_need].ends_on.day);
    ck_assert_int_eq(qualify_reason(snapshot, expansions, snapshot->needs), acceptances[_i].reason);
    const struct pairs *pairs = pairs_build(snapshot, expansions, registry_arena());
    const struct locks locks = locks_settle(snapshot, pairs, registry_arena());
    ck_assert_int_eq(locks.count > 0 ? locks.items[0].outcome : LOCK_OUTCOME_COUNT,
                     acceptances[_i].outcome);
}
END_TEST

/* ---- whom the run of a residual match seats ---------------------------------------------------
 */

/* Two seats in N1, where K4 is locked; of K1, K2 and K3, who stay, one does not fit any more, one
 * has declined and one finds no seat. K5 is bound to N2 and does not stay in N3; K6 has accepted
 * what the run gave; K9 is gone. */
START_TEST(who_stays)
{
    static const struct test_person people[] = {
        {.key = "K1", .fitness = "C"}, {.key = "K2", .fitness = "A"},
        {.key = "K3", .fitness = "A"}, {.key = "K4", .fitness = "A"},
        {.key = "K5", .fitness = "A"}, {.key = "K6"},
        {.key = "K7", .fitness = "A"}, {.key = "K8"},
    };
    static const struct test_need needs[] = {{.code = "N1", .fitness = "B", .headcount = 2},
                                             {.code = "N2"},
                                             {.code = "N3", .headcount = 2},
                                             {.code = "N4"}};
    static const struct test_decision decisions[] = {
        {.person = "K2", .need = "N1", .verdict = "decline"},
        {.person = "K4", .need = "N1", .verdict = "lock"},
        {.person = "K5", .need = "N2", .verdict = "lock"},
        {.person = "K6", .need = "N3", .verdict = "accept"},
    };
    static const struct test_placement placements[] = {{.person = "K8", .need = "N4"}};
    static const struct test_base stays[] = {
        {"K1", "N1", true}, {"K2", "N1", true}, {"K3", "N1", true}, {"K7", "N1", true},
        {"K5", "N3", true}, {"K6", "N3", true}, {"K8", "N4", true}, {"K9", "N3", true},
    };
    static const enum lock_outcome expected[] = {
        LOCK_NOT_ELIGIBLE, LOCK_NOT_ELIGIBLE, LOCK_OUTCOME_COUNT, LOCK_OUTCOME_COUNT,
        LOCK_ELSEWHERE,    LOCK_HOLDS,        LOCK_OUTCOME_COUNT, LOCK_FULFILLED};
    const struct test_registry registry = {.people = people,
                                           .needs = needs,
                                           .decisions = decisions,
                                           .placements = placements,
                                           .base = stays,
                                           .person_count = COUNT(people),
                                           .need_count = COUNT(needs),
                                           .decision_count = COUNT(decisions),
                                           .placement_count = 1,
                                           .base_count = COUNT(stays)};
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    const struct pairs *pairs = pairs_build(snapshot, registry_expand(snapshot), registry_arena());
    const struct locks locks = locks_settle(snapshot, pairs, registry_arena());
    ck_assert_uint_eq(snapshot->stays_gone, 1);
    ck_assert_uint_eq(snapshot->base_count, 0);
    ck_assert_uint_eq(locks.count, 3);
    ck_assert_uint_eq(locks.stay_count, 7);
    size_t told = 0;
    for (size_t i = 0; i < locks.stay_count; i++) {
        enum lock_outcome outcome = expected[locks.stays[i].person];
        ck_assert_ptr_null(locks.stays[i].decision);
        if (outcome != LOCK_OUTCOME_COUNT) {
            ck_assert_int_eq(locks.stays[i].outcome, outcome);
            told++;
        }
    }
    ck_assert_uint_eq(told, 5);
    /* K3 and K7 fit alike: the lottery leaves the seat that is left to one of them. */
    const struct digest lottery[] = {instance_lottery(snapshot, 2), instance_lottery(snapshot, 6)};
    bool third = digest_compare(&lottery[0], &lottery[1]) < 0;
    ck_assert_int_eq(locks.need_of[third ? 2 : 6], 0);
    ck_assert_int_eq(locks.need_of[third ? 6 : 2], -1);
    ck_assert_int_eq(locks.need_of[3], 0);
    ck_assert_int_eq(locks.need_of[4], 1);
    ck_assert_int_eq(locks.need_of[5], 2);
    ck_assert_int_eq(locks.need_of[7], -1);
}
END_TEST

START_TEST(a_need_that_is_gone_is_named)
{
    static const struct test_person people[] = {{.key = "K1"}};
    static const struct test_need needs[] = {{.code = "N1"}};
    static const struct test_base stays[] = {{"K1", "N9", true}, {"K1", "N8", true}};
    const struct test_registry registry = {.people = people,
                                           .needs = needs,
                                           .base = stays,
                                           .person_count = 1,
                                           .need_count = 1,
                                           .base_count = COUNT(stays)};
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    ck_assert(str_view_equal(snapshot->stay_need_gone, STR_VIEW_LITERAL("N8")));
    ck_assert_uint_eq(snapshot->stay_count, 0);
}
END_TEST

/* ---- the certificate ------------------------------------------------------------------------- */

static bool holds(const struct instance *instance, const int32_t *need_of, const int64_t *price,
                  enum certificate_fault *ret_fault, struct arena *arena)
{
    int32_t *fit_bp = arena_calloc(arena, instance->person_count, sizeof *fit_bp);
    struct certificate_result result;
    for (size_t i = 0; i < instance->person_count; i++) {
        fit_bp[i] = -1;
        for (size_t at = instance->row_start[i]; at < instance->row_start[i + 1]; at++) {
            if ((int32_t)instance->items[at].need == need_of[i])
                fit_bp[i] = (int32_t)instance->items[at].fit_bp;
        }
    }
    const struct claim claim = {need_of, fit_bp, price, instance->seats,
                                instance_objective(instance, need_of)};
    bool proved = instance->wishes != NULL
                      ? certificate_check_stable(instance, &claim, arena, &result)
                      : certificate_check(instance, &claim, arena, &result);
    *ret_fault = result.fault;
    return proved;
}

/* Thousands, engine beside oracle; and nobody who is bound may be moved. */
START_TEST(the_certificate_stays_whole)
{
    size_t bound = 0;
    for (uint64_t round = 0; round < 500; round++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 700000 + (uint64_t)_i * 500 + round;
        struct instance *instance = made_instance(made_any(seed, 14, 6, 3, arena), arena);
        bound += made_locks(instance, seed, arena);
        const struct instance *open = instance_open(instance, arena);
        struct assignment oracle;
        struct assignment engine;
        enum certificate_fault fault;
        oracle_solve(open, arena, &oracle);
        engine_solve(open, NULL, arena, &engine);
        ck_assert_int_eq(objective_compare(&oracle.objective, &engine.objective), 0);
        int32_t *whole = arena_calloc(arena, instance->person_count, sizeof *whole);
        const int32_t *seated = instance_whole(instance, engine.need_of, arena);
        for (size_t i = 0; i < instance->person_count; i++)
            whole[i] = seated[i];
        ck_assert_msg(holds(instance, whole, engine.price, &fault, arena), "seed %llu: fault %d",
                      (unsigned long long)seed, (int)fault);
        for (size_t i = 0; instance->locked_need != NULL && i < instance->person_count; i++) {
            if (instance->locked_need[i] < 0)
                continue;
            whole[i] = -1;
            ck_assert(!holds(instance, whole, engine.price, &fault, arena));
            ck_assert_int_eq(fault, CERTIFICATE_LOCK_BROKEN);
            whole[i] = instance->locked_need[i];
        }
    }
    ck_assert_uint_gt(bound, 500);
}
END_TEST

static const uint16_t *some_ranks(const struct instance *instance, uint64_t seed,
                                  struct arena *arena)
{
    size_t count = instance->row_start[instance->person_count];
    uint16_t *ranks = arena_calloc(arena, count + 1, sizeof *ranks);
    for (size_t at = 0; at < count; at++)
        ranks[at] = (seed + at * 7) % 4 == 0 ? WISH_NONE : (uint16_t)(1 + (seed + at * 5) % 9);
    return ranks;
}

/* In the stable mode likewise, whoever wishes for what: ranks go with the pairs that are left. */
START_TEST(what_is_open_is_stable)
{
    size_t bound = 0;
    for (uint64_t round = 0; round < 500; round++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
        uint64_t seed = 800000 + (uint64_t)_i * 500 + round;
        struct instance *instance = made_instance(made_any(seed, 14, 6, 3, arena), arena);
        const struct wishes wishes = {some_ranks(instance, seed, arena),
                                      some_ranks(instance, seed + 3, arena)};
        instance->wishes = &wishes;
        bound += made_locks(instance, seed, arena);
        struct assignment stable;
        enum certificate_fault fault;
        stable_solve(instance_open(instance, arena), arena, &stable, NULL);
        int32_t *whole = instance_whole(instance, stable.need_of, arena);
        ck_assert_msg(holds(instance, whole, stable.price, &fault, arena), "seed %llu: fault %d",
                      (unsigned long long)seed, (int)fault);
        for (size_t i = 0; instance->locked_need != NULL && i < instance->person_count; i++) {
            if (instance->locked_need[i] < 0)
                continue;
            whole[i] = -1;
            ck_assert(!holds(instance, whole, stable.price, &fault, arena));
            ck_assert_int_eq(fault, CERTIFICATE_LOCK_BROKEN);
            whole[i] = instance->locked_need[i];
        }
    }
    ck_assert_uint_gt(bound, 500);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("locks");
    tcase_add_loop_test(tcase, what_stands_and_does, 0, COUNT(cases));
    tcase_add_loop_test(tcase, seats_and_people_are_bound_once, 0, 5);
    tcase_add_loop_test(tcase, who_accepted_sits_there, 0, COUNT(acceptances));
    tcase_add_loop_test(tcase, who_stays, 0, 4);
    tcase_add_loop_test(tcase, a_need_that_is_gone_is_named, 0, 3);
    tcase_add_loop_test(tcase, the_certificate_stays_whole, 0, 8);
    tcase_add_loop_test(tcase, what_is_open_is_stable, 0, 2);
    return run_tcase(tcase, "match/locks");
}
