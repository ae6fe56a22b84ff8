#include "reports/heat.h"

#include <assert.h>

static const struct heat_class classes[HEAT_CLASS_COUNT] = {
    {"none short", "#ffffff", "#1a1a1a", "\x1b[48;5;231;38;5;234m"},
    {"below 25 %", "#fdebc8", "#1a1a1a", "\x1b[48;5;230;38;5;234m"},
    {"25 to below 50 %", "#f9c47a", "#1a1a1a", "\x1b[48;5;222;38;5;234m"},
    {"50 to below 75 %", "#d9701e", "#000000", "\x1b[48;5;166;38;5;16m"},
    {"75 to 100 %", "#7a2400", "#ffffff", "\x1b[48;5;88;38;5;231m"},
};

int heat_class_of(int64_t need, int64_t short_of)
{
    if (need <= 0 || short_of <= 0)
        return 0;
    /* Quarters, without a product that could overflow: a class is how many quarters are passed. */
    int quarters = 1;
    for (int64_t part = 1; part <= 3; part++)
        quarters += short_of >= need / 4 * part + (need % 4 * part + 3) / 4;
    return quarters;
}

const struct heat_class *heat_class(int index)
{
    assert(index >= 0 && index < HEAT_CLASS_COUNT);
    return &classes[index];
}
