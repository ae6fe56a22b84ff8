/*
 * The needs of a snapshot compiled, so that people can be tested in blocks (people_block.h): after
 * "Pairs" of the matching design, with one row of bits for each thing that is asked.
 *
 * Whatever needs ask for is brought down to questions, each stored once however many needs ask it:
 * a service condition by what it reads of the need (conditions.h), a clause by its alternatives. A
 * question has a row of bits for each reason by which a person may fail it. A need is then the list
 * of its rows in the order of reasons, and needs with equal lists share one profile. Questions are
 * answered by the readable evaluator (qualify.h) alone, once for each person and question at most:
 * what kinds of alternative there are is known there only.
 */
#ifndef CADRE_CORE_PAIRS_NEED_PROFILE_H
#define CADRE_CORE_PAIRS_NEED_PROFILE_H

#include <assert.h>

#include "core/base/arena.h"
#include "core/evidence/fit.h"

/* Everybody is in row 0: what an incomplete need fails them by; and nobody in row 1. */
enum { ROW_EVERYBODY = 0, ROW_NOBODY = 1, ROWS_OF_ANY_NEED };

struct asked_condition {
    size_t condition;        /* index in conditions[] */
    const struct need *need; /* one of those that ask it */
    uint32_t row;            /* who fails it */
};

struct asked_clause {
    const struct clause *clause;  /* one of those alike */
    uint32_t rows[REASON_COUNT];  /* by reason, 0 = it cannot fail by that one */
    uint32_t verified_row;        /* whom verified evidence lets pass */
    uint32_t holding_row;         /* who passes */
    bool by_levels;               /* qualify_by_levels */
    unsigned rests_on;            /* enum rests_on of its alternatives together, 0 = anything */
    enum reason reason_of_nobody; /* how somebody stands of whom nothing is known */
    bool verified_of_nobody;
};

struct asked_region {
    int32_t region;
    uint32_t row; /* who is inside */
};

struct failing_row {
    uint32_t row;
    enum reason reason;
    uint32_t of_clause; /* 1 = a clause fails or is not known, 0 = a service condition */
};

struct desired_row {
    uint32_t row; /* who passes the clause */
    int32_t weight;
};

struct need_profile {
    const struct failing_row *failing; /* in the order of reasons */
    size_t failing_count;
    size_t verified_count; /* required clauses */
    const struct desired_row *desired;
    size_t desired_count;
    int64_t desired_weight; /* of all */
};

enum { FIT_ROWS_AT_ONCE = 4, FIT_ROWS_MOST = 2 * FIT_ROWS_AT_ONCE };

/* What the fit of a profile rests on, apart from it and short, since every pair is asked: the role
 * and rows, and whoever is in these gets more. Rows are who is in the region, ROW_EVERYBODY when
 * none is asked; whom verified evidence lets pass, of each required clause; who passes, of each
 * desired one; and ROW_NOBODY behind them. */
struct profile_fit {
    uint32_t first[FIT_ROWS_AT_ONCE];
    const uint32_t *rows;     /* all, a multiple of FIT_ROWS_AT_ONCE */
    const uint16_t *parts_bp; /* by the rows that somebody is in, of each the bit 1 << index; NULL =
                                 there are more than FIT_ROWS_MOST */
    uint32_t row_count;
    int32_t role; /* index in `roles`, -1 = none asked */
};

struct asked_role {
    int32_t element;
    int32_t level; /* rank */
};

/* Whoever has one of these is asked the clauses that rest on it. */
enum ground { GROUND_ANYTHING, GROUND_FACTS, GROUND_SERVICES, GROUND_COUNT };

/* Items of one list for each key: those of key k are items[start[k]] up to items[start[k + 1]]. */
struct postings {
    uint32_t *start; /* key count + 1 */
    uint32_t *items;
};

struct need_profiles {
    const struct snapshot *snapshot;
    uint32_t row_count;
    struct asked_condition *conditions;
    size_t condition_count;
    struct asked_clause *clauses;
    size_t clause_count;
    struct asked_region *regions;
    size_t region_count;
    struct asked_role *roles; /* work roles that needs ask for, each at a level */
    size_t role_count;

    /* Clauses to be answered for who has something. */
    struct postings by_levels;        /* key: element; those of asked->by_levels, in no other */
    struct postings by_element;       /* key: element */
    struct postings by_credential;    /* key: credential */
    struct postings by_ground;        /* key: enum ground */
    struct postings roles_by_element; /* key: element; items: index in `roles` */

    struct need_profile *profiles;
    struct profile_fit *fits; /* per profile */
    size_t profile_count;
    uint32_t *profile_of; /* per need of the snapshot */
};

/* What fit consists of for an eligible person who is in these rows of the profile's fit, without
 * what their role is worth. */
int32_t need_profile_parts_bp(const struct need_profile *profile, const bool *is_in);
/* What the role is worth: for who shows it so, or not (NULL); NULL = none is asked. */
int32_t need_profile_role_bp(const struct asked_role *asked, const struct shown_element *shown);

/* The row of those who stand so in the clause: REASON_NONE = it holds, else it fails by that. */
static inline uint32_t need_profile_standing_row(const struct asked_clause *asked,
                                                 enum reason reason)
{
    uint32_t row = reason == REASON_NONE ? asked->holding_row : asked->rows[reason];
    assert(row != 0); /* qualify_clause_reasons names each reason that occurs */
    return row;
}

/* Memory from `arena`; the snapshot is borrowed. */
struct need_profiles *need_profiles_new(const struct snapshot *snapshot, struct arena *arena);

#endif
