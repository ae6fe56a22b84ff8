#include <stddef.h>
#include <string.h>

#include "core/evidence/snapshot.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

/* Two of everything, so that an order can be wrong. Each test changes a copy. */
struct rows {
    struct test_organization organizations[2];
    struct test_person people[2];
    struct test_evidence evidence[8];
    struct test_need needs[2];
    struct test_alternative alternatives[7];
    struct test_placement placements[2];
    struct test_base base[2];
    size_t base_count;
};

static const struct rows usual = {
    .organizations = {{.code = "O1", .name = "One"}, {.code = "O2", .parent = "O1"}},
    .people = {{.key = "K1",
                .citizenship = "AZ",
                .region = "AZ-BA",
                .fitness = "B",
                .clearance = "restricted",
                .education = "6",
                .languages = "az:C2;en:B1",
                .field_of_study = "0612",
                .rank = "gizir",
                .military_specialty = "310",
                .consent_for = "civil",
                .consent_on = "2026-01-01",
                .consent_until = "2027-01-01",
                .birth = "2000-01-01",
                .available_from = "2026-01-01"},
               {.key = "K2"}},
    .evidence =
        {{.element = "DCWF@5.1/511", .level = "Basic", .years = 2},
         {.element = "CORE@1/DEF", .level = "2", .verified_by = "U-100"},
         {.credential = "ISC2/SSCP", .issued = "2025-01-01", .expires = "2028-01-01"},
         {.person = "K2", .credential = "Cisco/CCNA", .issued = "2025-01-01"},
         {.training = "U-100/SOC-201", .issued = "2025-01-01", .expires = "2028-01-01"},
         {.seat_of = "O1",
          .seat_as = "DCWF@5.1/511",
          .issued = "2025-01-01",
          .expires = "2025-12-31"},
         {.assessed = "DIM", .score = 60000, .issued = "2025-01-01", .verified_by = "CERT-GOV"},
         {.person = "K2",
          .record = "reserve",
          .ground = "age",
          .issued = "2020-01-01",
          .expires = "2030-01-01"}},
    .needs = {{.code = "N1",
               .organization = "O1",
               .work_role = "DCWF@5.1/511",
               .level = "Basic",
               .region = "AZ-BA",
               .citizenships = "AZ;TR",
               .service_statuses = "reserve",
               .fitness = "C",
               .clearance = "none",
               .education = "5",
               .languages = "az:C1;en:B1",
               .starts_on = "2026-10-01",
               .ends_on = "2027-10-01",
               .min_age = 18,
               .max_age = 40,
               .headcount = 3},
              {.code = "N2"}},
    .alternatives = {{.kind = "credential", .code = "ISC2/SSCP", .k = 1, .weight = 2},
                     {.kind = "competency", .code = "CORE@1/DEF", .level = "1", .weight = 2},
                     {.clause = 2, .kind = "language", .code = "en", .level = "A2"},
                     {.need = "N2", .kind = "placement", .code = "O1"},
                     {.need = "N2", .kind = "rank", .code = "gizir"},
                     {.need = "N2",
                      .kind = "assessment",
                      .code = "DIM",
                      .level = "600",
                      .months = 9,
                      .trust = "verified:CERT-GOV"},
                     {.need = "N2", .kind = "experience", .code = "DCWF@5.1/511", .months = 9}},
    .placements = {{.person = "K2", .need = "N2", .until = "2026-12-31"},
                   {.person = "K9", .need = "N1", .until = "2026-12-31"}},
    .base = {{"K1", "N1"}, {"K2", "N2"}},
    .base_count = 2,
};

