#include "core/match/kept_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/match/stable.h"
#include "core/pairs/wishes.h"

enum {
    SEATS_TIMES = 64,  /* pairs of a need that are kept at first, for each seat */
    NEED_LEAST = 2000, /* and at least */
    BUCKET_BP = 128,
    BUCKETS = FIT_MAX_BP / BUCKET_BP + 1,
    BETTER_MOST = 4,   /* of a row that join at once */
    NARROWINGS = 6,    /* walks to learn cutoffs by, at most */
    WORTH_PERCENT = 90 /* of the pairs may be left, or a further such walk is not worth it */
};

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
    struct arena *arena;
    size_t most, parts;
    int walks;
    struct pairs *pairs;       /* kept; rows are the module's own until the end */
    struct instance instance;  /* of these */
    int32_t *open_seats;       /* per need: to which nobody is bound */
    struct gathered *gathered; /* per part */
};

/* ---- rows that are kept ---------------------------------------------------------------------- */

static void gather(struct gathered *gathered, size_t person, const struct pair *pair)
{
    gathered->items = cadre_grow(gathered->items, &gathered->capacity, gathered->count + 1,
                                 sizeof *gathered->items);
    gathered->items[gathered->count++] = (struct item){(int32_t)person, *pair};
}

static void gather_row(struct gathered *gathered, size_t person, const struct pair *row,
                       size_t count)
{
    for (size_t at = 0; at < count; at++)
        gather(gathered, person, &row[at]);
}

static size_t gathered_count(const struct keeping *keeping)
{
    size_t count = 0;
    for (size_t part = 0; part < keeping->parts; part++)
        count += keeping->gathered[part].count;
    return count;
}

/* The next item of whoever is not behind the person, over the parts; NULL = there is none. */
static const struct item *next_item(const struct keeping *keeping, size_t *part, size_t *at,
                                    size_t person)
{
    while (*part < keeping->parts && *at == keeping->gathered[*part].count) {
        (*part)++;
        *at = 0;
    }
    if (*part == keeping->parts)
        return NULL;
    const struct item *item = &keeping->gathered[*part].items[*at];
    return (size_t)item->person == person ? item : NULL;
}

/* What was gathered joins what is kept, each row in the order of needs. */
static void join_gathered(struct keeping *keeping)
{
    struct pairs *pairs = keeping->pairs;
    size_t before = pairs->row_start[pairs->person_count];
    struct pair *joined = cadre_malloc((before + gathered_count(keeping) + 1) * sizeof *joined);
    size_t count = 0;
    size_t at = 0;
    size_t part = 0;
    size_t of_part = 0;
    for (size_t i = 0; i < pairs->person_count; i++) {
        size_t end = pairs->row_start[i + 1];
        const struct item *item;
        while ((item = next_item(keeping, &part, &of_part, i)) != NULL) {
            for (; at < end && pairs->items[at].need < item->pair.need; at++)
                joined[count++] = pairs->items[at];
            joined[count++] = item->pair;
            of_part++;
        }
        for (; at < end; at++)
            joined[count++] = pairs->items[at];
        pairs->row_start[i + 1] = count;
    }
    free(pairs->items);
    pairs->items = joined;
    for (part = 0; part < keeping->parts; part++)
        keeping->gathered[part].count = 0;
    keeping->instance.row_start = pairs->row_start;
    keeping->instance.items = pairs->items;
}

static struct pairs *walk_rows(struct keeping *keeping, struct arena *arena, void *context,
                               void (*take)(void *context, size_t part, size_t person,
                                            const struct pair *row, size_t count))
{
    const struct pairs_walk walk = {take, context};
    keeping->walks++;
    return pairs_walk(keeping->snapshot, &walk, keeping->parts, arena);
}

/* Whose whole row is kept: locks_settle wants to know where they fit. */
static bool is_decided(const struct keeping *keeping, size_t person)
{
    const struct snapshot *snapshot = keeping->snapshot;
    size_t low = 0;
    size_t high = snapshot->stay_count;
    if (snapshot->people[person].decision_count > 0)
        return true;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((size_t)snapshot->stays[middle].person < person)
            low = middle + 1;
        else
            high = middle;
    }
    return low < snapshot->stay_count && (size_t)snapshot->stays[low].person == person;
}

/* ---- the first look -------------------------------------------------------------------------- */

typedef uint32_t counts_by_fit[BUCKETS];

struct first_look {
    struct keeping *keeping;
    counts_by_fit *counts; /* per part and need */
};

static void count_row(void *context, size_t part, size_t person, const struct pair *row,
                      size_t count)
{
    struct first_look *look = context;
    struct keeping *keeping = look->keeping;
    counts_by_fit *counts = &look->counts[part * keeping->snapshot->need_count];
    for (size_t at = 0; at < count; at++)
        counts[row[at].need][row[at].fit_bp / BUCKET_BP]++;
    if (is_decided(keeping, person))
        gather_row(&keeping->gathered[part], person, row, count);
}

