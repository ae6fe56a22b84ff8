#include "core/pairs/need_profile.h"

#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

static const struct need_profiles *profiles_of(const struct test_need *needs, size_t need_count,
                                               const struct test_alternative *alternatives,
                                               size_t alternative_count)
{
    const struct test_registry registry = {
        .needs = needs,
        .need_count = need_count,
        .alternatives = alternatives,
        .alternative_count = alternative_count,
    };
    return need_profiles_new(registry_seal(&registry, 0), registry_arena());
}

/* ---- what shares a profile ------------------------------------------------------------------- */

static const struct {
    const char *what;
    struct test_need needs[2];
    struct test_alternative alternatives[2];
    size_t profiles;
} shared[] = {
    {"needs that ask for nothing", {{.code = "A"}, {.code = "B"}}, {{0}}, 1},
    {"seats, priority, title and end decide no pair",
     {{.code = "A", .headcount = 9, .priority = 1, .title = "t"},
      {.code = "B", .ends_on = "2027-01-01"}},
     {{0}},
     1},
    {"a start that lies behind us",
     {{.code = "A", .starts_on = "2026-01-01"}, {.code = "B"}},
     {{0}},
     1},
    {"a start ahead", {{.code = "A", .starts_on = "2026-09-02"}, {.code = "B"}}, {{0}}, 2},
    {"engagement", {{.code = "A", .engagement = "civil"}, {.code = "B"}}, {{0}}, 2},
    {"region", {{.code = "A", .region = "AZ-BA"}, {.code = "B", .region = "AZ-GA"}}, {{0}}, 2},
    {"least age", {{.code = "A", .min_age = 18}, {.code = "B"}}, {{0}}, 2},
    {"greatest age", {{.code = "A", .max_age = 18}, {.code = "B", .min_age = 18}}, {{0}}, 2},
    {"citizenship",
     {{.code = "A", .citizenships = "AZ;GE"}, {.code = "B", .citizenships = "AZ"}},
     {{0}},
     2},
    {"service status", {{.code = "A", .service_statuses = "reserve"}, {.code = "B"}}, {{0}}, 2},
    {"fitness", {{.code = "A", .fitness = "B"}, {.code = "B", .fitness = "A"}}, {{0}}, 2},
    {"clearance", {{.code = "A", .clearance = "secret"}, {.code = "B"}}, {{0}}, 2},
    {"language",
     {{.code = "A", .languages = "en:B1"}, {.code = "B", .languages = "en:B2"}},
     {{0}},
     2},
    {"education", {{.code = "A", .education = "6"}, {.code = "B"}}, {{0}}, 2},
    {"role", {{.code = "A", .work_role = "DCWF@5.1/411"}, {.code = "B"}}, {{0}}, 2},
    {"level",
     {{.code = "A", .work_role = "DCWF@5.1/411", .level = "Advanced"},
      {.code = "B", .work_role = "DCWF@5.1/411"}},
     {{0}},
     2},
    {"an incomplete need", {{.code = "A", .incomplete = true}, {.code = "B"}}, {{0}}, 2},
    {"a clause under another number",
     {{.code = "A"}, {.code = "B"}},
     {{.need = "A", .kind = "rank", .code = "gizir"},
      {.need = "B", .clause = 7, .kind = "rank", .code = "gizir"}},
     1},
    {"a clause desired and required",
     {{.code = "A"}, {.code = "B"}},
     {{.need = "A", .kind = "rank", .code = "gizir", .desired = true},
      {.need = "B", .kind = "rank", .code = "gizir"}},
     2},
    {"the weight of a desired clause",
     {{.code = "A"}, {.code = "B"}},
     {{.need = "A", .kind = "rank", .code = "gizir", .desired = true, .weight = 2},
      {.need = "B", .kind = "rank", .code = "gizir", .desired = true, .weight = 3}},
     2},
    {"codes of clauses",
     {{.code = "A"}, {.code = "B"}},
     {{.need = "A", .kind = "military_specialty", .code = "310"},
      {.need = "B", .kind = "military_specialty", .code = "311"}},
     2},
    {"months",
     {{.code = "A"}, {.code = "B"}},
     {{.need = "A", .kind = "experience", .code = "DCWF@5.1/411", .months = 12},
      {.need = "B", .kind = "experience", .code = "DCWF@5.1/411", .months = 24}},
     2},
    {"scores",
     {{.code = "A"}, {.code = "B"}},
     {{.need = "A", .kind = "assessment", .code = "DIM", .level = "400"},
      {.need = "B", .kind = "assessment", .code = "DIM", .level = "400.5"}},
     2},
};

START_TEST(needs_that_are_alike_share_a_profile)
{
    size_t alternatives = 0;
    while (alternatives < COUNT(shared[_i].alternatives) &&
           shared[_i].alternatives[alternatives].kind != NULL)
        alternatives++;
    const struct need_profiles *profiles =
        profiles_of(shared[_i].needs, 2, shared[_i].alternatives, alternatives);
    ck_assert_msg(profiles->profile_count == shared[_i].profiles, "%s: %zu", shared[_i].what,
                  profiles->profile_count);
    ck_assert_uint_eq(profiles->profile_of[0], 0);
    ck_assert_uint_eq(profiles->profile_of[1], shared[_i].profiles - 1);
}
END_TEST

/* ---- the record ------------------------------------------------------------------------------ */