static struct test_registry registry_of(const struct rows *rows)
{
    return (struct test_registry){
        .organizations = rows->organizations,
        .organization_count = COUNT(rows->organizations),
        .people = rows->people,
        .person_count = COUNT(rows->people),
        .evidence = rows->evidence,
        .evidence_count = COUNT(rows->evidence),
        .needs = rows->needs,
        .need_count = COUNT(rows->needs),
        .alternatives = rows->alternatives,
        .alternative_count = COUNT(rows->alternatives),
        .placements = rows->placements,
        .placement_count = COUNT(rows->placements),
        .base = rows->base,
        .base_count = rows->base_count,
    };
}

struct digests {
    struct digest whole, without_base;
};

static struct digests digests_of(const struct test_registry *registry, uint64_t order,
                                 const char *policy, const char *solver_version)
{
    struct digests digests;
    snapshot_digest(registry_seal(registry, order), policy, solver_version, &digests.whole,
                    &digests.without_base);
    return digests;
}

static struct digests digests_of_rows(const struct rows *rows)
{
    const struct test_registry registry = registry_of(rows);
    return digests_of(&registry, 0, "policy", "solver");
}

static void check_digests(const struct digests *left, const struct digests *right, bool whole_same,
                          bool without_base_same, const char *what)
{
    ck_assert_msg((digest_compare(&left->whole, &right->whole) == 0) == whole_same, "%s: whole",
                  what);
    ck_assert_msg((digest_compare(&left->without_base, &right->without_base) == 0) ==
                      without_base_same,
                  "%s: without the base", what);
}

/* ---- order ------------------------------------------------------------------------------------
 */

START_TEST(the_order_of_rows_does_not_count)
{
    const struct test_registry rows = registry_of(&usual);
    const struct test_registry *registry = _i % 2 == 0 ? &rows : registry_random((uint64_t)_i);
    struct digests first = digests_of(registry, 0, "policy", "solver");
    struct digests second = digests_of(registry, (uint64_t)_i + 1, "policy", "solver");
    check_digests(&first, &second, true, true, "shuffled");
}
END_TEST

/* ---- every field ------------------------------------------------------------------------------
 */

struct change {
    const char *what;
    size_t at;
    const char *text; /* NULL = the number is meant */
    int number;
};

#define TEXT(member, value)                                                                        \
    {                                                                                              \
#member, offsetof(struct rows, member), (value), 0                                         \
    }
#define NUMBER(member, value)                                                                      \
    {                                                                                              \
#member, offsetof(struct rows, member), NULL, (value)                                      \
    }

static struct rows changed(const struct change *change)
{
    struct rows rows = usual;
    char *at = (char *)&rows + change->at;
    if (change->text != NULL)
        memcpy(at, &change->text, sizeof change->text);
    else
        memcpy(at, &change->number, sizeof change->number);
    return rows;
}

