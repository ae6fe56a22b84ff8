/*
 * Whole explanations are compared in tests/golden; here is what depends on the outcome.
 */
#include "core/base/alloc.h"
#include "reports/document_model.h"
#include "reports/report.h"
#include "tests/unit/run_tcase.h"

static struct need needs[] = {
    {.code = {"N-1", 3},
     .title = {"Analyst", 7},
     .organization = -1,
     .work_role = -1,
     .region = -1,
     .headcount = 6},
    {.code = {"N-2", 3},
     .title = {"Responder", 9},
     .organization = -1,
     .work_role = -1,
     .region = -1,
     .headcount = 1},
};
static struct person people[] = {
    {.person_id = {"P00000001", 9}, .region = -1},
    {.person_id = {"P00000002", 9}, .region = -1, .placed = true},
};

static struct snapshot snapshot_with(const struct catalogue *catalogue)
{
    return (struct snapshot){.catalogue = catalogue,
                             .needs = needs,
                             .need_count = 2,
                             .people = people,
                             .person_count = 2};
}

static const struct {
    int32_t person, placed_need;
    enum explain_outcome outcomes[2];
    const char *finding;
} people_findings[] = {
    {0,
     0,
     {EXPLAIN_PLACED_HERE, EXPLAIN_NOT_ELIGIBLE},
     "P00000001 is placed in N-1, Analyst, with a fit of 87.50\u00a0%."},
    {0,
     -1,
     {EXPLAIN_OUTBID, EXPLAIN_TIED},
     "P00000001 is not placed: eligible for 2 of 2 needs, and no seat of these was left."},
    {0,
     -1,
     {EXPLAIN_NOT_ELIGIBLE, EXPLAIN_NOT_ELIGIBLE},
     "P00000001 is not placed: 2 needs looked at, none fits."},
    {1,
     -1,
     {EXPLAIN_NOT_ELIGIBLE, EXPLAIN_NOT_ELIGIBLE},
     "P00000002 sits in a seat already and is not matched anew."},
};

START_TEST(finding_says_where_a_person_is)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    struct snapshot snapshot = snapshot_with(catalogue);
    struct report_context context = {.draft = false};
    struct explain_line lines[2] = {{.need = 0, .fit = {.total_bp = 8750}}, {.need = 1}};
    for (int i = 0; i < 2; i++) {
        lines[i].outcome = people_findings[_i].outcomes[i];
        lines[i].verdict.primary = REASON_WITHDRAWN;
    }
    struct explain_person explanation = {.person = people_findings[_i].person,
                                         .placed_need = people_findings[_i].placed_need,
                                         .lines = lines,
                                         .line_count = 2};
    const struct document *document =
        explain_person_report(&explanation, &snapshot, &context, arena);
    ck_assert_str_eq(document->finding, people_findings[_i].finding);
    catalogue_free(catalogue);
}
END_TEST

/* Asked for one need where the person is not placed: the placement is named, its fit is not known.
 */
START_TEST(a_placement_outside_the_lines_is_told)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    struct snapshot snapshot = snapshot_with(catalogue);
    struct report_context context = {.draft = false};
    struct explain_line line = {.need = 1, .outcome = EXPLAIN_PLACED_ELSEWHERE};
    struct explain_person explanation = {
        .person = 0, .placed_need = 0, .lines = &line, .line_count = 1};
    const struct document *document =
        explain_person_report(&explanation, &snapshot, &context, arena);
    ck_assert_str_eq(document->finding, "P00000001 is placed in N-1, Analyst.");
    ck_assert_str_eq(document->table_names[0], "fitting");
    catalogue_free(catalogue);
}
END_TEST

static const struct {
    struct explain_need explanation;
    const char *finding, *first, *second;
} need_findings[] = {
    {{.need = 0,
      .filled = 2,
      .empty = 4,
      .eligible = 3,
      .seated_elsewhere = 1,
      .reasons = {[REASON_AGE] = 7, [REASON_CLEARANCE] = 9}},
     "4 of 6 seats of N-1, Analyst, stay empty.",
     "3 people meet every condition, and the run seats all of them: 2 here, 1 in other needs that "
     "come first or gain more. Most people are kept out by: clearance too low (9 people).",
     "Any eligible newcomer would be seated here."},
    {{.need = 1, .empty = 1, .reasons = {[REASON_AGE] = 1}},
     "1 of 1 seats of N-2, Responder, stay empty.",
     "Nobody meets every condition of this need. Most people are kept out by: age (1 person).",
     "Any eligible newcomer would be seated here."},
    {{.need = 1, .filled = 1, .eligible = 5, .runner_ups = 4, .cutoff_bp = 9100},
     "No seat of N-2, Responder, stays empty.",
     "A newcomer would need a fit of at least 91.00\u00a0% to be seated here.",
     NULL},
    {{.need = 1, .filled = 1, .eligible = 5, .runner_ups = 4, .cutoff_bp = FIT_MAX_BP + 1},
     "No seat of N-2, Responder, stays empty.",
     "No newcomer could take a seat here, whatever their fit.",
     NULL},
};

START_TEST(sentences_say_why_seats_are_empty)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    struct snapshot snapshot = snapshot_with(catalogue);
    struct report_context context = {.draft = false};
    const struct document *document =
        explain_need_report(&need_findings[_i].explanation, &snapshot, &context, arena);
    const struct document_block *blocks = document->sections[1]->blocks;
    ck_assert_str_eq(document->finding, need_findings[_i].finding);
    ck_assert_str_eq(blocks[0].paragraph, need_findings[_i].first);
    if (need_findings[_i].second != NULL)
        ck_assert_str_eq(blocks[1].paragraph, need_findings[_i].second);
    else
        ck_assert_ptr_null(blocks[1].paragraph);
    catalogue_free(catalogue);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("explain");
    tcase_add_loop_test(tcase, finding_says_where_a_person_is, 0, ROWS(people_findings));
    tcase_add_test(tcase, a_placement_outside_the_lines_is_told);
    tcase_add_loop_test(tcase, sentences_say_why_seats_are_empty, 0, ROWS(need_findings));
    return run_tcase(tcase, "reports/explain");
}
