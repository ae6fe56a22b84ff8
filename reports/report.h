/*
 * Reports: a finished struct of figures becomes a document, and a document is written in every
 * format by one writer each. Nothing here knows where the figures came from.
 */
#ifndef CADRE_REPORTS_REPORT_H
#define CADRE_REPORTS_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "core/base/arena.h"
#include "core/base/status.h"
#include "core/gap/gap.h"
#include "core/gap/outcome_diff.h"
#include "core/gap/staffing.h"
#include "core/match/explain/explain.h"
#include "core/pairs/limit_figures.h"
#include "core/pairs/overrides.h"
#include "reports/document.h"

/* What a report says of its basis. No clock, host, path, batch or run number: the run is named by
 * its digest. */
struct report_context {
    struct cadre_date as_of;
    struct str_view known_at;   /* of the run's snapshot */
    struct str_view run_digest; /* hexadecimal */
    bool draft;                 /* the run is not published */
    bool names;                 /* staffing: people by name, else by person id */
    struct objective objective;
    bool stable;                        /* the run's mode, else it is optimal */
    const struct objective *other;      /* what the other mode comes to; NULL = not stored */
    const struct limit_figures *limits; /* quotas, draws and reserves; NULL = none */
};

/* Documents live in `arena`. */
struct document *staffing_report(const struct staffing *staffing,
                                 const struct report_context *context, struct arena *arena);
struct document *gap_report(const struct gap *gap, const struct report_context *context,
                            struct arena *arena);
struct document *explain_person_report(const struct explain_person *explanation,
                                       const struct snapshot *snapshot,
                                       const struct report_context *context, struct arena *arena);
struct document *explain_need_report(const struct explain_need *explanation,
                                     const struct snapshot *snapshot,
                                     const struct report_context *context, struct arena *arena);

/* What else is stored with a run. */
struct run_costs {
    bool known; /* runs of before have none */
    int64_t reading_ms, pairs_ms, solving_ms, peak_kib;
};
/* `shortages`: why seats stay empty, a line each; `overrides`: what decisions cost. */
struct document *explain_run_report(const struct explain_run *explanation,
                                    const struct run_costs *costs, const char *const *shortages,
                                    size_t shortage_count, const struct override_prices *overrides,
                                    const struct report_context *context, struct arena *arena);

/* "4 of 5 seats (-1 of priority 2), 97.49 % of the fit": what the stable one of two results, `own`
 * in its mode and `other` in the other, has of what the optimal one has. */
void report_add_price(const struct objective *own, const struct objective *other, bool stable,
                      struct str *out);

/* "30 000 bp (75.00 % a seat)": the fit in all, and its mean over the seats filled, rounded down.
 */
void report_add_fit(const struct objective *objective, struct str *out);

/* What differs between two results; `name` is "run_diff" or "what_if". */
struct outcome_words {
    const char *name, *title;
    const char *before, *after; /* "run 3", "with the files" */
};
struct document *outcome_diff_report(const struct outcome_diff *diff,
                                     const struct outcome_words *words, struct arena *arena);

/* The published JSON Schema (draft 2020-12) of a report's JSON by the document's name ("staffing",
 * "gap", "explain_person", "catalogue_diff", ...); absent when there is no such report. */
struct str_view report_json_schema(struct str_view name);

#endif
