#include <string.h>

#include "core/base/alloc.h"
#include "core/evidence/lapse.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

static const struct test_person people[] = {
    {.key = "FITS"},
    {.key = "WITHDREW", .consent_on = "2026-01-01", .consent_until = "2026-08-31"},
    {.key = "DEFERRED", .service_status = "deferred"},
    {.key = "SEATED"},
    {.key = "UNCLEAR", .clearance = "none"},
    {.key = "TWICE", .service_status = "deferred", .citizenship = "DE"},
    {.key = "DECLINED"},
    {.key = "FORBIDDEN"},
    {.key = "LOCKED"},
    {.key = "ACCEPTED"},
};
static const struct test_need needs[] = {
    {.code = "FULL", .headcount = 1},
    {.code = "OPEN", .headcount = 9},
    {.code = "STRICT", .headcount = 9, .clearance = "secret", .citizenships = "AZ"},
};
static const struct test_placement placements[] = {{.person = "SEATED", .need = "FULL"}};

static const struct test_decision decisions[] = {
    {.person = "DECLINED", .need = "OPEN", .verdict = "decline"},
    {.person = "FORBIDDEN", .need = "OPEN", .verdict = "forbid"},
    {.person = "LOCKED", .need = "OPEN", .verdict = "lock"},
    {.person = "ACCEPTED", .need = "OPEN", .verdict = "accept", .offered = true},
};

static const struct snapshot *snapshot_of_all(void)
{
    const struct test_registry registry = {.people = people,
                                           .person_count = COUNT(people),
                                           .needs = needs,
                                           .need_count = COUNT(needs),
                                           .placements = placements,
                                           .placement_count = COUNT(placements),
                                           .decisions = decisions,
                                           .decision_count = COUNT(decisions)};
    return registry_seal(&registry, 0);
}

#define CLAIM(person, need)                                                                        \
    {                                                                                              \
        STR_VIEW_LITERAL(person), STR_VIEW_LITERAL(need)                                           \
    }

static const struct lapse_case {
    struct lapse_claim claim;
    const char *code; /* NULL = the person fits */
    uint32_t failures;
} cases[] = {
    {CLAIM("FITS", "OPEN"), NULL, 0},
    {CLAIM("WITHDREW", "OPEN"), "withdrawn", 1},
    {CLAIM("DEFERRED", "OPEN"), "engagement", 1},
    {CLAIM("SEATED", "OPEN"), "placed", 1},
    {CLAIM("SEATED", "FULL"), NULL, 0},
    {CLAIM("UNCLEAR", "STRICT"), "citizenship", 2},
    {CLAIM("TWICE", "STRICT"), "engagement", 3},
    {CLAIM("NOBODY", "OPEN"), "person_gone", 0},
    {CLAIM("DECLINED", "OPEN"), "declined", 1},
    {CLAIM("FORBIDDEN", "OPEN"), "forbidden", 1},
    {CLAIM("LOCKED", "OPEN"), NULL, 0},
    {CLAIM("ACCEPTED", "OPEN"), NULL, 0},
};

START_TEST(who_lapses_and_why)
{
    const struct lapse_case *wanted = &cases[_i];
    const struct lapse *lapses = NULL;
    size_t count = lapse_find(snapshot_of_all(), &wanted->claim, 1, registry_arena(), &lapses);
    if (wanted->code == NULL) {
        ck_assert_uint_eq(count, 0);
        return;
    }
    ck_assert_uint_eq(count, 1);
    ck_assert(lapse_is_of_person(&lapses[0]));
    ck_assert_str_eq(lapse_code(&lapses[0]), wanted->code);
    ck_assert_uint_eq(lapses[0].verdict.failure_count, wanted->failures);
}
END_TEST

START_TEST(needs_lapse_too)
{
    static const struct lapse_claim claims[] = {
        CLAIM("DEFERRED", "GONE"), CLAIM("FITS", "FULL"),   CLAIM("FITS", "OPEN"),
        CLAIM("FITS", "GONE"),     CLAIM("NOBODY", "GONE"),
    };
    const struct lapse *lapses = NULL;
    size_t count = lapse_find(snapshot_of_all(), claims, COUNT(claims), registry_arena(), &lapses);
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(lapse_code(&lapses[0]), "person_gone");
    ck_assert_uint_eq(lapses[0].claim, 4);
    ck_assert_str_eq(lapse_code(&lapses[1]), "seats");
    ck_assert(!lapse_is_of_person(&lapses[1]));
    ck_assert_uint_eq(lapses[1].claim, 1);
    ck_assert_int_eq(lapses[1].seats, 0);
    ck_assert_int_eq(lapses[1].claimed, 1);
    ck_assert_str_eq(lapse_code(&lapses[2]), "need_gone");
    ck_assert_uint_eq(lapses[2].claim, 0);
    ck_assert_int_eq(lapses[2].claimed, 3);
}
END_TEST

START_TEST(nobody_placed_is_nobody_lapsed)
{
    const struct lapse *lapses = NULL;
    ck_assert_uint_eq(lapse_find(snapshot_of_all(), NULL, 0, registry_arena(), &lapses), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("lapse");
    tcase_add_loop_test(tcase, who_lapses_and_why, 0, COUNT(cases));
    tcase_add_test(tcase, needs_lapse_too);
    tcase_add_test(tcase, nobody_placed_is_nobody_lapsed);
    return run_tcase(tcase, "lapse");
}
