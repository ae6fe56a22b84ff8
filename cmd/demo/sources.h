/*
 * The ten made-up sources and the dialect of sheet in which each delivers.
 */
#ifndef CADRE_CMD_DEMO_SOURCES_H
#define CADRE_CMD_DEMO_SOURCES_H

#include <stdbool.h>
#include <stdint.h>

#include "cmd/demo/random.h"

enum sheet_language { SHEET_ENGLISH, SHEET_AZERBAIJANI, SHEET_RUSSIAN };

/* How an office writes its tables. */
struct dialect {
    enum sheet_language language; /* of headers, labels and names */
    char separator;
    bool byte_order_mark;
    bool carriage_returns;
    bool dotted_dates;    /* DD.MM.YYYY, else YYYY-MM-DD */
    bool labels;          /* of code lists in its language, else codes */
    bool region_names;    /* where they are unambiguous, else codes */
    bool bracketed_phone; /* +994 (00) 123-45-67, else +994001234567 */
    uint16_t blank_lines_per_mille;
};

struct demo_source {
    const char *code;
    const char *owner;  /* organization */
    const char *prefix; /* of its person numbers */
    uint16_t weight;    /* share of the people */
    int32_t age_min, age_max;
    const char *employer;       /* of its people; NULL = various or none */
    const char *institution;    /* where its people study or studied; NULL = various */
    const char *verifier;       /* who verified what it says; NULL = nobody */
    const char *const *regions; /* where its people live, repeated by weight; NULL = anywhere */
    struct dialect dialect;
    uint16_t faults_per_mille; /* rows */
    /* Columns of its sheets in their order, ended by NULL; "+Qeyd" is a further column of that
     * name. NULL: it delivers no such sheet. */
    const char *const *roster, *const *certifications, *const *competencies;
    const char *const *preferences, *const *completions;
    const char *const *assessments, *const *distinctions, *const *service_records;
};

enum { DEMO_SOURCE_COUNT = 10 };

extern const struct demo_source demo_sources[DEMO_SOURCE_COUNT];

/* The source that assesses people of the offices too: they stand in its sheet by national id. */
extern const struct demo_source *const demo_assessor;
/* The source that keeps placements. */
extern const struct demo_source *const demo_posting_source;
/* Dialects of the tables that are of no source. */
extern const struct dialect demo_dialect_machine, demo_dialect_ministry;

int32_t source_draw(struct random *random);
bool source_is_office(const struct demo_source *source);

#endif
