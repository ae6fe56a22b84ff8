/*
 * A query as the build embeds it from sql/queries (one statement a file, headed by its shape and
 * parameter types).
 */
#ifndef CADRE_SQL_QUERY_H
#define CADRE_SQL_QUERY_H

enum query_shape {
    QUERY_ONE,   /* exactly one row */
    QUERY_MAYBE, /* one row or none */
    QUERY_MANY,  /* any number of rows */
    QUERY_NONE,  /* rows, if any, are not wanted */
    QUERY_COPY   /* a COPY statement */
};

struct query {
    const char *name; /* "merge_later" */
    const char *text;
    enum query_shape shape;
    int parameter_count;
    const char *const *parameter_types; /* "date"; ended by NULL */
    const char *staged;                 /* reads the view `staged` of this kind; NULL = none */
};

extern const struct query *const query_all[]; /* ended by NULL */

#endif
