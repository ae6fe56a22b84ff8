/*
 * Streams of random numbers, one for each purpose, row and month.
 */
#ifndef CADRE_TESTS_BENCH_IMPORT_DRAW_H
#define CADRE_TESTS_BENCH_IMPORT_DRAW_H

#include "cmd/demo/random.h"

/* Purposes of this folder, behind those of the made-up country. */
enum { DRAW_ROW = 101, DRAW_VERSION, DRAW_CHANGE, DRAW_QUOTES, DRAW_FAULT, DRAW_ORDER };

static inline struct random draw(uint64_t seed, int purpose, uint64_t number, uint32_t month)
{
    struct random random = random_stream(seed + month, (enum random_purpose)purpose, number);
    return random;
}

#endif
