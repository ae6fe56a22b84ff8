#include "core/evidence/asked.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

#define CREDENTIAL(name) .kind = "credential", .code = (name)

static const struct {
    struct failure failure;
    const char *text;
    struct test_pair pair;
} asked[] = {
    {{REASON_WITHDRAWN, -1}, "consent to processing", {0}},
    {{REASON_ENGAGEMENT, -1}, "consent to contract", {0}},
    {{REASON_PLACED, -1}, "end of the present placement", {0}},
    {{REASON_AVAILABILITY, -1}, "available by 2026-09-01", {0}},
    {{REASON_AVAILABILITY, -1}, "available by 2026-09-01", {.need = {.starts_on = "2026-08-01"}}},
    {{REASON_AVAILABILITY, -1}, "available by 2026-10-01", {.need = {.starts_on = "2026-10-01"}}},
    {{REASON_REGION, -1}, "region AZ-BA", {.need = {.region = "AZ-BA"}}},
    {{REASON_AGE, -1}, "age 18 to 35", {.need = {.min_age = 18, .max_age = 35}}},
    {{REASON_AGE, -1}, "age up to 35", {.need = {.max_age = 35}}},
    {{REASON_AGE, -1}, "age from 18", {.need = {.min_age = 18}}},
    {{REASON_CITIZENSHIP, -1}, "citizenship AZ or TR", {.need = {.citizenships = "AZ;TR"}}},
    {{REASON_SERVICE_STATUS, -1},
     "service status eligible or reserve",
     {.need = {.service_statuses = "reserve;eligible"}}},
    {{REASON_FITNESS, -1}, "fitness B", {.need = {.fitness = "B"}}},
    {{REASON_CLEARANCE, -1}, "clearance secret", {.need = {.clearance = "secret"}}},
    {{REASON_LANGUAGE, -1}, "language az C1 and en B1", {.need = {.languages = "az:C1;en:B1"}}},
    {{REASON_EDUCATION, -1}, "education ISCED 6", {.need = {.education = "6"}}},
    {{REASON_OTHER, -1}, "a complete set of requirements", {.need = {.incomplete = true}}},
    {{REASON_LEVEL_TOO_LOW, 0},
     "DCWF@5.1/511 Intermediate",
     {.need = {.work_role = "DCWF@5.1/511", .level = "Intermediate"}}},
    {{REASON_CREDENTIAL_EXPIRED, 0}, "DCWF@5.1/511 Basic", {.need = {.work_role = "DCWF@5.1/511"}}},
    {{REASON_CREDENTIAL_MISSING, 0},
     "CompTIA/Security+ or ISC2/SSCP",
     {.alternatives = {{CREDENTIAL("ISC2/SSCP")}, {CREDENTIAL("CompTIA/Security+")}}}},
    {{REASON_CREDENTIAL_MISSING, 0},
     "2 of Cisco/CCNA, CompTIA/Security+, ISC2/SSCP",
     {.alternatives = {{CREDENTIAL("ISC2/SSCP"), .k = 2},
                       {CREDENTIAL("CompTIA/Security+"), .k = 2},
                       {CREDENTIAL("Cisco/CCNA"), .k = 2}}}},
    {{REASON_COMPETENCY_MISSING, 1},
     "CORE@1/DEF-IR 3 or language en B2 or education ISCED 7",
     {.need = {.work_role = "DCWF@5.1/511"},
      .alternatives = {{.kind = "education", .code = "7"},
                       {.kind = "language", .code = "en", .level = "B2"},
                       {.kind = "competency", .code = "CORE@1/DEF-IR", .level = "3"}}}},
    {{REASON_TRAINING, 0},
     "training U-100/SOC-201 or rank Baş gizir or military specialty 310 or service in MOD",
     {.alternatives = {{.kind = "placement", .code = "MOD"},
                       {.kind = "military_specialty", .code = "310"},
                       {.kind = "rank", .code = "Baş gizir"},
                       {.kind = "training", .code = "U-100/SOC-201"}}}},
    {{REASON_ASSESSMENT, 0},
     "assessment DIM 612.5 within 24 months or 36 months as DCWF@5.1/511",
     {.alternatives = {{.kind = "assessment", .code = "DIM", .level = "612.5", .months = 24},
                       {.kind = "experience", .code = "DCWF@5.1/511", .months = 36}}}},
    {{REASON_DISTINCTION, 0},
     "distinction OLYMPIAD or an institution of the list CYBER",
     {.alternatives = {{.kind = "institution", .code = "CYBER"},
                       {.kind = "distinction", .code = "OLYMPIAD"}}}},
    {{REASON_UNVERIFIED, 0},
     "DCWF@5.1/511 Basic (verified by CERT-GOV or U-100)",
     {.need = {.work_role = "DCWF@5.1/511", .trust = "verified:CERT-GOV;U-100"}}},
    {{REASON_CREDENTIAL_EXPIRED, 0},
     "DCWF@5.1/511 Basic (without grace)",
     {.need = {.work_role = "DCWF@5.1/511", .trust = "declared_no_grace"}}},
    {{REASON_UNVERIFIED, 0},
     "DCWF@5.1/511 Basic (verified by CERT-GOV, without grace)",
     {.need = {.work_role = "DCWF@5.1/511", .trust = "verified_no_grace:CERT-GOV"}}},
    {{REASON_UNVERIFIED, 0},
     "Cisco/CCNA or ISC2/SSCP (verified) or rank gizir",
     {.alternatives = {{CREDENTIAL("ISC2/SSCP"), .trust = "verified"},
                       {CREDENTIAL("Cisco/CCNA")},
                       {.kind = "rank", .code = "gizir", .trust = "verified"}}}},
    {{REASON_EDUCATION, 0},
     "field of study ISCED-F 06",
     {.alternatives = {{.kind = "field_of_study", .code = "06"}}}},
};

START_TEST(what_is_asked_is_told_in_few_words)
{
    const struct snapshot *snapshot = registry_pair(&asked[_i].pair);
    ck_assert_str_eq(asked_text(snapshot, &snapshot->needs[0], asked[_i].failure, registry_arena()),
                     asked[_i].text);
}
END_TEST

/* No failure of any pair is without words. */
START_TEST(every_failure_has_words)
{
    const struct snapshot *snapshot = registry_seal(registry_random((uint64_t)_i + 1), 0);
    const struct expansion *expansions = registry_expand(snapshot);
    struct verdict verdict;
    for (size_t i = 0; i < snapshot->person_count; i++) {
        for (size_t j = 0; j < snapshot->need_count; j++) {
            const struct need *need = &snapshot->needs[j];
            qualify_pair(snapshot, &expansions[i], need, &verdict);
            for (uint32_t at = 0; at < verdict.failure_count; at++) {
                const char *text =
                    asked_text(snapshot, need, verdict.failures[at], registry_arena());
                ck_assert_msg(text[0] != '\0', "no words for %s",
                              reason_code(verdict.failures[at].reason));
            }
        }
    }
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("asked");
    tcase_add_loop_test(tcase, what_is_asked_is_told_in_few_words, 0, ROWS(asked));
    tcase_add_loop_test(tcase, every_failure_has_words, 0, 5);
    return run_tcase(tcase, "evidence/asked");
}
