#include "core/base/alloc.h"
#include "core/evidence/qualify.h"
#include "tests/unit/evidence/pair_case.h"
#include "tests/unit/run_tcase.h"

#define SECURITY_PLUS "CompTIA/Security+"
#define SSCP "ISC2/SSCP"
#define CCNA "Cisco/CCNA"
#define ITF "CompTIA/ITF+" /* no months: never ends */

static const struct pair_case engagements[] = {
    {"law: reserve may serve by contract", "", {0}},
    {"law: eligible by contract", "", {.person = {.service_status = "eligible"}}},
    {"law: discharged by contract", "", {.person = {.service_status = "discharged"}}},
    {"law: not who serves", "engagement", {.person = {.service_status = "serving"}}},
    {"law: not the deferred", "engagement", {.person = {.service_status = "deferred"}}},
    {"law: not the exempt", "engagement", {.person = {.service_status = "exempt"}}},
    {"no status: by consent only", "engagement", {.person = {.service_status = ""}}},
    {"no status, but consent",
     "",
     {.person = {.service_status = "", .consent_for = "contract", .consent_on = "2026-01-01"}}},
    {"muster for the reserve", "", {.need = {.engagement = "muster"}}},
    {"muster not for the eligible",
     "engagement",
     {.person = {.service_status = "eligible"}, .need = {.engagement = "muster"}}},
    {"deferred by a record, whatever the roster states",
     "engagement",
     {.person = {.service_status = "eligible", .birth = "2003-01-01"},
      .evidence = {{.record = "deferred", .issued = "2026-01-01"}},
      .need = {.engagement = "conscript"}}},
    {"and consents all the same",
     "",
     {.person = {.service_status = "eligible",
                 .birth = "2003-01-01",
                 .consent_for = "conscript",
                 .consent_on = "2026-01-01"},
      .evidence = {{.record = "deferred", .issued = "2026-01-01"}},
      .need = {.engagement = "conscript"}}},
    {"on the register by a record, in the reserve by the roster",
     "",
     {.person = {.birth = "2003-01-01"},
      .evidence = {{.record = "registered", .issued = "2021-01-01"}},
      .need = {.engagement = "conscript", .service_statuses = "eligible"}}},
    {"in the reserve by a record, eligible by the roster",
     "engagement service_status",
     {.person = {.service_status = "eligible", .birth = "2003-01-01"},
      .evidence = {{.record = "reserve", .issued = "2021-01-01"}},
      .need = {.engagement = "conscript", .service_statuses = "eligible"}}},
    {"reserved by the employer",
     "engagement",
     {.evidence = {{.record = "reserved_by_employer", .issued = "2026-01-01"}},
      .need = {.engagement = "muster"}}},
    {"conscript at 30, the day before the birthday",
     "",
     {.person = {.service_status = "eligible", .birth = "1995-09-02"},
      .need = {.engagement = "conscript"}}},
    {"conscript at 31",
     "engagement",
     {.person = {.service_status = "eligible", .birth = "1995-09-01"},
      .need = {.engagement = "conscript"}}},
    {"conscript at 31 by the law of 2025",
     "",
     {.as_of = "2025-12-31",
      .person = {.service_status = "eligible", .birth = "1994-12-31"},
      .need = {.engagement = "conscript"}}},
    {"conscript at 31 by the law of the next day",
     "engagement",
     {.as_of = "2026-01-01",
      .person = {.service_status = "eligible", .birth = "1994-12-31"},
      .need = {.engagement = "conscript"}}},
    {"conscript on the 18th birthday",
     "",
     {.person = {.service_status = "eligible", .birth = "2008-09-01"},
      .need = {.engagement = "conscript"}}},
    {"conscript the day before it",
     "engagement",
     {.person = {.service_status = "eligible", .birth = "2008-09-02"},
      .need = {.engagement = "conscript"}}},
    {"conscript of unknown age",
     "engagement",
     {.person = {.service_status = "eligible"}, .need = {.engagement = "conscript"}}},
    {"conscript not from the reserve",
     "engagement",
     {.person = {.birth = "2000-01-01"}, .need = {.engagement = "conscript"}}},
    {"conscript beyond the age by consent",
     "",
     {.person = {.service_status = "eligible",
                 .birth = "1990-01-01",
                 .consent_for = "conscript",
                 .consent_on = "2026-01-01"},
      .need = {.engagement = "conscript"}}},
    {"civil by consent only", "engagement", {.need = {.engagement = "civil"}}},
    {"secondment by consent only", "engagement", {.need = {.engagement = "secondment"}}},
    {"volunteer by consent only", "engagement", {.need = {.engagement = "volunteer"}}},
    {"civil by consent",
     "",
     {.person = {.consent_for = "volunteer;civil", .consent_on = "2026-09-01"},
      .need = {.engagement = "civil"}}},
    {"consent at any status",
     "",
     {.person = {.service_status = "exempt", .consent_for = "muster", .consent_on = "2026-09-01"},
      .need = {.engagement = "muster"}}},
    {"consent to another engagement",
     "engagement",
     {.person = {.consent_for = "volunteer", .consent_on = "2026-09-01"},
      .need = {.engagement = "civil"}}},
    {"consent from tomorrow",
     "engagement",
     {.person = {.consent_for = "civil", .consent_on = "2026-09-02"},
      .need = {.engagement = "civil"}}},
    {"withdrawn yesterday", "withdrawn", {.person = {.consent_until = "2026-08-31"}}},
    {"the last day of consent is included", "", {.person = {.consent_until = "2026-09-01"}}},
};