/* How many pairs of each need by fit, the reasons of all, and who is bound: from the arena. */
static counts_by_fit *look_first(struct keeping *keeping, struct arena *scratch)
{
    size_t needs = keeping->snapshot->need_count;
    struct first_look look = {keeping,
                              arena_calloc(scratch, keeping->parts * needs, sizeof *look.counts)};
    keeping->pairs = walk_rows(keeping, keeping->arena, &look, count_row);
    for (size_t at = needs; at < keeping->parts * needs; at++) {
        for (size_t bucket = 0; bucket < BUCKETS; bucket++)
            look.counts[at % needs][bucket] += look.counts[at][bucket];
    }
    join_gathered(keeping);
    keeping->instance = *instance_from(keeping->snapshot, keeping->pairs, keeping->arena);
    keeping->open_seats = instance_open_seats(&keeping->instance, keeping->arena);
    return look.counts;
}

/* ---- the best of each need ------------------------------------------------------------------- */

/* Of a need: all pairs of a higher bucket, and so many of those in it. */
struct share {
    uint32_t bucket, of_bucket, in_bucket;
};

struct best_look {
    struct keeping *keeping;
    struct share *shares; /* per need */
};

static uint64_t wanted_of(const struct keeping *keeping, size_t need)
{
    uint64_t wanted = (uint64_t)keeping->open_seats[need] * SEATS_TIMES;
    if (keeping->open_seats[need] == 0)
        return 0;
    return wanted > NEED_LEAST ? wanted : NEED_LEAST;
}

static struct share share_of(const uint32_t *counts, uint64_t wanted)
{
    uint64_t above = 0;
    for (uint32_t bucket = BUCKETS; bucket-- > 0;) {
        if (above + counts[bucket] >= wanted)
            return (struct share){bucket, (uint32_t)(wanted - above), counts[bucket]};
        above += counts[bucket];
    }
    return (struct share){0, counts[0], counts[0]};
}

static struct share *find_shares(const struct keeping *keeping, const counts_by_fit *counts,
                                 struct arena *scratch)
{
    size_t needs = keeping->snapshot->need_count;
    struct share *shares = arena_calloc(scratch, needs, sizeof *shares);
    uint64_t total = 0;
    for (size_t j = 0; j < needs; j++)
        total += wanted_of(keeping, j);
    for (size_t j = 0; j < needs; j++) {
        uint64_t wanted = wanted_of(keeping, j);
        if (total > keeping->most)
            wanted = (uint64_t)((double)wanted * (double)keeping->most / (double)total);
        shares[j] = share_of(counts[j], wanted);
    }
    return shares;
}

/* Which of those alike are kept is as good as drawn, and nothing rests on it. */
static bool is_drawn(size_t person, const struct pair *pair, const struct share *share)
{
    uint32_t mixed = (uint32_t)person * 2654435761U ^ pair->need * 2246822519U;
    mixed ^= mixed >> 15;
    return share->of_bucket == share->in_bucket ||
           mixed % (share->in_bucket + 1) < share->of_bucket;
}

static void keep_best_of_row(void *context, size_t part, size_t person, const struct pair *row,
                             size_t count)
{
    struct best_look *look = context;
    if (is_decided(look->keeping, person))
        return;
    for (size_t at = 0; at < count; at++) {
        const struct share *share = &look->shares[row[at].need];
        uint32_t bucket = row[at].fit_bp / BUCKET_BP;
        if (look->keeping->open_seats[row[at].need] > 0 &&
            (bucket > share->bucket ||
             (bucket == share->bucket && is_drawn(person, &row[at], share))))
            gather(&look->keeping->gathered[part], person, &row[at]);
    }
}

static void keep_best(struct keeping *keeping, const counts_by_fit *counts, struct arena *scratch)
{
    struct best_look look = {keeping, find_shares(keeping, counts, scratch)};
    walk_rows(keeping, scratch, &look, keep_best_of_row);
    join_gathered(keeping);
}

/* ---- what is missing ------------------------------------------------------------------------- */

struct missing_look {
    struct keeping *keeping;
    const struct assignment *open; /* of what is left to solve */
    struct gathered *equal;        /* per part: pairs of no reduced cost that are not kept */
    int64_t *dearest; /* per part and need without seats: what it is worth to somebody */
};

static bool is_kept(const struct pairs *pairs, size_t person, uint32_t need)
{
    return pairs_fit(pairs, person, need) >= 0;
}

/* The pairs of a row that are worth most above what the person has, in the order of needs. */
struct better {
    struct pair pairs[BETTER_MOST];
    int64_t gains[BETTER_MOST];
    int count;
};

