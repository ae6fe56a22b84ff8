#include "cmd/demo/random.h"

static const uint64_t golden_gamma = 0x9E3779B97F4A7C15U;

static uint64_t mix(uint64_t bits)
{
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9U;
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBU;
    return bits ^ (bits >> 31);
}

/* States that differ by a multiple of the gamma lie on one another's path: each part is mixed, so
 * that neighbouring seeds, purposes and numbers start far apart. */
struct random random_stream(uint64_t seed, enum random_purpose purpose, uint64_t number)
{
    uint64_t state = mix(seed + golden_gamma);
    state = mix(state ^ ((uint64_t)purpose * golden_gamma));
    return (struct random){mix(state ^ mix(number + golden_gamma))};
}

uint64_t random_next(struct random *random)
{
    random->state += golden_gamma;
    return mix(random->state);
}

uint32_t random_below(struct random *random, uint32_t bound)
{
    return (uint32_t)(((random_next(random) >> 32) * bound) >> 32);
}

bool random_chance(struct random *random, uint32_t per_mille)
{
    return random_below(random, 1000) < per_mille;
}

int32_t random_between(struct random *random, int32_t low, int32_t high)
{
    return low + (int32_t)random_below(random, (uint32_t)(high - low) + 1);
}

uint32_t random_weighted(struct random *random, const uint16_t *weights, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += weights[i];
    uint32_t left = random_below(random, sum);
    uint32_t index = 0;
    while (left >= weights[index])
        left -= weights[index++];
    return index;
}