static const struct change counting[] = {
    TEXT(people[0].key, "K0"),
    TEXT(people[0].service_status, "discharged"),
    TEXT(people[0].service_status, ""),
    TEXT(people[0].citizenship, "TR"),
    TEXT(people[0].citizenship, ""),
    TEXT(people[0].region, "AZ-GA"),
    TEXT(people[0].region, ""),
    TEXT(people[0].fitness, "A"),
    TEXT(people[0].clearance, "secret"),
    TEXT(people[0].education, "7"),
    TEXT(people[0].field_of_study, "0613"),
    TEXT(people[0].field_of_study, ""),
    TEXT(people[0].rank, "leytenant"),
    TEXT(people[0].military_specialty, "311"),
    TEXT(people[0].languages, "az:C2;en:B2"),
    TEXT(people[0].languages, "az:C2;ru:B1"),
    TEXT(people[0].languages, "az:C2"),
    TEXT(people[0].consent_for, "volunteer"),
    TEXT(people[0].consent_on, "2026-01-02"),
    TEXT(people[0].consent_until, "2027-01-02"),
    TEXT(people[0].birth, "2000-01-02"),
    TEXT(people[0].birth, ""),
    TEXT(people[0].available_from, "2026-01-02"),
    TEXT(evidence[0].person, "K2"),
    TEXT(evidence[0].element, "DCWF@5.1/411"),
    TEXT(evidence[0].level, "Advanced"),
    NUMBER(evidence[0].years, 3),
    TEXT(evidence[2].credential, "CompTIA/Security+"),
    TEXT(evidence[2].issued, "2025-01-02"),
    TEXT(evidence[2].expires, "2028-01-02"),
    TEXT(evidence[2].expires, ""),
    TEXT(evidence[2].revoked, "2028-01-01"),
    TEXT(evidence[4].training, "U-100/SOC-202"),
    TEXT(evidence[4].issued, "2025-01-02"),
    TEXT(evidence[4].expires, ""),
    TEXT(evidence[4].person, "K2"),
    TEXT(evidence[5].seat_of, "O2"),
    TEXT(evidence[5].seat_of, ""),
    TEXT(evidence[5].issued, "2025-01-02"),
    TEXT(evidence[5].expires, ""),
    TEXT(evidence[5].person, "K2"),
    TEXT(evidence[5].seat_as, "DCWF@5.1/411"),
    TEXT(evidence[6].assessed, "TOEFL"),
    NUMBER(evidence[6].score, 60001),
    TEXT(evidence[6].issued, "2025-01-02"),
    TEXT(evidence[7].record, "attached"),
    TEXT(evidence[7].ground, "law"),
    TEXT(evidence[7].ground, ""),
    TEXT(evidence[7].issued, "2020-01-02"),
    TEXT(evidence[7].expires, "2030-01-02"),
    TEXT(evidence[7].expires, ""),
    TEXT(evidence[7].person, "K1"),
    TEXT(evidence[6].verified_by, "U-100"),
    TEXT(evidence[6].verified_by, ""),
    TEXT(needs[0].trust, "verified"),
    TEXT(needs[0].organization, "O2"),
    TEXT(needs[0].organization, ""),
    TEXT(needs[0].engagement, "muster"),
    TEXT(needs[0].classification, "secret"),
    TEXT(needs[0].work_role, "DCWF@5.1/411"),
    TEXT(needs[0].level, "Advanced"),
    TEXT(needs[0].region, "AZ-GA"),
    TEXT(needs[0].citizenships, "AZ"),
    TEXT(needs[0].citizenships, "AZ;GE"),
    TEXT(needs[0].service_statuses, "reserve;eligible"),
    TEXT(needs[0].fitness, "B"),
    TEXT(needs[0].clearance, ""),
    TEXT(needs[0].education, "4"),
    TEXT(needs[0].languages, "az:C1"),
    TEXT(needs[0].starts_on, "2026-10-02"),
    TEXT(needs[0].ends_on, "2027-10-02"),
    NUMBER(needs[0].min_age, 19),
    NUMBER(needs[0].max_age, 41),
    NUMBER(needs[0].headcount, 4),
    NUMBER(needs[0].priority, 4),
    TEXT(alternatives[0].code, "Cisco/CCNA"),
    NUMBER(alternatives[0].clause, 3),
    TEXT(alternatives[1].code, "CORE@1/NET"),
    TEXT(alternatives[1].level, "2"),
    NUMBER(alternatives[2].clause, 5),
    TEXT(alternatives[3].code, "O2"),
    TEXT(alternatives[3].code, "GONE"),
    TEXT(alternatives[4].code, "leytenant"),
    TEXT(alternatives[5].code, "TOEFL"),
    TEXT(alternatives[5].level, "600.5"),
    NUMBER(alternatives[5].months, 10),
    TEXT(alternatives[0].trust, "verified"),
    TEXT(alternatives[0].trust, "declared_no_grace"),
    TEXT(alternatives[5].trust, ""),
    TEXT(alternatives[5].trust, "verified"),
    TEXT(alternatives[5].trust, "verified:CERT-GOV;U-100"),
    TEXT(alternatives[6].code, "DCWF@5.1/411"),
    NUMBER(alternatives[6].months, 0),
    TEXT(alternatives[2].code, "ru"),
    TEXT(alternatives[2].level, "B1"),
    NUMBER(alternatives[2].weight, 3),
    NUMBER(alternatives[2].k, 2),
    TEXT(placements[0].until, "2027-01-01"),
    TEXT(placements[0].person, "K1"),
    TEXT(placements[1].need, "N2"),
};

