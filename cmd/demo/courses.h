/*
 * The trainings of the made-up country, and who took them.
 */
#ifndef CADRE_CMD_DEMO_COURSES_H
#define CADRE_CMD_DEMO_COURSES_H

#include <stddef.h>
#include <stdint.h>

#include "cmd/demo/person.h"

enum { DEMO_COURSE_COUNT = 24, DEMO_COMPLETIONS_MAX = 2 };

struct demo_course {
    const char *provider, *code, *title;
    const char *role;   /* whose trade it is of, NULL = everybody's */
    int32_t hours;      /* of teaching */
    int32_t cost;       /* whole units of the currency */
    int32_t months;     /* that a completion counts, 0 = without end */
    const char *region; /* "" = from anywhere */
    const char *language;
    const char *grants;
};

extern const struct demo_course demo_courses[DEMO_COURSE_COUNT];

/* When the next one is held and for how many; none = at any time. */
struct demo_course_term {
    struct cadre_date starts_on, ends_on;
    int32_t seats;
};
struct demo_course_term demo_course_term(uint64_t seed, size_t course);

struct demo_completion {
    const struct demo_course *course;
    struct cadre_date completed_on, expires_on; /* none = without end */
};
/* What the person took; returns how many of at most DEMO_COMPLETIONS_MAX. */
size_t demo_completions_draw(uint64_t seed, const struct demo_person *person,
                             struct demo_completion *ret_completions);

#endif
