#include "core/gap/staffing.h"

#include <string.h>

#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

/*
 * Two needs of UNIT-1 (below AGENCY, below MINISTRY), one of UNIT-2 (below MINISTRY), one of a
 * university that stands alone, one of an organization that the registry does not know.
 */
static const struct test_organization tree[] = {
    {.code = "AGENCY", .kind = "agency", .parent = "MINISTRY"},
    {.code = "MINISTRY", .kind = "ministry", .parent = "STATE"},
    {.code = "STATE", .kind = "other"},
    {.code = "UNIT-1", .kind = "unit", .parent = "AGENCY"},
    {.code = "UNIT-2", .kind = "unit", .parent = "MINISTRY"},
    {.code = "UNI", .kind = "university", .parent = "STATE"},
};

static const struct test_need needs[] = {
    {.code = "A", .organization = "UNIT-2", .headcount = 3, .priority = 2, .fitness = "B"},
    {.code = "B", .organization = "UNIT-1", .headcount = 1, .priority = 2},
    {.code = "C", .organization = "UNIT-1", .headcount = 2, .priority = 1, .clearance = "secret"},
    {.code = "D", .organization = "NOBODY", .headcount = 1, .priority = 9, .fitness = "A"},
    {.code = "E", .organization = "UNI", .headcount = 1, .priority = 1, .region = "AZ-BA"},
};

/* p1 and p2 fit A (p2 better placed), p3 fits nothing but B and E by relocation. */
static const struct test_person people[] = {
    {.key = "p1", .fitness = "B", .region = "AZ-GA"},
    {.key = "p2", .fitness = "A", .region = "AZ-BA", .clearance = "secret"},
    {.key = "p3", .fitness = "C", .relocates = true},
    {.key = "p4", .fitness = "A", .region = "AZ-GA"},
    {.key = "s1"},
    {.key = "s2"},
    {.key = "s3"},
};

/* B has two people in one seat: a surplus. */
static const struct test_placement placements[] = {
    {.person = "s1", .need = "B"}, {.person = "s2", .need = "B"}, {.person = "s3", .need = "A"}};

static const struct test_base base[] = {{"p1", "A"}, {"p3", "B"}};

static const struct test_registry registry = {
    .organizations = tree,
    .organization_count = COUNT(tree),
    .people = people,
    .person_count = COUNT(people),
    .needs = needs,
    .need_count = COUNT(needs),
    .placements = placements,
    .placement_count = COUNT(placements),
    .base = base,
    .base_count = COUNT(base),
};

enum { NOT = -1, A, B, C, D, E };
/* p1 and p4 in A, p3 in E; nobody in C and D; people of the snapshot are in this order. */
static const int32_t run[COUNT(people)] = {A, NOT, E, A, NOT, NOT, NOT};

static const struct snapshot *snapshot;
static struct pairs *pairs;

static const struct staffing *counted(const int32_t *need_of)
{
    snapshot = registry_seal(&registry, 7);
    pairs = pairs_build(snapshot, registry_expand(snapshot), registry_arena());
    return staffing_count(snapshot, pairs, need_of, registry_arena());
}

static void check_figures(const char *what, const struct staffing_figures *seen, int64_t seats,
                          int64_t staffed, int64_t filled, int64_t short_of, int64_t fit_bp)
{
    ck_assert_msg(seen->seats == seats && seen->staffed == staffed && seen->filled == filled &&
                      seen->short_of == short_of && seen->fit_bp == fit_bp,
                  "%s: seats %d, staffed %d, filled %d, short %d, fit %d", what, (int)seen->seats,
                  (int)seen->staffed, (int)seen->filled, (int)seen->short_of, (int)seen->fit_bp);
}

/* By organization code (unknown last), then priority, then need code. */
static const struct {
    const char *code;
    int64_t seats, staffed, filled, short_of, fit_bp;
    uint64_t eligible, runner_ups;
} need_rows[] = {
    {"E", 1, 0, 1, 0, 9000, 2, 1},  {"C", 2, 0, 0, 2, 0, 1, 1}, {"B", 1, 2, 0, 0, 0, 4, 1},
    {"A", 3, 1, 2, 0, 19000, 3, 1}, {"D", 1, 0, 0, 1, 0, 2, 1},
};

START_TEST(needs_are_counted_one_by_one)
{
    const struct staffing *staffing = counted(run);
    ck_assert_uint_eq(staffing->need_count, COUNT(need_rows));
    const struct staffing_need *seen = &staffing->needs[_i];
    ck_assert_view_eq(snapshot->needs[seen->need].code, need_rows[_i].code);
    check_figures(need_rows[_i].code, &seen->figures, need_rows[_i].seats, need_rows[_i].staffed,
                  need_rows[_i].filled, need_rows[_i].short_of, need_rows[_i].fit_bp);
    ck_assert_uint_eq(seen->eligible, need_rows[_i].eligible);
    ck_assert_uint_eq(seen->runner_ups, need_rows[_i].runner_ups);
}
END_TEST

