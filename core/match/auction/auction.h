/*
 * The auction: a nearly optimal assignment and nearly optimal prices, fast. People bid for seats
 * with the surplus that their best need has over the second best (Bertsekas, Annals of Operations
 * Research 14, 1988; seats of one need as similar objects, Bertsekas and Castanon, same journal 20,
 * 1989), in phases of falling epsilon, on a core of the pairs that shrinks from phase to phase.
 *
 * What it finds is a place to begin for refine.h, no more: it may stop early, it looks at fit alone
 * with a trifle for who is held, and prunes by guess. Nothing rests on it but time.
 *
 * Priorities come in as levels (levels.h): whole class steps that were taken out of the prices, so
 * that what is left to bid for is fit. Prices are in units of 1 / AUCTION_SCALE of a basis point.
 */
#ifndef CADRE_CORE_MATCH_AUCTION_H
#define CADRE_CORE_MATCH_AUCTION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/match/problem.h"

#define AUCTION_SCALE 8

struct core_pairs;
struct left_out;
struct levels;
struct auction; /* opaque */

/* `price` per need, or NULL: where to begin, class steps left out. */
struct auction *auction_new(const struct problem *problem, const struct plain_price *price);
void auction_free(struct auction *auction);

/* Keeps the pairs that are within `width` of their row's best at the present prices; down to half
 * of it where rows would keep many, and somewhat less for whoever is free where most people are. */
void auction_shrink(struct auction *auction, int32_t width);
/* All pairs are in play again where too many were dropped: prices fell since, or others rose. Not
 * where those within `width` would be a good part of all; then false. */
bool auction_take_back(struct auction *auction, int32_t width);
/* One phase, at prices that are lower by `fall`: whoever is within epsilon of their best seat
 * stays, all others bid. False when it took too many bids and was stopped. */
bool auction_phase(struct auction *auction, int32_t epsilon, int32_t fall);
/*
 * After a phase: needs that were left with empty seats bid for people, who come from where they
 * gain least; the needs that they leave do likewise (reverse auction: Bertsekas, Castanon and
 * Tsaknakis, SIAM J. Optimization 3, 1993). In a phase prices only rise, so that such needs would
 * stay too dear, and each of their seats be filled by a long path of refinement. Ends where
 * somebody free came, or a need may stay empty.
 */
void auction_invite(struct auction *auction);
/* From now on a need of a lower level is better than all of higher ones, and people sit as
 * `need_of` says, who fill the seats that can be filled. The levels are borrowed until
 * auction_free. */
void auction_take_levels(struct auction *auction, const struct levels *levels,
                         const int32_t *need_of);

/*
 * In place of all phases (resume.c): at prices and levels of before, with everybody in the seat
 * that they had (`need_of` per person, -1 = none, may name needs that they no longer qualify for),
 * but for whoever would rather sit elsewhere; on the pairs that are near their row's best. `price`
 * is the one that the auction began with, of which needs without seats are asked too. How many
 * people are left free who would pay some need's price.
 */
size_t auction_resume(struct auction *auction, const struct plain_price *price,
                      const struct levels *levels, const int32_t *need_of);

/* Of the last phase. */
bool auction_has_empty_seats(const struct auction *auction);
const int32_t *auction_need_of(const struct auction *auction); /* per person, -1 = free */
const int32_t *auction_filled(const struct auction *auction);  /* per need */
/* Of the cheapest seat of a need that has seats; the level is not in it. */
int64_t auction_price(const struct auction *auction, size_t need);
uint64_t auction_bids(const struct auction *auction); /* of all phases */
/* The pairs still in play; valid until the next shrink. */
struct rows auction_core(const struct auction *auction);
/* The same by person and by need, what it leaves out (NULL = that is not known), and who sits
 * where: for the caller to free, and of the auction only what it came to may be asked afterwards.
 */
struct core_pairs *auction_take_core(struct auction *auction);
struct left_out *auction_take_left_out(struct auction *auction);
int32_t *auction_take_need_of(struct auction *auction);
/* Where nobody bid since the auction was resumed, per person: free, and worth more than some price
 * of a pair in play. NULL = that is not known. The caller's to free. */
bool *auction_take_restless(struct auction *auction);

#endif
