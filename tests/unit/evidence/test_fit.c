#include "core/evidence/fit.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

#define ROLE "DCWF@5.1/511"
#define CREDENTIAL(name) .kind = "credential", .code = (name)
#define AWARD(name) .credential = (name), .issued = "2025-01-01"

/* Parts in the order of enum fit_part: level, desired, verified, region, years. */
static const struct fit_case {
    const char *name;
    int32_t parts[FIT_PART_COUNT];
    struct test_pair pair;
} fits[] = {
    {"nothing asked", {4000, 3000, 1500, 1000, 0}, {0}},
    {"the level asked",
     {4000, 3000, 0, 1000, 0},
     {.need = {.work_role = ROLE, .level = "Basic"},
      .evidence = {{.element = ROLE, .level = "Basic"}}}},
    {"one level above",
     {3000, 3000, 0, 1000, 0},
     {.need = {.work_role = ROLE, .level = "Intermediate"},
      .evidence = {{.element = ROLE, .level = "Advanced"}}}},
    {"two levels above",
     {2000, 3000, 0, 1000, 0},
     {.need = {.work_role = ROLE}, .evidence = {{.element = ROLE, .level = "Advanced"}}}},
    {"the highest in force counts, though it fits worse",
     {3000, 3000, 1500, 1000, 0},
     {.need = {.work_role = ROLE, .level = "Basic"},
      .evidence = {{.element = ROLE, .level = "Intermediate"},
                   {AWARD("CompTIA/Security+"), .verified = true}}}},
    {"an expired one above does not count",
     {4000, 3000, 0, 1000, 0},
     {.need = {.work_role = ROLE, .level = "Basic"},
      .evidence = {{.element = ROLE, .level = "Basic"},
                   {.credential = "CompTIA/CySA+", .issued = "2019-01-01"}}}},
    {"four levels above give nothing, never less",
     {0, 3000, 0, 1000, 0},
     {.need = {.work_role = "ECSF@1/penetration-tester", .level = "1"},
      .evidence = {{.element = "ECSF@1/penetration-tester", .level = "5"}}}},
    {"desired by weight, floor division",
     {4000, 857, 1500, 1000, 0}, /* 3000 * 2 / 7 */
     {.evidence = {{AWARD("Cisco/CCNA")}},
      .alternatives = {{CREDENTIAL("ISC2/SSCP"), .desired = true, .weight = 5},
                       {CREDENTIAL("Cisco/CCNA"), .desired = true, .weight = 2, .clause = 2}}}},
    {"no desired clause met",
     {4000, 0, 1500, 1000, 0},
     {.alternatives = {{CREDENTIAL("ISC2/SSCP"), .desired = true}}}},
    {"a required clause has no weight",
     {4000, 3000, 0, 1000, 0},
     {.evidence = {{AWARD("ISC2/SSCP")}, {AWARD("Cisco/CCNA")}},
      .alternatives = {{CREDENTIAL("ISC2/SSCP"), .weight = 9},
                       {CREDENTIAL("Cisco/CCNA"), .desired = true, .clause = 2}}}},
    {"one of three required clauses verified, the role's among them",
     {4000, 3000, 500, 1000, 0},
     {.need = {.work_role = ROLE},
      .evidence = {{.element = ROLE, .level = "Basic", .verified = true},
                   {AWARD("ISC2/SSCP")},
                   {AWARD("Cisco/CCNA")}},
      .alternatives = {{CREDENTIAL("ISC2/SSCP")}, {CREDENTIAL("Cisco/CCNA"), .clause = 2}}}},
    {"verified at a lower level only",
     {4000, 3000, 0, 1000, 0},
     {.need = {.work_role = ROLE, .level = "Intermediate"},
      .evidence = {{.element = ROLE, .level = "Basic", .verified = true},
                   {.element = ROLE, .level = "Intermediate"}}}},
    {"a verified award that is over verifies nothing",
     {4000, 3000, 0, 1000, 0},
     {.evidence = {{.credential = "ISC2/SSCP", .issued = "2019-01-01", .verified = true},
                   {AWARD("ISC2/SSCP")}},
      .alternatives = {{CREDENTIAL("ISC2/SSCP")}}}},
    {"k alternatives must be verified",
     {4000, 3000, 0, 1000, 0},
     {.evidence = {{AWARD("ISC2/SSCP"), .verified = true}, {AWARD("Cisco/CCNA")}},
      .alternatives = {{CREDENTIAL("ISC2/SSCP"), .k = 2}, {CREDENTIAL("Cisco/CCNA"), .k = 2}}}},
    {"same region",
     {4000, 3000, 1500, 1000, 0},
     {.person = {.region = "AZ-BA-NIZ"}, .need = {.region = "AZ-BA"}}},
    {"inside, though willing to relocate",
     {4000, 3000, 1500, 1000, 0},
     {.person = {.region = "AZ-BA-NIZ", .relocates = true}, .need = {.region = "AZ-BA"}}},
    {"by relocation",
     {4000, 3000, 1500, 500, 0},
     {.person = {.region = "AZ-GA", .relocates = true}, .need = {.region = "AZ-BA"}}},
    {"no region known, relocates",
     {4000, 3000, 1500, 500, 0},
     {.person = {.relocates = true}, .need = {.region = "AZ-BA"}}},
    {"four years in the role",
     {4000, 3000, 0, 1000, 400},
     {.need = {.work_role = ROLE}, .evidence = {{.element = ROLE, .level = "Basic", .years = 4}}}},
    {"never more than five",
     {4000, 3000, 0, 1000, 500},
     {.need = {.work_role = ROLE}, .evidence = {{.element = ROLE, .level = "Basic", .years = 31}}}},
    {"years in another role do not count",
     {4000, 3000, 0, 1000, 0},
     {.need = {.work_role = ROLE},
      .evidence = {{AWARD("CompTIA/Security+")},
                   {.element = "DCWF@5.1/411", .level = "Basic", .years = 4}}}},
    {"everything",
     {4000, 3000, 1500, 1000, 500},
     {.person = {.region = "AZ-BA"},
      .need = {.work_role = ROLE, .region = "AZ-BA"},
      .evidence = {{.element = ROLE, .level = "Basic", .years = 5, .verified = true}}}},
};

