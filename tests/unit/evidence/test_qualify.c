#include "core/base/alloc.h"
#include "core/evidence/qualify.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

#define ROLE "DCWF@5.1/511"
#define SECURITY_PLUS "CompTIA/Security+"
#define SSCP "ISC2/SSCP"
#define CCNA "Cisco/CCNA"
#define ITF "CompTIA/ITF+" /* no months: never ends */

/* Sep 1st 2026 is the day; `fails` are the codes of all failures in reason order. */
struct pair_case {
    const char *name;
    const char *fails;
    struct test_pair pair;
};

static void check_pair(const struct pair_case *row)
{
    const struct snapshot *snapshot = registry_pair(&row->pair);
    const struct expansion *expansion = registry_expand(snapshot);
    struct verdict verdict;
    qualify_pair(snapshot, expansion, &snapshot->needs[0], &verdict);
    CADRE_CLEANUP(str_release) struct str fails = {0};
    for (uint32_t i = 0; i < verdict.failure_count; i++)
        str_add_format(&fails, "%s%s", i > 0 ? " " : "", reason_code(verdict.failures[i].reason));
    ck_assert_msg(str_view_equal(str_view_from(&fails), str_view_of(row->fails)) ||
                      (fails.length == 0 && row->fails[0] == '\0'),
                  "%s: fails '%s' instead of '%s'", row->name, str_chars(&fails), row->fails);
    enum reason first = verdict.failure_count > 0 ? verdict.failures[0].reason : REASON_NONE;
    ck_assert_int_eq(verdict.primary, first);
    ck_assert_int_eq(qualify_reason(snapshot, expansion, &snapshot->needs[0]), first);
}

#define AWARD(name, from) .credential = (name), .issued = (from)
#define CREDENTIAL(name) .kind = "credential", .code = (name)
#define COMPETENCY(name, at) .kind = "competency", .code = (name), .level = (at)

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

/* The tree of the cases: MOD over U-100 over U-110. */
#define TREE                                                                                       \
    .organizations = {                                                                             \
        {.code = "U-100", .parent = "MOD"}, {.code = "U-110", .parent = "U-100"}, {.code = "MOD"}}
#define LISTS                                                                                      \
    .listed = {{"CYBER", "ADA", "2010-01-01", "2022-12-31"},                                       \
               {"ALL", "Other", "2010-01-01", ""},                                                 \
               {"CYBER", "Bakı Dövlət Universiteti", "2010-01-01", ""}}
#define ASKS(what, for_code) .alternatives = {{.kind = (what), .code = (for_code)}}
#define EXAM(least, at_most_months)                                                                \
    .kind = "assessment", .code = "DIM", .level = (least), .months = (at_most_months)
#define SINCE(at_least) .kind = "experience", .code = ROLE, .months = (at_least)
#define SEAT(role, from, until)                                                                    \
    .seat_of = "U-100", .seat_as = (role), .issued = (from), .expires = (until)
#define TRAINED(name, from) .training = (name), .issued = (from)

