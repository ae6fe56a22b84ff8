#include "core/gap/gap.h"

#include "core/base/alloc.h"
#include "tests/unit/evidence/registry.h"
#include "tests/unit/run_tcase.h"

#define R511 "DCWF@5.1/511"
#define R411 "DCWF@5.1/411"

static const struct test_organization tree[] = {{.code = "U1"}, {.code = "U2"}};

/*
 * Two needs of one cell (511 Basic, Baku), one of the same role and level elsewhere, one of a
 * higher level, one of no role and no region that any person is competent for, and one incomplete.
 */
static const struct test_need needs[] = {
    {.code = "N1",
     .organization = "U1",
     .work_role = R511,
     .region = "AZ-BA",
     .headcount = 2,
     .clearance = "secret"},
    {.code = "N2", .organization = "U2", .work_role = R511, .level = "Basic", .region = "AZ-BA"},
    {.code = "N3", .organization = "U2", .work_role = R511, .region = "AZ-GA", .headcount = 3},
    {.code = "N4", .organization = "U1", .work_role = R511, .level = "Intermediate"},
    {.code = "N5", .fitness = "A"},
    {.code = "N6", .work_role = R411, .incomplete = true},
};

static const struct test_person people[] = {
    {.key = "a", .region = "AZ-BA", .clearance = "secret"}, /* fits N1 and N2 */
    {.key = "b", .region = "AZ-BA"},                        /* fits N2, lacks clearance for N1 */
    {.key = "c", .region = "AZ-BA"},                        /* lacks the role */
    {.key = "d", .region = "AZ-GA"},                        /* lacks the role */
    {.key = "e", .relocates = true},                        /* role by an award that is over */
    {.key = "f", .region = "AZ-BA", .service_status = ""},  /* competent, no engagement */
    {.key = "s", .region = "AZ-BA"},                        /* sits in N2: it has two too many */
    {.key = "t", .region = "AZ-BA"},
};
static const struct test_evidence evidence[] = {
    {.person = "a", .element = R511, .level = "Basic"},
    {.person = "b", .element = R511, .level = "Basic"},
    {.person = "c", .element = R411, .level = "Basic"}, /* fails N6 for being incomplete alone */
    {.person = "e", .credential = "CompTIA/CySA+", .issued = "2019-01-01"},
    {.person = "f", .element = R511, .level = "Intermediate"},
    {.person = "s", .element = R511, .level = "Basic"},
};
static const struct test_placement placements[] = {{.person = "s", .need = "N2"},
                                                   {.person = "t", .need = "N2"}};

static const struct test_registry registry = {
    .organizations = tree,
    .organization_count = COUNT(tree),
    .people = people,
    .person_count = COUNT(people),
    .evidence = evidence,
    .evidence_count = COUNT(evidence),
    .needs = needs,
    .need_count = COUNT(needs),
    .placements = placements,
    .placement_count = COUNT(placements),
};

/* a sits in N1. */
static const int32_t run[COUNT(people)] = {0, -1, -1, -1, -1, -1, -1, -1};

static const struct gap *counted(const struct test_registry *rows, const int32_t *need_of,
                                 uint64_t order)
{
    const struct snapshot *snapshot = registry_seal(rows, order);
    const struct expansion *expansions = registry_expand(snapshot);
    struct pairs *pairs = pairs_build(snapshot, expansions, registry_arena());
    return gap_count(snapshot, expansions, pairs, need_of, registry_arena());
}

/* "need staffed filled short qualified have one_step | people reason what | ..." */
static void add_figures(struct str *out, const struct gap_figures *figures)
{
    const int64_t all[] = {figures->need,     figures->staffed,   figures->filled,
                           figures->short_of, figures->qualified, figures->have,
                           figures->one_step};
    for (size_t i = 0; i < COUNT(all); i++)
        str_add_format(out, "%s%d", i > 0 ? " " : "", (int)all[i]);
}

static void add_cell(struct str *out, const struct gap *gap, const struct gap_cell *cell)
{
    const struct catalogue *catalogue = registry_catalogue();
    str_add_format(
        out, "%s %d %s %.*s: ",
        cell->work_role < 0 ? "-" : catalogue_element(catalogue, cell->work_role)->canonical,
        cell->level, cell->region < 0 ? "-" : catalogue_region(catalogue, cell->region)->code,
        cell->organization < 0 ? 1 : 2,
        cell->organization < 0 ? "-" : gap->snapshot->organizations[cell->organization].code.data);
    add_figures(out, &cell->figures);
    for (size_t i = 0; i < cell->step_count; i++)
        str_add_format(out, " | %d %s %s", (int)cell->steps[i].people,
                       reason_code(cell->steps[i].reason), cell->steps[i].what);
}

static void check_cell(const struct gap *gap, const struct gap_cell *cell, const char *expected)
{
    CADRE_CLEANUP(str_release) struct str seen = {0};
    add_cell(&seen, gap, cell);
    ck_assert_str_eq(str_chars(&seen), expected);
}