START_TEST(whatever_counts_changes_both)
{
    struct rows rows = changed(&counting[_i]);
    struct digests before = digests_of_rows(&usual);
    struct digests after = digests_of_rows(&rows);
    check_digests(&before, &after, false, false, counting[_i].what);
}
END_TEST

static const struct change not_counting[] = {
    TEXT(people[0].person_id, "P99999999"),
    TEXT(people[0].given_name, "Nigar"),
    TEXT(people[0].family_name, "Aliyeva"),
    TEXT(people[0].languages, "en:B1;az:C2"), /* a list is a set */
    TEXT(people[0].rank, "GİZİR"),
    TEXT(evidence[2].number, "X-1"),
    TEXT(evidence[1].verified_by, "U-200"),    /* whom no need names */
    TEXT(evidence[6].verified_by, "Cert gov"), /* as fold_key makes it */
    TEXT(needs[1].trust, "declared"),
    TEXT(alternatives[0].trust, "declared"),
    TEXT(needs[0].title, "another title"),
    TEXT(needs[0].citizenships, "TR;AZ"),
    TEXT(needs[0].languages, "en:B1;az:C1"),
    TEXT(organizations[0].name, "Another name"),
    TEXT(placements[1].person, "K8"), /* nobody of the registry: the seat is staffed all the same */
};

START_TEST(names_and_numbers_change_nothing)
{
    struct rows rows = changed(&not_counting[_i]);
    struct digests before = digests_of_rows(&usual);
    struct digests after = digests_of_rows(&rows);
    check_digests(&before, &after, true, true, not_counting[_i].what);
}
END_TEST

static const struct change of_base[] = {
    TEXT(base[0].need, "N2"),
    TEXT(base[0].need, "GONE"),
    TEXT(base[1].person, "K9"),
};

START_TEST(the_base_changes_the_whole_alone)
{
    struct rows rows = changed(&of_base[_i]);
    struct digests before = digests_of_rows(&usual);
    struct digests after = digests_of_rows(&rows);
    check_digests(&before, &after, false, true, of_base[_i].what);
}
END_TEST

START_TEST(flags_and_kinds_count)
{
    struct rows rows[] = {usual, usual, usual, usual, usual, usual, usual};
    rows[0].people[0].relocates = true;
    rows[1].evidence[0].verified = true;
    rows[2].evidence[2].verified = true;
    rows[3].needs[0].incomplete = true;
    rows[4].alternatives[2].desired = true;
    rows[5].alternatives[0].kind = "work_role";
    rows[5].alternatives[0].code = "DCWF@5.1/411";
    rows[6].evidence[4].verified = true;
    struct digests before = digests_of_rows(&usual);
    struct digests after = digests_of_rows(&rows[_i]);
    check_digests(&before, &after, false, false, "flag");
}
END_TEST

/* The key alone, in the same place of the order: whatever refers to it is changed with it. */
START_TEST(keys_of_people_and_needs_count)
{
    struct rows person = usual;
    struct rows need = usual;
    person.people[0].key = person.base[0].person = "K10";
    for (size_t i = 0; i < COUNT(person.evidence); i++) {
        if (i != 3)
            person.evidence[i].person = "K10";
    }
    need.needs[1].code = need.placements[0].need = need.base[1].need = "N3";
    for (size_t i = 3; i < COUNT(need.alternatives); i++)
        need.alternatives[i].need = "N3";
    struct digests before = digests_of_rows(&usual);
    struct digests other_person = digests_of_rows(&person);
    struct digests other_need = digests_of_rows(&need);
    check_digests(&before, &other_person, false, false, "natural key");
    check_digests(&before, &other_need, false, false, "need code");
}
END_TEST

