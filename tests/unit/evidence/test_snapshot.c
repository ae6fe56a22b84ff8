#include <string.h>

#include "core/base/alloc.h"
#include "core/evidence/snapshot.h"
#include "core/policy/policy.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

#define ROLE "DCWF@5.1/511"

/* ---- natural order ----------------------------------------------------------------------------
 */

START_TEST(rows_are_brought_into_natural_order)
{
    const struct snapshot *snapshot = registry_seal(registry_random(3), (uint64_t)_i);
    for (size_t i = 1; i < snapshot->person_count; i++)
        ck_assert_int_lt(
            str_view_compare(snapshot->people[i - 1].natural_key, snapshot->people[i].natural_key),
            0);
    for (size_t i = 1; i < snapshot->need_count; i++)
        ck_assert_int_lt(str_view_compare(snapshot->needs[i - 1].code, snapshot->needs[i].code), 0);
    for (size_t i = 1; i < snapshot->organization_count; i++)
        ck_assert_int_lt(
            str_view_compare(snapshot->organizations[i - 1].code, snapshot->organizations[i].code),
            0);
    for (size_t i = 1; i < snapshot->base_count; i++)
        ck_assert_int_lt(snapshot->base[i - 1].person, snapshot->base[i].person);
}
END_TEST

START_TEST(evidence_is_ordered_within_a_person)
{
    static const struct test_evidence evidence[] = {
        {.element = ROLE, .level = "Basic", .years = 7},
        {.credential = "ISC2/SSCP", .issued = "2025-01-01", .number = "2"},
        {.element = ROLE, .level = "Advanced"},
        {.element = "CORE@1/DEF", .level = "2"},
        {.credential = "ISC2/SSCP", .issued = "2020-01-01"},
        {.credential = "Cisco/CCNA", .issued = "2024-01-01"},
        {.person = "nobody", .element = ROLE, .level = "Basic"},
        {.person = "nobody", .credential = "Cisco/CCNA", .issued = "2024-01-01"},
    };
    const struct test_person person = {0};
    const struct test_registry registry = {.people = &person,
                                           .person_count = 1,
                                           .evidence = evidence,
                                           .evidence_count = COUNT(evidence)};
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    const struct person *seen = &snapshot->people[0];
    ck_assert_uint_eq(seen->element_count, 3);
    ck_assert_int_lt(element_of("CORE@1/DEF"), element_of(ROLE)); /* as the catalogue has them */
    ck_assert_int_eq(seen->elements[0].element, element_of("CORE@1/DEF"));
    ck_assert_int_eq(seen->elements[1].level, 3);
    ck_assert_int_eq(seen->elements[2].level, 1);
    ck_assert_int_eq(seen->elements[2].years, 7);
    ck_assert_uint_eq(seen->award_count, 3);
    ck_assert_int_eq(seen->awards[0].credential, credential_of("Cisco/CCNA"));
    ck_assert_int_eq(seen->awards[1].issued_on.day, day_of("2020-01-01").day);
    ck_assert_view_eq(seen->awards[2].number, "2");
}
END_TEST

/* ---- people -----------------------------------------------------------------------------------
 */

START_TEST(canonical_texts_become_ranks)
{
    const struct test_pair pair = {
        .person = {.service_status = "discharged",
                   .citizenship = "AZ",
                   .region = "AZ-BA-NIZ",
                   .fitness = "B",
                   .clearance = "secret",
                   .education = "0",
                   .languages = "ru:A1;az:C2",
                   .consent_for = "volunteer;conscript",
                   .birth = "2000-02-29",
                   .consent_on = "2026-01-02",
                   .consent_until = "2027-01-02",
                   .available_from = "2026-12-01",
                   .relocates = true},
    };
    const struct person *person = &registry_pair(&pair)->people[0];
    ck_assert_int_eq(person->service_status, 6);
    ck_assert_view_eq(person->citizenship, "AZ");
    ck_assert_int_eq(person->region, region_of("AZ-BA-NIZ"));
    ck_assert_int_eq(person->fitness, 3);
    ck_assert_int_eq(person->clearance, 3);
    ck_assert_int_eq(person->education, 1);
    ck_assert_uint_eq(person->consent_for, 1u << 5 | 1u << 0);
    ck_assert_uint_eq(person->language_count, 2);
    ck_assert_view_eq(person->languages[0].language, "az");
    ck_assert_int_eq(person->languages[0].level, 6);
    ck_assert_view_eq(person->languages[1].language, "ru");
    ck_assert_int_eq(person->languages[1].level, 1);
    ck_assert_int_eq(person->birth_date.day, day_of("2000-02-29").day);
    ck_assert_int_eq(person->consent_on.day, day_of("2026-01-02").day);
    ck_assert_int_eq(person->consent_until.day, day_of("2027-01-02").day);
    ck_assert_int_eq(person->available_from.day, day_of("2026-12-01").day);
    ck_assert(person->relocates);
    ck_assert(!person->placed);
}
END_TEST

