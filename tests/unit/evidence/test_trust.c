#include "core/base/alloc.h"
#include "core/evidence/qualify.h"
#include "tests/unit/evidence/pair_case.h"
#include "tests/unit/run_tcase.h"

#define SECURITY_PLUS "CompTIA/Security+"
#define SSCP "ISC2/SSCP"
#define CCNA "Cisco/CCNA"
#define EXAM(least) .kind = "assessment", .code = "DIM", .level = (least)
#define SINCE(at_least) .kind = "experience", .code = ROLE, .months = (at_least)
#define TRAINED(name, from) .training = (name), .issued = (from)

static const struct pair_case trusts[] = {
    {"declared will do where nothing is said",
     "",
     {.need = {.work_role = ROLE}, .evidence = {{.element = ROLE, .level = "Basic"}}}},
    {"declared, where verified is asked",
     "unverified",
     {.need = {.work_role = ROLE, .trust = "verified"},
      .evidence = {{.element = ROLE, .level = "Basic"}}}},
    {"verified by somebody",
     "",
     {.need = {.work_role = ROLE, .trust = "verified"},
      .evidence = {{.element = ROLE, .level = "Basic", .verified = true}}}},
    {"verified by one of those",
     "",
     {.need = {.work_role = ROLE, .trust = "verified:CERT-GOV;U-100"},
      .evidence = {{.element = ROLE, .level = "Basic", .verified_by = "U-100"}}}},
    {"however the name is written",
     "",
     {.need = {.work_role = ROLE, .trust = "verified:CERT-GOV"},
      .evidence = {{.element = ROLE, .level = "Basic", .verified_by = "cert  gov"}}}},
    {"verified by another",
     "unverified",
     {.need = {.work_role = ROLE, .trust = "verified:CERT-GOV"},
      .evidence = {{.element = ROLE, .level = "Basic", .verified_by = "U-100"}}}},
    {"verified by nobody knows whom",
     "unverified",
     {.need = {.work_role = ROLE, .trust = "verified:CERT-GOV"},
      .evidence = {{.element = ROLE, .level = "Basic", .verified = true}}}},
    {"the level that is verified is too low, the declared one is not",
     "unverified",
     {.need = {.work_role = ROLE, .level = "Intermediate", .trust = "verified"},
      .evidence = {{.element = ROLE, .level = "Advanced"},
                   {.element = ROLE, .level = "Basic", .verified = true}}}},
    {"neither is high enough",
     "level_too_low",
     {.need = {.work_role = ROLE, .level = "Advanced", .trust = "verified"},
      .evidence = {{.element = ROLE, .level = "Intermediate"},
                   {.element = ROLE, .level = "Basic", .verified = true}}}},
    {"a verified award grants what it grants",
     "",
     {.need = {.work_role = ROLE, .trust = "verified"},
      .evidence = {{AWARD(SECURITY_PLUS, "2025-01-01"), .verified = true}},
      .alternatives = {{COMPETENCY("CORE@1/DEF", "2")}, {CREDENTIAL(SECURITY_PLUS), .clause = 2}}}},
    {"a declared one nothing of it",
     "unverified unverified unverified",
     {.need = {.work_role = ROLE, .trust = "verified"},
      .evidence = {{AWARD(SECURITY_PLUS, "2025-01-01")}},
      .alternatives = {{COMPETENCY("CORE@1/DEF", "2")}, {CREDENTIAL(SECURITY_PLUS), .clause = 2}}}},
    {"unverified before over: one in force is declared, the verified one is over",
     "unverified",
     {.evidence = {{AWARD(SSCP, "2019-01-01"), .verified = true}, {AWARD(SSCP, "2025-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP), .trust = "verified"}}}},
    {"over, whoever is trusted",
     "credential_expired",
     {.evidence = {{AWARD(SSCP, "2019-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP), .trust = "verified"}}}},
    {"the requirement goes before the need",
     "",
     {.need = {.trust = "verified"},
      .evidence = {{AWARD(SSCP, "2025-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP), .trust = "declared"}}}},
    {"of one alternative alone",
     "",
     {.evidence = {{AWARD(SSCP, "2025-01-01")}, {AWARD(CCNA, "2025-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP), .trust = "verified"}, {CREDENTIAL(CCNA)}}}},
    {"two of two, one of them declared",
     "unverified",
     {.evidence = {{AWARD(SSCP, "2025-01-01")}, {AWARD(CCNA, "2025-01-01"), .verified = true}},
      .alternatives = {{CREDENTIAL(SSCP), .k = 2, .trust = "verified"},
                       {CREDENTIAL(CCNA), .k = 2, .trust = "verified"}}}},
    {"a training and an assessment",
     "unverified",
     {.need = {.trust = "verified:DIM"},
      .evidence =
          {{TRAINED("U-100/SOC-201", "2025-01-01"), .verified_by = "U-100"},
           {.assessed = "DIM", .score = 60000, .issued = "2025-01-01", .verified_by = "DİM"}},
      .alternatives = {{.kind = "training", .code = "U-100/SOC-201"}, {.clause = 2, EXAM("600")}}}},
    {"years count where the row counts",
     "unverified",
     {.need = {.trust = "verified"},
      .evidence = {{.element = ROLE, .level = "Basic", .years = 5}},
      .alternatives = {{SINCE(24)}}}},
    {"years of a verified row",
     "",
     {.need = {.trust = "verified"},
      .evidence = {{.element = ROLE, .level = "Basic", .years = 5, .verified = true}},
      .alternatives = {{SINCE(24)}}}},
    {"a seat is known whoever is trusted",
     "",
     {.need = {.trust = "verified:CERT-GOV"},
      .evidence = {{.seat_of = "U-100", .seat_as = ROLE, .issued = "2020-01-01"}},
      .alternatives = {{SINCE(24)}}}},
    {"what the roster states is taken as it stands",
     "",
     {.person = {.rank = "gizir", .education = "7", .languages = "en:C1", .field_of_study = "0612"},
      .need = {.trust = "verified", .languages = "en:B1", .education = "6"},
      .alternatives = {{.kind = "rank", .code = "gizir"},
                       {.kind = "education", .code = "6", .clause = 2},
                       {.kind = "field_of_study", .code = "06", .clause = 3},
                       {.kind = "language", .code = "en", .level = "B2", .clause = 4}}}},
};

PAIR_CASES(trusts)

/* The same registry where all evidence counts. */
static const struct snapshot *without_trust(struct test_registry *registry)
{
    struct test_need *needs = (struct test_need *)registry->needs;
    struct test_alternative *rows = (struct test_alternative *)registry->alternatives;
    for (size_t i = 0; i < registry->need_count; i++)
        needs[i].trust = NULL;
    for (size_t i = 0; i < registry->alternative_count; i++)
        rows[i].trust = NULL;
    return registry_seal(registry, 0);
}

/* What is told of a pair behind its want of verification. */
static enum reason reason_behind(const struct snapshot *snapshot, const struct expansion *expansion,
                                 size_t need)
{
    const struct decision *decision = snapshot_decision(expansion->person, (int32_t)need);
    enum reason decided = decision == NULL ? REASON_NONE : decision_reason(decision->verdict);
    bool waits = snapshot->needs[need].incomplete;
    return decided == REASON_NONE && waits ? REASON_OTHER : decided;
}

static int compare_trust(uint64_t seed)
{
    struct test_registry *registry = registry_random(seed);
    const struct snapshot *strict = registry_seal(registry, 0);
    const struct snapshot *open = without_trust(registry);
    const struct expansion *seen = registry_expand(strict);
    const struct expansion *shown = registry_expand(open);
    int unverified = 0;
    for (size_t i = 0; i < strict->person_count; i++) {
        for (size_t j = 0; j < strict->need_count; j++) {
            enum reason with = qualify_reason(strict, &seen[i], &strict->needs[j]);
            enum reason without = qualify_reason(open, &shown[i], &open->needs[j]);
            ck_assert_int_eq(without,
                             with == REASON_UNVERIFIED ? reason_behind(strict, &seen[i], j) : with);
            unverified += with == REASON_UNVERIFIED;
        }
    }
    return unverified;
}

/* A pair that fails for want of verification and nothing before it gets by where all evidence
 * counts; every other answer is the same: trust makes nobody eligible. */
START_TEST(less_trust_never_helps)
{
    int unverified = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        unverified += compare_trust(seed);
        arena_reset(registry_arena());
    }
    ck_assert_int_gt(unverified, 10);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("trust");
    tcase_add_loop_test(tcase, trusts_are_judged, 0, ROWS(trusts));
    tcase_add_test(tcase, less_trust_never_helps);
    return run_tcase(tcase, "evidence/trust");
}
