#include <string.h>

#include "core/base/alloc.h"
#include "core/evidence/award_term.h"
#include "core/evidence/dues.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

#define ROLE "DCWF@5.1/511"
#define SECURITY_PLUS "CompTIA/Security+"
#define SSCP "ISC2/SSCP"
#define CCNA "Cisco/CCNA"

/* Security+ has 60 days of grace and 90 of renewal, SSCP 30 of grace, CCNA 180 of renewal; all end
 * after 36 months. The day is Sep 1st 2026. */
static const struct test_cell windows[] = {
    {"credentials", "code", "Security+", "grace_days", "60"},
    {"credentials", "code", "Security+", "renewal_days", "90"},
    {"credentials", "code", "SSCP", "grace_days", "30"},
    {"credentials", "code", "CCNA", "renewal_days", "180"},
};

static void use_windows(void)
{
    registry_use_catalogue(catalogue_with(windows, COUNT(windows)));
}

static const char *day_text(struct cadre_date day)
{
    char *text = arena_alloc(registry_arena(), CADRE_DATE_TEXT_SIZE);
    return cadre_date_is_set(day) ? cadre_date_format(day, text) : "";
}

/* ---- terms ----------------------------------------------------------------------------------- */

static const struct {
    const char *credential, *issued, *expires, *revoked;
    const char *last, *grace_until;
    enum award_state state;
} terms[] = {
    {SSCP, "2024-01-01", "", "", "2027-01-01", "2027-01-31", AWARD_IN_FORCE},
    {SSCP, "2023-09-01", "", "", "2026-09-01", "2026-10-01", AWARD_IN_FORCE},
    {SSCP, "2023-08-31", "", "", "2026-08-31", "2026-09-30", AWARD_IN_GRACE},
    {SSCP, "2023-08-02", "", "", "2026-08-02", "2026-09-01", AWARD_IN_GRACE},
    {SSCP, "2023-08-01", "", "", "2026-08-01", "2026-08-31", AWARD_OVER},
    {SSCP, "2010-01-01", "2026-08-31", "", "2026-08-31", "2026-09-30", AWARD_IN_GRACE},
    {SSCP, "2026-09-02", "", "", "2029-09-02", "2029-10-02", AWARD_NOT_YET},
    {CCNA, "2023-08-31", "", "", "2026-08-31", "", AWARD_OVER},
    {"CompTIA/ITF+", "1999-01-01", "", "", "", "", AWARD_IN_FORCE},
    /* what is revoked has no grace */
    {SSCP, "2023-08-31", "", "2026-08-31", "2026-08-30", "", AWARD_OVER},
    {SSCP, "2024-01-01", "", "2026-09-01", "2026-08-31", "", AWARD_OVER},
    {SSCP, "2024-01-01", "", "2026-09-02", "2026-09-01", "", AWARD_IN_FORCE},
    /* nor any longer once it is revoked in its grace */
    {SSCP, "2023-08-31", "", "2026-09-01", "2026-08-31", "2026-08-31", AWARD_OVER},
    {SSCP, "2023-08-31", "", "2026-09-02", "2026-08-31", "2026-09-01", AWARD_IN_GRACE},
    {SSCP, "2023-08-31", "", "2027-01-01", "2026-08-31", "2026-09-30", AWARD_IN_GRACE},
};

START_TEST(an_award_has_its_term)
{
    const struct held_award award = {
        .credential = credential_of(terms[_i].credential),
        .issued_on = day_of(terms[_i].issued),
        .expires_on = day_of(terms[_i].expires),
        .revoked_on = day_of(terms[_i].revoked),
    };
    struct award_term term = award_term_of(registry_catalogue(), &award);
    ck_assert_str_eq(day_text(term.last), terms[_i].last);
    ck_assert_str_eq(day_text(term.grace_until), terms[_i].grace_until);
    ck_assert_int_eq(award_state_on(day_of(REGISTRY_DAY), &award, &term), terms[_i].state);
}
END_TEST

/* ---- pairs ----------------------------------------------------------------------------------- */

#define AWARD(name, from) .credential = (name), .issued = (from)
#define CREDENTIAL(name) .kind = "credential", .code = (name)