START_TEST(what_is_empty_is_none)
{
    const struct test_pair pair = {.person = {.service_status = ""}};
    const struct person *person = &registry_pair(&pair)->people[0];
    ck_assert_int_eq(person->service_status, 0);
    ck_assert_ptr_null(person->citizenship.data);
    ck_assert_int_eq(person->region, -1);
    ck_assert_int_eq(person->fitness, 0);
    ck_assert_int_eq(person->clearance, 1); /* empty clearance is none, the first rank */
    ck_assert_int_eq(person->education, 0);
    ck_assert_uint_eq(person->language_count, 0);
    ck_assert_uint_eq(person->consent_for, 0);
    ck_assert(!cadre_date_is_set(person->birth_date));
}
END_TEST

static const struct {
    const char *name;
    const char *until[3]; /* of up to three placements; "" = open */
    const char *needs[3];
    size_t count;
    const char *last; /* expected end */
    const char *need; /* expected, NULL = not in force as a need */
} placements[] = {
    {"one", {"2026-12-31"}, {"N1"}, 1, "2026-12-31", "N1"},
    {"the longest",
     {"2026-12-31", "2027-01-31", "2026-10-31"},
     {"N1", "N2", "N1"},
     3,
     "2027-01-31",
     "N2"},
    {"an open end lasts longest", {"", "2027-01-31"}, {"N1", "N2"}, 2, "", "N1"},
    {"a need that is over", {"2027-01-31"}, {"GONE"}, 1, "2027-01-31", NULL},
    {"equal ends: the last need", {"", ""}, {"N2", "N1"}, 2, "", "N2"},
};

START_TEST(the_placement_that_lasts_longest_counts)
{
    static const struct test_need needs[] = {{.code = "N1"}, {.code = "N2"}};
    const struct test_person person = {0};
    struct test_placement rows[3];
    for (size_t i = 0; i < placements[_i].count; i++)
        rows[i] = (struct test_placement){.need = placements[_i].needs[i],
                                          .until = placements[_i].until[i]};
    const struct test_registry registry = {
        .people = &person,
        .person_count = 1,
        .needs = needs,
        .need_count = COUNT(needs),
        .placements = rows,
        .placement_count = placements[_i].count,
    };
    for (uint64_t order = 0; order < 4; order++) {
        const struct snapshot *snapshot = registry_seal(&registry, order);
        const struct person *seen = &snapshot->people[0];
        ck_assert(seen->placed);
        ck_assert_int_eq(seen->placed_until.day, day_of(placements[_i].last).day);
        if (placements[_i].need == NULL)
            ck_assert_int_eq(seen->placed_need, -1);
        else
            ck_assert_view_eq(snapshot->needs[seen->placed_need].code, placements[_i].need);
    }
}
END_TEST

/* ---- needs ------------------------------------------------------------------------------------
 */

static const struct {
    int headcount;
    size_t staffed;
    int32_t seats;
} seats[] = {{3, 0, 3}, {3, 2, 1}, {3, 3, 0}, {1, 3, 0}};