static const struct test_need one_need[] = {
    {.code = "N1", .work_role = "DCWF@5.1/411", .level = "Intermediate", .region = "AZ-BA"}};
static const struct test_alternative one_set[] = {
    {.clause = 1, .kind = "credential", .code = "CompTIA/Security+"},
    {.clause = 1, .kind = "language", .code = "en", .level = "C1"},
    {.clause = 2, .kind = "rank", .code = "gizir", .desired = true, .weight = 3},
    {.clause = 3, .kind = "rank", .code = "gizir", .desired = true, .weight = 4},
};

/* Rows in the order of reasons, of such alone as may occur; the two desired clauses are one
 * question. */
START_TEST(a_profile_lists_rows_in_the_order_of_reasons)
{
    const struct need_profiles *profiles = profiles_of(one_need, 1, one_set, COUNT(one_set));
    const struct need_profile *profile = profiles->profiles;
    ck_assert_uint_eq(profiles->clause_count, 3);    /* role, clause 1, clauses 2 and 3 */
    ck_assert_uint_eq(profiles->condition_count, 5); /* those of every need, and the region */
    ck_assert_uint_eq(profiles->region_count, 1);
    ck_assert_uint_eq(profiles->role_count, 1);
    ck_assert_int_eq(profiles->roles[0].element, element_of("DCWF@5.1/411"));
    ck_assert_uint_eq(profile->verified_count, 2);
    ck_assert_uint_eq(profile->desired_count, 2);
    ck_assert_uint_eq(profile->desired[0].row, profile->desired[1].row);
    ck_assert_int_eq(profile->desired_weight, 7);
    ck_assert_int_eq(profiles->roles[0].level, 2);
    uint32_t seen = 0;
    for (size_t i = 0; i < profile->failing_count; i++) {
        ck_assert(i == 0 || profile->failing[i - 1].reason <= profile->failing[i].reason);
        ck_assert_uint_ne(profile->failing[i].row, ROW_EVERYBODY);
        ck_assert_uint_lt(profile->failing[i].row, profiles->row_count);
        seen |= 1U << profile->failing[i].reason;
    }
    ck_assert_uint_eq(seen, 1U << REASON_WITHDRAWN | 1U << REASON_ENGAGEMENT | 1U << REASON_PLACED |
                                1U << REASON_AVAILABILITY | 1U << REASON_REGION |
                                1U << REASON_CREDENTIAL_EXPIRED | 1U << REASON_CREDENTIAL_MISSING |
                                1U << REASON_LEVEL_TOO_LOW | 1U << REASON_COMPETENCY_MISSING);
}
END_TEST

/* Two needs, six rows: postings lead from what somebody has to the clauses that rest on it. */
START_TEST(clauses_are_found_by_what_they_rest_on)
{
    static const struct test_alternative rows[] = {
        {.clause = 1, .kind = "credential", .code = "CompTIA/Security+"},
        {.clause = 1, .kind = "competency", .code = "CORE@1/NET", .level = "2"},
        {.clause = 2, .kind = "training", .code = "U-100/SOC-201"},
        {.clause = 3, .kind = "placement", .code = "UNIT-1"},
        {.clause = 4, .kind = "rank", .code = "gizir"},
        {.clause = 4, .kind = "competency", .code = "CORE@1/NET", .level = "2"},
    };
    static const struct test_need needs[] = {{.code = "N1"}};
    const struct need_profiles *profiles = profiles_of(needs, 1, rows, COUNT(rows));
    size_t net = (size_t)element_of("CORE@1/NET");
    size_t security = (size_t)credential_of("CompTIA/Security+");
    const struct postings *by_element = &profiles->by_element;
    const struct postings *by_credential = &profiles->by_credential;
    const struct postings *by_ground = &profiles->by_ground;
    ck_assert_uint_eq(by_element->start[net + 1] - by_element->start[net], 1);
    ck_assert_uint_eq(by_element->items[by_element->start[net]], 0);
    ck_assert_uint_eq(by_credential->start[security + 1] - by_credential->start[security], 1);
    ck_assert_uint_eq(by_credential->items[by_credential->start[security]], 0);
    static const uint32_t grounds[GROUND_COUNT] = {
        [GROUND_ANYTHING] = 3, [GROUND_FACTS] = 1, [GROUND_SERVICES] = 2};
    for (size_t ground = 0; ground < GROUND_COUNT; ground++) {
        ck_assert_uint_eq(by_ground->start[ground + 1] - by_ground->start[ground], 1);
        ck_assert_uint_eq(by_ground->items[by_ground->start[ground]], grounds[ground]);
    }
}
END_TEST

START_TEST(no_needs_make_no_profiles)
{
    const struct need_profiles *profiles = profiles_of(NULL, 0, NULL, 0);
    ck_assert_uint_eq(profiles->profile_count, 0);
    ck_assert_uint_eq(profiles->row_count, ROWS_OF_ANY_NEED);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("need_profile");
    tcase_add_loop_test(tcase, needs_that_are_alike_share_a_profile, 0, ROWS(shared));
    tcase_add_test(tcase, a_profile_lists_rows_in_the_order_of_reasons);
    tcase_add_test(tcase, clauses_are_found_by_what_they_rest_on);
    tcase_add_test(tcase, no_needs_make_no_profiles);
    return run_tcase(tcase, "pairs/need_profile");
}
