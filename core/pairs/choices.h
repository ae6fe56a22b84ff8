/*
 * How both sides of a stable match choose among pairs where limits bound them (caps.h): what
 * solver, verifier and explanations agree on.
 *
 * Needs. Each takes the best of whom it is offered, by its own order (wishes.h), for its seats in
 * two groups, one after the other: the open ones take anybody, the reserved ones people of its
 * reserve's group alone. Reserved seats choose first, so that the open ones are all left to others;
 * or, with the precedence "open", the open ones do, so that the reserved seats come on top of what
 * the group gets by itself. Of what needs took, each cap over needs keeps the best pairs up to its
 * limit, inner caps first: by the need's priority, then by where the person stands with the need,
 * then by the lottery.
 *
 * People. Each takes the best pair by the own wishes. Of these each cap over people keeps the best
 * up to its limit, inner caps first: by the rank of the wish, then by fit, then by the lottery.
 *
 * A match M is stable when each side, offered M, takes all of it, and no pair beside M is one that
 * both sides would take, offered it beside M.
 *
 * Why that is a theory of stable matches like the one without limits. Say that a choice is orderly
 * if one pair z more on offer changes what is taken by nothing, or by z, or by z in the place of a
 * single pair that comes behind z in the order. A single seat and a person are orderly. So is a row
 * of seats each of which takes the best of what those before it left: what z, or whoever z put out,
 * puts out of the next one is behind both. So is a cap over orderly choices: of z for w behind it,
 * in what it chooses among, follows z for w, or z for the last one, or nothing, in what it keeps.
 * Orderly choices are substitutable (nothing is taken because of another pair), do not heed what
 * they reject, and never take fewer pairs of more. For such choices of both sides stable matches
 * exist and are a lattice, whose best one for people comes of people's proposing (Fleiner, A
 * fixed-point approach to stable matchings and some applications, 2003; slots with an order:
 * Kominers and Soenmez, Matching with slot-specific priorities, 2016; caps by region: Kamada and
 * Kojima, Efficient matching under distributional constraints, 2015); and whoever chooses by
 * themselves has as many pairs in one as in any other (Alkan, A class of multipartner matching
 * markets with a strong lattice structure, 2002): each outermost cap of either side, each need and
 * each person below none. Within a cap that may differ, and with caps over people not every person
 * needs to be as well off as in any other.
 *
 * All of this is of the open part (instance_open): who is bound counts first, against the reserved
 * seats if they are of the group, as in an optimal match.
 */
#ifndef CADRE_CORE_PAIRS_CHOICES_H
#define CADRE_CORE_PAIRS_CHOICES_H

#include "core/base/arena.h"
#include "core/pairs/caps.h"
#include "core/pairs/instance.h"
#include "core/pairs/wishes.h"

/* ---- orders ---------------------------------------------------------------------------------- */

/* A pair in the order of one side; a greater rank goes first. */
struct ranked_pair {
    uint64_t rank;
    int32_t person, need; /* person -1 = no pair */
};

/* The pair instance->items[at] in the order of the caps over needs, which within a need is its own;
 * in that of the caps over people, which of one person's pairs is that of their wishes. */
static inline struct ranked_pair choices_by_need(const struct instance *instance, size_t person,
                                                 size_t at)
{
    const struct pair *pair = &instance->items[at];
    uint64_t class = (uint64_t)(INSTANCE_CLASS_COUNT - instance->priority[pair->need]);
    return (struct ranked_pair){class << 32 | wishes_standing(instance->wishes, pair, at),
                                (int32_t)person, (int32_t)pair->need};
}

enum { WORTH_FIT_BITS = 14 }; /* of its rank: fit, and above it WISH_NONE - the wish */

static inline struct ranked_pair choices_by_person(const struct instance *instance, size_t person,
                                                   size_t at)
{
    const struct pair *pair = &instance->items[at];
    return (struct ranked_pair){wishes_worth(instance->wishes, pair, at) >> 32, (int32_t)person,
                                (int32_t)pair->need};
}

/* Of two pairs in the order of the same side; never of equal ones. */
static inline bool choices_goes_before(const struct instance *instance,
                                       const struct ranked_pair *left,
                                       const struct ranked_pair *right)
{
    if (left->rank != right->rank)
        return left->rank > right->rank;
    if (left->person != right->person)
        return wishes_drawn_first(instance, (size_t)left->person, (size_t)right->person);
    return left->need < right->need;
}

/* ---- seats ----------------------------------------------------------------------------------- */

enum { SEAT_GROUPS = 2 };

/* Seats of a need that choose by the same rule. */
struct seat_group {
    int32_t seats;
    bool is_reserved; /* for people of the group of the need's reserve */
};

/* In the order in which they choose. Without a reserve the second one is empty. */
struct seat_groups {
    struct seat_group items[SEAT_GROUPS];
};

struct seat_groups choices_seats(const struct instance *instance, size_t need);

/* ---- what would be taken beside an assignment -------------------------------------------------
 */

enum choices_answer {
    CHOICES_TAKES,
    CHOICES_RANKS_LOWER, /* than all whom it has; of a person: than the own seat */
    CHOICES_RESERVED,    /* likewise, and somebody of the group with the same standing is taken */
    CHOICES_CAP_FULL     /* of pairs that rank higher */
};

struct choices; /* opaque */

/* `instance` has wishes, caps or none, and nobody is bound; `need_of` per person, -1 = not placed,
 * pairs exist: asserts. Borrows both; from `arena`. */
struct choices *choices_of(const struct instance *instance, const int32_t *need_of,
                           struct arena *arena);
/* Somebody whom their own need does not take when it is offered all who sit there, -1 = none. */
int32_t choices_turned_away(const struct choices *choices);

/* Whether the needs, or the people, offered the pair instance->items[at] beside the assignment,
 * which it is not of, take it. *ret_cap (or NULL): of CHOICES_CAP_FULL the cap, else -1. */
enum choices_answer choices_of_needs(const struct choices *choices, size_t person, size_t at,
                                     int32_t *ret_cap);
enum choices_answer choices_of_people(const struct choices *choices, size_t person, size_t at,
                                      int32_t *ret_cap);

/* The least standing (wishes.h) with which the needs take somebody here, the lottery deciding
 * between equals: STANDING_ANY .. STANDING_CLOSED. `outside`: the group of its reserve. */
uint32_t choices_least_standing(const struct choices *choices, size_t need, bool outside);
/* The last pair below the innermost full cap over somebody who is not placed, in the order of caps
 * over people; false = there is no such cap. Person -1 = nobody at all may come in. */
bool choices_last_below_cap(const struct choices *choices, size_t person,
                            struct ranked_pair *ret_last);

#endif