START_TEST(free_seats_are_never_below_zero)
{
    const struct test_need need = {.headcount = seats[_i].headcount};
    static const struct test_placement rows[] = {
        {.person = "a"}, {.person = "b"}, {.person = "not in the registry"}};
    const struct test_person people[] = {{.key = "a"}, {.key = "b"}};
    const struct test_registry registry = {
        .people = people,
        .person_count = COUNT(people),
        .needs = &need,
        .need_count = 1,
        .placements = rows,
        .placement_count = seats[_i].staffed,
    };
    const struct need *seen = &registry_seal(&registry, 0)->needs[0];
    ck_assert_int_eq(seen->staffed, (int32_t)seats[_i].staffed);
    ck_assert_int_eq(seen->seats, seats[_i].seats);
}
END_TEST

START_TEST(clauses_are_ordered_the_implicit_one_first)
{
    static const struct test_alternative rows[] = {
        {.need = "N1", .clause = 7, .kind = "credential", .code = "ISC2/SSCP", .k = 2},
        {.need = "N1",
         .clause = 7,
         .kind = "competency",
         .code = "CORE@1/DEF",
         .level = "2",
         .k = 2},
        {.need = "N1", .clause = 7, .kind = "credential", .code = "Cisco/CCNA", .k = 2},
        {.need = "N1", .clause = 2, .kind = "language", .code = "en", .desired = true, .weight = 4},
        {.need = "N2", .clause = 1, .kind = "education", .code = "6"},
        {.need = "N0", .clause = 1, .kind = "education", .code = "6"},
    };
    static const struct test_need needs[] = {{.code = "N1", .work_role = ROLE}, {.code = "N2"}};
    const struct test_registry registry = {
        .needs = needs,
        .need_count = COUNT(needs),
        .alternatives = rows,
        .alternative_count = COUNT(rows),
    };
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    const struct clause *clauses = snapshot->needs[0].clauses;
    ck_assert_uint_eq(snapshot->needs[0].clause_count, 3);
    ck_assert_int_eq(clauses[0].number, 0);
    ck_assert_int_eq(clauses[0].alternatives[0].kind, ALTERNATIVE_WORK_ROLE);
    ck_assert_int_eq(clauses[0].alternatives[0].target, element_of(ROLE));
    ck_assert_int_eq(clauses[0].alternatives[0].level, 1);
    ck_assert(clauses[0].required);
    ck_assert_int_eq(clauses[1].number, 2);
    ck_assert(!clauses[1].required);
    ck_assert_int_eq(clauses[1].weight, 4);
    ck_assert_int_eq(clauses[1].alternatives[0].level, 1); /* no level: the lowest */
    ck_assert_int_eq(clauses[2].number, 7);
    ck_assert_int_eq(clauses[2].k, 2);
    ck_assert_uint_eq(clauses[2].alternative_count, 3);
    ck_assert_int_eq(clauses[2].alternatives[0].kind, ALTERNATIVE_COMPETENCY);
    ck_assert_int_eq(clauses[2].alternatives[1].target, credential_of("Cisco/CCNA"));
    ck_assert_int_eq(clauses[2].alternatives[2].target, credential_of("ISC2/SSCP"));
    ck_assert_uint_eq(snapshot->needs[1].clause_count, 1);
    ck_assert_int_eq(snapshot->needs[1].clauses[0].alternatives[0].level, 7);
}
END_TEST

START_TEST(organizations_find_their_parents)
{
    static const struct test_organization tree[] = {
        {.code = "Z", .kind = "ministry", .sector = ""},
        {.code = "A", .kind = "unit", .parent = "Z", .region = "AZ-BA"},
        {.code = "M", .parent = "UNKNOWN"},
    };
    static const struct test_need needs[] = {{.code = "N1", .organization = "M"},
                                             {.code = "N2", .organization = "UNKNOWN"}};
    const struct test_registry registry = {
        .organizations = tree,
        .organization_count = COUNT(tree),
        .needs = needs,
        .need_count = COUNT(needs),
    };
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    ck_assert_int_eq(snapshot->organizations[0].parent, 2);
    ck_assert_int_eq(snapshot->organizations[0].region, region_of("AZ-BA"));
    ck_assert_int_eq(snapshot->organizations[1].parent, -1);
    ck_assert_int_eq(snapshot->organizations[2].parent, -1);
    ck_assert_int_eq(snapshot->needs[0].organization, 1);
    ck_assert_int_eq(snapshot->needs[1].organization, -1);
}
END_TEST