/* Nobody is seated: who would come first, by fit and then by key. */
static const struct {
    const char *code;
    const char *keys[STAFFING_NEXT_MAX]; /* ended by NULL when fewer */
} next_rows[] = {
    {"E", {"p2", "p3"}},       {"C", {"p2"}},       {"B", {"p1", "p2", "p3"}},
    {"A", {"p1", "p2", "p4"}}, {"D", {"p2", "p4"}},
};

START_TEST(the_best_runner_ups_are_listed)
{
    static const int32_t nobody[COUNT(people)] = {NOT, NOT, NOT, NOT, NOT, NOT, NOT};
    const struct staffing *staffing = counted(nobody);
    const struct staffing_need *seen = &staffing->needs[_i];
    size_t count = 0;
    ck_assert_view_eq(snapshot->needs[seen->need].code, next_rows[_i].code);
    for (; count < STAFFING_NEXT_MAX && next_rows[_i].keys[count] != NULL; count++) {
        ck_assert_uint_lt(count, seen->next_count);
        ck_assert_view_eq(snapshot->people[seen->next[count].person].natural_key,
                          next_rows[_i].keys[count]);
        ck_assert_int_eq(seen->next[count].fit_bp,
                         pairs_fit(pairs, (size_t)seen->next[count].person, (size_t)seen->need));
    }
    ck_assert_uint_eq(seen->next_count, count);
}
END_TEST

/* Fits of all people for A, as if they were eligible; p4 is seated. */
START_TEST(runner_ups_come_best_fit_first)
{
    static const int32_t one_seated[COUNT(people)] = {NOT, NOT, NOT, A, NOT, NOT, NOT};
    static const int32_t expected[] = {1, 6, 4};
    static const uint32_t fits_bp[] = {5000, 9000, 7000, 9999, 8000, 100, 9000};
    struct pair items[COUNT(fits_bp)];
    for (size_t i = 0; i < COUNT(fits_bp); i++)
        items[i] = (struct pair){.need = A, .fit_bp = fits_bp[i]};
    size_t starts[] = {0, 1, 2, 3, 4, 5, 6, 7};
    uint64_t reasons[COUNT(needs)][REASON_COUNT] = {{0}};
    struct pairs made = {.person_count = COUNT(people),
                         .need_count = COUNT(needs),
                         .row_start = starts,
                         .items = items,
                         .reasons = reasons};
    snapshot = registry_seal(&registry, 7);
    const struct staffing *staffing = staffing_count(snapshot, &made, one_seated, registry_arena());
    for (size_t i = 0; i < staffing->need_count; i++) {
        const struct staffing_need *seen = &staffing->needs[i];
        if (seen->need != A) {
            ck_assert_uint_eq(seen->next_count, 0);
            continue;
        }
        ck_assert_uint_eq(seen->runner_ups, 6);
        ck_assert_uint_eq(seen->next_count, STAFFING_NEXT_MAX);
        for (size_t j = 0; j < STAFFING_NEXT_MAX; j++)
            ck_assert_int_eq(seen->next[j].person, expected[j]);
    }
}
END_TEST

static const struct {
    const char *code; /* "" = unknown */
    size_t needs;
    int64_t seats, staffed, filled, short_of, fit_bp;
} unit_rows[] =
    {
        {"UNI", 1, 1, 0, 1, 0, 9000},
        {"UNIT-1", 2, 3, 2, 0, 2, 0}, /* the surplus of B does not fill C */
        {"UNIT-2", 1, 3, 1, 2, 0, 19000},
        {"", 1, 1, 0, 0, 1, 0},
},
  agency_rows[] = {
      {"MINISTRY", 3, 6, 3, 2, 2, 19000},
      {"UNI", 1, 1, 0, 1, 0, 9000},
      {"", 1, 1, 0, 0, 1, 0},
};

static void check_group(const struct staffing_group *seen, const char *code, size_t need_count)
{
    if (code[0] == '\0')
        ck_assert_int_eq(seen->organization, -1);
    else
        ck_assert_view_eq(snapshot->organizations[seen->organization].code, code);
    ck_assert_uint_eq(seen->need_count, need_count);
}

START_TEST(units_add_their_needs)
{
    const struct staffing *staffing = counted(run);
    ck_assert_uint_eq(staffing->unit_count, COUNT(unit_rows));
    check_group(&staffing->units[_i], unit_rows[_i].code, unit_rows[_i].needs);
    check_figures(unit_rows[_i].code, &staffing->units[_i].figures, unit_rows[_i].seats,
                  unit_rows[_i].staffed, unit_rows[_i].filled, unit_rows[_i].short_of,
                  unit_rows[_i].fit_bp);
}
END_TEST

START_TEST(agencies_are_the_topmost)
{
    const struct staffing *staffing = counted(run);
    ck_assert_uint_eq(staffing->agency_count, COUNT(agency_rows));
    check_group(&staffing->agencies[_i], agency_rows[_i].code, agency_rows[_i].needs);
    check_figures(agency_rows[_i].code, &staffing->agencies[_i].figures, agency_rows[_i].seats,
                  agency_rows[_i].staffed, agency_rows[_i].filled, agency_rows[_i].short_of,
                  agency_rows[_i].fit_bp);
}
END_TEST

