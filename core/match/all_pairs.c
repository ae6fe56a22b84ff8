#include "core/match/all_pairs.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/match/people_parts.h"
#include "core/match/row_scan.h"

/* Violations lie all over: where the first quarter of all people have none, hardly anybody has. */
enum { QUARTER = 4 };

enum {
    NEAR_BP = 300,       /* below what their person has, and pairs may soon be in the core, */
    LISTED_BP = 450,     /* or are listed, as prices may fall by so much */
    SAMPLED_ROWS = 1000, /* or fewer, where those would be a good part of all: */
    LEAST_APART = 64,
    ROOMY = 1 /* more such pairs than one a row are too many */
};

struct look {
    const struct holding *holding;
    const struct row_scan *scan;
    const int64_t *price;            /* per need, LEFT_OUT_NOBODY without seats */
    const int32_t *points;           /* per need: the price in whole basis points, rounded down */
    struct core_pairs *core;         /* or NULL */
    const struct left_out *left_out; /* of the core, or NULL */
    struct left_out_reach reach;
    struct left_out *leaving;                       /* what will be left out */
    struct pair_list violations[PEOPLE_PARTS_MOST]; /* per part */
    struct pair_list tight[PEOPLE_PARTS_MOST];      /* likewise: of whoever was tempted */
    struct pair_list listed[PEOPLE_PARTS_MOST];
};

/* The pairs of a row that are worth more than `own`, or as much; some may be too many. w' is less
 * than a unit above the fit, and prices are rounded down, so that none of them goes amiss. Once
 * there are violations, nobody will ask which are worth as much: then a pair that is so by whole
 * points matters for who is held alone. */
static size_t select_near(const struct look *look, size_t person, int64_t own, bool tight,
                          uint32_t *ret_pairs)
{
    const struct problem *problem = look->holding->problem;
    const uint32_t *pairs = problem->rows.pairs + problem->rows.start[person];
    size_t count = problem->rows.start[person + 1] - problem->rows.start[person];
    const struct row_terms terms = {.price = look->points, .base = -1};
    int32_t base = problem_base(problem, person);
    int32_t least = row_points(own, problem->unit);
    if (tight || least == ROW_FAR)
        return look->scan->select_few(&terms, pairs, count, least, -1, ret_pairs);
    return look->scan->select_few(&terms, pairs, count, least + 1, base, ret_pairs);
}

/* How much the person is worth above the price where they sit. */
static int64_t own_worth(const struct look *look, size_t person)
{
    int32_t need = look->holding->need_of[person];
    return need < 0 ? 0 : look->holding->weight[person] - look->price[need];
}

/* The number of its tight pairs, 0 once there are violations. */
static size_t look_at_row(const struct look *look, size_t person, struct pair_list *violations,
                          uint32_t *ret_tight)
{
    const struct problem *problem = look->holding->problem;
    int64_t own = own_worth(look, person);
    size_t near = select_near(look, person, own, violations->count == 0, ret_tight);
    size_t kept = 0;
    for (size_t at = 0; at < near; at++) {
        uint32_t pair = ret_tight[at];
        int64_t gain = problem_weight(problem, person, pair) - look->price[packed_need(pair)] - own;
        if (gain > 0)
            pair_list_add(violations, person, pair);
        else if (gain == 0)
            ret_tight[kept++] = pair;
    }
    return violations->count == 0 ? kept : 0;
}

/* How many people of the first part tell whether the core's columns may go; 0 = none do. */
static size_t enough_of(const struct look *look, const struct people_part *part)
{
    size_t quarter = look->holding->problem->person_count / QUARTER;
    if (look->core == NULL || part->number > 0)
        return 0;
    return quarter < part->end ? quarter : part->end;
}

static void look_at_part(void *context, const struct people_part *part, struct row_maker *maker)
{
    struct look *look = context;
    struct pair_list violations = {0};
    size_t enough = enough_of(look, part);
    for (size_t i = part->first; i < part->end; i++) {
        row_maker_end(maker, i, look_at_row(look, i, &violations, row_maker_room(maker)));
        if (i + 1 == enough && violations.count == 0)
            core_pairs_drop_columns(look->core);
    }
    look->violations[part->number] = violations;
}

/* ---- all rows -------------------------------------------------------------------------------- */

int64_t *all_pairs_reached(const struct problem *problem, const int64_t *price)
{
    int64_t *reached = cadre_calloc(problem->need_count, sizeof *reached);
    for (size_t j = 0; j < problem->need_count; j++)
        reached[j] = problem->seats[j] > 0 ? price[j] : LEFT_OUT_NOBODY;
    return reached;
}

/* `points` are what it makes of the prices, with room for as many. */
static struct look look_at(const struct holding *holding, const int64_t *reached,
                           struct core_pairs *core, int32_t *points)
{
    const struct problem *problem = holding->problem;
    for (size_t j = 0; j < problem->need_count; j++)
        points[j] = row_points(reached[j], problem->unit);
    return (struct look){.holding = holding,
                         .scan = row_scan_best(),
                         .price = reached,
                         .points = points,
                         .core = core};
}

