/*
 * Numbers that look like chance and are the same on every machine: SplitMix64 (Steele, Lea and
 * Flood, OOPSLA 2014). A state is any number, and moves on with each draw.
 */
#ifndef CADRE_TESTS_BENCH_MATCH_CHANCE_H
#define CADRE_TESTS_BENCH_MATCH_CHANCE_H

#include <stdint.h>

static inline uint64_t mixed(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static inline uint64_t draw(uint64_t *state)
{
    return mixed(*state += 0x9E3779B97F4A7C15U);
}

static inline uint32_t below(uint64_t *state, uint32_t count)
{
    return (uint32_t)(((draw(state) >> 32) * count) >> 32);
}

#endif
