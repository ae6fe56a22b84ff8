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
    {.code = {"N-3", 3},
     .title = {"Tester", 6},
     .organization = -1,
     .work_role = -1,
     .region = -1,
     .headcount = 2,
     .incomplete = true},
};
static struct person people[] = {
    {.person_id = {"P00000001", 9}, .region = -1},
    {.person_id = {"P00000002", 9}, .region = -1, .placed = true},
};

static struct snapshot snapshot_with(const struct catalogue *catalogue)
{
    return (struct snapshot){.catalogue = catalogue,
                             .needs = needs,
                             .need_count = 3,
                             .people = people,
                             .person_count = 2};
}

/* `lines`: how many of two needs the explanation is about, the second one when it is one. */
static const struct {
    int32_t person, placed_need;
    size_t lines;
    enum explain_outcome outcomes[2];
    uint32_t failures;
    const char *finding;
} people_findings[] = {
    {0,
     0,
     2,
     {EXPLAIN_PLACED_HERE, EXPLAIN_NOT_ELIGIBLE},
     1,
     "P00000001 is placed in N-1, Analyst, with a fit of 87.50\u00a0%."},
    {0,
     -1,
     2,
     {EXPLAIN_OUTBID, EXPLAIN_TIED},
     0,
     "P00000001 is not placed: eligible for 2 of 2 needs, none of which has a seat left."},
    {0,
     -1,
     2,
     {EXPLAIN_OUTBID, EXPLAIN_NOT_ELIGIBLE},
     1,
     "P00000001 is not placed: eligible for 1 of 2 needs, which has no seat left."},
    {0,
     -1,
     2,
     {EXPLAIN_NOT_ELIGIBLE, EXPLAIN_NOT_ELIGIBLE},
     1,
     "P00000001 is not placed: 2 needs looked at, none fits."},
    {1,
     -1,
     2,
     {EXPLAIN_NOT_ELIGIBLE, EXPLAIN_NOT_ELIGIBLE},
     1,
     "P00000002 sits in a seat already and is not matched anew."},
    /* The seat ends before the need begins. */
    {1,
     -1,
     2,
     {EXPLAIN_OUTBID, EXPLAIN_NOT_ELIGIBLE},
     1,
     "P00000002 is not placed: eligible for 1 of 2 needs, which has no seat left."},
    {0, -1, 0, {EXPLAIN_NOT_ELIGIBLE}, 0, "P00000001 is not placed: there is no need."},
    /* Asked about one need. */
    {0,
     1,
     1,
     {[1] = EXPLAIN_PLACED_HERE},
     0,
     "P00000001 is placed in N-2, Responder, with a fit of 91.00\u00a0%."},
    {0,
     0,
     1,
     {[1] = EXPLAIN_PLACED_ELSEWHERE},
     0,
     "P00000001 fits N-2, Responder, but is placed in N-1, Analyst."},
    {0,
     0,
     1,
     {[1] = EXPLAIN_NOT_ELIGIBLE},
     2,
     "P00000001 does not fit N-2, Responder, and is placed in N-1, Analyst."},
    {0,
     0,
     1,
     {[1] = EXPLAIN_NO_FREE_SEAT},
     0,
     "P00000001 fits N-2, Responder, but is placed in N-1, Analyst."},
    {0,
     -1,
     1,
     {[1] = EXPLAIN_OUTBID},
     0,
     "P00000001 fits N-2, Responder, but those who are seated there serve the whole better."},
    {0,
     -1,
     1,
     {[1] = EXPLAIN_TIED},
     0,
     "P00000001 fits N-2, Responder, but the published lottery decided for others."},
    {0,
     -1,
     1,
     {[1] = EXPLAIN_NO_FREE_SEAT},
     0,
     "P00000001 fits N-2, Responder, but all its seats are staffed already."},
    {0,
     -1,
     1,
     {[1] = EXPLAIN_NOT_ELIGIBLE},
     1,
     "P00000001 does not fit N-2, Responder: 1 condition fails."},
    {1,
     -1,
     1,
     {[1] = EXPLAIN_NOT_ELIGIBLE},
     3,
     "P00000002 does not fit N-2, Responder: 3 conditions fail."},
};

START_TEST(finding_says_where_a_person_is)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct catalogue *catalogue = catalogue_new();
    struct snapshot snapshot = snapshot_with(catalogue);
    struct report_context context = {.draft = false};
    struct explain_line lines[2] = {{.need = 0, .fit = {.total_bp = 8750}},
                                    {.need = 1, .fit = {.total_bp = 9100}}};
    for (int i = 0; i < 2; i++) {
        lines[i].outcome = people_findings[_i].outcomes[i];
        lines[i].verdict.primary = REASON_WITHDRAWN;
        lines[i].verdict.failure_count = people_findings[_i].failures;
        for (uint32_t f = 0; f < people_findings[_i].failures; f++)
            lines[i].verdict.failures[f] = (struct failure){REASON_AVAILABILITY, -1};
    }
    struct explain_person explanation = {.person = people_findings[_i].person,
                                         .placed_need = people_findings[_i].placed_need,
                                         .lines = lines + (people_findings[_i].lines == 1),
                                         .line_count = people_findings[_i].lines};
    const struct document *document =
        explain_person_report(&explanation, &snapshot, &context, arena);
    ck_assert_str_eq(document->finding, people_findings[_i].finding);
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
     "3 people meet every condition, and the run seats all of them: 2 here, 1 in another need that "
     "comes first or gains more. Most people are kept out by: clearance too low (9 people).",
     "Any eligible newcomer would be seated here."},
    {{.need = 1, .empty = 1, .reasons = {[REASON_AGE] = 1}},
     "The only seat of N-2, Responder, stays empty.",
     "Nobody meets every condition of this need. Most people are kept out by: age (1 person).",
     "Any eligible newcomer would be seated here."},
    {{.need = 0, .filled = 5, .empty = 1, .eligible = 5},
     "1 of 6 seats of N-1, Analyst, stays empty.",
     "5 people meet every condition, and the run seats all of them here.",
     "Any eligible newcomer would be seated here."},
    {{.need = 0, .filled = 1, .empty = 5, .eligible = 1},
     "5 of 6 seats of N-1, Analyst, stay empty.",
     "1 person meets every condition, and the run seats that one here.",
     "Any eligible newcomer would be seated here."},
    {{.need = 0, .empty = 6, .eligible = 1, .seated_elsewhere = 1},
     "6 of 6 seats of N-1, Analyst, stay empty.",
     "1 person meets every condition, and the run seats that one in another need that comes first "
     "or gains more.",
     "Any eligible newcomer would be seated here."},
    {{.need = 0, .filled = 1, .empty = 5, .eligible = 4, .seated_elsewhere = 3},
     "5 of 6 seats of N-1, Analyst, stay empty.",
     "4 people meet every condition, and the run seats all of them: 1 here, 3 in other needs that "
     "come first or gain more.",
     "Any eligible newcomer would be seated here."},
    {{.need = 2, .empty = 2, .reasons = {[REASON_OTHER] = 5}},
     "2 of 2 seats of N-3, Tester, stay empty.",
     "Not all requirements of this need could be taken when they were imported: nobody is matched "
     "to it until the whole set is there.",
     NULL},
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
    tcase_add_loop_test(tcase, sentences_say_why_seats_are_empty, 0, ROWS(need_findings));
    return run_tcase(tcase, "reports/explain");
}
