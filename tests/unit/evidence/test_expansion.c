#include "core/evidence/qualify.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

#define ROLE "DCWF@5.1/511"

static const struct {
    const char *name;
    const char *element; /* looked at */
    int32_t level, verified_level, expired_level, years;
    struct test_evidence evidence[4];
} shown[] = {
    {"declared", ROLE, 2, 0, 0, 3, {{.element = ROLE, .level = "Intermediate", .years = 3}}},
    {"verified", ROLE, 2, 2, 0, 0, {{.element = ROLE, .level = "Intermediate", .verified = true}}},
    {"the highest of each sort",
     ROLE,
     3,
     1,
     0,
     6,
     {{.element = ROLE, .level = "Basic", .verified = true, .years = 6},
      {.element = ROLE, .level = "Advanced", .years = 1}}},
    {"by award",
     ROLE,
     1,
     1,
     0,
     0,
     {{.credential = "CompTIA/Security+", .issued = "2025-01-01", .verified = true}}},
    {"by an award that grants several levels",
     ROLE,
     3,
     0,
     0,
     0,
     {{.credential = "CompTIA/CySA+", .issued = "2025-01-01"}}},
    {"by an award that is over",
     ROLE,
     0,
     0,
     3,
     0,
     {{.credential = "CompTIA/CySA+", .issued = "2019-01-01", .verified = true}}},
    {"an award to come shows nothing",
     ROLE,
     0,
     0,
     0,
     0,
     {{.credential = "CompTIA/CySA+", .issued = "2026-09-02"}}},
    {"in force and over side by side",
     ROLE,
     1,
     0,
     3,
     2,
     {{.credential = "CompTIA/CySA+", .issued = "2019-01-01"},
      {.element = ROLE, .level = "Basic", .years = 2}}},
    {"a parent at the level of its best child, without the years",
     "CORE@1/DEF",
     4,
     3,
     0,
     1,
     {{.element = "CORE@1/DEF-IR", .level = "4", .years = 9},
      {.element = "CORE@1/DEF-SOC", .level = "3", .verified = true, .years = 8},
      {.element = "CORE@1/DEF", .level = "1", .years = 1}}},
    {"a child does not take its parent's level",
     "CORE@1/DEF-IR",
     2,
     0,
     0,
     0,
     {{.element = "CORE@1/DEF", .level = "5"}, {.element = "CORE@1/DEF-IR", .level = "2"}}},
    {"a parent by an award that is over",
     "CORE@1/DEF",
     0,
     0,
     2,
     0,
     {{.credential = "CompTIA/Security+", .issued = "2019-01-01"}}},
};

static struct shown_element element_shown(const struct expansion *expansion, int32_t element)
{
    for (size_t i = 0; i < expansion->element_count; i++) {
        if (expansion->elements[i].element == element)
            return expansion->elements[i];
    }
    return (struct shown_element){.element = element};
}

START_TEST(elements_show_their_highest_levels)
{
    struct test_pair pair = {0};
    for (size_t i = 0; i < COUNT(pair.evidence); i++)
        pair.evidence[i] = shown[_i].evidence[i];
    const struct snapshot *snapshot = registry_pair(&pair);
    struct shown_element seen =
        element_shown(registry_expand(snapshot), element_of(shown[_i].element));
    const char *name = shown[_i].name;
    ck_assert_msg(seen.level == shown[_i].level, "%s: level %d", name, seen.level);
    ck_assert_msg(seen.verified_level == shown[_i].verified_level, "%s: verified level %d", name,
                  seen.verified_level);
    ck_assert_msg(seen.expired_level == shown[_i].expired_level, "%s: expired level %d", name,
                  seen.expired_level);
    ck_assert_msg(seen.years == shown[_i].years, "%s: years %d", name, seen.years);
}
END_TEST