START_TEST(each_part_is_as_published)
{
    const struct fit_case *row = &fits[_i];
    const struct snapshot *snapshot = registry_pair(&row->pair);
    const struct expansion *expansion = registry_expand(snapshot);
    ck_assert_msg(qualify_reason(snapshot, expansion, &snapshot->needs[0]) == REASON_NONE,
                  "%s: not eligible", row->name);
    struct fit fit = fit_of(snapshot, expansion, &snapshot->needs[0]);
    int32_t total_bp = 0;
    for (int part = 0; part < FIT_PART_COUNT; part++) {
        ck_assert_msg(fit.part_bp[part] == row->parts[part], "%s: %s is %d instead of %d",
                      row->name, fit_part_code((enum fit_part)part), fit.part_bp[part],
                      row->parts[part]);
        total_bp += row->parts[part];
    }
    ck_assert_int_eq(fit.total_bp, total_bp);
}
END_TEST

START_TEST(parts_have_published_names)
{
    static const char *const codes[] = {"level", "desired", "verified", "region", "years", "wish"};
    for (int part = 0; part < FIT_PART_COUNT; part++)
        ck_assert_str_eq(fit_part_code((enum fit_part)part), codes[part]);
}
END_TEST

START_TEST(the_policy_is_stated_in_words)
{
    ck_assert_str_eq(fit_policy_text(),
                     "built-in 1: level 4000 less 1000 a level above; desired 3000 by weight; "
                     "verified 1500 by clause; region 1000, by relocation 500; years 100 each, "
                     "at most 5");
}
END_TEST

/* ---- wishes ---------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    int32_t wishes_bp, wish_bp;
    struct test_wish wishes[3];
    bool full; /* the rest of the fit is 10,000 */
} wish_cases[] = {
    {"the first one", 500, 500, {{.need = "N1", .rank = 1}}, false},
    {"off by default", 0, 0, {{.need = "N1", .rank = 1}}, false},
    {"the third one, floor division", 500, 166, {{.need = "N1", .rank = 3}}, false},
    {"one that comes to nothing", 500, 0, {{.need = "N1", .rank = 501}}, false},
    {"the best of several",
     500,
     250,
     {{.need = "N1", .rank = 9},
      {.work_role = ROLE, .rank = 4},
      {.organization = "MIN", .rank = 2}},
     false},
    {"another need's", 500, 0, {{.need = "N2", .rank = 1}}, false},
    {"another role's", 500, 0, {{.work_role = "DCWF@5.1/411", .rank = 1}}, false},
    {"its organization's own", 500, 0, {{.of_organization = true, .need = "N1", .rank = 1}}, false},
    {"nothing is left to add", 500, 0, {{.need = "N1", .rank = 1}}, true},
    {"all that is left", 10000, 2000, {{.need = "N1", .rank = 1}}, false},
};

START_TEST(a_wish_adds_to_the_fit)
{
    static const struct test_organization organizations[] = {{.code = "MIN"},
                                                             {.code = "U-1", .parent = "MIN"}};
    static const struct test_evidence evidence[] = {
        {.person = "K1", .element = ROLE, .level = "Basic", .years = 5, .verified = true}};
    const struct test_person person = {.key = "K1"};
    const struct test_need needs[] = {
        {.code = "N1", .organization = "U-1", .work_role = ROLE, .level = "Basic"}, {.code = "N2"}};
    const struct test_evidence declared = {.person = "K1", .element = ROLE, .level = "Basic"};
    struct test_registry registry = {
        .policy = {.wishes_bp = wish_cases[_i].wishes_bp},
        .organizations = organizations,
        .people = &person,
        .needs = needs,
        .evidence = wish_cases[_i].full ? evidence : &declared,
        .wishes = wish_cases[_i].wishes,
        .organization_count = COUNT(organizations),
        .person_count = 1,
        .need_count = COUNT(needs),
        .evidence_count = 1,
    };
    struct test_wish wishes[3];
    while (registry.wish_count < 3 && wish_cases[_i].wishes[registry.wish_count].rank > 0) {
        wishes[registry.wish_count] = wish_cases[_i].wishes[registry.wish_count];
        wishes[registry.wish_count++].person = "K1";
    }
    registry.wishes = wishes;
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    struct fit fit = fit_of(snapshot, registry_expand(snapshot), &snapshot->needs[0]);
    ck_assert_msg(fit.part_bp[FIT_WISH] == wish_cases[_i].wish_bp, "%s: %d", wish_cases[_i].name,
                  fit.part_bp[FIT_WISH]);
    ck_assert_int_eq(fit.total_bp, (wish_cases[_i].full ? 10000 : 8000) + wish_cases[_i].wish_bp);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("fit");
    tcase_add_loop_test(tcase, each_part_is_as_published, 0, ROWS(fits));
    tcase_add_test(tcase, parts_have_published_names);
    tcase_add_test(tcase, the_policy_is_stated_in_words);
    tcase_add_loop_test(tcase, a_wish_adds_to_the_fit, 0, COUNT(wish_cases));
    return run_tcase(tcase, "evidence/fit");
}