/* What `make` makes of the rows. */
static void make_tight(struct look *look,
                       void (*make)(void *context, const struct people_part *part,
                                    struct row_maker *maker),
                       struct all_pairs *ret_all)
{
    const struct problem *problem = look->holding->problem;
    size_t *start;
    uint32_t *tight;
    people_parts_make(problem, problem->rows, make, look, &start, &tight);
    *ret_all =
        (struct all_pairs){pair_list_join(look->violations, people_parts(problem)), {start, tight}};
}

void all_pairs_look(const struct holding *holding, const int64_t *price, struct core_pairs *core,
                    struct all_pairs *ret_all)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE int64_t *reached = all_pairs_reached(problem, price);
    CADRE_FREE int32_t *points = cadre_calloc(problem->need_count, sizeof *points);
    struct look look = look_at(holding, reached, core, points);
    make_tight(&look, look_at_part, ret_all);
}

/* ---- few rows -------------------------------------------------------------------------------- */

static bool is_tempted(const struct look *look, size_t person)
{
    return left_out_tempts(look->left_out, &look->reach, person, own_worth(look, person));
}

static void look_for_violations(void *context, const struct people_part *part)
{
    struct look *look = context;
    struct pair_list violations = {0};
    struct pair_list tight = {0};
    CADRE_FREE uint32_t *row = cadre_malloc(look->holding->problem->need_count * sizeof *row);
    for (size_t i = part->first; i < part->end; i++) {
        size_t count = is_tempted(look, i) ? look_at_row(look, i, &violations, row) : 0;
        for (size_t at = 0; at < count; at++)
            pair_list_add(&tight, i, row[at]);
    }
    look->violations[part->number] = violations;
    look->tight[part->number] = tight;
}

/* What joined the core is behind what it had, mostly nothing. */
static void sort_row(uint32_t *pairs, size_t count)
{
    for (size_t at = 1; at < count; at++) {
        uint32_t pair = pairs[at];
        size_t to = at;
        for (; to > 0 && pairs[to - 1] > pair; to--)
            pairs[to] = pairs[to - 1];
        pairs[to] = pair;
    }
}

/* The tight pairs of the core: which ones are so, nothing could guess. */
static size_t look_at_core(const struct look *look, size_t person, int64_t own, uint32_t *ret_tight)
{
    const struct problem *problem = look->holding->problem;
    const uint32_t *pairs = look->core->rows + look->core->row_start[person];
    size_t count = look->core->row_start[person + 1] - look->core->row_start[person];
    int32_t base = problem_base(problem, person);
    size_t kept = 0;
    for (size_t at = 0; at < count; at++) {
        int64_t weight = problem_weight_from(problem, base, pairs[at]);
        ret_tight[kept] = pairs[at];
        kept += weight - look->price[packed_need(pairs[at])] == own;
    }
    sort_row(ret_tight, kept);
    return kept;
}

/* Whoever was tempted has no other tight pairs than those that were found then. */
static void look_for_tight(void *context, const struct people_part *part, struct row_maker *maker)
{
    const struct look *look = context;
    const struct pair_list *found = &look->tight[part->number];
    size_t next = 0;
    for (size_t i = part->first; i < part->end; i++) {
        uint32_t *tight = row_maker_room(maker);
        size_t count = 0;
        for (; next < found->count && (size_t)found->items[next].person == i; next++)
            tight[count++] = found->items[next].pair;
        if (count == 0 && look->core->row_start[i] < look->core->row_start[i + 1])
            count = look_at_core(look, i, own_worth(look, i), tight);
        row_maker_end(maker, i, count);
    }
}

void all_pairs_look_beyond(const struct holding *holding, const int64_t *price,
                           struct core_pairs *core, const struct left_out *left_out,
                           struct all_pairs *ret_all)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE int64_t *reached = all_pairs_reached(problem, price);
    CADRE_FREE int32_t *points = cadre_calloc(problem->need_count, sizeof *points);
    struct look look = look_at(holding, reached, core, points);
    look.left_out = left_out;
    look.reach = left_out_reach_at(left_out, reached);
    people_parts_look(problem, problem->rows, look_for_violations, &look);
    *ret_all =
        (struct all_pairs){.violations = pair_list_join(look.violations, people_parts(problem))};
    if (ret_all->violations.count == 0 && core != NULL) {
        core_pairs_drop_columns(core);
        pair_list_release(&ret_all->violations);
        make_tight(&look, look_for_tight, ret_all);
    }
    for (size_t part = 0; part < people_parts(problem); part++)
        pair_list_release(&look.tight[part]);
}

/* ---- the last look --------------------------------------------------------------------------- */

/* How deep the level is to which so much is nearest, of a price what it is below 0. Whatever is
 * left out is worth less to its person than what they have, so that none of it is of a deeper
 * level. */
static int depth_of(const struct problem *problem, int64_t above)
{
    int64_t depth = (above + problem->class_step / 2) / problem->class_step;
    return depth < 0 ? 0 : depth < LEFT_OUT_DEPTHS ? (int)depth : LEFT_OUT_DEPTHS - 1;
}