/*
 * 511 Basic, Baku: of its seats 2 + 1 the placements of N2 (2) are one too many, so N1's second
 * seat stays short. Competent: a, b, f, s. Have: a, b. One step: c (role), e (award over) and f
 * (engagement) by N2; s by N2 only, since N1 asks for a clearance besides. Not t: placed and no
 * role. Not b, whom N1 would cost one step, since N2 takes him.
 */
static const char *const cell_rows[] = {
    "DCWF@5.1/411 1 - -: 1 0 0 1 0 0 0",
    "DCWF@5.1/511 1 AZ-BA -: 3 2 1 1 4 2 4 | 1 engagement consent to contract"
    " | 1 placed end of the present placement | 1 credential_expired DCWF@5.1/511 Basic",
    "DCWF@5.1/511 1 AZ-GA -: 3 0 0 3 4 0 4 | 2 region region AZ-GA"
    " | 1 credential_expired DCWF@5.1/511 Basic | 1 competency_missing DCWF@5.1/511 Basic",
    "DCWF@5.1/511 2 - -: 1 0 0 1 1 0 6 | 2 level_too_low DCWF@5.1/511 Intermediate"
    " | 2 competency_missing DCWF@5.1/511 Intermediate | 1 engagement consent to contract",
    "- 0 - -: 1 0 0 1 8 0 5 | 5 fitness fitness A",
};

START_TEST(cells_are_counted)
{
    const struct gap *gap = counted(&registry, run, (uint64_t)_i);
    ck_assert_uint_eq(gap->cell_count, COUNT(cell_rows));
    for (size_t i = 0; i < COUNT(cell_rows); i++)
        check_cell(gap, &gap->cells[i], cell_rows[i]);
}
END_TEST

/* Role by level: a and b count once, though they are in several cells of it. */
static const char *const role_rows[] = {
    "DCWF@5.1/411 1 - -: 1 0 0 1 0 0 0",
    "DCWF@5.1/511 1 - -: 6 2 1 4 4 2 5 | 2 competency_missing DCWF@5.1/511 Basic"
    " | 1 engagement consent to contract | 1 placed end of the present placement",
    "DCWF@5.1/511 2 - -: 1 0 0 1 1 0 6 | 2 level_too_low DCWF@5.1/511 Intermediate"
    " | 2 competency_missing DCWF@5.1/511 Intermediate | 1 engagement consent to contract",
    "- 0 - -: 1 0 0 1 8 0 5 | 5 fitness fitness A",
};

START_TEST(roles_are_counted_anew)
{
    const struct gap *gap = counted(&registry, run, 0);
    ck_assert_uint_eq(gap->role_count, COUNT(role_rows));
    for (size_t i = 0; i < COUNT(role_rows); i++)
        check_cell(gap, &gap->roles[i], role_rows[i]);
}
END_TEST

static const char *const region_rows[] = {
    "- 0 AZ-BA -: 3 2 1 1 4 2 4 | 1 engagement consent to contract"
    " | 1 placed end of the present placement | 1 credential_expired DCWF@5.1/511 Basic",
    "- 0 AZ-GA -: 3 0 0 3 4 0 4 | 2 region region AZ-GA"
    " | 1 credential_expired DCWF@5.1/511 Basic | 1 competency_missing DCWF@5.1/511 Basic",
    "- 0 - -: 3 0 0 3 8 0 6 | 5 fitness fitness A | 2 level_too_low DCWF@5.1/511 Intermediate"
    " | 2 competency_missing DCWF@5.1/511 Intermediate",
};

START_TEST(regions_are_counted_anew)
{
    const struct gap *gap = counted(&registry, run, 0);
    ck_assert_uint_eq(gap->region_count, COUNT(region_rows));
    for (size_t i = 0; i < COUNT(region_rows); i++)
        check_cell(gap, &gap->regions[i], region_rows[i]);
}
END_TEST

static const char *const organization_rows[] = {
    "- 0 - U1: 3 0 1 2 4 1 5 | 2 competency_missing DCWF@5.1/511 Intermediate"
    " | 1 engagement consent to contract | 1 clearance clearance secret",
    "- 0 - U2: 4 2 0 3 4 2 5 | 2 competency_missing DCWF@5.1/511 Basic"
    " | 1 engagement consent to contract | 1 placed end of the present placement",
    "- 0 - -: 2 0 0 2 8 0 5 | 5 fitness fitness A",
};

START_TEST(organizations_are_counted_anew)
{
    const struct gap *gap = counted(&registry, run, 0);
    ck_assert_uint_eq(gap->organization_count, COUNT(organization_rows));
    for (size_t i = 0; i < COUNT(organization_rows); i++)
        check_cell(gap, &gap->organizations[i], organization_rows[i]);
}
END_TEST

START_TEST(a_person_counts_once_in_the_total)
{
    const struct gap *gap = counted(&registry, run, 0);
    CADRE_CLEANUP(str_release) struct str seen = {0};
    add_figures(&seen, &gap->total);
    ck_assert_str_eq(str_chars(&seen), "9 2 1 7 8 2 5");
}
END_TEST

