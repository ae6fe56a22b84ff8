/*
 * What holds of every registry, whatever is in it: more evidence never hurts, a later day never
 * revives what is over, a higher level holds whatever a lower one does.
 */
#include <string.h>

#include "core/base/alloc.h"
#include "core/evidence/qualify.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

enum { REGISTRIES = 40 };

/* ---- evidence -------------------------------------------------------------------------------- */

/* Each row of evidence stays with even chance; records of service are none, they say who may be
 * called. */
static struct test_registry *thinned(const struct test_registry *whole, uint64_t seed)
{
    struct test_registry *thin = arena_calloc(registry_arena(), 1, sizeof *thin);
    struct test_evidence *kept =
        arena_calloc(registry_arena(), whole->evidence_count, sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < whole->evidence_count; i++) {
        if (random_below(&seed, 2) == 0 || whole->evidence[i].record != NULL)
            kept[count++] = whole->evidence[i];
    }
    *thin = *whole;
    thin->evidence = kept;
    thin->evidence_count = count;
    return thin;
}

/* Whoever fits with a part of the evidence fits with all of it. */
START_TEST(less_evidence_never_helps)
{
    const struct test_registry *whole = registry_random((uint64_t)_i + 1);
    const struct snapshot *more = registry_seal(whole, 0);
    const struct snapshot *less = registry_seal(thinned(whole, (uint64_t)_i + 1000), 0);
    const struct expansion *with_more = registry_expand(more);
    const struct expansion *with_less = registry_expand(less);
    ck_assert_uint_eq(more->person_count, less->person_count);
    for (size_t i = 0; i < more->person_count; i++) {
        for (size_t j = 0; j < more->need_count; j++) {
            struct verdict before;
            struct verdict after;
            qualify_pair(less, &with_less[i], &less->needs[j], &before);
            qualify_pair(more, &with_more[i], &more->needs[j], &after);
            ck_assert(!before.competent || after.competent);
            ck_assert(before.primary != REASON_NONE || after.primary == REASON_NONE);
            ck_assert_int_eq(before.serviceable, after.serviceable);
        }
    }
}
END_TEST

/* ---- days ------------------------------------------------------------------------------------ */

static struct test_registry *on_day(const struct test_registry *registry, int month)
{
    struct test_registry *later = arena_calloc(registry_arena(), 1, sizeof *later);
    *later = *registry;
    later->as_of =
        arena_format(registry_arena(), "%04d-%02d-17", 2021 + month / 12, 1 + month % 12);
    return later;
}

/* One award of each credential at most, so that none takes another's place; issued on the first day
 * that any_day of the made-up registries may give, as they end on many. */
static struct test_registry *with_single_awards(uint64_t seed)
{
    struct test_registry *registry = registry_random(seed);
    struct test_evidence *kept =
        arena_calloc(registry_arena(), registry->evidence_count, sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < registry->evidence_count; i++) {
        const struct test_evidence *row = &registry->evidence[i];
        bool again = false;
        for (size_t before = 0; row->credential != NULL && before < count; before++)
            again |= kept[before].credential != NULL &&
                     strcmp(kept[before].person, row->person) == 0 &&
                     strcmp(kept[before].credential, row->credential) == 0;
        if (!again)
            kept[count++] = *row;
    }
    registry->evidence = kept;
    registry->evidence_count = count;
    return registry;
}

/* Month after month for seven years: what was over stays over, and something ends meanwhile. */
START_TEST(a_later_day_never_revives_an_award)
{
    enum { MONTHS = 84, AWARDS_MAX = 8 };
    const struct test_registry *registry = with_single_awards((uint64_t)_i + 1);
    CADRE_FREE bool(*over)[AWARDS_MAX] = cadre_calloc(registry->person_count, sizeof *over);
    size_t ended = 0;
    for (int month = 0; month < MONTHS; month++) {
        const struct snapshot *snapshot = registry_seal(on_day(registry, month), 0);
        const struct expansion *expansions = registry_expand(snapshot);
        for (size_t i = 0; i < snapshot->person_count; i++) {
            const struct person *person = &snapshot->people[i];
            ck_assert_uint_le(person->award_count, AWARDS_MAX);
            for (size_t a = 0, shown = 0; a < person->award_count; a++) {
                if (shown >= expansions[i].credential_count ||
                    expansions[i].credentials[shown].credential != person->awards[a].credential)
                    continue; /* not issued yet */
                bool in_force = expansions[i].credentials[shown++].in_force;
                ck_assert(!in_force || !over[i][a]);
                ended += !in_force && !over[i][a];
                over[i][a] = !in_force;
            }
        }
    }
    ck_assert_uint_gt(ended, 0);
}
END_TEST