START_TEST(a_base_of_what_is_gone_is_dropped)
{
    static const struct test_base rows[] = {
        {"b", "N1"}, {"gone", "N1"}, {"a", "N1"}, {"c", "GONE"}};
    static const struct test_person people[] = {{.key = "c"}, {.key = "b"}, {.key = "a"}};
    const struct test_need need = {0};
    const struct test_registry registry = {
        .people = people,
        .person_count = COUNT(people),
        .needs = &need,
        .need_count = 1,
        .base = rows,
        .base_count = COUNT(rows),
    };
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    ck_assert_uint_eq(snapshot->base_count, 2);
    ck_assert_int_eq(snapshot->base[0].person, 0);
    ck_assert_int_eq(snapshot->base[1].person, 1);
}
END_TEST

START_TEST(wishes_decide_stable_matches_alone)
{
    static const struct test_wish rows[] = {
        {"b", false, "N1", NULL, NULL, 2},   {"gone", false, "N1", NULL, NULL, 1},
        {"b", true, NULL, NULL, "O", 1},     {"a", false, NULL, ROLE, NULL, 9},
        {"c", false, "GONE", NULL, NULL, 1},
    };
    static const struct test_person people[] = {{.key = "c"}, {.key = "b"}, {.key = "a"}};
    static const struct test_organization organization = {.code = "O"};
    static const struct test_need need = {.organization = "O"};
    struct test_registry registry = {.organizations = &organization,
                                     .organization_count = 1,
                                     .people = people,
                                     .person_count = COUNT(people),
                                     .needs = &need,
                                     .need_count = 1,
                                     .wishes = rows,
                                     .wish_count = COUNT(rows)};
    const struct snapshot *snapshot = registry_seal(&registry, (uint64_t)_i);
    ck_assert_uint_eq(snapshot->wish_count, 3);
    const struct wish *wishes = snapshot->wishes;
    ck_assert(wishes[0].person == 0 && wishes[0].of_person && wishes[0].work_role >= 0);
    ck_assert_int_eq(wishes[0].rank, 9);
    ck_assert(wishes[1].person == 1 && wishes[1].of_person && wishes[1].need == 0);
    ck_assert(wishes[2].person == 1 && !wishes[2].of_person && wishes[2].organization == 0);
    const char *stable = policy_with_stable("p", registry_arena());
    struct digest with[2];
    struct digest without[2];
    snapshot_digest(snapshot, stable, "s", &with[0], NULL);
    snapshot_digest(snapshot, "p", "s", &without[0], NULL);
    registry.wish_count = 1;
    snapshot = registry_seal(&registry, 0);
    snapshot_digest(snapshot, stable, "s", &with[1], NULL);
    snapshot_digest(snapshot, "p", "s", &without[1], NULL);
    ck_assert_int_ne(digest_compare(&with[0], &with[1]), 0);
    ck_assert_int_eq(digest_compare(&without[0], &without[1]), 0);
}
END_TEST

START_TEST(people_and_needs_are_found)
{
    const struct snapshot *snapshot = registry_seal(registry_random(1), 0);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        ck_assert_int_eq(snapshot_find_person(snapshot, snapshot->people[i].natural_key),
                         (int32_t)i);
        ck_assert_int_eq(snapshot_find_person_id(snapshot, snapshot->people[i].person_id),
                         (int32_t)i);
    }
    for (size_t j = 0; j < snapshot->need_count; j++)
        ck_assert_int_eq(snapshot_find_need(snapshot, snapshot->needs[j].code), (int32_t)j);
    ck_assert_int_eq(snapshot_find_person(snapshot, STR_VIEW_LITERAL("nobody")), -1);
    ck_assert_int_eq(snapshot_find_person_id(snapshot, STR_VIEW_LITERAL("P-nobody")), -1);
    ck_assert_int_eq(snapshot_find_need(snapshot, STR_VIEW_LITERAL("")), -1);
}
END_TEST