START_TEST(totals_add_all_needs)
{
    const struct staffing *staffing = counted(run);
    check_figures("total", &staffing->total, 8, 3, 3, 3, 28000);
    check_figures("priority 1", &staffing->by_priority[0], 3, 0, 1, 2, 9000);
    check_figures("priority 2", &staffing->by_priority[1], 4, 3, 2, 0, 19000);
    check_figures("priority 5", &staffing->by_priority[4], 0, 0, 0, 0, 0);
    check_figures("priority 9", &staffing->by_priority[8], 1, 0, 0, 1, 0);
}
END_TEST

START_TEST(the_seated_stand_best_fit_first)
{
    const int32_t all_in_b[COUNT(people)] = {B, B, B, A, NOT, NOT, NOT};
    const struct staffing *staffing = counted(all_in_b);
    const struct staffing_need *b = &staffing->needs[2];
    ck_assert_uint_eq(b->person_count, 3);
    for (int32_t i = 0; i < 3; i++) { /* equal fit: by natural key */
        ck_assert_int_eq(b->people[i].person, i);
        ck_assert_int_eq(b->people[i].fit_bp, 9500);
        ck_assert_int_eq(b->people[i].kept, i == 2); /* p1's base is another need */
    }
    ck_assert_int_eq(b->figures.short_of, 0);
    ck_assert_uint_eq(staffing->needs[3].person_count, 1);
    ck_assert(!staffing->needs[3].people[0].kept);
}
END_TEST

START_TEST(reasons_are_told_where_seats_stay_short)
{
    const struct staffing *staffing = counted(run);
    const struct staffing_need *c = &staffing->needs[1];
    static const struct staffing_reason expected[] = {{REASON_PLACED, 3}, {REASON_CLEARANCE, 3}};
    ck_assert_uint_eq(c->reason_count, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        ck_assert_int_eq(c->reasons[i].reason, expected[i].reason);
        ck_assert_uint_eq(c->reasons[i].people, expected[i].people);
    }
    const struct staffing_need *d = &staffing->needs[4];
    ck_assert_uint_eq(d->reason_count, 2);
    ck_assert_int_eq(d->reasons[0].reason, REASON_PLACED);
    ck_assert_int_eq(d->reasons[1].reason, REASON_FITNESS);
    ck_assert_uint_eq(d->reasons[1].people, 2);
    ck_assert_uint_eq(staffing->needs[0].reason_count, 0);
    ck_assert_uint_eq(staffing->needs[2].reason_count, 0);
}
END_TEST

START_TEST(nothing_at_all_is_counted_as_nothing)
{
    const struct test_registry empty = {0};
    snapshot = registry_seal(&empty, 0);
    pairs = pairs_build(snapshot, registry_expand(snapshot), registry_arena());
    const struct staffing *staffing = staffing_count(snapshot, pairs, NULL, registry_arena());
    ck_assert_uint_eq(staffing->need_count + staffing->unit_count + staffing->agency_count, 0);
    check_figures("total", &staffing->total, 0, 0, 0, 0, 0);
}
END_TEST

/* Two organizations that name each other as parent: the walk ends, the one of them is the agency.
 */
START_TEST(a_ring_of_parents_ends)
{
    const struct test_organization ring[] = {{.code = "X", .kind = "unit", .parent = "Y"},
                                             {.code = "Y", .kind = "agency", .parent = "X"}};
    const struct test_need need = {.organization = "X"};
    const struct test_registry ringed = {
        .organizations = ring, .organization_count = COUNT(ring), .needs = &need, .need_count = 1};
    snapshot = registry_seal(&ringed, 0);
    pairs = pairs_build(snapshot, registry_expand(snapshot), registry_arena());
    const struct staffing *staffing = staffing_count(snapshot, pairs, NULL, registry_arena());
    ck_assert_uint_eq(staffing->agency_count, 1);
    ck_assert_int_eq(staffing->agencies[0].organization, 1);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("staffing");
    tcase_add_loop_test(tcase, the_best_runner_ups_are_listed, 0, ROWS(next_rows));
    tcase_add_test(tcase, runner_ups_come_best_fit_first);
    tcase_add_loop_test(tcase, needs_are_counted_one_by_one, 0, ROWS(need_rows));
    tcase_add_loop_test(tcase, units_add_their_needs, 0, ROWS(unit_rows));
    tcase_add_loop_test(tcase, agencies_are_the_topmost, 0, ROWS(agency_rows));
    tcase_add_test(tcase, totals_add_all_needs);
    tcase_add_test(tcase, the_seated_stand_best_fit_first);
    tcase_add_test(tcase, reasons_are_told_where_seats_stay_short);
    tcase_add_test(tcase, nothing_at_all_is_counted_as_nothing);
    tcase_add_test(tcase, a_ring_of_parents_ends);
    return run_tcase(tcase, "gap/staffing");
}
