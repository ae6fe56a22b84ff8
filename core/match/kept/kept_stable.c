#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/kept/keeping.h"
#include "core/match/stable.h"
#include "core/pairs/wishes.h"

enum {
    NARROWINGS = 6,    /* walks to learn cutoffs by, at most */
    WORTH_PERCENT = 90 /* of the pairs may be left, or a further such walk is not worth it */
};

/* With which need a person would rather be than with any other, and how they stand there. */
struct first_choice {
    uint32_t need, standing;
};

struct ranks {
    uint16_t *of_person, *of_need;
    size_t capacity, capacity_of_need;
};

struct stable_look {
    struct keeping *keeping;
    uint32_t *least;              /* per need: who stands lower is turned away */
    struct ranks *ranks;          /* per part */
    struct first_choice *choices; /* per person; standing 0 = none */
    size_t *passing;              /* per part: pairs that are left */
    bool keeps;                   /* them */
};

static struct wishes rank_row(struct stable_look *look, size_t part, size_t person,
                              const struct pair *row, size_t count)
{
    struct ranks *ranks = &look->ranks[part];
    const struct snapshot *snapshot = look->keeping->snapshot;
    ranks->of_person =
        cadre_grow(ranks->of_person, &ranks->capacity, count, sizeof *ranks->of_person);
    ranks->of_need =
        cadre_grow(ranks->of_need, &ranks->capacity_of_need, count, sizeof *ranks->of_need);
    wishes_rank_row(snapshot, person, row, count, true, ranks->of_person);
    wishes_rank_row(snapshot, person, row, count, false, ranks->of_need);
    return (struct wishes){ranks->of_person, ranks->of_need};
}

static void choose_of_row(void *context, size_t part, size_t person, const struct pair *row,
                          size_t count)
{
    struct stable_look *look = context;
    struct keeping *keeping = look->keeping;
    bool decided = keeping_is_decided(keeping, person);
    uint64_t best = 0;
    look->choices[person].standing = 0;
    if (count == 0 || instance_bound_need(&keeping->instance, person) >= 0)
        return;
    if (keeping->lifted_count > 0 && decided) /* a pair that is opened may be what they want most */
        return;
    struct wishes wishes = rank_row(look, part, person, row, count);
    for (size_t at = 0; at < count; at++) {
        uint32_t standing = wishes_standing(&wishes, &row[at], at);
        if (keeping->open_seats[row[at].need] == 0 || standing < look->least[row[at].need])
            continue;
        look->passing[part]++;
        if (look->keeps && !decided)
            keeping_gather(&keeping->gathered[part], person, &row[at]);
        if (wishes_worth(&wishes, &row[at], at) <= best)
            continue;
        best = wishes_worth(&wishes, &row[at], at);
        look->choices[person] = (struct first_choice){row[at].need, standing};
    }
}

static int by_choice(const void *left, const void *right)
{
    const struct first_choice *a = left;
    const struct first_choice *b = right;
    if (a->need != b->need)
        return a->need < b->need ? -1 : 1;
    return (a->standing < b->standing) - (a->standing > b->standing);
}

/* Whoever stands below as many as there are seats, who all want this need most, is turned away. */
static void raise_least(struct stable_look *look)
{
    const struct keeping *keeping = look->keeping;
    size_t count = 0;
    for (size_t i = 0; i < keeping->snapshot->person_count; i++) {
        if (look->choices[i].standing > 0)
            look->choices[count++] = look->choices[i];
    }
    if (count > 1)
        qsort(look->choices, count, sizeof *look->choices, by_choice);
    for (size_t first = 0, end; first < count; first = end) {
        uint32_t need = look->choices[first].need;
        for (end = first; end < count && look->choices[end].need == need;)
            end++;
        size_t seats = (size_t)keeping->open_seats[need];
        if (end - first >= seats && look->choices[first + seats - 1].standing > look->least[need])
            look->least[need] = look->choices[first + seats - 1].standing;
    }
}

static size_t passing_of(struct stable_look *look)
{
    size_t passing = 0;
    for (size_t part = 0; part < look->keeping->parts; part++) {
        passing += look->passing[part];
        look->passing[part] = 0;
    }
    return passing;
}

void kept_possible(struct keeping *keeping, struct arena *scratch)
{
    size_t people = keeping->snapshot->person_count;
    struct stable_look look = {
        .keeping = keeping,
        .least = arena_calloc(scratch, keeping->snapshot->need_count, sizeof *look.least),
        .ranks = arena_calloc(scratch, keeping->parts, sizeof *look.ranks),
        .choices = arena_calloc(scratch, people, sizeof *look.choices),
        .passing = arena_calloc(scratch, keeping->parts, sizeof *look.passing),
    };
    size_t before = SIZE_MAX;
    for (int at = 0; at < NARROWINGS; at++) {
        keeping_walk(keeping, scratch, &look, choose_of_row);
        size_t passing = passing_of(&look);
        raise_least(&look);
        if (passing <= keeping->most || passing / WORTH_PERCENT > before / 100)
            break;
        before = passing;
    }
    look.keeps = true;
    keeping_walk(keeping, scratch, &look, choose_of_row);
    keeping_join(keeping);
    for (size_t part = 0; part < keeping->parts; part++) {
        free(look.ranks[part].of_person);
        free(look.ranks[part].of_need);
    }
}

void kept_solve_stable(struct keeping *keeping, struct assignment *ret_assignment)
{
    keeping->instance =
        *instance_with_wishes(&keeping->instance, keeping->snapshot, keeping->arena);
    stable_solve(instance_open(&keeping->instance, keeping->arena), keeping->arena, ret_assignment,
                 NULL);
}