/* ---- what no import lets in -------------------------------------------------------------------
 */

static const struct {
    const char *message;
    struct test_pair pair;
} refused[] = {
    {"the registry holds the region 'XX', which is not in the catalogue",
     {.person = {.region = "XX"}}},
    {"the registry holds the service_status 'idle', which is not in the catalogue",
     {.person = {.service_status = "idle"}}},
    {"the registry holds the fitness 'E', which is not in the catalogue",
     {.person = {.fitness = "E"}}},
    {"the registry holds the clearance 'cosmic', which is not in the catalogue",
     {.person = {.clearance = "cosmic"}}},
    {"the registry holds the isced '9', which is not in the catalogue",
     {.person = {.education = "9"}}},
    {"the registry holds the engagement 'draft', which is not in the catalogue",
     {.person = {.consent_for = "civil;draft"}}},
    {"the registry holds the language level 'en:D1', which is not in the catalogue",
     {.person = {.languages = "az:C2;en:D1"}}},
    {"the registry holds the language level 'en', which is not in the catalogue",
     {.person = {.languages = "en"}}},
    {"the registry holds the element 'DCWF@5.1/000', which is not in the catalogue",
     {.evidence = {{.element = "DCWF@5.1/000", .level = "Basic"}}}},
    {"the registry holds the element 'CORE@1/DEF', which is not in the catalogue",
     {.evidence = {{.element = "CORE@1/DEF", .type = "work_role", .level = "3"}}}},
    {"the registry holds the evidence_type 'skill', which is not in the catalogue",
     {.evidence = {{.element = ROLE, .type = "skill", .level = "Basic"}}}},
    {"the registry holds the level 'TBD', which is not in the catalogue",
     {.evidence = {{.element = ROLE, .level = "TBD"}}}},
    {"the registry holds the credential 'Acme/None', which is not in the catalogue",
     {.evidence = {{.credential = "Acme/None", .issued = "2025-01-01"}}}},
    {"the registry holds the engagement 'draft', which is not in the catalogue",
     {.need = {.engagement = "draft"}}},
    {"the registry holds the classification 'cosmic', which is not in the catalogue",
     {.need = {.classification = "cosmic"}}},
    {"the registry holds the element 'CORE@1/DEF', which is not in the catalogue",
     {.need = {.work_role = "CORE@1/DEF"}}},
    {"the registry holds the level 'TBD', which is not in the catalogue",
     {.need = {.work_role = ROLE, .level = "TBD"}}},
    {"the registry holds the requirement kind 'hobby', which is not in the catalogue",
     {.alternatives = {{.kind = "hobby", .code = "X"}}}},
    {"the registry holds the importance 'nice', which is not in the catalogue",
     {.alternatives = {{.kind = "language", .code = "en", .importance = "nice"}}}},
    {"the registry holds the credential 'Acme/None', which is not in the catalogue",
     {.alternatives = {{.kind = "credential", .code = "Acme/None"}}}},
    {"the registry holds the level 'Z9', which is not in the catalogue",
     {.alternatives = {{.kind = "language", .code = "en", .level = "Z9"}}}},
};

START_TEST(an_unknown_text_is_a_bug)
{
    const struct test_registry registry = {
        .people = &refused[_i].pair.person,
        .person_count = 1,
        .evidence = refused[_i].pair.evidence,
        .evidence_count = refused[_i].pair.evidence[0].element != NULL ||
                          refused[_i].pair.evidence[0].credential != NULL,
        .needs = &refused[_i].pair.need,
        .need_count = 1,
        .alternatives = refused[_i].pair.alternatives,
        .alternative_count = refused[_i].pair.alternatives[0].kind != NULL,
    };
    struct snapshot *snapshot = NULL;
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    ck_assert_int_eq(registry_try(&registry, 0, &snapshot, &err), CADRE_BUG);
    ck_assert_str_eq(err.message, refused[_i].message);
    ck_assert_ptr_null(snapshot);
}
END_TEST

