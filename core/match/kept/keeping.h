/*
 * The pairs that are kept where not all are (kept_pairs.h): rows are walked, what is wanted of them
 * is gathered, and joins what is kept. Private to kept_*.c.
 */
#ifndef CADRE_CORE_MATCH_KEEPING_H
#define CADRE_CORE_MATCH_KEEPING_H

#include "core/match/engine.h"
#include "core/match/kept/kept_limits.h"
#include "core/pairs/overrides.h"

struct item {
    int32_t person;
    struct pair pair;
};

/* What a part of a walk gathers, in the order of people, then needs. */
struct gathered {
    struct item *items;
    size_t count, capacity;
};

struct keeping {
    const struct snapshot *snapshot;
    const struct caps *caps; /* NULL = no limits */
    struct arena *arena;
    size_t most, parts;
    int walks;
    struct pairs *pairs;           /* kept; rows are the module's own until the end */
    struct instance instance;      /* of these */
    const struct override *lifted; /* decisions without which it is solved */
    size_t lifted_count;
    int32_t *open_seats; /* per need: to which nobody is bound */
    struct kept_limits limits;
    struct gathered *gathered; /* per part */
};

/* Room for what each part gathers; and without it. */
void keeping_open(struct keeping *keeping);
void keeping_close(struct keeping *keeping);
/* One that is kept. */
struct pair keeping_pair(const struct keeping *keeping, size_t person, int32_t need);
void keeping_gather(struct gathered *gathered, size_t person, const struct pair *pair);
void keeping_gather_row(struct gathered *gathered, size_t person, const struct pair *row,
                        size_t count);
/* Pairs that wait to join. */
size_t keeping_gathered_count(const struct keeping *keeping);
/* What was gathered joins what is kept, each row in the order of needs. */
void keeping_join(struct keeping *keeping);
/* Makes all rows once more (pairs_walk); the reasons of all, from `arena`. */
struct pairs *keeping_walk(struct keeping *keeping, struct arena *arena, void *context,
                           void (*take)(void *context, size_t part, size_t person,
                                        const struct pair *row, size_t count));
/* Whose whole row is kept: locks_settle wants to know where they fit. */
bool keeping_is_decided(const struct keeping *keeping, size_t person);

/* Pairs of a need by fit, in steps of so many basis points. */
enum { KEPT_BUCKET_BP = 128, KEPT_BUCKETS = FIT_MAX_BP / KEPT_BUCKET_BP + 1 };
typedef uint32_t counts_by_fit[KEPT_BUCKETS];

/* Optimal mode (kept_optimal.c): keeps the best of each need; solves, and keeps what is missing
 * until nothing is. */
void kept_best(struct keeping *keeping, const counts_by_fit *counts, struct arena *scratch);
void kept_solve_optimal(struct keeping *keeping, const struct engine_options *options,
                        struct assignment *ret_assignment);
/* Stable mode (kept_stable.c): keeps what can be in a stable match; solves. */
void kept_possible(struct keeping *keeping, struct arena *scratch);
void kept_solve_stable(struct keeping *keeping, struct assignment *ret_assignment);

#endif
