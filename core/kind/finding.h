/*
 * Findings: faults of an input, told and counted, never errors of the program. Their codes are stable: F file, R row, X
 * between rows or against the registry, W warning.
 */
#ifndef CADRE_CORE_KIND_FINDING_H
#define CADRE_CORE_KIND_FINDING_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/str.h"

/* What becomes of the row (or file). */
enum finding_effect {
    FINDING_REFUSES, /* the file: nothing of it is stored, exit 4 */
    FINDING_REJECTS, /* the row: not stored, stands in the rejects */
    FINDING_HOLDS,   /* the row: not stored, stands in the rejects under its own code, a person decides */
    FINDING_WARNS,   /* stored all the same; does not change the exit code */
};

struct finding_code {
    const char *code;  /* "R003" */
    const char *name;  /* "bad-date": a stable word */
    enum finding_effect effect;
    const char *title;  /* "not a calendar date" */
    const char *reason; /* why it matters, a sentence */
    const char *remedy; /* what to do, a sentence */
};

/* NULL when unknown. */
const struct finding_code *finding_code_find(struct str_view code);
const struct finding_code *finding_code_all(size_t *ret_count);

/* One fault. Borrowed texts live as long as the findings' arena. */
struct finding {
    const struct finding_code *code;
    uint64_t line;   /* physical line where the field (or record) begins; 0 = the file as a whole */
    uint64_t record; /* 0 = header or file */
    const char *column; /* column name, or NULL */
    struct str_view value; /* offending text, cut to 200 bytes at a code point; personal: see rules on where it may stand */
    const char *hint;      /* "did you mean 'DCWF/511'?" or NULL */
};

#endif
