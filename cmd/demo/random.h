/*
 * A small generator for made-up data: SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014). The same seed gives the same numbers on every
 * machine; not for secrets.
 */
#ifndef CADRE_CMD_DEMO_RANDOM_H
#define CADRE_CMD_DEMO_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

/* What a stream is for; with a number (of a person, a file) it names the stream. */
enum random_purpose {
    RANDOM_PERSON = 1,
    RANDOM_NEEDS,
    RANDOM_PLACEMENTS,
    RANDOM_FAULTS,
    RANDOM_COURSES,
    RANDOM_COMPLETIONS,
    RANDOM_WISHES,
    RANDOM_HONOURS,
    RANDOM_RECORDS,
    RANDOM_NATIONAL,
    RANDOM_DECISIONS
};

/* A stream of its own for each purpose and number, so that more numbers in one place do not shift
 * all others. */
struct random random_stream(uint64_t seed, enum random_purpose purpose, uint64_t number);
uint64_t random_next(struct random *random);
/* 0 .. bound - 1, bound >= 1. */
uint32_t random_below(struct random *random, uint32_t bound);
/* True `per_mille` times out of a thousand. */
bool random_chance(struct random *random, uint32_t per_mille);
/* low .. high, both included; low <= high. */
int32_t random_between(struct random *random, int32_t low, int32_t high);
/* Index into `weights`, each as likely as its weight; `count` >= 1, their sum >= 1. */
uint32_t random_weighted(struct random *random, const uint16_t *weights, uint32_t count);

#endif
