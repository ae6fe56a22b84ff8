#include "tests/bench/import/row_order.h"

#include "tests/bench/import/draw.h"

enum { ROUNDS = 4 };

static uint64_t encipher(uint64_t order, uint32_t half_bits, uint64_t index)
{
    uint64_t mask = (UINT64_C(1) << half_bits) - 1;
    uint64_t left = index >> half_bits;
    uint64_t right = index & mask;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        struct random random = draw(order, DRAW_ORDER, right, i);
        uint64_t mixed = left ^ (random_next(&random) & mask);
        left = right;
        right = mixed;
    }
    return left << half_bits | right;
}

uint64_t row_order(uint64_t order, uint64_t count, uint64_t index)
{
    uint32_t half_bits = 1;
    if (order == 0)
        return index;
    while (UINT64_C(1) << (2 * half_bits) < count)
        half_bits++;
    do
        index = encipher(order, half_bits, index);
    while (index >= count);
    return index;
}
