/*
 * Who sits where while the engine works: each need's holders side by side, in no order, so that
 * their rows can be fetched before their turn. The problem is borrowed.
 */
#ifndef CADRE_CORE_MATCH_HOLDING_H
#define CADRE_CORE_MATCH_HOLDING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/fetch.h"
#include "core/match/problem.h"

struct holding {
    const struct problem *problem;
    int32_t *need_of; /* per person, -1 = free */
    int64_t *weight;  /* per person who sits: w' of the seat */
    int32_t *place;   /* per person who sits: which one of the need's holders */
    size_t *seat;     /* per need: where its seats begin; need_count + 1 */
    int32_t *holders; /* per seat, of a need the first `filled` ones */
    int32_t *filled;  /* per need */
};

/* Everybody is seated as `need_of` says (per person, -1 = free), with the pair that is for it in
 * `rows`, which is fastest where they are short. */
struct holding *holding_new(const struct problem *problem, struct rows rows,
                            const int32_t *need_of);
void holding_free(struct holding *holding);

static inline bool holding_is_full(const struct holding *holding, int32_t need)
{
    return holding->filled[need] >= holding->problem->seats[need];
}

/* As many as `filled` says. */
static inline const int32_t *holding_of(const struct holding *holding, int32_t need)
{
    return holding->holders + holding->seat[need];
}

/* What will be asked of the person is fetched from memory. */
static inline void holding_fetch(const struct holding *holding, int32_t person)
{
    fetch(&holding->need_of[person]);
    fetch(&holding->weight[person]);
}

/* Seats the person, out of the present seat if there is one, where a seat is empty. */
void holding_seat(struct holding *holding, int32_t person, int32_t need, int64_t weight);
void holding_leave(struct holding *holding, int32_t person);

/* The triple of who sits where. */
struct objective holding_objective(const struct holding *holding);

#endif