static const struct pair_case kinds[] = {
    {"the field itself",
     "",
     {.person = {.field_of_study = "0612"}, ASKS("field_of_study", "0612")}},
    {"a field below it", "", {.person = {.field_of_study = "0612"}, ASKS("field_of_study", "06")}},
    {"the field above it",
     "education",
     {.person = {.field_of_study = "061"}, ASKS("field_of_study", "0612")}},
    {"another field",
     "education",
     {.person = {.field_of_study = "0713"}, ASKS("field_of_study", "06")}},
    {"no field known", "education", {ASKS("field_of_study", "06")}},
    {"training completed today",
     "",
     {.evidence = {{TRAINED("U-100/SOC-201", "2026-09-01")}}, ASKS("training", "U-100/SOC-201")}},
    {"training completed tomorrow",
     "training",
     {.evidence = {{TRAINED("U-100/SOC-201", "2026-09-02")}}, ASKS("training", "U-100/SOC-201")}},
    {"its last day is included",
     "",
     {.evidence = {{TRAINED("U-100/SOC-201", "2024-01-01"), .expires = "2026-09-01"}},
      ASKS("training", "U-100/SOC-201")}},
    {"training that is over",
     "training",
     {.evidence = {{TRAINED("U-100/SOC-201", "2024-01-01"), .expires = "2026-08-31"}},
      ASKS("training", "U-100/SOC-201")}},
    {"over, and completed again",
     "",
     {.evidence = {{TRAINED("U-100/SOC-201", "2020-01-01"), .expires = "2022-01-01"},
                   {TRAINED("U-100/SOC-201", "2025-01-01"), .expires = "2027-01-01"}},
      ASKS("training", "U-100/SOC-201")}},
    {"the same code of another provider",
     "training",
     {.evidence = {{TRAINED("U-200/SOC-201", "2024-01-01")}}, ASKS("training", "U-100/SOC-201")}},
    {"rank, however it is written",
     "",
     {.person = {.rank = "Baş  Gizir"}, ASKS("rank", "baş gizir")}},
    {"another rank", "rank", {.person = {.rank = "gizir"}, ASKS("rank", "baş gizir")}},
    {"no rank known", "rank", {ASKS("rank", "gizir")}},
    {"one of two ranks",
     "",
     {.person = {.rank = "gizir"},
      .alternatives = {{.kind = "rank", .code = "baş gizir"}, {.kind = "rank", .code = "gizir"}}}},
    {"military specialty",
     "",
     {.person = {.military_specialty = "310"}, ASKS("military_specialty", "310")}},
    {"no specialty is below another",
     "military_specialty",
     {.person = {.military_specialty = "3101"}, ASKS("military_specialty", "310")}},
    {"no specialty known", "military_specialty", {ASKS("military_specialty", "310")}},
    {"served there",
     "",
     {TREE, .evidence = {{.seat_of = "U-100", .issued = "2020-01-01"}},
      ASKS("placement", "U-100")}},
    {"served below it",
     "",
     {TREE, .evidence = {{.seat_of = "U-110", .issued = "2020-01-01", .expires = "2021-01-01"}},
      ASKS("placement", "MOD")}},
    {"served above it",
     "placement",
     {TREE, .evidence = {{.seat_of = "U-100", .issued = "2020-01-01"}},
      ASKS("placement", "U-110")}},
    {"serves from tomorrow",
     "placement",
     {TREE, .evidence = {{.seat_of = "U-100", .issued = "2026-09-02"}},
      ASKS("placement", "U-100")}},
    {"served in what is no more",
     "placement",
     {TREE, .evidence = {{.seat_of = "GONE", .issued = "2020-01-01"}}, ASKS("placement", "GONE")}},
    {"the score itself, taken today",
     "",
     {.evidence = {{.assessed = "DIM", .score = 60000, .issued = "2026-09-01"}},
      .alternatives = {{EXAM("600", 0)}}}},
    {"half a point below it",
     "assessment",
     {.evidence = {{.assessed = "DIM", .score = 59950, .issued = "2026-01-01"}},
      .alternatives = {{EXAM("600", 0)}}}},
    {"taken tomorrow",
     "assessment",
     {.evidence = {{.assessed = "DIM", .score = 60000, .issued = "2026-09-02"}},
      .alternatives = {{EXAM("600", 0)}}}},
    {"another assessment",
     "assessment",
     {.evidence = {{.assessed = "TOEFL", .score = 60000, .issued = "2026-01-01"}},
      .alternatives = {{EXAM("600", 0)}}}},
    {"any score will do",
     "",
     {.evidence = {{.assessed = "DIM", .score = 0, .issued = "2001-01-01"}},
      .alternatives = {{EXAM("", 0)}}}},
    {"24 months ago today",
     "",
     {.evidence = {{.assessed = "DIM", .score = 61250, .issued = "2024-09-01"}},
      .alternatives = {{EXAM("612.5", 24)}}}},
    {"a day older",
     "assessment",
     {.evidence = {{.assessed = "DIM", .score = 61250, .issued = "2024-08-31"}},
      .alternatives = {{EXAM("612.5", 24)}}}},
    {"the newer one is too low, the older one too old",
     "assessment",
     {.evidence = {{.assessed = "DIM", .score = 70000, .issued = "2020-01-01"},
                   {.assessed = "DIM", .score = 50000, .issued = "2026-01-01"}},
      .alternatives = {{EXAM("600", 24)}}}},
    {"years that are stated",
     "",
     {.evidence = {{.element = ROLE, .level = "Basic", .years = 2}},
      .alternatives = {{SINCE(24)}}}},
    {"a year too few",
     "experience",
     {.evidence = {{.element = ROLE, .level = "Basic", .years = 1}},
      .alternatives = {{SINCE(24)}}}},
    {"a year in a seat of the role, to the day",
     "",
     {.evidence = {{SEAT(ROLE, "2025-01-01", "2025-12-31")}}, .alternatives = {{SINCE(12)}}}},
    {"a day too short",
     "experience",
     {.evidence = {{SEAT(ROLE, "2025-01-01", "2025-12-30")}}, .alternatives = {{SINCE(12)}}}},
    {"in a seat until today",
     "",
     {.evidence = {{SEAT(ROLE, "2025-09-02", "")}}, .alternatives = {{SINCE(12)}}}},
    {"what is ahead does not count",
     "experience",
     {.evidence = {{SEAT(ROLE, "2025-09-03", "2027-01-01")}}, .alternatives = {{SINCE(12)}}}},
    {"two seats add up",
     "",
     {.evidence = {{SEAT(ROLE, "2023-01-01", "2023-06-30")},
                   {SEAT(ROLE, "2025-01-01", "2025-07-03")}},
      .alternatives = {{SINCE(12)}}}},
    {"a day that two seats share counts once",
     "experience",
     {.evidence = {{SEAT(ROLE, "2025-01-01", "2025-06-30")},
                   {SEAT(ROLE, "2025-01-01", "2025-07-31")}},
      .alternatives = {{SINCE(12)}}}},
    {"a seat of another role",
     "experience",
     {.evidence = {{SEAT("DCWF@5.1/411", "2020-01-01", "")}}, .alternatives = {{SINCE(12)}}}},
    {"no months stated ask for one",
     "",
     {.evidence = {{SEAT(ROLE, "2026-08-01", "2026-08-31")}}, .alternatives = {{SINCE(0)}}}},
    {"and not for less",
     "experience",
     {.evidence = {{SEAT(ROLE, "2026-08-03", "")}}, .alternatives = {{SINCE(0)}}}},
    {"distinction from today",
     "",
     {.evidence = {{.distinction = "OLYMPIAD", .issued = "2026-09-01"}},
      ASKS("distinction", "OLYMPIAD")}},
    {"distinction from tomorrow",
     "distinction",
     {.evidence = {{.distinction = "OLYMPIAD", .issued = "2026-09-02"}},
      ASKS("distinction", "OLYMPIAD")}},
    {"another distinction",
     "distinction",
     {.evidence = {{.distinction = "MERIT", .issued = "2020-01-01"}},
      ASKS("distinction", "OLYMPIAD")}},
    {"an assessment of that code is none",
     "distinction",
     {.evidence = {{.assessed = "OLYMPIAD", .issued = "2020-01-01"}},
      ASKS("distinction", "OLYMPIAD")}},
    {"listed on the day of graduation, however it is written",
     "",
     {LISTS, .evidence = {{.institution = "BAKI dövlət  Universiteti", .issued = "2020-06-30"}},
      ASKS("institution", "CYBER")}},
    {"the last day on the list",
     "",
     {LISTS, .evidence = {{.institution = "ADA", .issued = "2022-12-31"}},
      ASKS("institution", "CYBER")}},
    {"the day after",
     "education",
     {LISTS, .evidence = {{.institution = "ADA", .issued = "2023-01-01"}},
      ASKS("institution", "CYBER")}},
    {"the day before the first",
     "education",
     {LISTS, .evidence = {{.institution = "ADA", .issued = "2009-12-31"}},
      ASKS("institution", "CYBER")}},
    {"on another list",
     "education",
     {LISTS, .evidence = {{.institution = "Other", .issued = "2022-12-31"}},
      ASKS("institution", "CYBER")}},
    {"no day known",
     "education",
     {LISTS, .evidence = {{.institution = "Bakı Dövlət Universiteti"}},
      ASKS("institution", "CYBER")}},
    {"graduates tomorrow",
     "education",
     {LISTS, .evidence = {{.institution = "Bakı Dövlət Universiteti", .issued = "2026-09-02"}},
      ASKS("institution", "CYBER")}},
    {"two of three sorts",
     "",
     {.person = {.rank = "gizir"},
      .evidence = {{TRAINED("U-100/SOC-201", "2024-01-01")}},
      .alternatives = {{.kind = "rank", .code = "gizir", .k = 2},
                       {.kind = "training", .code = "U-100/SOC-201", .k = 2},
                       {.kind = "field_of_study", .code = "06", .k = 2}}}},
    {"education before training, training before rank",
     "education training rank",
     {.alternatives = {{.kind = "rank", .code = "gizir"},
                       {.kind = "training", .code = "A/B", .clause = 2},
                       {.kind = "rank", .code = "gizir", .clause = 2},
                       {.kind = "field_of_study", .code = "06", .clause = 3}}}},
    {"competency before what comes later",
     "competency_missing",
     {.alternatives = {{.kind = "placement", .code = "MOD"}, {COMPETENCY("CORE@1/DEF", "1")}}}},
};