static const struct pair_case times[] = {
    {"placed without end", "placed", {.placed = true}},
    {"placed until today: the last day is included",
     "placed",
     {.placed = true, .placement = {.until = "2026-09-01"}}},
    {"placed until the day before it starts",
     "",
     {.need = {.starts_on = "2026-10-01"}, .placed = true, .placement = {.until = "2026-09-30"}}},
    {"placed until the day on which it starts",
     "placed",
     {.need = {.starts_on = "2026-09-30"}, .placed = true, .placement = {.until = "2026-09-30"}}},
    {"placed into a need that is over", "placed", {.placed = true, .placement = {.need = "GONE"}}},
    {"available today", "", {.person = {.available_from = "2026-09-01"}}},
    {"available tomorrow", "availability", {.person = {.available_from = "2026-09-02"}}},
    {"available on the day it starts",
     "",
     {.person = {.available_from = "2026-10-01"}, .need = {.starts_on = "2026-10-01"}}},
    {"available a day too late",
     "availability",
     {.person = {.available_from = "2026-10-02"}, .need = {.starts_on = "2026-10-01"}}},
    {"a start in the past counts as today",
     "",
     {.person = {.available_from = "2026-09-01"}, .need = {.starts_on = "2026-07-01"}}},
    {"min age, the birthday itself",
     "",
     {.person = {.birth = "2001-09-01"}, .need = {.min_age = 25}}},
    {"min age, the day before",
     "age",
     {.person = {.birth = "2001-09-02"}, .need = {.min_age = 25}}},
    {"max age, the last day of it",
     "",
     {.person = {.birth = "1990-09-02"}, .need = {.max_age = 35}}},
    {"max age, the birthday after",
     "age",
     {.person = {.birth = "1990-09-01"}, .need = {.max_age = 35}}},
    {"unknown age where one is asked", "age", {.need = {.max_age = 35}}},
};