static void note_better(struct better *better, const struct pair *pair, int64_t gain)
{
    int at = better->count;
    if (at == BETTER_MOST) {
        at = 0;
        for (int i = 1; i < BETTER_MOST; i++)
            at = better->gains[i] < better->gains[at] ? i : at;
        if (better->gains[at] >= gain)
            return;
        for (; at + 1 < BETTER_MOST; at++) {
            better->pairs[at] = better->pairs[at + 1];
            better->gains[at] = better->gains[at + 1];
        }
        better->count--;
    }
    better->pairs[at] = *pair;
    better->gains[at] = gain;
    better->count++;
}

static int64_t worth_now(const struct missing_look *look, size_t person)
{
    const struct instance *instance = &look->keeping->instance;
    int32_t need = look->open->need_of[person];
    if (need < 0)
        return 0;
    const struct pair own = {(uint32_t)need,
                             (uint32_t)pairs_fit(look->keeping->pairs, person, (size_t)need)};
    return instance_weight(instance, person, &own) - look->open->price[need];
}

static void look_at_row(void *context, size_t part, size_t person, const struct pair *row,
                        size_t count)
{
    struct missing_look *look = context;
    struct keeping *keeping = look->keeping;
    int64_t *dearest = &look->dearest[part * keeping->snapshot->need_count];
    struct better better = {.count = 0};
    if (instance_bound_need(&keeping->instance, person) >= 0)
        return;
    int64_t own = worth_now(look, person);
    for (size_t at = 0; at < count; at++) {
        uint32_t need = row[at].need;
        int64_t worth = instance_weight(&keeping->instance, person, &row[at]) - own;
        if (keeping->open_seats[need] == 0)
            dearest[need] = worth > dearest[need] ? worth : dearest[need];
        else if (worth > look->open->price[need])
            note_better(&better, &row[at], worth - look->open->price[need]);
        else if (worth == look->open->price[need] && !is_kept(keeping->pairs, person, need))
            gather(&look->equal[part], person, &row[at]);
    }
    for (int i = 0; i < better.count; i++)
        gather(&keeping->gathered[part], person, &better.pairs[i]);
}

/* Needs without seats tempt nobody, but their price says what they would be worth. */
static void price_needs_without_seats(const struct missing_look *look, int64_t *price)
{
    const struct keeping *keeping = look->keeping;
    size_t needs = keeping->snapshot->need_count;
    for (size_t j = 0; j < needs; j++) {
        if (keeping->open_seats[j] > 0)
            continue;
        price[j] = instance_floor(&keeping->instance, j);
        for (size_t part = 0; part < keeping->parts; part++) {
            int64_t worth = look->dearest[part * needs + j];
            price[j] = worth > price[j] ? worth : price[j];
        }
    }
}

/* ---- optimal mode ---------------------------------------------------------------------------- */

static int64_t *points_of(const struct keeping *keeping, const int64_t *price, struct arena *arena)
{
    size_t needs = keeping->snapshot->need_count;
    int64_t *points = arena_calloc(arena, needs, sizeof *points);
    for (size_t j = 0; j < needs; j++)
        points[j] = instance_price_in_points(price[j], needs, keeping->instance.total_seats);
    return points;
}

static void solve_kept(const struct keeping *keeping, const int64_t *warm_price,
                       struct arena *arena, struct assignment *ret_open)
{
    const struct engine_options options = {.warm_price = warm_price};
    engine_solve(instance_open(&keeping->instance, arena), &options, arena, ret_open);
}

/* What is missing joins what is kept: false when nothing is. *ret_equal: only pairs of no reduced
 * cost did, so that the next solve is the last one. */
static bool complete(struct keeping *keeping, struct assignment *open, struct arena *scratch,
                     bool *ret_equal)
{
    size_t needs = keeping->snapshot->need_count;
    struct missing_look look = {
        .keeping = keeping,
        .open = open,
        .equal = cadre_calloc(keeping->parts, sizeof *look.equal),
        .dearest = arena_calloc(scratch, keeping->parts * needs, sizeof *look.dearest),
    };
    for (size_t at = 0; at < keeping->parts * needs; at++)
        look.dearest[at] = INT64_MIN;
    walk_rows(keeping, scratch, &look, look_at_row);
    *ret_equal = gathered_count(keeping) == 0;
    if (*ret_equal) {
        struct gathered *better = keeping->gathered;
        price_needs_without_seats(&look, open->price);
        keeping->gathered = look.equal;
        look.equal = better;
    }
    bool more = gathered_count(keeping) > 0;
    if (more)
        join_gathered(keeping);
    for (size_t part = 0; part < keeping->parts; part++)
        free(look.equal[part].items);
    free(look.equal);
    return more;
}

