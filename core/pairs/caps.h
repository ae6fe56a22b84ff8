/*
 * Caps: how many of the seats that a match fills may go to some needs together (quotas: an
 * organization and what is below it, a region), or to some people together (draws: an employer, a
 * sector); and reserves: how many seats of a need may at most go to people outside a group. On
 * either side caps are nested or disjoint, so all of it is still one flow: source -> caps over
 * people -> person -> need -> caps over needs -> sink, where whoever is outside the group of a need
 * with reserved seats comes in through a node of its own. Integral, with one price a cap.
 *
 * Whoever is bound to a seat by a decision (instance.h) counts first. A limit below what is bound
 * stays behind it: the bound keep their seats, and nobody else comes in; the limit that counts is
 * then the number of the bound.
 *
 * The dual: u_i >= w'_ij - p_j - (prices of the caps over j) - (open price of j, if i is outside
 * its group) - (prices of the caps over i); all cap and open prices >= 0, p_j >= f_j. Its value:
 * sum u_i + sum seats_j * (p_j - f_j) + sum most_a * price_a + sum open_most_j * open_price_j. What
 * is not full has the price 0.
 *
 * Classes. A cap over needs can trade one seat of a high priority for two of lower ones: one of its
 * own, and the one that whoever comes in leaves. So equal class steps do not make the optimum
 * lexicographic (they do without such caps: matching.md). But it trades for two at most, however
 * many caps there are and however they lie in one another. Let R be the next priority behind c that
 * has seats; then
 *     bonus_9 >= B and bonus_c >= 2 * bonus_R + B
 * are enough; and bonus_c >= bonus_R + B, where no cap that can bind has needs of both 1 .. c and
 * later ones below it.
 *
 * Proof. Let y be a seating that is worth most, x one that is best lexicographically. x - y falls
 * apart into simple cycles of the residual network of y, and what these fill adds up (Schrijver,
 * Combinatorial Optimization, 2003, chapters 10 to 12). Look at the needs' arcs to their parents in
 * such a cycle, in its order: each fills a seat of the need's priority or empties one. On its way
 * from one to the next the cycle turns in a tree, or passes the root from one tree into the other.
 * A turn in the tree of needs comes behind a seat that is filled and leads to one that is emptied;
 * among people, the other way round; so they alternate but where the cycle passes the root, once at
 * most. There let it be cut open. Call a run of c a longest stretch of seats of priorities 1 .. c.
 * It fills one more than it empties, or as many, or one less: its sum. (A whole cycle that is not
 * cut is in sum 0.) A run of c holds each run of an earlier priority whole that it touches.
 *
 * All runs have the sum 0, by induction over c. Say so of those before c, and let one of c have the
 * sum 1. It begins and ends with a seat that is filled; before it and behind it there is a later
 * seat that is emptied, or the root. Take the cycle from the one to the other and close it over the
 * root: down the tree of needs to the seat before the run, and, of whoever leaves the seat behind
 * it, up the tree of people, who goes free. (If both are the same seat, the cycle is closed as it
 * is.) On these arcs y has flow to take back. So this is a closed walk of the residual network; it
 * fills one more seat of c, as many as it empties of each earlier priority, and empties two later
 * ones at most. It passes each seat node once at most and loses one weight there: it is worth
 * bonus_c - 2 * bonus_R - (B - 1) at least, so more than 0, and so is one of the simple cycles that
 * it consists of, though y was worth most. Hence no run of c has the sum 1; and were there one with
 * -1, x would fill fewer of c than y and as many of each earlier one. So y fills as many of each as
 * x, and is worth most: it is an optimum. Where the cycle turns among needs behind the run, a cap
 * that is full has a seat of 1 .. c and a later one below it, or the way to the root is free;
 * without such caps only the seat before the run is lost.
 *
 * (Pairs with ranks by themselves, without caps: Irving, Kavitha, Mehlhorn, Michail and Paluch,
 * Rank-maximal matchings, 2006.) One seat for two of the next priority does occur, so no table
 * grows by less than twofold.
 *
 * There are two tables. With s_c = bonus_c - bonus_(c+1), and K_c the caps over needs that can bind
 * and have needs of both 1 .. c and later ones below them, the first has s_c = B + sum over t > c
 * of (K_t + [K_c > 0]) * s_t, where priorities without seats have s = 0 if any K > 0: s_c >= B, and
 * with K_c > 0 s_c >= B + bonus_(c+1). It grows with the number of quotas for no other reason than
 * that it came of an older proof, and stands where it fits, so that stored runs stay what they are.
 * Where it does not, the second has bonus_9 = B and bonus_c = 2 * (bonus_(c+1) + B), or as much as
 * the next where c has no seats: 766 * B at most. The second B is there so that one seat for two
 * later ones is not worth as much as one of some other priority, which would be told so
 * (limit_figures.h).
 *
 * Here B = 4 * ((M + O + 1) * w'max + 1), M needs of which O have reserved seats: four times what
 * the proof asks for, so that the class part of a price can be told from the rest
 * (core/match/capped/capped.h). Potentials of a flow that is worth most are within bonus_1 + w'max
 * of the root: up to the bonus since the price of a need is not below its floor; and no less than
 * that, since somebody below the node can go free, or there is room up to the next cap that has
 * somebody. What the solver adds up are distances of such differences, within eight bonus_1; where
 * these are beyond int64 by the second table too, the bonuses are INT64_MAX, and
 * instance_is_within_bounds refuses; it does too where nine equal steps B would not fit, with which
 * a solve begins. Any number of quotas over 10,000 needs of nine priorities fits
 * with 3.7 million seats.
 */
