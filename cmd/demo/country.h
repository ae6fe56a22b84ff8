/*
 * The made-up country and its files. Everything follows from the seed; nobody in it exists.
 */
#ifndef CADRE_CMD_DEMO_COUNTRY_H
#define CADRE_CMD_DEMO_COUNTRY_H

#include <stdio.h>

#include "cmd/demo/decisions.h"
#include "cmd/demo/needs.h"
#include "cmd/demo/person.h"
#include "cmd/demo/placements.h"
#include "core/kind/kind.h"

struct country {
    uint64_t seed;
    size_t person_count;
    const struct catalogue *catalogue; /* borrowed */
    const struct demo_need *needs;     /* DEMO_NEED_COUNT of them */
    const struct demo_placement *placements;
    size_t placement_count;
    const struct demo_decision *decisions;
    size_t decision_count;
};

/* Lives in `arena`; people are made when they are written. */
struct country *country_make(uint64_t seed, size_t person_count, const struct catalogue *catalogue,
                             struct arena *arena);

/* A file of the country, in the order in which they are imported. */
struct country_file {
    const char *name; /* "roster-BAKU-1.csv" */
    const struct kind *kind;
    const struct demo_source *source; /* NULL: of a kind without one */
    bool refused;                     /* its letters are lost: the import must refuse it */
};

/* All of them, in `arena`; the count in *ret_count. */
const struct country_file *country_files(struct arena *arena, size_t *ret_count);

struct country_tally {
    size_t rows;   /* records of the file, repetitions not counted */
    size_t faulty; /* of them with a fault put in */
};
/* Writes the file's bytes; write errors stay in ferror(out). */
struct country_tally country_write(const struct country *country, const struct country_file *file,
                                   FILE *out);

#endif