static void solve_optimal(struct keeping *keeping, const int64_t *warm_price,
                          struct assignment *ret_assignment)
{
    size_t needs = keeping->snapshot->need_count;
    int64_t *price = arena_calloc(keeping->arena, needs, sizeof *price);
    int64_t *warm = NULL;
    bool more = true;
    bool equal = false;
    while (more) {
        CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
        struct assignment open;
        bool last = equal;
        solve_kept(keeping, warm != NULL ? warm : warm_price, scratch, &open);
        more = !last && complete(keeping, &open, scratch, &equal);
        for (size_t j = 0; j < needs; j++)
            price[j] = last && keeping->open_seats[j] == 0 ? price[j] : open.price[j];
        free(warm);
        warm = cadre_calloc(needs, sizeof *warm);
        memcpy(warm, points_of(keeping, price, scratch), needs * sizeof *warm);
        if (!more)
            ret_assignment->need_of = memcpy(
                arena_calloc(keeping->arena, keeping->snapshot->person_count, sizeof(int32_t)),
                open.need_of, keeping->snapshot->person_count * sizeof(int32_t));
    }
    free(warm);
    ret_assignment->price = price;
}

/* ---- stable mode ----------------------------------------------------------------------------- */

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
    bool decided = is_decided(keeping, person);
    uint64_t best = 0;
    look->choices[person].standing = 0;
    if (count == 0 || instance_bound_need(&keeping->instance, person) >= 0)
        return;
    struct wishes wishes = rank_row(look, part, person, row, count);
    for (size_t at = 0; at < count; at++) {
        uint32_t standing = wishes_standing(&wishes, &row[at], at);
        if (keeping->open_seats[row[at].need] == 0 || standing < look->least[row[at].need])
            continue;
        look->passing[part]++;
        if (look->keeps && !decided)
            gather(&keeping->gathered[part], person, &row[at]);
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

static void keep_possible(struct keeping *keeping, struct arena *scratch)
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
        walk_rows(keeping, scratch, &look, choose_of_row);
        size_t passing = passing_of(&look);
        raise_least(&look);
        if (passing <= keeping->most || passing / WORTH_PERCENT > before / 100)
            break;
        before = passing;
    }
    look.keeps = true;
    walk_rows(keeping, scratch, &look, choose_of_row);
    join_gathered(keeping);
    for (size_t part = 0; part < keeping->parts; part++) {
        free(look.ranks[part].of_person);
        free(look.ranks[part].of_need);
    }
}

static void solve_stable(struct keeping *keeping, struct assignment *ret_assignment)
{
    keeping->instance =
        *instance_with_wishes(&keeping->instance, keeping->snapshot, keeping->arena);
    stable_solve(instance_open(&keeping->instance, keeping->arena), keeping->arena, ret_assignment,
                 NULL);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void solve(struct keeping *keeping, bool stable, const counts_by_fit *counts,
                  const int64_t *warm_price, struct assignment *ret_assignment,
                  struct kept_effort *effort)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    if (stable)
        keep_possible(keeping, scratch);
    else
        keep_best(keeping, counts, scratch);
    effort->first = keeping->pairs->row_start[keeping->pairs->person_count];
    if (stable)
        solve_stable(keeping, ret_assignment);
    else
        solve_optimal(keeping, warm_price, ret_assignment);
    effort->last = keeping->pairs->row_start[keeping->pairs->person_count];
    ret_assignment->need_of =
        instance_whole(&keeping->instance, ret_assignment->need_of, keeping->arena);
    ret_assignment->objective = instance_objective(&keeping->instance, ret_assignment->need_of);
}

bool kept_pairs_solve(const struct snapshot *snapshot, bool stable, size_t most,
                      const int64_t *warm_price, struct arena *arena,
                      struct kept_solution *ret_solution, struct kept_effort *ret_effort)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    struct kept_effort effort = {0};
    struct keeping keeping = {
        .snapshot = snapshot,
        .arena = arena,
        .most = most,
        .parts = pairs_part_count(snapshot),
    };
    keeping.gathered = cadre_calloc(keeping.parts, sizeof *keeping.gathered);
    const counts_by_fit *counts = look_first(&keeping, scratch);
    ret_solution->assignment = (struct assignment){0}; /* nothing has limits here */
    bool within = instance_is_within_bounds(&keeping.instance);
    if (within)
        solve(&keeping, stable, counts, warm_price, &ret_solution->assignment, &effort);
    for (size_t part = 0; part < keeping.parts; part++)
        free(keeping.gathered[part].items);
    free(keeping.gathered);
    arena_adopt(arena, keeping.pairs->items);
    effort.walks = keeping.walks;
    ret_solution->pairs = keeping.pairs;
    ret_solution->instance = arena_alloc(arena, sizeof *ret_solution->instance);
    *ret_solution->instance = keeping.instance;
    if (ret_effort != NULL)
        *ret_effort = effort;
    return within;
}
