#include "tests/bench/import/rows.h"

#include <string.h>

#include "tests/bench/import/draw.h"

const struct row_kind *row_kind_find(const char *name)
{
    static const struct row_kind *const kinds[] = {&row_kind_roster, &row_kind_certifications};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    }
    return NULL;
}

uint32_t row_changed_in(const struct row_plan *plan, uint64_t number)
{
    enum { PARTS = 100 };
    if (plan->change_count == 0)
        return 0;
    for (uint32_t month = plan->month; month > 0; month--) {
        uint32_t percent = plan->change_percents[(month - 1) % plan->change_count];
        struct random random = draw(plan->seed, DRAW_CHANGE, number, month);
        if (random_below(&random, PARTS) < percent)
            return month;
    }
    return 0;
}

void made_row_reset(struct made_row *row)
{
    for (size_t i = 0; i < ROW_CELLS_MAX; i++)
        str_reset(&row->cells[i]);
}

void made_row_release(struct made_row *row)
{
    for (size_t i = 0; i < ROW_CELLS_MAX; i++)
        str_release(&row->cells[i]);
}
