/*
 * The faults that real offices make, as data: which kind of sheet, which cell, what stands there.
 */
#ifndef CADRE_CMD_DEMO_FAULTS_H
#define CADRE_CMD_DEMO_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

enum fault_shape {
    FAULT_CELL,       /* `text` stands in `column` */
    FAULT_ABOVE,      /* `column` repeats the row above */
    FAULT_QUOTES,     /* `text` is written into `column` as it is, quotes and all */
    FAULT_FEW_CELLS,  /* the row breaks off at `column` */
    FAULT_MANY_CELLS, /* `text` with its delimiter follows `column` without quotes */
    FAULT_TWICE,      /* the row stands twice */
    FAULT_DIFFERENT   /* the row stands twice, the second time with `text` in `column` */
};

struct fault {
    const char *kind; /* "roster" */
    enum fault_shape shape;
    const char *column;
    const char *text; /* "" for shapes that want none */
};

/* All of them; the count in *ret_count. */
const struct fault *fault_all(size_t *ret_count);

#endif
