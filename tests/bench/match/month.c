#include "tests/bench/match/month.h"

#include <string.h>

#include "core/base/alloc.h"

enum { HUNDRED = 100, LEAVE = 3, IMPROVE = 2, BETTER_BP = 100, NEEDS_A_CHANGE = 50 };

/* SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
static size_t below(uint64_t *state, size_t count)
{
    uint64_t mixed = *state += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    return (size_t)((mixed ^ (mixed >> 31)) % count);
}

/* Of each person now: whose row of before they have. Whoever comes resembles somebody. */
static size_t *draw_rows(const struct problem *before, uint64_t *state)
{
    size_t people = before->person_count;
    size_t *row_of = cadre_calloc(people, sizeof *row_of);
    for (size_t i = 0; i < people; i++)
        row_of[i] = below(state, HUNDRED) < LEAVE ? below(state, people) : i;
    return row_of;
}

static void take_row(const struct problem *before, size_t from, size_t person, bool improved,
                     struct made_problem *made)
{
    size_t count = before->rows.start[from + 1] - before->rows.start[from];
    const uint32_t *row = before->rows.pairs + before->rows.start[from];
    uint32_t *to = made->pairs + made->start[person];
    made->start[person + 1] = made->start[person] + count;
    for (size_t at = 0; at < count; at++) {
        int64_t fit = packed_fit(row[at]) + (improved ? BETTER_BP : 0);
        to[at] = packed_pair(packed_need(row[at]), (uint32_t)(fit < FIT_MAX_BP ? fit : FIT_MAX_BP));
    }
}

static size_t count_pairs(const struct problem *before, const size_t *row_of)
{
    size_t count = 0;
    for (size_t i = 0; i < before->person_count; i++)
        count += before->rows.start[row_of[i] + 1] - before->rows.start[row_of[i]];
    return count;
}

void month_later(const struct problem *before, const int32_t *need_of, uint64_t seed,
                 struct made_problem *ret_made)
{
    size_t people = before->person_count;
    size_t needs = before->need_count;
    uint64_t state = seed;
    CADRE_FREE size_t *row_of = draw_rows(before, &state);
    struct made_problem made = {
        .start = cadre_calloc(people + 1, sizeof *made.start),
        .pairs = cadre_calloc(count_pairs(before, row_of), sizeof *made.pairs),
        .seats = cadre_calloc(needs, sizeof *made.seats),
        .priority = cadre_calloc(needs, sizeof *made.priority),
        .base_need = cadre_calloc(people, sizeof *made.base_need),
    };
    for (size_t i = 0; i < people; i++) {
        take_row(before, row_of[i], i, below(&state, HUNDRED) < IMPROVE, &made);
        made.base_need[i] = row_of[i] == i ? need_of[i] : -1;
    }
    for (size_t j = 0; j < needs; j++) {
        size_t change = below(&state, NEEDS_A_CHANGE);
        made.seats[j] = before->seats[j] + (change == 0) - (change == 1 && before->seats[j] > 0);
        made.priority[j] = before->priority[j];
    }
    made_problem_finish(&made, people, needs);
    *ret_made = made;
}