START_TEST(two_of_one_name_are_a_bug)
{
    static const struct test_person people[] = {{.key = "a"}, {.key = "a"}};
    static const struct test_need needs[] = {{.code = "N"}, {.code = "N"}};
    const struct test_registry twins = {.people = people, .person_count = COUNT(people)};
    const struct test_registry doubles = {.needs = needs, .need_count = COUNT(needs)};
    struct snapshot *snapshot = NULL;
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    ck_assert_int_eq(registry_try(&twins, 0, &snapshot, &err), CADRE_BUG);
    ck_assert_str_eq(err.message, "two people of the registry bear the same natural key");
    ck_assert_int_eq(registry_try(&doubles, 0, &snapshot, &err), CADRE_BUG);
    ck_assert_str_eq(err.message, "two needs of the registry bear the same code");
}
END_TEST

START_TEST(a_clause_that_disagrees_is_a_bug)
{
    static const struct test_alternative others[] = {
        {.desired = true}, {.weight = 2}, {.k = 2}, {.clause = 2, .weight = 2}};
    struct test_alternative alternatives[] = {
        {.kind = "language", .code = "az"}, {.kind = "language", .code = "en"}, others[_i % 4]};
    alternatives[2].kind = "language";
    alternatives[2].code = _i < 4 ? "ru" : "aa"; /* behind the others, or before them */
    static const struct test_need need = {.code = "N1"};
    const struct test_registry registry = {.needs = &need,
                                           .need_count = 1,
                                           .alternatives = alternatives,
                                           .alternative_count = COUNT(alternatives)};
    struct snapshot *snapshot = NULL;
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    enum cadre_status status = registry_try(&registry, (uint64_t)_i, &snapshot, &err);
    if (_i % 4 == 3) {
        ck_assert_int_eq(status, CADRE_OK);
        return;
    }
    ck_assert_int_eq(status, CADRE_BUG);
    ck_assert_str_eq(err.message,
                     "the registry holds a clause whose rows disagree: 1 of need 'N1'");
}
END_TEST

START_TEST(more_needs_than_can_be_weighed_are_refused)
{
    size_t count = SNAPSHOT_NEEDS_MOST + (size_t)_i;
    struct test_need *needs = arena_calloc(registry_arena(), count, sizeof *needs);
    const struct test_registry many = {.needs = needs, .need_count = count};
    struct snapshot *snapshot = NULL;
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    for (size_t i = 0; i < count; i++)
        needs[i].code = arena_format(registry_arena(), "N%zu", i);
    ck_assert_int_eq(registry_try(&many, 0, &snapshot, &err), _i == 0 ? CADRE_OK : CADRE_REFUSED);
    if (_i > 0)
        ck_assert_ptr_nonnull(strstr(err.message, "262145 needs are in force on "));
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("snapshot");
    tcase_add_loop_test(tcase, more_needs_than_can_be_weighed_are_refused, 0, 2);
    tcase_add_loop_test(tcase, rows_are_brought_into_natural_order, 0, 4);
    tcase_add_loop_test(tcase, evidence_is_ordered_within_a_person, 0, 6);
    tcase_add_test(tcase, canonical_texts_become_ranks);
    tcase_add_test(tcase, what_is_empty_is_none);
    tcase_add_loop_test(tcase, the_placement_that_lasts_longest_counts, 0, ROWS(placements));
    tcase_add_loop_test(tcase, free_seats_are_never_below_zero, 0, ROWS(seats));
    tcase_add_loop_test(tcase, clauses_are_ordered_the_implicit_one_first, 0, 6);
    tcase_add_loop_test(tcase, organizations_find_their_parents, 0, 4);
    tcase_add_loop_test(tcase, a_base_of_what_is_gone_is_dropped, 0, 4);
    tcase_add_loop_test(tcase, wishes_decide_stable_matches_alone, 0, 4);
    tcase_add_test(tcase, people_and_needs_are_found);
    tcase_add_loop_test(tcase, an_unknown_text_is_a_bug, 0, ROWS(refused));
    tcase_add_loop_test(tcase, a_clause_that_disagrees_is_a_bug, 0, 8);
    tcase_add_test(tcase, two_of_one_name_are_a_bug);
    return run_tcase(tcase, "evidence/snapshot");
}
