/*
 * What is special about the merge of each kind, as data. Private to sql/. A new kind is one row
 * here and its queries.
 */
#ifndef CADRE_SQL_MERGE_KINDS_H
#define CADRE_SQL_MERGE_KINDS_H

#include <stdbool.h>

#include "sql/query.h"

enum { MERGE_STEPS_MAX = 10, MERGE_KEY_COLUMNS_MAX = 4 };

/* Every step takes $1 source, $2 effective, $3 at, $4 batch, $5 owner, $6 late, $7 first, $8 the
 * batch that the rows mend (NULL = none), $9 the records of it that they are. Lists end with NULL.
 * What the temporary tables are: migrations/0012_merge.sql. */
struct merge_kind {
    const char *name;
    const char *target;                              /* registry table */
    const struct query *gather[MERGE_STEPS_MAX];     /* reject rows, then make pg_temp.incoming */
    const struct query *sift[MERGE_STEPS_MAX];       /* reject rows out of incoming */
    const struct query *name_rows[MERGE_STEPS_MAX];  /* whom rows of pg_temp.delta name */
    const struct query *name_first[MERGE_STEPS_MAX]; /* the same when the table is empty */
    const struct query *decide[MERGE_STEPS_MAX];     /* reject rows once it is known who leaves */
    const struct query *finish[MERGE_STEPS_MAX];     /* after the versions are stored */
    /* Takes out of pg_temp.leaving what the rows not accepted excuse; NULL = no list is full. $1
     * target, $2 source, $3 person ids, $4 national ids. */
    const struct query *seen;
    /* Rejected rows that name what is not known, and a name that is: (record_no, name, sort), and
     * the (name, sort) that there are; NULL = none is. */
    const struct query *asked, *askable;
    /* Columns that make a key, as incoming has it, behind the source and the person's number: a
     * first list of the kind goes straight into a volume of the target (first_evidence.h); the
     * first NULL = it is staged as ever. */
    const char *first_key[MERGE_KEY_COLUMNS_MAX];
    bool keys_of_source; /* no other source states days of the same keys */
    bool corrects;       /* has correction columns */
    bool replaces_sets;  /* each set that it names, whole */
};

/* Asserts that there is one. */
const struct merge_kind *merge_kind_find(const char *name);

#endif