static const struct pair_case conditions[] = {
    {"same region", "", {.person = {.region = "AZ-BA"}, .need = {.region = "AZ-BA"}}},
    {"a district below it", "", {.person = {.region = "AZ-BA-NIZ"}, .need = {.region = "AZ-BA"}}},
    {"economic region above",
     "",
     {.person = {.region = "AZ-BA-NIZ"}, .need = {.region = "AZ-E02"}}},
    {"country", "", {.person = {.region = "AZ-GA"}, .need = {.region = "AZ"}}},
    {"the node above is not inside",
     "region",
     {.person = {.region = "AZ-BA"}, .need = {.region = "AZ-BA-NIZ"}}},
    {"other region", "region", {.person = {.region = "AZ-GA"}, .need = {.region = "AZ-BA"}}},
    {"other region, relocates",
     "",
     {.person = {.region = "AZ-GA", .relocates = true}, .need = {.region = "AZ-BA"}}},
    {"no region known", "region", {.need = {.region = "AZ-BA"}}},
    {"no region known, relocates",
     "",
     {.person = {.relocates = true}, .need = {.region = "AZ-BA"}}},
    {"citizen of one of the list",
     "",
     {.person = {.citizenship = "TR"}, .need = {.citizenships = "AZ;TR"}}},
    {"citizen of another",
     "citizenship",
     {.person = {.citizenship = "GE"}, .need = {.citizenships = "AZ;TR"}}},
    {"citizenship not known", "citizenship", {.need = {.citizenships = "AZ"}}},
    {"one of the statuses", "", {.need = {.service_statuses = "eligible;reserve"}}},
    {"none of the statuses", "service_status", {.need = {.service_statuses = "eligible"}}},
    {"status not known",
     "engagement service_status",
     {.person = {.service_status = ""}, .need = {.service_statuses = "reserve"}}},
    {"fitness at least: equal", "", {.person = {.fitness = "B"}, .need = {.fitness = "B"}}},
    {"fitness at least: better", "", {.person = {.fitness = "A"}, .need = {.fitness = "B"}}},
    {"fitness at least: worse", "fitness", {.person = {.fitness = "C"}, .need = {.fitness = "B"}}},
    {"fitness not known", "fitness", {.need = {.fitness = "D"}}},
    {"empty clearance is none", "", {.need = {.clearance = "none"}}},
    {"empty clearance is not restricted", "clearance", {.need = {.clearance = "restricted"}}},
    {"clearance above",
     "",
     {.person = {.clearance = "top_secret"}, .need = {.clearance = "secret"}}},
    {"clearance below",
     "clearance",
     {.person = {.clearance = "restricted"}, .need = {.clearance = "secret"}}},
    {"all languages",
     "",
     {.person = {.languages = "ru:B2;az:C2;en:B1"}, .need = {.languages = "en:B1;az:C1"}}},
    {"one language too low",
     "language",
     {.person = {.languages = "az:C2;en:A2"}, .need = {.languages = "en:B1;az:C1"}}},
    {"one language missing",
     "language",
     {.person = {.languages = "az:C2"}, .need = {.languages = "az:C1;en:A1"}}},
    {"education equal", "", {.person = {.education = "6"}, .need = {.education = "6"}}},
    {"education below", "education", {.person = {.education = "5"}, .need = {.education = "6"}}},
    {"education not known, lowest asked", "education", {.need = {.education = "0"}}},
    {"lowest education", "", {.person = {.education = "0"}, .need = {.education = "0"}}},
    {"everything at once, in the published order",
     "withdrawn engagement placed availability region age citizenship service_status fitness "
     "clearance language education credential_missing",
     {.person = {.service_status = "serving",
                 .citizenship = "GE",
                 .region = "AZ-GA",
                 .birth = "1970-01-01",
                 .consent_until = "2026-01-01",
                 .available_from = "2027-01-01"},
      .need = {.region = "AZ-BA",
               .max_age = 40,
               .citizenships = "AZ",
               .service_statuses = "reserve",
               .fitness = "A",
               .clearance = "secret",
               .languages = "az:B1",
               .education = "6"},
      .alternatives = {{CREDENTIAL(SSCP)}},
      .placed = true}},
};

