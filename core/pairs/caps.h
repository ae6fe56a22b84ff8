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
 * Classes. A cap over needs can trade one seat of a high priority for many of lower ones, so equal
 * class steps do not make the optimum lexicographic (they do without such caps: matching.md).
 * What two seatings differ in falls apart into simple cycles of the residual network, and the class
 * counts add up, so it is enough that each cycle that is lexicographically better is worth more.
 * A cycle climbs from a need into the tree of caps over needs and comes down to another: each cap
 * and the root are the top of at most one such turn, which fills one seat below and empties one.
 * With s_t = bonus_t - bonus_(t+1) and D_t = seats that the cycle fills in priorities 1 .. t, the
 * cycle is worth sum s_t * D_t and at least -(B - 1) of weights, since it passes each need, and the
 * entry of its outsiders, at most once. Let c be the first with D_c > 0. A turn lowers D_t by one
 * at most, and only at a top that has needs both of priorities 1 .. t and of later ones below it;
 * let K_t be the number of such caps, beside the root. If K_c = 0, then the root's turn is the one
 * that raised D_c, and it lowers no later D_t. Hence s_c = B + sum over t > c of (K_t + [K_c > 0])
 * * s_t is enough: with no such cap s_c = B, as ever. Caps that cannot bind (limit >= seats below)
 * are no tops and do not count; priorities without seats have s = 0 where any K > 0.
 *
 * That is wider than it need be, and it grows by K + 2 from each priority to the one before. The
 * turn that raises D_c fills a seat of 1 .. c and empties one of c + 1 or later (or none: at the
 * root), so it lowers no later D_t, and no other turn has its top. What may lower D_t is then K_t
 * caps and the root, less that top where it is one of them: K_t, and one more only where some cap
 * has needs of both 1 .. c and later, but none later than t. Hence sum over t > c of (K_t + [there
 * is such a cap]) * s_t is enough, and grows by K + 1. Where the wide table fits it stands, so that
 * runs of before stay what they are; where it does not, this one does.
 *
 * Here B = 4 * ((M + O + 1) * w'max + 1), M needs of which O have reserved seats: four times what
 * the proof asks for, so that the class part of a price can be told from the rest
 * (core/match/capped/capped.h). A path may win a seat at each of its turns, sum s_t * (K_t + 1) + B
 * in all; where eight times that is beyond int64 by either table, the bonuses are INT64_MAX, and
 * instance_is_within_bounds refuses. Of 10,000 needs with 100,000 seats in nine priorities two
 * quotas over all of them fit, and three of 10,000 needs with 16,000 seats.
 */
#ifndef CADRE_CORE_PAIRS_CAPS_H
#define CADRE_CORE_PAIRS_CAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/arena.h"
#include "core/pairs/instance.h"

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
enum cap_bonuses { CAP_BONUSES_WIDE, CAP_BONUSES_CLOSE };
bool caps_bonuses(const struct instance *instance, enum cap_bonuses which,
                  int64_t ret_bonus[INSTANCE_CLASS_COUNT]);
/* So many quotas may trade seats of one priority for those of another. */
size_t caps_trading(const struct instance *instance);

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