static const struct {
    const char *name;
    bool shown, in_force, verified;
    const char *ends_on;
    struct test_evidence evidence[3];
} credentials[] = {
    {"by months", true, true, false, "2028-02-15", {{.issued = "2025-02-15"}}},
    {"by months, the day clamped", true, true, false, "2027-02-28", {{.issued = "2024-02-29"}}},
    {"stated",
     true,
     true,
     true,
     "2026-12-31",
     {{.issued = "2025-02-15", .expires = "2026-12-31", .verified = true}}},
    {"revoked",
     true,
     false,
     false,
     "2026-05-31",
     {{.issued = "2025-02-15", .revoked = "2026-06-01", .verified = true}}},
    {"one over, one in force",
     true,
     true,
     false,
     "2028-01-01",
     {{.issued = "2020-01-01"}, {.issued = "2025-01-01"}}},
    {"to be revoked",
     true,
     true,
     false,
     "2026-10-31",
     {{.issued = "2025-02-15", .revoked = "2026-11-01"}}},
    {"not issued yet", false, false, false, "", {{.issued = "2026-09-02"}}},
    {"the one in force that lasts longest",
     true,
     true,
     true,
     "2028-06-01",
     {{.issued = "2025-06-01"},
      {.issued = "2020-06-01"},
      {.issued = "2024-06-01", .verified = true}}},
    {"in force, though one over ended later than none",
     true,
     true,
     false,
     "2026-09-01",
     {{.issued = "2023-09-01"}, {.issued = "2026-01-01", .revoked = "2026-09-01"}}},
    {"none in force: the last that was",
     true,
     false,
     false,
     "2025-01-01",
     {{.issued = "2022-01-01", .verified = true}, {.issued = "2021-01-01"}}},
};

START_TEST(awards_of_a_credential_show_as_one)
{
    struct test_pair pair = {0};
    for (size_t i = 0; i < COUNT(credentials[_i].evidence); i++) {
        pair.evidence[i] = credentials[_i].evidence[i];
        if (pair.evidence[i].issued != NULL)
            pair.evidence[i].credential = "ISC2/SSCP";
    }
    const struct expansion *expansion = registry_expand(registry_pair(&pair));
    ck_assert_msg(expansion->credential_count == credentials[_i].shown, "%s: %zu shown",
                  credentials[_i].name, expansion->credential_count);
    if (!credentials[_i].shown)
        return;
    const struct shown_credential *seen = &expansion->credentials[0];
    char day[CADRE_DATE_TEXT_SIZE];
    ck_assert_int_eq(seen->credential, credential_of("ISC2/SSCP"));
    ck_assert_msg(seen->in_force == credentials[_i].in_force, "%s", credentials[_i].name);
    ck_assert_msg(seen->verified == credentials[_i].verified, "%s", credentials[_i].name);
    ck_assert_str_eq(cadre_date_format(seen->ends_on, day), credentials[_i].ends_on);
}
END_TEST

static const struct {
    const char *born;
    int32_t age;
} ages[] = {
    {"2000-09-01", 26}, {"2000-09-02", 25}, {"2026-09-01", 0}, {"", -1}, {"1999-12-31", 26},
};

START_TEST(age_is_in_full_years_on_the_day)
{
    const struct test_pair pair = {.person = {.birth = ages[_i].born}};
    ck_assert_int_eq(registry_expand(registry_pair(&pair))->age, ages[_i].age);
}
END_TEST

START_TEST(what_is_shown_is_ordered)
{
    const struct snapshot *snapshot = registry_seal(registry_random((uint64_t)_i + 1), 0);
    const struct expansion *expansions = registry_expand(snapshot);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        const struct expansion *expansion = &expansions[i];
        ck_assert_ptr_eq(expansion->person, &snapshot->people[i]);
        for (size_t at = 1; at < expansion->element_count; at++)
            ck_assert_int_lt(expansion->elements[at - 1].element, expansion->elements[at].element);
        for (size_t at = 1; at < expansion->credential_count; at++)
            ck_assert_int_lt(expansion->credentials[at - 1].credential,
                             expansion->credentials[at].credential);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("expansion");
    tcase_add_loop_test(tcase, elements_show_their_highest_levels, 0, ROWS(shown));
    tcase_add_loop_test(tcase, awards_of_a_credential_show_as_one, 0, ROWS(credentials));
    tcase_add_loop_test(tcase, age_is_in_full_years_on_the_day, 0, ROWS(ages));
    tcase_add_loop_test(tcase, what_is_shown_is_ordered, 0, 5);
    return run_tcase(tcase, "evidence/expansion");
}
