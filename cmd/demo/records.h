/*
 * What the offices of the made-up country recorded of a person's military service.
 */
#ifndef CADRE_CMD_DEMO_RECORDS_H
#define CADRE_CMD_DEMO_RECORDS_H

#include "cmd/demo/person.h"

enum { DEMO_RECORDS_MAX = 4 };

struct demo_record {
    const char *record, *ground, *unit, *document_no; /* "" = not stated */
    struct cadre_date from_on, until_on;
};

/* They agree with the standing that the roster states, but for a few deferments that are over.
 * Texts live in `arena`; returns how many of at most DEMO_RECORDS_MAX. */
size_t demo_records_draw(uint64_t seed, const struct demo_person *person, struct arena *arena,
                         struct demo_record *ret_records);

#endif