/* The country's programme: an entrance score of 600 or an olympiad won or a degree of a listed
 * university; and the basic training, which lasts. */
#define PROGRAMME                                                                                  \
    LISTS, .alternatives = {{EXAM("600", 0)},                                                      \
                            {.kind = "distinction", .code = "OLYMPIAD"},                           \
                            {.kind = "institution", .code = "CYBER"},                              \
                            {.clause = 2, .kind = "training", .code = "MOD/BASIC"}}
#define BASIC_TRAINING                                                                             \
    {                                                                                              \
        TRAINED("MOD/BASIC", "2025-10-01"), .expires = "2028-10-01"                                \
    }

static const struct pair_case programme[] = {
    {"by the score",
     "",
     {PROGRAMME,
      .evidence = {BASIC_TRAINING, {.assessed = "DIM", .score = 60000, .issued = "2024-07-12"}}}},
    {"by the olympiad, the score too low",
     "",
     {PROGRAMME, .evidence = {BASIC_TRAINING,
                              {.assessed = "DIM", .score = 59950, .issued = "2024-07-12"},
                              {.distinction = "OLYMPIAD", .issued = "2023-04-20"}}}},
    {"by the degree",
     "",
     {PROGRAMME, .evidence = {BASIC_TRAINING, {.institution = "ADA", .issued = "2022-06-30"}}}},
    {"by none of the three",
     "education",
     {PROGRAMME, .evidence = {BASIC_TRAINING,
                              {.assessed = "DIM", .score = 59950, .issued = "2024-07-12"},
                              {.institution = "ADA", .issued = "2024-06-30"}}}},
    {"by all three, without the training",
     "training",
     {PROGRAMME, .evidence = {{.assessed = "DIM", .score = 70000, .issued = "2024-07-12"},
                              {.distinction = "OLYMPIAD", .issued = "2023-04-20"},
                              {.institution = "ADA", .issued = "2022-06-30"}}}},
    {"the training is over",
     "training",
     {.as_of = "2028-10-02",
      PROGRAMME,
      .evidence = {BASIC_TRAINING, {.distinction = "OLYMPIAD", .issued = "2023-04-20"}}}},
    {"nothing at all", "education training", {PROGRAMME}},
};

