/*
 * Faults that are put into a file, each with the findings that the truth file says it must give.
 */
#ifndef CADRE_TESTS_BENCH_IMPORT_PLANTED_H
#define CADRE_TESTS_BENCH_IMPORT_PLANTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum planted_shape {
    PLANTED_CELL,    /* `text` stands in `column` */
    PLANTED_KEY,     /* so does `text` with the row's number: no two rows get the same key by it */
    PLANTED_FEW,     /* the row breaks off behind `column` */
    PLANTED_MANY,    /* a cell too many, `text`, follows the last one */
    PLANTED_QUOTES,  /* `text` stands in `column` as it is, quotes and all */
    PLANTED_DIFFERS, /* the row stands once more, behind itself, with `text` in `column` */
    PLANTED_TWICE    /* the row stands once more as it is: a duplicate, no row is lost */
};

struct planted {
    const char *kind;
    enum planted_shape shape;
    const char *column; /* where it is put in */
    const char *text;
    const char *code;        /* the finding */
    const char *told_column; /* the finding's column; NULL = none */
};

/* The faults of a kind; the count in *ret_count. */
const struct planted *planted_of(const char *kind, size_t *ret_count);

#endif