/* In whole basis points, rounded up. */
static int32_t points_up(const struct problem *problem, int64_t weight)
{
    return -row_points(-weight, problem->unit);
}

/* What may be left out of each need. All pairs of those that are listed seem to be near. */
static void leave_needs(struct look *look, int32_t *points)
{
    const struct problem *problem = look->holding->problem;
    struct left_out *left_out = look->leaving;
    left_out->width = NEAR_BP;
    left_out_list_scarce(left_out);
    for (size_t j = 0; j < problem->need_count; j++) {
        int depth = depth_of(problem, -look->price[j]);
        left_out->need_depth[j] = (uint8_t)depth;
        left_out->need_allows[j] =
            points_up(problem, look->price[j] + depth * problem->class_step) - LISTED_BP;
        left_out->knows_seatless = left_out->knows_seatless && problem->seats[j] > 0;
        points[j] = left_out->is_listed[j] ? -ROW_FAR : points[j];
    }
}

/* Of whoever has nothing, all is 0 already. */
static void leave_person(struct look *look, size_t person, int64_t own)
{
    const struct problem *problem = look->holding->problem;
    int depth = depth_of(problem, own);
    look->leaving->depth[person] = (uint8_t)depth;
    look->leaving->allows[person] = points_up(problem, own - depth * problem->class_step);
}

/* The near pairs of a row that the core lacks; their number. */
static size_t select_lacking(const struct look *look, size_t person, int64_t own,
                             uint32_t *ret_pairs)
{
    const struct problem *problem = look->holding->problem;
    size_t start = problem->rows.start[person];
    const struct row_terms terms = {.price = look->points, .base = -1};
    size_t near = look->scan->select_few(&terms, problem->rows.pairs + start,
                                         problem->rows.start[person + 1] - start,
                                         row_points(own, problem->unit) - LISTED_BP, -1, ret_pairs);
    size_t kept = 0;
    for (size_t at = 0; at < near; at++) {
        uint32_t pair = ret_pairs[at];
        ret_pairs[kept] = pair;
        kept += !core_pairs_has(look->core, person, pair);
    }
    return kept;
}

static void leave_part(void *context, const struct people_part *part)
{
    struct look *look = context;
    struct pair_list listed = {0};
    CADRE_FREE uint32_t *row = cadre_malloc(look->holding->problem->need_count * sizeof *row);
    for (size_t i = part->first; i < part->end; i++) {
        int64_t own = own_worth(look, i);
        size_t count = select_lacking(look, i, own, row);
        if (own > 0)
            leave_person(look, i, own);
        for (size_t at = 0; at < count; at++)
            pair_list_add(&listed, i, row[at]);
    }
    look->listed[part->number] = listed;
}

/* Where fits are of few kinds, most near pairs may be as good as those of the core. */
static bool lacks_many(const struct look *look)
{
    const struct problem *problem = look->holding->problem;
    CADRE_FREE uint32_t *row = cadre_malloc(problem->need_count * sizeof *row);
    size_t lacking = 0;
    size_t sampled = 0;
    size_t apart = problem->person_count / SAMPLED_ROWS + LEAST_APART;
    for (size_t i = 0; i < problem->person_count; i += apart, sampled++)
        lacking += select_lacking(look, i, own_worth(look, i), row);
    return lacking > ROOMY * sampled;
}

struct left_out *all_pairs_leave_out(const struct holding *holding, const int64_t *price,
                                     struct core_pairs *core)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE int64_t *reached = all_pairs_reached(problem, price);
    CADRE_FREE int32_t *points = cadre_calloc(problem->need_count, sizeof *points);
    struct look look = look_at(holding, reached, core, points);
    if (lacks_many(&look))
        return NULL;
    look.leaving = left_out_new(problem);
    leave_needs(&look, points);
    people_parts_look(problem, problem->rows, leave_part, &look);
    look.leaving->listed = pair_list_join(look.listed, people_parts(problem));
    return look.leaving;
}

void all_pairs_release_tight(struct all_pairs *all)
{
    free((size_t *)all->tight.start);
    free((uint32_t *)all->tight.pairs);
    all->tight = (struct rows){0};
}

void all_pairs_release(struct all_pairs *all)
{
    pair_list_release(&all->violations);
    all_pairs_release_tight(all);
    *all = (struct all_pairs){0};
}

void all_pairs_best_free(const struct holding *holding, int64_t *ret_best)
{
    const struct problem *problem = holding->problem;
    CADRE_FREE int32_t *best = cadre_calloc(problem->need_count, sizeof *best);
    const struct row_scan *scan = row_scan_best();
    for (size_t i = 0; i < problem->person_count; i++) {
        if (holding->need_of[i] >= 0)
            continue;
        size_t start = problem->rows.start[i];
        scan->raise(problem->rows.pairs + start, problem->rows.start[i + 1] - start,
                    problem_base(problem, i), best);
    }
    for (size_t j = 0; j < problem->need_count; j++) {
        int64_t rank = best[j] - 1;
        ret_best[j] = rank < 0 ? INT64_MIN : rank / 2 * problem->unit + rank % 2;
    }
}