static const struct pair_case roles[] = {
    {"role held at the level",
     "",
     {.need = {.work_role = ROLE, .level = "Intermediate"},
      .evidence = {{.element = ROLE, .level = "Intermediate"}}}},
    {"a higher level covers the lower",
     "",
     {.need = {.work_role = ROLE, .level = "Basic"},
      .evidence = {{.element = ROLE, .level = "Advanced"}}}},
    {"a lower level does not",
     "level_too_low",
     {.need = {.work_role = ROLE, .level = "Advanced"},
      .evidence = {{.element = ROLE, .level = "Intermediate"}}}},
    {"the highest of two counts",
     "",
     {.need = {.work_role = ROLE, .level = "Advanced"},
      .evidence = {{.element = ROLE, .level = "Basic"}, {.element = ROLE, .level = "Advanced"}}}},
    {"no level asks for the lowest",
     "",
     {.need = {.work_role = ROLE}, .evidence = {{.element = ROLE, .level = "Basic"}}}},
    {"role not held", "competency_missing", {.need = {.work_role = ROLE}}},
    {"another role",
     "competency_missing",
     {.need = {.work_role = ROLE}, .evidence = {{.element = "DCWF@5.1/411", .level = "Advanced"}}}},
    {"by an aligned credential",
     "",
     {.need = {.work_role = ROLE, .level = "Basic"},
      .evidence = {{AWARD(SECURITY_PLUS, "2025-01-01")}}}},
    {"aligned lower",
     "level_too_low",
     {.need = {.work_role = ROLE, .level = "Intermediate"},
      .evidence = {{AWARD(SECURITY_PLUS, "2025-01-01")}}}},
    {"aligned to another role only",
     "competency_missing",
     {.need = {.work_role = ROLE}, .evidence = {{AWARD(SSCP, "2025-01-01")}}}},
    {"an aligned credential that is over",
     "credential_expired",
     {.need = {.work_role = ROLE, .level = "Basic"},
      .evidence = {{AWARD(SECURITY_PLUS, "2020-01-01")}}}},
    {"over, and it would not do",
     "competency_missing",
     {.need = {.work_role = ROLE, .level = "Advanced"},
      .evidence = {{AWARD(SECURITY_PLUS, "2020-01-01")}}}},
    {"over comes before too low",
     "credential_expired",
     {.need = {.work_role = "DCWF@5.1/441", .level = "Intermediate"},
      .evidence = {{.element = "DCWF@5.1/441", .level = "Basic"}, {AWARD(SSCP, "2020-01-01")}}}},
    {"a role of DCWF 2023",
     "",
     {.need = {.work_role = "DCWF@2023/141", .level = "Advanced"},
      .evidence = {{AWARD("CompTIA/CySA+", "2025-01-01")}}}},
    {"the NICE role mapped to it grants nothing",
     "competency_missing",
     {.need = {.work_role = ROLE},
      .evidence = {{.element = "NICE@2.1/PD-WRL-001", .level = "Advanced"}}}},
    {"nor the other way round",
     "competency_missing",
     {.need = {.work_role = "NICE@2.1/PD-WRL-001"},
      .evidence = {{.element = ROLE, .level = "Advanced"}}}},
    {"an incomplete need fits nobody", "other", {.need = {.incomplete = true}}},
    {"an incomplete need, other reasons first",
     "region competency_missing other",
     {.need = {.incomplete = true, .region = "AZ-BA", .work_role = ROLE}}},
};

