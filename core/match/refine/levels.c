#include "core/match/refine/levels.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/refine/comers.h"
#include "core/match/refine/layers.h"
#include "core/match/refine/scarce.h"

struct search {
    const struct problem *problem;
    int32_t *need_of;
    struct comers *comers;
    struct scarce scarce;
    struct layers *layers;
};

static void search_new(struct search *search, const struct problem *problem, int32_t *need_of)
{
    *search = (struct search){.problem = problem, .need_of = need_of};
    search->comers = comers_new(problem, need_of);
    scarce_init(problem, &search->scarce);
    scarce_take(&search->scarce, problem, need_of, search->comers);
    search->layers = layers_new(problem, need_of, search->comers, &search->scarce);
}

static void search_release(struct search *search)
{
    layers_free(search->layers);
    scarce_release(&search->scarce);
    comers_free(search->comers);
}

/* Nobody is left who could come to a need that was thought to have many. */
static bool is_deserted(struct search *search, int32_t need)
{
    return !search->scarce.needs[need] && comers_next(search->comers, need) < 0;
}

/* Of so many deserted needs: whether for each there is somebody who sits where somebody free could
 * come. */
static bool all_are_reached(struct search *search, uint8_t *deserted, size_t count)
{
    const struct rows *rows = &search->problem->rows;
    for (size_t i = 0; i < search->problem->person_count && count > 0; i++) {
        int32_t need = search->need_of[i];
        if (need < 0 || comers_next(search->comers, need) < 0)
            continue;
        for (size_t at = rows->start[i]; at < rows->start[i + 1]; at++) {
            uint32_t there = packed_need(rows->pairs[at]);
            count -= deserted[there];
            deserted[there] = 0;
        }
    }
    return count == 0;
}

/* Whether there is nothing to find by way of deserted needs, and all of them are to be closed. */
static bool is_settled(struct search *search)
{
    size_t needs = search->problem->need_count;
    CADRE_FREE uint8_t *deserted = cadre_calloc(needs, sizeof *deserted);
    size_t count = 0;
    for (size_t j = 0; j < needs; j++) {
        deserted[j] = is_deserted(search, (int32_t)j);
        count += deserted[j];
    }
    return count == 0 ||
           (!layers_might_fill(search->layers) && all_are_reached(search, deserted, count));
}

static void settle_level(struct search *search, int32_t level)
{
    layers_fill(search->layers, level);
    while (level == 0 && !is_settled(search)) {
        scarce_take(&search->scarce, search->problem, search->need_of, search->comers);
        layers_forget_ways(search->layers);
        layers_fill(search->layers, level);
    }
    layers_close(search->layers);
}

void levels_find(const struct problem *problem, int32_t *need_of, struct levels *ret_levels)
{
    struct search search;
    search_new(&search, problem, need_of);
    for (int32_t level = 0; level >= -INSTANCE_CLASS_COUNT; level--)
        settle_level(&search, level);
    *ret_levels =
        (struct levels){layers_take_levels(search.layers), layers_exchanges(search.layers)};
    search_release(&search);
}

void levels_release(struct levels *levels)
{
    free(levels->of_need);
    *levels = (struct levels){0};
}
