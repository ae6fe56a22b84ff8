/*
 * What the young people of the made-up country have reached: an entrance examination, a
 * distinction; and the lists of institutions whose degrees count.
 */
#ifndef CADRE_CMD_DEMO_HONOURS_H
#define CADRE_CMD_DEMO_HONOURS_H

#include "cmd/demo/person.h"

#define DEMO_ENTRANCE "ENTRANCE"

struct demo_honours {
    const char *score; /* of the entrance examination, NULL = not taken */
    struct cadre_date taken_on;
    const char *distinction; /* NULL = none */
    struct cadre_date awarded_on;
};

/* Texts live in `arena`. */
void demo_honours_draw(uint64_t seed, const struct demo_person *person, struct arena *arena,
                       struct demo_honours *ret_honours);

enum { DEMO_LISTED_COUNT = 4 };

struct demo_listed {
    const char *list, *institution, *from, *until; /* until "" = without end */
};

extern const struct demo_listed demo_listed[DEMO_LISTED_COUNT];

#endif