#define LOOP(table)                                                                                \
    START_TEST(table##_are_judged)                                                                 \
    {                                                                                              \
        check_pair(&(table)[_i]);                                                                  \
    }                                                                                              \
    END_TEST
LOOP(engagements)
LOOP(times)
LOOP(conditions)
LOOP(roles)
LOOP(awards)
LOOP(clauses)
LOOP(kinds)
LOOP(programme)

static void check_agreement(const struct snapshot *snapshot, const struct expansion *expansion,
                            const struct need *need)
{
    struct verdict verdict;
    struct nearness nearness;
    bool competent = true;
    bool serviceable = true;
    qualify_pair(snapshot, expansion, need, &verdict);
    qualify_nearness(snapshot, expansion, need, &nearness);
    for (uint32_t i = 0; i < verdict.failure_count; i++) {
        bool clause = verdict.failures[i].clause >= 0;
        bool other = verdict.failures[i].reason == REASON_OTHER;
        competent &= !clause && !other;
        serviceable &= clause || other;
        ck_assert(i == 0 || verdict.failures[i - 1].reason <= verdict.failures[i].reason);
    }
    ck_assert_int_eq(verdict.competent, competent);
    ck_assert_int_eq(verdict.serviceable, serviceable);
    ck_assert_int_eq(verdict.primary == REASON_NONE, verdict.failure_count == 0);
    ck_assert_int_eq(qualify_reason(snapshot, expansion, need), verdict.primary);
    ck_assert_int_eq(nearness.competent, competent);
    ck_assert_uint_eq((uint32_t)nearness.failure_count,
                      verdict.failure_count < 2 ? verdict.failure_count : 2);
    if (verdict.failure_count == 1) {
        ck_assert_int_eq(nearness.failure.reason, verdict.failures[0].reason);
        ck_assert_int_eq(nearness.failure.clause, verdict.failures[0].clause);
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

/* Whoever is competent with a part of the evidence is so with all of it. */
START_TEST(less_evidence_never_helps)
{
    const struct test_registry *whole = registry_random((uint64_t)_i + 1);
    struct test_registry part = *whole;
    part.evidence_count /= 2;
    const struct snapshot *more = registry_seal(whole, 0);
    const struct snapshot *less = registry_seal(&part, 0);
    const struct expansion *with_more = registry_expand(more);
    const struct expansion *with_less = registry_expand(less);
    ck_assert_uint_eq(more->person_count, less->person_count);
    for (size_t i = 0; i < more->person_count; i++) {
        for (size_t j = 0; j < more->need_count; j++) {
            struct nearness before;
            struct nearness after;
            qualify_nearness(less, &with_less[i], &less->needs[j], &before);
            qualify_nearness(more, &with_more[i], &more->needs[j], &after);
            ck_assert(!before.competent || after.competent);
        }
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
    tcase_add_loop_test(tcase, kinds_are_judged, 0, ROWS(kinds));
    tcase_add_loop_test(tcase, programme_are_judged, 0, ROWS(programme));
    tcase_add_loop_test(tcase, three_verdicts_of_a_pair_agree, 0, 20);
    tcase_add_loop_test(tcase, less_evidence_never_helps, 0, 20);
    tcase_add_test(tcase, failures_beyond_the_room_are_counted);
    return run_tcase(tcase, "evidence/qualify");
}
