#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/kept/keeping.h"
#include "core/match/stable.h"
#include "core/match/stable_capped/stable_capped.h"
#include "core/pairs/caps.h"
#include "core/pairs/choices.h"
#include "core/pairs/wishes.h"

enum {
    NARROWINGS = 6,    /* walks to learn cutoffs by, at most */
    WORTH_PERCENT = 90 /* of the pairs may be left, or a further such walk is not worth it */
};

/* The pair of a row that its person would rather have than any other. */
struct first_choice {
    struct pair pair;
    bool is_any;
};

struct ranks {
    uint16_t *of_person, *of_need;
    size_t capacity, capacity_of_need;
};

struct stable_look {
    struct keeping *keeping;
    uint32_t *least;              /* per entry: who stands lower is turned away */
    struct ranks *ranks;          /* per part */
    struct first_choice *choices; /* per person, but of whoever has a decision */
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
    const struct kept_limits *limits = &keeping->limits;
    bool decided = keeping_is_decided(keeping, person);
    uint64_t best = 0;
    look->choices[person].is_any = false;
    if (count == 0 || instance_bound_need(&keeping->instance, person) >= 0 ||
        kept_limits_shut(limits, person))
        return;
    struct wishes wishes = rank_row(look, part, person, row, count);
    for (size_t at = 0; at < count; at++) {
        size_t entry = kept_limits_entry(limits, person, row[at].need);
        if (limits->closed[entry] || wishes_standing(&wishes, &row[at], at) < look->least[entry])
            continue;
        look->passing[part]++;
        if (decided)
            continue;
        if (look->keeps)
            keeping_gather(&keeping->gathered[part], person, &row[at]);
        if (wishes_worth(&wishes, &row[at], at) <= best)
            continue;
        best = wishes_worth(&wishes, &row[at], at);
        look->choices[person] = (struct first_choice){row[at], true};
    }
}

/* Of the first choices alone, and whole rows of whoever has a decision. */
static const struct instance *instance_of_choices(const struct stable_look *look,
                                                  struct arena *arena)
{
    static const struct caps no_caps = {0};
    const struct instance *kept = &look->keeping->instance;
    struct instance chosen = *kept;
    size_t *row_start = arena_calloc(arena, kept->person_count + 1, sizeof *row_start);
    struct pair *items = arena_alloc(
        arena, (kept->row_start[kept->person_count] + kept->person_count) * sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < kept->person_count; i++) {
        for (size_t at = kept->row_start[i]; at < kept->row_start[i + 1]; at++)
            items[count++] = kept->items[at];
        if (look->choices[i].is_any)
            items[count++] = look->choices[i].pair;
        row_start[i + 1] = count;
    }
    chosen.row_start = row_start;
    chosen.items = items;
    const struct instance *capped =
        chosen.caps != NULL ? &chosen : instance_with_caps(&chosen, &no_caps, arena);
    return instance_open(instance_with_wishes(capped, look->keeping->snapshot, arena), arena);
}

/* What the needs would not take beside what they are offered in any case. */
static void raise_least(struct stable_look *look)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct instance *chosen = instance_of_choices(look, arena);
    const int32_t *need_of = stable_capped_first(chosen, arena);
    const struct choices *choices = choices_of(chosen, need_of, arena);
    for (size_t j = 0; j < chosen->need_count; j++) {
        look->least[j] = choices_least_standing(choices, j, false);
        look->least[chosen->need_count + j] = choices_least_standing(choices, j, true);
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
        .least =
            arena_calloc(scratch, kept_limits_entry_count(&keeping->limits), sizeof *look.least),
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