/* The evidence of a pair that fails for what is over is over on any later day. */
START_TEST(who_fails_by_what_is_over_does_so_later)
{
    enum { MONTHS = 24 };
    static const struct test_person people[] = {
        {.key = "K1"}, {.key = "K2"}, {.key = "K3"}, {.key = "K4"}};
    static const struct test_evidence evidence[] = {
        {.person = "K1",
         .credential = "ISC2/SSCP",
         .issued = "2021-03-01",
         .expires = "2021-09-17"},
        {.person = "K2",
         .credential = "ISC2/SSCP",
         .issued = "2021-03-01",
         .expires = "2021-09-16"},
        {.person = "K3",
         .credential = "ISC2/SSCP",
         .issued = "2021-03-01",
         .revoked = "2022-01-17"},
        {.person = "K4", .credential = "ISC2/SSCP", .issued = "2021-05-18"},
    };
    /* The first month of which the 17th finds them so; 99: never. */
    static const int begins[] = {2, 2, 2, 5};
    static const int ends[] = {9, 8, 12, 99};
    static const struct test_need needs[] = {{.code = "N1"}};
    static const struct test_alternative clauses[] = {{.kind = "credential", .code = "ISC2/SSCP"}};
    const struct test_registry registry = {
        .people = people,
        .person_count = COUNT(people),
        .evidence = evidence,
        .evidence_count = COUNT(evidence),
        .needs = needs,
        .need_count = 1,
        .alternatives = clauses,
        .alternative_count = 1,
    };
    for (int month = 0; month < MONTHS; month++) {
        const struct snapshot *snapshot = registry_seal(on_day(&registry, month), 0);
        const struct expansion *expansions = registry_expand(snapshot);
        for (size_t i = 0; i < COUNT(people); i++) {
            enum reason wanted = month < begins[i] ? REASON_CREDENTIAL_MISSING
                                 : month < ends[i] ? REASON_NONE
                                                   : REASON_CREDENTIAL_EXPIRED;
            enum reason reason = qualify_reason(snapshot, &expansions[i], snapshot->needs);
            ck_assert_msg(reason == wanted, "%s in month %d: %s", people[i].key, month,
                          reason_code(reason));
        }
    }
}
END_TEST

/* ---- levels ---------------------------------------------------------------------------------- */

static bool is_of_level(enum alternative_kind kind)
{
    return kind == ALTERNATIVE_COMPETENCY || kind == ALTERNATIVE_WORK_ROLE ||
           kind == ALTERNATIVE_LANGUAGE || kind == ALTERNATIVE_EDUCATION ||
           kind == ALTERNATIVE_ASSESSMENT;
}

/* Every alternative that somebody meets is met at each lower level too. */
static size_t check_levels(const struct snapshot *snapshot, const struct expansion *expansion,
                           const struct alternative *alternative)
{
    size_t checked = 0;
    if (!is_of_level(alternative->kind) || !qualify_alternative(snapshot, expansion, alternative))
        return 0;
    for (int32_t level = alternative->level - 1; level >= 1 && level >= alternative->level - 10;
         level--) {
        struct alternative lower = *alternative;
        lower.level = level;
        ck_assert(qualify_alternative(snapshot, expansion, &lower));
        checked++;
    }
    return checked;
}

START_TEST(a_higher_level_holds_what_a_lower_one_does)
{
    const struct snapshot *snapshot = registry_seal(registry_random((uint64_t)_i + 1), 0);
    const struct expansion *expansions = registry_expand(snapshot);
    size_t checked = 0;
    for (size_t j = 0; j < snapshot->need_count; j++) {
        const struct need *need = &snapshot->needs[j];
        for (size_t c = 0; c < need->clause_count; c++) {
            for (size_t a = 0; a < need->clauses[c].alternative_count; a++) {
                for (size_t i = 0; i < snapshot->person_count; i++)
                    checked +=
                        check_levels(snapshot, &expansions[i], &need->clauses[c].alternatives[a]);
            }
        }
    }
    ck_assert_uint_gt(checked, 0);
}
END_TEST

/* Who fits a need of a role at a level fits the same need at each lower one: pair by pair of the
 * made-up registries, with the level of every need lowered. */
START_TEST(a_need_of_a_lower_level_takes_all_of_a_higher)
{
    static const char *const lower[][2] = {{"Advanced", "Intermediate"}, {"Intermediate", "Basic"}};
    struct test_registry *registry = registry_random((uint64_t)_i + 1);
    struct test_need *needs = arena_calloc(registry_arena(), registry->need_count, sizeof *needs);
    const struct snapshot *high = registry_seal(registry, 0);
    memcpy(needs, registry->needs, registry->need_count * sizeof *needs);
    for (size_t j = 0; j < registry->need_count; j++) {
        for (size_t l = 0; l < COUNT(lower); l++) {
            if (registry->needs[j].level != NULL &&
                strcmp(registry->needs[j].level, lower[l][0]) == 0)
                needs[j].level = lower[l][1];
        }
    }
    registry->needs = needs;
    const struct snapshot *low = registry_seal(registry, 0);
    const struct expansion *expansions = registry_expand(high);
    const struct expansion *same = registry_expand(low);
    for (size_t i = 0; i < high->person_count; i++) {
        for (size_t j = 0; j < high->need_count; j++)
            ck_assert(qualify_reason(high, &expansions[i], &high->needs[j]) != REASON_NONE ||
                      qualify_reason(low, &same[i], &low->needs[j]) == REASON_NONE);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("properties");
    tcase_add_loop_test(tcase, less_evidence_never_helps, 0, REGISTRIES);
    tcase_add_loop_test(tcase, a_later_day_never_revives_an_award, 0, 6);
    tcase_add_test(tcase, who_fails_by_what_is_over_does_so_later);
    tcase_add_loop_test(tcase, a_higher_level_holds_what_a_lower_one_does, 0, REGISTRIES);
    tcase_add_loop_test(tcase, a_need_of_a_lower_level_takes_all_of_a_higher, 0, REGISTRIES);
    return run_tcase(tcase, "evidence/properties");
}