/* A placement without end leaves no date; who is placed counts all the same. */
START_TEST(an_open_placement_counts)
{
    struct rows placed = usual;
    placed.placements[0].until = "";
    struct rows free_person = placed;
    free_person.placements[0].person = "K9"; /* nobody: the seat stays staffed */
    struct digests before = digests_of_rows(&placed);
    struct digests after = digests_of_rows(&free_person);
    check_digests(&before, &after, false, false, "placed");
}
END_TEST

START_TEST(the_people_of_the_base_count)
{
    struct rows rows = usual;
    rows.base[0].person = "K2";
    rows.base[1].person = "K1";
    rows.base[0].need = "N2";
    rows.base[1].need = "N1"; /* the same two pairs in another order */
    struct digests before = digests_of_rows(&usual);
    struct digests same = digests_of_rows(&rows);
    check_digests(&before, &same, true, true, "another order");
    rows.base_count = 1;
    struct digests first = digests_of_rows(&rows);
    rows.base[0].person = "K1";
    struct digests second = digests_of_rows(&rows);
    check_digests(&first, &second, false, true, "another person");
}
END_TEST

START_TEST(day_policy_and_solver_count)
{
    struct test_registry registry = registry_of(&usual);
    struct digests before = digests_of(&registry, 0, "policy", "solver");
    struct digests policy = digests_of(&registry, 0, "policy 2", "solver");
    struct digests solver = digests_of(&registry, 0, "policy", "solver 2");
    struct digests moved = digests_of(&registry, 0, "policys", "olver");
    registry.as_of = "2026-09-02";
    struct digests day = digests_of(&registry, 0, "policy", "solver");
    check_digests(&before, &policy, false, false, "policy");
    check_digests(&before, &solver, false, false, "solver");
    check_digests(&before, &moved, false, false, "the border between them");
    check_digests(&before, &day, false, false, "day");
}
END_TEST

/* Without any base the two are still told apart, and either may be left out. */
START_TEST(either_may_be_left_out)
{
    struct test_registry registry = registry_of(&usual);
    struct digests both = digests_of(&registry, 0, "policy", "solver");
    const struct snapshot *snapshot = registry_seal(&registry, 0);
    struct digest alone;
    snapshot_digest(snapshot, "policy", "solver", &alone, NULL);
    ck_assert_int_eq(digest_compare(&alone, &both.whole), 0);
    snapshot_digest(snapshot, "policy", "solver", NULL, &alone);
    ck_assert_int_eq(digest_compare(&alone, &both.without_base), 0);
    registry.base_count = 0;
    struct digests no_base = digests_of(&registry, 0, "policy", "solver");
    check_digests(&both, &no_base, false, true, "no base");
    ck_assert_int_ne(digest_compare(&no_base.whole, &no_base.without_base), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("digest");
    tcase_add_loop_test(tcase, the_order_of_rows_does_not_count, 0, 12);
    tcase_add_loop_test(tcase, whatever_counts_changes_both, 0, ROWS(counting));
    tcase_add_loop_test(tcase, names_and_numbers_change_nothing, 0, ROWS(not_counting));
    tcase_add_loop_test(tcase, the_base_changes_the_whole_alone, 0, ROWS(of_base));
    tcase_add_loop_test(tcase, flags_and_kinds_count, 0, 7);
    tcase_add_test(tcase, keys_of_people_and_needs_count);
    tcase_add_test(tcase, an_open_placement_counts);
    tcase_add_test(tcase, the_people_of_the_base_count);
    tcase_add_test(tcase, day_policy_and_solver_count);
    tcase_add_test(tcase, either_may_be_left_out);
    return run_tcase(tcase, "evidence/snapshot_digest");
}
