/*
 * What is special about the merge of each kind, as data. Private to sql/. A new kind is one row
 * here and its queries.
 */
#ifndef CADRE_SQL_MERGE_KINDS_H
#define CADRE_SQL_MERGE_KINDS_H

#include <stdbool.h>

#include "sql/query.h"

enum { MERGE_STEPS_MAX = 8 };

/* Every step of `gather`, `sift` and `finish` takes $1 source, $2 effective, $3 at, $4 batch, $5
 * owner. Lists end with NULL. */
struct merge_kind {
    const char *name;
    const char *target;                          /* registry table */
    const struct query *gather[MERGE_STEPS_MAX]; /* reject rows, then make pg_temp.incoming */
    const struct query *sift[MERGE_STEPS_MAX];   /* reject rows out of incoming */
    const struct query *finish[MERGE_STEPS_MAX]; /* after the versions are stored */
    const struct query *seen; /* which keys the rows not accepted excuse; NULL = no list is full */
    bool corrects;            /* has correction columns */
    bool replaces_sets;       /* each set that it names, whole */
};

/* Asserts that there is one. */
const struct merge_kind *merge_kind_find(const char *name);

#endif
