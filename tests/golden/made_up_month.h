/*
 * A small made-up month: a registry of four organizations, five needs and seven people, and figures
 * of a match over it. The figures are written down, not computed: these tests are about what the
 * reports make of them. Texts hold what escapers must stop.
 */
#ifndef CADRE_TESTS_GOLDEN_MADE_UP_MONTH_H
#define CADRE_TESTS_GOLDEN_MADE_UP_MONTH_H

#include "reports/report.h"

struct month; /* opaque */

struct month *month_new(void);
void month_free(struct month *month);

struct arena *month_arena(struct month *month);
const struct catalogue *month_catalogue(const struct month *month);
struct report_context month_context(bool draft, bool names);
/* A quota, a draw of each employer and a reserve, some of them full. */
const struct limit_figures *month_limits(void);

const struct staffing *month_staffing(struct month *month);
/* A month in which nobody asks for anything. */
const struct staffing *month_nothing_asked(struct month *month);
const struct gap *month_gap(struct month *month);
const struct explain_person *month_placed_person(struct month *month);
const struct explain_person *month_unplaced_person(struct month *month);
const struct explain_need *month_short_need(struct month *month);
/* None of its seats is empty; three of four runner-ups are in reserve, of a stable run. */
const struct explain_need *month_full_need(struct month *month);
const struct snapshot *month_snapshot(const struct month *month);

#endif