START_TEST(nothing_at_all_is_counted_as_nothing)
{
    const struct test_registry empty = {0};
    const struct gap *gap = counted(&empty, NULL, 0);
    ck_assert_uint_eq(gap->cell_count + gap->role_count + gap->region_count, 0);
    ck_assert_uint_eq(gap->organization_count, 0);
    ck_assert_int_eq(gap->total.need, 0);
}
END_TEST

/* ---- against a recount by sets ----------------------------------------------------------------
 */

static bool in_cell(const struct gap_cell *cell, const struct need *need)
{
    return need->work_role == cell->work_role && need->level == cell->level &&
           need->region == cell->region;
}

/* What was decided of the pair is left aside: it is no want of people. */
static bool is_one_step(const struct verdict *verdict)
{
    uint32_t wanting = 0;
    for (uint32_t i = 0; i < verdict->failure_count; i++) {
        enum reason reason = verdict->failures[i].reason;
        if (reason == REASON_OTHER)
            return false;
        wanting += reason != REASON_FORBIDDEN && reason != REASON_DECLINED;
    }
    return wanting == 1;
}

/* NULL = all needs. */
static struct gap_figures recount(const struct snapshot *snapshot,
                                  const struct expansion *expansions, const int32_t *need_of,
                                  const struct gap_cell *cell)
{
    struct gap_figures figures = {0};
    for (size_t j = 0; j < snapshot->need_count; j++) {
        const struct need *need = &snapshot->needs[j];
        int64_t filled = 0;
        if (cell != NULL && !in_cell(cell, need))
            continue;
        for (size_t i = 0; i < snapshot->person_count; i++)
            filled += need_of[i] == (int32_t)j;
        figures.need += need->headcount;
        figures.staffed += need->staffed;
        figures.filled += filled;
        if (need->headcount > need->staffed + filled)
            figures.short_of += need->headcount - need->staffed - filled;
    }
    for (size_t i = 0; i < snapshot->person_count; i++) {
        bool qualified = false;
        bool have = false;
        bool one_step = false;
        for (size_t j = 0; j < snapshot->need_count; j++) {
            struct verdict verdict;
            if (cell != NULL && !in_cell(cell, &snapshot->needs[j]))
                continue;
            qualify_pair(snapshot, &expansions[i], &snapshot->needs[j], &verdict);
            qualified |= verdict.competent;
            have |= verdict.competent && verdict.serviceable;
            one_step |= is_one_step(&verdict);
        }
        figures.qualified += qualified;
        figures.have += have;
        figures.one_step += one_step && !have;
    }
    return figures;
}

static void check_same(const struct gap_figures *left, const struct gap_figures *right)
{
    CADRE_CLEANUP(str_release) struct str a = {0};
    CADRE_CLEANUP(str_release) struct str b = {0};
    add_figures(&a, left);
    add_figures(&b, right);
    ck_assert_str_eq(str_chars(&a), str_chars(&b));
}

START_TEST(random_registries_are_counted_as_by_sets)
{
    uint64_t seed = (uint64_t)_i + 1;
    const struct snapshot *snapshot = registry_seal(registry_random(seed), seed);
    const struct expansion *expansions = registry_expand(snapshot);
    struct pairs *pairs = pairs_build(snapshot, expansions, registry_arena());
    int32_t *need_of = arena_calloc(registry_arena(), snapshot->person_count, sizeof *need_of);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        size_t fitting = pairs->row_start[i + 1] - pairs->row_start[i];
        size_t chosen = random_below(&seed, fitting + 1);
        need_of[i] =
            chosen < fitting ? (int32_t)pairs->items[pairs->row_start[i] + chosen].need : -1;
    }
    const struct gap *gap = gap_count(snapshot, expansions, pairs, need_of, registry_arena());
    for (size_t at = 0; at < gap->cell_count; at++) {
        struct gap_figures again = recount(snapshot, expansions, need_of, &gap->cells[at]);
        check_same(&gap->cells[at].figures, &again);
        for (size_t step = 0; step < gap->cells[at].step_count; step++)
            ck_assert_int_le(gap->cells[at].steps[step].people, again.one_step);
    }
    struct gap_figures total = recount(snapshot, expansions, need_of, NULL);
    check_same(&gap->total, &total);
}
END_TEST

int main(void)
{
    TCase *tcase = registry_tcase("gap");
    tcase_add_loop_test(tcase, cells_are_counted, 0, 4);
    tcase_add_test(tcase, roles_are_counted_anew);
    tcase_add_test(tcase, regions_are_counted_anew);
    tcase_add_test(tcase, organizations_are_counted_anew);
    tcase_add_test(tcase, a_person_counts_once_in_the_total);
    tcase_add_test(tcase, nothing_at_all_is_counted_as_nothing);
    tcase_add_loop_test(tcase, random_registries_are_counted_as_by_sets, 0, 10);
    return run_tcase(tcase, "gap/gap");
}
