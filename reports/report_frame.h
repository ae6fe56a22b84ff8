/*
 * What all reports of a match run have in common: the basis they rest on and the mark of a draft.
 */
#ifndef CADRE_REPORTS_REPORT_FRAME_H
#define CADRE_REPORTS_REPORT_FRAME_H

#include "reports/report.h"

/* A document with facts and notice filled from the context. */
struct document *report_begin(struct arena *arena, const char *name, const char *title,
                              const struct report_context *context);
/* "61 of 412 seats cannot be filled", without full stop. */
void report_add_shortage(int64_t seats, int64_t short_of, struct str *out);

#endif