static const struct pair_case awards[] = {
    {"held", "", {.evidence = {{AWARD(SSCP, "2025-01-01")}}, .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"not held", "credential_missing", {.alternatives = {{CREDENTIAL(SSCP)}}}},
    {"issued today",
     "",
     {.evidence = {{AWARD(SSCP, "2026-09-01")}}, .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"issued tomorrow",
     "credential_missing",
     {.evidence = {{AWARD(SSCP, "2026-09-02")}}, .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"36 months end today: included",
     "",
     {.evidence = {{AWARD(SSCP, "2023-09-01")}}, .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"36 months ended yesterday",
     "credential_expired",
     {.evidence = {{AWARD(SSCP, "2023-08-31")}}, .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"a stated end goes before the months",
     "",
     {.evidence = {{AWARD(SSCP, "2010-01-01"), .expires = "2026-09-01"}},
      .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"a stated end before the months",
     "credential_expired",
     {.evidence = {{AWARD(SSCP, "2026-01-01"), .expires = "2026-08-31"}},
      .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"no months known: never ends",
     "",
     {.evidence = {{AWARD(ITF, "1999-01-01")}}, .alternatives = {{CREDENTIAL(ITF)}}}},
    {"the day of revocation is not included",
     "credential_expired",
     {.evidence = {{AWARD(SSCP, "2025-01-01"), .revoked = "2026-09-01"}},
      .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"revoked tomorrow",
     "",
     {.evidence = {{AWARD(SSCP, "2025-01-01"), .revoked = "2026-09-02"}},
      .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"revoked later than it ended",
     "credential_expired",
     {.evidence = {{AWARD(SSCP, "2023-01-01"), .revoked = "2027-01-01"}},
      .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"revoked without an end",
     "credential_expired",
     {.evidence = {{AWARD(ITF, "1999-01-01"), .revoked = "2001-01-01"}},
      .alternatives = {{CREDENTIAL(ITF)}}}},
    {"an older one is over, a newer in force",
     "",
     {.evidence = {{AWARD(SSCP, "2025-01-01")}, {AWARD(SSCP, "2019-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"one in force, a later one revoked",
     "",
     {.evidence = {{AWARD(SSCP, "2025-01-01")},
                   {AWARD(SSCP, "2026-01-01"), .revoked = "2026-02-01"}},
      .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"unverified evidence satisfies",
     "",
     {.evidence = {{AWARD(SSCP, "2025-01-01"), .verified = false}},
      .alternatives = {{CREDENTIAL(SSCP)}}}},
};

static const struct pair_case clauses[] = {
    {"one of two",
     "",
     {.evidence = {{AWARD(CCNA, "2025-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP)}, {CREDENTIAL(CCNA)}}}},
    {"clauses are ANDed",
     "credential_missing",
     {.evidence = {{AWARD(CCNA, "2025-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP)}, {CREDENTIAL(CCNA), .clause = 2}}}},
    {"each failing clause is told",
     "credential_missing competency_missing",
     {.alternatives = {{COMPETENCY("CORE@1/DEF", "1"), .clause = 2}, {CREDENTIAL(CCNA)}}}},
    {"two of three",
     "",
     {.evidence = {{AWARD(CCNA, "2025-01-01")}, {AWARD(ITF, "2025-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP), .k = 2},
                       {CREDENTIAL(CCNA), .k = 2},
                       {CREDENTIAL(ITF), .k = 2}}}},
    {"one of the two asked",
     "credential_missing",
     {.evidence = {{AWARD(CCNA, "2025-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP), .k = 2},
                       {CREDENTIAL(CCNA), .k = 2},
                       {CREDENTIAL(ITF), .k = 2}}}},
    {"the second of two is over",
     "credential_expired",
     {.evidence = {{AWARD(CCNA, "2025-01-01")}, {AWARD(SSCP, "2019-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP), .k = 2}, {CREDENTIAL(CCNA), .k = 2}}}},
    {"one over does not make two",
     "credential_missing",
     {.evidence = {{AWARD(SSCP, "2019-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP), .k = 2}, {CREDENTIAL(CCNA), .k = 2}}}},
    {"a desired clause never fails", "", {.alternatives = {{CREDENTIAL(SSCP), .desired = true}}}},
    {"competency at the level",
     "",
     {.evidence = {{.element = "CORE@1/DEF-IR", .level = "3"}},
      .alternatives = {{COMPETENCY("CORE@1/DEF-IR", "3")}}}},
    {"competency too low",
     "level_too_low",
     {.evidence = {{.element = "CORE@1/DEF-IR", .level = "2"}},
      .alternatives = {{COMPETENCY("CORE@1/DEF-IR", "3")}}}},
    {"no level asks for the lowest",
     "",
     {.evidence = {{.element = "CORE@1/DEF-IR", .level = "1"}},
      .alternatives = {{COMPETENCY("CORE@1/DEF-IR", "")}}}},
    {"a child shows its parent at its level",
     "",
     {.evidence = {{.element = "CORE@1/DEF-IR", .level = "3"}},
      .alternatives = {{COMPETENCY("CORE@1/DEF", "3")}}}},
    {"and no higher",
     "level_too_low",
     {.evidence = {{.element = "CORE@1/DEF-IR", .level = "3"}},
      .alternatives = {{COMPETENCY("CORE@1/DEF", "4")}}}},
    {"a parent does not show its child",
     "competency_missing",
     {.evidence = {{.element = "CORE@1/DEF", .level = "5"}},
      .alternatives = {{COMPETENCY("CORE@1/DEF-IR", "1")}}}},
    {"nor a sibling",
     "competency_missing",
     {.evidence = {{.element = "CORE@1/DEF-SOC", .level = "5"}},
      .alternatives = {{COMPETENCY("CORE@1/DEF-IR", "1")}}}},
    {"a credential grants a competency and what is above",
     "",
     {.evidence = {{AWARD(SECURITY_PLUS, "2025-01-01")}},
      .alternatives = {{COMPETENCY("CORE@1/DEF-HARD", "2")},
                       {COMPETENCY("CORE@1/DEF", "2"), .clause = 2}}}},
    {"an expired one grants it no more",
     "credential_expired",
     {.evidence = {{AWARD(SECURITY_PLUS, "2020-01-01")}},
      .alternatives = {{COMPETENCY("CORE@1/DEF", "2")}}}},
    {"too low before missing",
     "level_too_low",
     {.evidence = {{.element = "CORE@1/DEF-IR", .level = "1"}},
      .alternatives = {{CREDENTIAL(SSCP)}, {COMPETENCY("CORE@1/DEF-IR", "3")}}}},
    {"credential before competency",
     "credential_missing",
     {.alternatives = {{COMPETENCY("CORE@1/DEF-IR", "3")}, {CREDENTIAL(SSCP)}}}},
    {"competency before language",
     "competency_missing",
     {.alternatives = {{.kind = "language", .code = "en", .level = "B2"},
                       {COMPETENCY("CORE@1/DEF-IR", "3")}}}},
    {"language alternative",
     "",
     {.person = {.languages = "en:B2"},
      .alternatives = {{.kind = "language", .code = "en", .level = "B1"}}}},
    {"language alternative too low",
     "language",
     {.person = {.languages = "en:A2"},
      .alternatives = {{.kind = "language", .code = "en", .level = "B1"},
                       {.kind = "education", .code = "7"}}}},
    {"education alternative",
     "",
     {.person = {.education = "7"}, .alternatives = {{.kind = "education", .code = "6"}}}},
    {"education alternative too low",
     "education",
     {.person = {.education = "5"}, .alternatives = {{.kind = "education", .code = "6"}}}},
    {"work role alternative",
     "",
     {.evidence = {{.element = ROLE, .level = "Advanced"}},
      .alternatives = {{.kind = "work_role", .code = ROLE, .level = "Intermediate"}}}},
    {"neither role nor clause: conditions only", "", {0}},
};

PAIR_CASES(engagements)
PAIR_CASES(times)
PAIR_CASES(conditions)
PAIR_CASES(roles)
PAIR_CASES(awards)
PAIR_CASES(clauses)

static void check_agreement(const struct snapshot *snapshot, const struct expansion *expansion,
                            const struct need *need)
{
    struct verdict verdict;
    struct nearness nearness;
    bool competent = true;
    bool serviceable = true;
    qualify_pair(snapshot, expansion, need, &verdict);
    qualify_nearness(snapshot, expansion, need, &nearness);
    uint32_t wanting = 0; /* without what was decided */
    struct failure first = {REASON_NONE, -1};
    for (uint32_t i = 0; i < verdict.failure_count; i++) {
        enum reason reason = verdict.failures[i].reason;
        bool clause = verdict.failures[i].clause >= 0;
        bool other = reason == REASON_OTHER;
        bool decided = reason == REASON_FORBIDDEN || reason == REASON_DECLINED;
        competent &= !clause && !other;
        serviceable &= clause || other || decided;
        if (!decided && wanting++ == 0)
            first = verdict.failures[i];
        ck_assert(i == 0 || verdict.failures[i - 1].reason <= verdict.failures[i].reason);
    }
    ck_assert_int_eq(verdict.competent, competent);
    ck_assert_int_eq(verdict.serviceable, serviceable);
    ck_assert_int_eq(verdict.primary == REASON_NONE, verdict.failure_count == 0);
    ck_assert_int_eq(qualify_reason(snapshot, expansion, need), verdict.primary);
    ck_assert_int_eq(nearness.competent, competent);
    ck_assert_uint_eq((uint32_t)nearness.failure_count, wanting < 2 ? wanting : 2);
    if (wanting == 1) {
        ck_assert_int_eq(nearness.failure.reason, first.reason);
        ck_assert_int_eq(nearness.failure.clause, first.clause);
    }
}

START_TEST(three_verdicts_of_a_pair_agree)
{
    const struct snapshot *snapshot = registry_seal(registry_random((uint64_t)_i + 1), 0);
    const struct expansion *expansions = registry_expand(snapshot);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        for (size_t j = 0; j < snapshot->need_count; j++)
            check_agreement(snapshot, &expansions[i], &snapshot->needs[j]);
    }
}
END_TEST

/* More failures than the verdict has room for are counted all the same, and the first are kept. */
START_TEST(failures_beyond_the_room_are_counted)
{
    enum { CLAUSES = QUALIFY_FAILURES_MAX + 6 };
    struct test_alternative alternatives[CLAUSES] = {{0}};
    const struct test_person person = {0};
    const struct test_need need = {.fitness = "A"};
    const struct test_registry registry = {
        .people = &person,
        .person_count = 1,
        .needs = &need,
        .need_count = 1,
        .alternatives = alternatives,
        .alternative_count = CLAUSES,
    };
    for (int i = 0; i < CLAUSES; i++)
        alternatives[i] = (struct test_alternative){CREDENTIAL(SSCP), .clause = i + 1};
    const struct snapshot *snapshot = registry_seal(&registry, 0);
    struct verdict verdict;
    qualify_pair(snapshot, registry_expand(snapshot), &snapshot->needs[0], &verdict);
    ck_assert_uint_eq(verdict.failure_count, CLAUSES + 1);
    ck_assert_int_eq(verdict.failures[0].reason, REASON_FITNESS);
    for (int i = 1; i < QUALIFY_FAILURES_MAX; i++)
        ck_assert_int_eq(verdict.failures[i].clause, i - 1);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("pairs");
    tcase_add_loop_test(tcase, engagements_are_judged, 0, ROWS(engagements));
    tcase_add_loop_test(tcase, times_are_judged, 0, ROWS(times));
    tcase_add_loop_test(tcase, conditions_are_judged, 0, ROWS(conditions));
    tcase_add_loop_test(tcase, roles_are_judged, 0, ROWS(roles));
    tcase_add_loop_test(tcase, awards_are_judged, 0, ROWS(awards));
    tcase_add_loop_test(tcase, clauses_are_judged, 0, ROWS(clauses));
    tcase_add_loop_test(tcase, three_verdicts_of_a_pair_agree, 0, 20);
    tcase_add_test(tcase, failures_beyond_the_room_are_counted);
    return run_tcase(tcase, "evidence/qualify");
}