static const struct {
    const char *name;
    enum reason reason;
    const char *grace_until;
    struct test_pair pair;
} pairs[] = {
    {"in force: grace is not asked",
     REASON_NONE,
     "",
     {.evidence = {{AWARD(SSCP, "2024-01-01")}}, .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"in grace",
     REASON_NONE,
     "2026-09-30",
     {.evidence = {{AWARD(SSCP, "2023-08-31")}}, .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"grace is over",
     REASON_CREDENTIAL_EXPIRED,
     "",
     {.evidence = {{AWARD(SSCP, "2023-08-01")}}, .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"grace is refused",
     REASON_CREDENTIAL_EXPIRED,
     "",
     {.evidence = {{AWARD(SSCP, "2023-08-31")}},
      .alternatives = {{CREDENTIAL(SSCP), .trust = "declared_no_grace"}}}},
    {"by the need",
     REASON_CREDENTIAL_EXPIRED,
     "",
     {.need = {.trust = "declared_no_grace"},
      .evidence = {{AWARD(SSCP, "2023-08-31")}},
      .alternatives = {{CREDENTIAL(SSCP)}}}},
    {"and taken all the same by the requirement",
     REASON_NONE,
     "2026-09-30",
     {.need = {.trust = "verified_no_grace"},
      .evidence = {{AWARD(SSCP, "2023-08-31")}},
      .alternatives = {{CREDENTIAL(SSCP), .trust = "declared"}}}},
    {"verified, and in force",
     REASON_CREDENTIAL_EXPIRED,
     "",
     {.evidence = {{AWARD(SSCP, "2023-08-31"), .verified = true}},
      .alternatives = {{CREDENTIAL(SSCP), .trust = "verified_no_grace"}}}},
    {"what is in force is not verified, what is verified in grace",
     REASON_UNVERIFIED,
     "",
     {.evidence = {{AWARD(SSCP, "2023-08-31"), .verified = true}, {AWARD(SSCP, "2025-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP), .trust = "verified_no_grace"}}}},
    {"verified in grace is enough where grace is not refused",
     REASON_NONE,
     "2026-09-30",
     {.evidence = {{AWARD(SSCP, "2023-08-31"), .verified = true}, {AWARD(SSCP, "2025-01-01")}},
      .alternatives = {{CREDENTIAL(SSCP), .trust = "verified"}}}},
    {"what it grants is in grace with it",
     REASON_NONE,
     "2026-10-30",
     {.need = {.work_role = ROLE}, .evidence = {{AWARD(SECURITY_PLUS, "2023-08-31")}}}},
    {"and what lies above that",
     REASON_NONE,
     "2026-10-30",
     {.evidence = {{AWARD(SECURITY_PLUS, "2023-08-31")}},
      .alternatives = {{.kind = "competency", .code = "CORE@1/DEF", .level = "2"}}}},
    {"refused of a role",
     REASON_CREDENTIAL_EXPIRED,
     "",
     {.need = {.work_role = ROLE, .trust = "declared_no_grace"},
      .evidence = {{AWARD(SECURITY_PLUS, "2023-08-31")}}}},
    {"what is held beside needs no grace",
     REASON_NONE,
     "",
     {.need = {.work_role = ROLE},
      .evidence = {{AWARD(SECURITY_PLUS, "2023-08-31")}, {.element = ROLE, .level = "Basic"}}}},
    {"of two clauses the one that ends first",
     REASON_NONE,
     "2026-09-30",
     {.evidence = {{AWARD(SECURITY_PLUS, "2023-08-31")}, {AWARD(SSCP, "2023-08-31")}},
      .alternatives = {{CREDENTIAL(SECURITY_PLUS)}, {CREDENTIAL(SSCP), .clause = 2}}}},
    {"of two alternatives the one that ends last",
     REASON_NONE,
     "2026-10-30",
     {.evidence = {{AWARD(SECURITY_PLUS, "2023-08-31")}, {AWARD(SSCP, "2023-08-31")}},
      .alternatives = {{CREDENTIAL(SECURITY_PLUS)}, {CREDENTIAL(SSCP)}}}},
    {"of two that are both asked the one that ends first",
     REASON_NONE,
     "2026-09-30",
     {.evidence = {{AWARD(SECURITY_PLUS, "2023-08-31")}, {AWARD(SSCP, "2023-08-31")}},
      .alternatives = {{CREDENTIAL(SECURITY_PLUS), .k = 2}, {CREDENTIAL(SSCP), .k = 2}}}},
    {"a desired clause owes nothing",
     REASON_NONE,
     "",
     {.evidence = {{AWARD(SSCP, "2023-08-31")}},
      .alternatives = {{CREDENTIAL(SSCP), .desired = true}}}},
};

START_TEST(a_pair_says_until_when_grace_lasts)
{
    const struct snapshot *snapshot = registry_pair(&pairs[_i].pair);
    const struct expansion *expansion = registry_expand(snapshot);
    struct verdict verdict;
    qualify_pair(snapshot, expansion, &snapshot->needs[0], &verdict);
    ck_assert_msg(verdict.primary == pairs[_i].reason, "%s: %s", pairs[_i].name,
                  reason_code(verdict.primary));
    ck_assert_int_eq(qualify_reason(snapshot, expansion, &snapshot->needs[0]), pairs[_i].reason);
    ck_assert_int_eq(verdict.by_grace, pairs[_i].grace_until[0] != '\0');
    ck_assert_msg(strcmp(day_text(verdict.grace_until), pairs[_i].grace_until) == 0, "%s: until %s",
                  pairs[_i].name, day_text(verdict.grace_until));
}
END_TEST

/* Nothing but time makes a clause of these kinds fail, and only an award to come makes it hold. */
static bool asks_for_what_ends(const struct need *need)
{
    for (size_t i = 0; i < need->clause_count; i++) {
        for (size_t j = 0; j < need->clauses[i].alternative_count; j++) {
            if (!alternative_has_grace(need->clauses[i].alternatives[j].kind))
                return false;
        }
    }
    return true;
}

static bool has_award_to_come(const struct person *person, struct cadre_date day)
{
    for (size_t i = 0; i < person->award_count; i++) {
        if (person->awards[i].issued_on.day > day.day)
            return true;
    }
    return false;
}

static int count_graces(const struct snapshot *snapshot, const struct person *person,
                        const struct expansion *expansion)
{
    int found = 0;
    for (size_t j = 0; j < snapshot->need_count; j++) {
        const struct need *need = &snapshot->needs[j];
        struct verdict verdict;
        struct nearness nearness;
        qualify_pair(snapshot, expansion, need, &verdict);
        if (!verdict.by_grace || !asks_for_what_ends(need))
            continue;
        struct snapshot later = *snapshot;
        later.as_of = cadre_date_add_days(verdict.grace_until, 1);
        qualify_nearness(&later, qualify_expand(&later, person, registry_arena()), need, &nearness);
        ck_assert(!nearness.competent);
        found++;
    }
    return found;
}

START_TEST(behind_the_day_that_is_told_it_holds_no_more)
{
    static const struct test_cell wide[] = {
        {"credentials", "code", "Security+", "grace_days", "1500"},
        {"credentials", "code", "SSCP", "grace_days", "900"},
        {"credentials", "code", "CCNA", "grace_days", "400"},
        {"credentials", "code", "A+", "grace_days", "700"},
    };
    int found = 0;
    registry_use_catalogue(catalogue_with(wide, COUNT(wide)));
    for (uint64_t seed = 1; seed <= 60; seed++) {
        const struct snapshot *snapshot = registry_seal(registry_random(seed), 0);
        const struct expansion *expansions = registry_expand(snapshot);
        for (size_t i = 0; i < snapshot->person_count; i++) {
            if (!has_award_to_come(&snapshot->people[i], snapshot->as_of))
                found += count_graces(snapshot, &snapshot->people[i], &expansions[i]);
        }
        arena_reset(registry_arena());
    }
    ck_assert_int_gt(found, 5);
}
END_TEST

/* ---- dues ------------------------------------------------------------------------------------ */

static const struct {
    const char *dues;
    struct test_evidence evidence[3];
} dues[] = {
    {"", {{AWARD(SECURITY_PLUS, "2024-01-01")}}},
    {"", {{AWARD(SECURITY_PLUS, "2023-12-01")}}}, /* its window opens tomorrow */
    {"renewal " SECURITY_PLUS " 2026-09-01 2026-11-30;", {{AWARD(SECURITY_PLUS, "2023-11-30")}}},
    {"renewal " SECURITY_PLUS " 2026-06-03 2026-09-01;", {{AWARD(SECURITY_PLUS, "2023-09-01")}}},
    {"grace " SECURITY_PLUS " 2026-09-01 2026-10-30;", {{AWARD(SECURITY_PLUS, "2023-08-31")}}},
    {"", {{AWARD(SECURITY_PLUS, "2023-01-01")}}}, /* over */
    {"", {{AWARD(SECURITY_PLUS, "2023-08-31")}, {AWARD(SECURITY_PLUS, "2025-01-01")}}},
    {"", {{AWARD("CompTIA/ITF+", "2001-01-01")}}},
    {"grace " SSCP " 2026-09-01 2026-09-30;renewal " CCNA " 2026-07-05 2027-01-01;",
     {{AWARD(CCNA, "2024-01-01")}, {AWARD(SSCP, "2023-08-31")}}},
};

START_TEST(what_falls_due_is_told)
{
    struct test_pair pair = {0};
    memcpy(pair.evidence, dues[_i].evidence, sizeof dues[_i].evidence);
    const struct snapshot *snapshot = registry_pair(&pair);
    CADRE_CLEANUP(str_release) struct str text = {0};
    size_t count;
    const struct due *found =
        dues_find(snapshot, registry_expand(snapshot), -1, registry_arena(), &count);
    for (size_t i = 0; i < count; i++)
        str_add_format(&text, "%s %s %s %s;", found[i].kind == DUE_RENEWAL ? "renewal" : "grace",
                       catalogue_credential(snapshot->catalogue, found[i].credential)->canonical,
                       day_text(found[i].from_on), day_text(found[i].due_on));
    ck_assert_str_eq(str_chars(&text), dues[_i].dues);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("grace");
    tcase_add_unchecked_fixture(tcase, use_windows, NULL);
    tcase_add_loop_test(tcase, an_award_has_its_term, 0, ROWS(terms));
    tcase_add_loop_test(tcase, a_pair_says_until_when_grace_lasts, 0, ROWS(pairs));
    tcase_add_test(tcase, behind_the_day_that_is_told_it_holds_no_more);
    tcase_add_loop_test(tcase, what_falls_due_is_told, 0, ROWS(dues));
    return run_tcase(tcase, "evidence/grace");
}