#ifndef CADRE_CORE_PAIRS_CAPS_H
#define CADRE_CORE_PAIRS_CAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/pairs/instance.h"

/* What solver and verifier add up is within so many bonuses of the first priority. */
enum { BONUSES_ADDED = 8 };

enum cap_side { CAP_OF_NEEDS, CAP_OF_PEOPLE };

struct cap {
    enum cap_side side;
    int32_t parent; /* index of the cap around it, of the same side; stands before it; -1 = none */
    int64_t most;   /* seats that the match may fill, bound ones among them; >= 0 */
};

/* Everything is borrowed. Any of the arrays may be NULL: nothing of the kind. */
struct caps {
    const struct cap *items;
    size_t count;
    const int32_t *of_need;   /* per need: the innermost cap over it, -1 = none */
    const int32_t *of_person; /* per person: likewise */
    /* Per need: so many of its free seats at most go to people outside its group, -1 = any. Where
     * it is >= 0 there is a group. */
    const int32_t *open_most;
    const int32_t *reserve_of_need; /* per need: index of the group, -1 = no seat is reserved */
    const uint64_t *const *group;   /* per group: a bit per person, 64 in a word */
    /* Per group: its needs give their open seats before the reserved ones (choices.h), which only
     * stable matches ask; NULL = none of them does. */
    const bool *open_first;
    size_t group_count;
};

/* The innermost cap over a need or a person, -1 = none. */
static inline int32_t caps_of_need(const struct caps *caps, size_t need)
{
    return caps->of_need == NULL ? -1 : caps->of_need[need];
}

static inline int32_t caps_of_person(const struct caps *caps, size_t person)
{
    return caps->of_person == NULL ? -1 : caps->of_person[person];
}

/* So many seats of the need are for people outside its group, -1 = any. */
static inline int32_t caps_open_most(const struct caps *caps, size_t need)
{
    return caps->open_most == NULL ? -1 : caps->open_most[need];
}

/* Does the person come in by the need's open seats alone? Never where none are reserved. */
static inline bool caps_is_outside(const struct caps *caps, size_t need, size_t person)
{
    if (caps_open_most(caps, need) < 0)
        return false;
    const uint64_t *group = caps->group[caps->reserve_of_need[need]];
    return (group[person / 64] >> (person % 64) & 1) == 0;
}

/* The instance with these caps: a copy. Everything is as the caps' header says: asserts. From
 * `arena`. Whether its numbers fit: instance_is_within_bounds. */
struct instance *instance_with_caps(const struct instance *instance, const struct caps *caps,
                                    struct arena *arena);

/* The two tables above, for an instance with caps: bonuses per priority into *ret_bonus; false when
 * that one does not fit. */
enum cap_bonuses { CAP_BONUSES_BY_QUOTA, CAP_BONUSES_TWOFOLD };
bool caps_bonuses(const struct instance *instance, enum cap_bonuses which,
                  int64_t ret_bonus[INSTANCE_CLASS_COUNT]);

/* How full the caps are by an assignment (need_of per person, -1 = not placed; needs exist). */
struct cap_counts {
    int64_t *filled; /* per cap: seats below it */
    int32_t *open; /* per need: seats that go to people outside its group; 0 where none reserved */
};
struct cap_counts caps_count(const struct instance *instance, const int32_t *need_of,
                             struct arena *arena);

/* The limits that count: those of the caps, or what is bound where that is more. */
struct cap_limits {
    int64_t *most;      /* per cap */
    int32_t *open_most; /* per need, -1 = any */
};
struct cap_limits caps_limits(const struct instance *instance, struct arena *arena);

/* The caps of what instance_open leaves: limits are lower by what is bound. */
const struct caps *caps_open(const struct instance *instance, struct arena *arena);

/* Of a run, as stored; either may be NULL: all 0. */
struct cap_prices {
    const int64_t *cap;  /* per cap */
    const int64_t *open; /* per need */
};

/* What all caps over a need, or a person, cost together. `cap_price` per cap. */
int64_t caps_price_of_need(const struct caps *caps, const int64_t *cap_price, size_t need);
int64_t caps_price_of_person(const struct caps *caps, const int64_t *cap_price, size_t person);

#endif
