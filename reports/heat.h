/*
 * The heat map's five classes by the share of seats short: 0, below 25, 50, 75 %, up to 100 %. The
 * colours fall evenly in lightness, so that colour-blind eyes and grey prints keep the order; the
 * text on each is chosen for contrast (17.4, 14.8, 10.9, 6.3, 10.1 to 1).
 */
#ifndef CADRE_REPORTS_HEAT_H
#define CADRE_REPORTS_HEAT_H

#include <stdint.h>

#define HEAT_CLASS_COUNT 5

struct heat_class {
    const char *label;      /* "below 25 %" */
    const char *background; /* "#fdebc8" */
    const char *text;       /* "#1a1a1a" */
    const char *terminal;   /* escape sequence that begins the colours, 256-colour palette */
};

/* Class 0 .. 4 of `short_of` seats in `need`; nothing needed is nothing short. */
int heat_class_of(int64_t need, int64_t short_of);
const struct heat_class *heat_class(int index);

#endif
