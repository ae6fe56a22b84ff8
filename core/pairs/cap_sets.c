#include "core/pairs/cap_sets.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "core/pairs/limit_sets.h"

enum { WORD_BITS = 64 };

/* What one rule holds, or one part of it. */
struct set {
    size_t rule;
    struct str_view of;
    int64_t members;
    int32_t parent;
    bool met; /* in the chain of an item: the parent stands */
};

/* The limits of one side. */
struct side {
    const struct snapshot *snapshot;
    struct arena *arena;
    bool of_people;
    size_t item_count; /* needs or people */
    const struct limit_rule *rules[LIMIT_RULES_MAX];
    int32_t *set_of[LIMIT_RULES_MAX]; /* per rule and item: the set that the item is in, or -1 */
    size_t rule_count;
    struct set *sets;
    size_t count, capacity;
    int32_t *innermost; /* per item */
};

/* What went wrong is told of its rule. */
static enum cadre_status in_rule(const struct limit_rule *rule, struct cadre_error *err)
{
    return cadre_fail_context(err, "%s '%.*s'", limit_kind_name(rule->kind),
                              STR_VIEW_ARGS(rule->name));
}

static int64_t share_of(const struct limit_rule *rule, int64_t whole)
{
    return rule->is_share ? whole * rule->amount / LIMIT_WHOLE_BP : rule->amount;
}

/* ---- members --------------------------------------------------------------------------------- */

static int32_t add_set(struct side *side, struct str_view of)
{
    side->sets = cadre_grow(side->sets, &side->capacity, side->count + 1, sizeof *side->sets);
    side->sets[side->count] = (struct set){.rule = side->rule_count, .of = of, .parent = -1};
    return (int32_t)side->count++;
}

/* The set of that part, made when it is met first; of the part of nobody there is none. */
static int32_t set_of_part(struct side *side, struct str_map *parts, struct str_view of)
{
    uint32_t number;
    if (of.data == NULL)
        return -1;
    if (str_map_find(parts, of, &number))
        return (int32_t)number;
    int32_t set = add_set(side, of);
    str_map_insert(parts, of, (uint32_t)set);
    return set;
}

static enum cadre_status add_rule(struct side *side, const struct limit_rule *rule,
                                  struct cadre_error *err)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *parts = str_map_new();
    struct limit_matcher *matcher = NULL;
    const struct limit_set *set = side->of_people ? &rule->people : &rule->needs;
    if (limit_matcher_new(side->snapshot, set, side->of_people, side->arena, &matcher, err) !=
        CADRE_OK)
        return in_rule(rule, err);
    int32_t *set_of = arena_calloc(side->arena, side->item_count, sizeof *set_of);
    bool is_split = limit_matcher_is_split(matcher);
    int32_t whole = is_split ? -1 : add_set(side, (struct str_view){NULL, 0});
    for (size_t i = 0; i < side->item_count; i++) {
        set_of[i] = -1;
        if (limit_matcher_has(matcher, i))
            set_of[i] = is_split ? set_of_part(side, parts, limit_matcher_part(matcher, i)) : whole;
        assert(set_of[i] < 0 || side->sets != NULL);
        if (set_of[i] >= 0)
            side->sets[set_of[i]].members++;
    }
    side->set_of[side->rule_count] = set_of;
    side->rules[side->rule_count++] = rule;
    return CADRE_OK;
}

/* ---- nested or disjoint ---------------------------------------------------------------------- */

struct set_order {
    const struct set *set;
    int32_t number;
};

/* One that others lie in goes before them. */
static int by_size(const void *left, const void *right)
{
    const struct set *a = ((const struct set_order *)left)->set;
    const struct set *b = ((const struct set_order *)right)->set;
    if (a->members != b->members)
        return a->members > b->members ? -1 : 1;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    return str_view_compare(a->of, b->of);
}

static void order_sets(struct side *side)
{
    size_t count = side->count;
    CADRE_FREE struct set_order *order = cadre_calloc(count, sizeof *order);
    CADRE_FREE int32_t *place = cadre_calloc(count, sizeof *place);
    struct set *sets = arena_calloc(side->arena, count, sizeof *sets);
    for (size_t i = 0; i < count; i++)
        order[i] = (struct set_order){&side->sets[i], (int32_t)i};
    if (count > 1)
        qsort(order, count, sizeof *order, by_size);
    for (size_t i = 0; i < count; i++) {
        sets[i] = *order[i].set;
        place[order[i].number] = (int32_t)i;
    }
    for (size_t rule = 0; rule < side->rule_count; rule++) {
        for (size_t i = 0; i < side->item_count; i++)
            side->set_of[rule][i] = side->set_of[rule][i] < 0 ? -1 : place[side->set_of[rule][i]];
    }
    free(side->sets);
    side->sets = sets;
}

static bool holds(const struct side *side, int32_t set, size_t item)
{
    return side->set_of[side->sets[set].rule][item] == set;
}

static void add_name(const struct side *side, int32_t set, struct str *out)
{
    const struct limit_rule *rule = side->rules[side->sets[set].rule];
    str_add_format(out, "%s '%.*s'", limit_kind_name(rule->kind), STR_VIEW_ARGS(rule->name));
    if (side->sets[set].of.data != NULL)
        str_add_format(out, " (of %.*s)", STR_VIEW_ARGS(side->sets[set].of));
}

/* "3 needs (as N-1)", "2 people" */
static void add_part(const struct side *side, int64_t count, size_t first, struct str *out)
{
    if (side->of_people)
        str_add_format(out, "%lld %s", (long long)count, count == 1 ? "person" : "people");
    else
        str_add_format(out, "%lld %s (as '%.*s')", (long long)count, count == 1 ? "need" : "needs",
                       STR_VIEW_ARGS(side->snapshot->needs[first].code));
}

static enum cadre_status fail_overlap(const struct side *side, int32_t left, int32_t right,
                                      struct cadre_error *err)
{
    static const char *const words[] = {
        [1] = " in the first alone, ", [2] = " in the second alone", [3] = " in both, "};
    static const int order[] = {1, 3, 2};
    int64_t counts[4] = {0};
    size_t first[4] = {0};
    CADRE_CLEANUP(str_release) struct str text = {0};
    for (size_t i = side->item_count; i-- > 0;) {
        int part = holds(side, left, i) + 2 * holds(side, right, i);
        counts[part]++;
        first[part] = i;
    }
    add_name(side, left, &text);
    str_add_text(&text, " and ");
    add_name(side, right, &text);
    str_add_text(&text, " overlap: ");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        add_part(side, counts[order[i]], first[order[i]], &text);
        str_add_text(&text, words[order[i]]);
    }
    cadre_fail(err, CADRE_REFUSED, "%s", str_chars(&text));
    return cadre_fail_hint(err, "of two %s one lies in the other, or they have nothing in common",
                           side->of_people ? "draws" : "quotas");
}

/* The sets of an item in their order; their number. */
static size_t chain_of(const struct side *side, size_t item, int32_t *chain)
{
    size_t length = 0;
    for (size_t rule = 0; rule < side->rule_count; rule++) {
        int32_t set = side->set_of[rule][item];
        size_t at = length;
        if (set < 0)
            continue;
        for (; at > 0 && chain[at - 1] > set; at--)
            chain[at] = chain[at - 1];
        chain[at] = set;
        length++;
    }
    return length;
}

/*
 * In a nested family the sets of an item are a chain, in which a set stands behind the same one
 * whatever the item. Where it stands behind `parent` for one and behind `other` for another item,
 * one of the two does not hold what the set has in it of the other: they overlap.
 */
static enum cadre_status link_sets(struct side *side, struct cadre_error *err)
{
    int32_t chain[LIMIT_RULES_MAX];
    side->innermost = arena_calloc(side->arena, side->item_count, sizeof *side->innermost);
    for (size_t i = 0; i < side->item_count; i++) {
        size_t length = chain_of(side, i, chain);
        for (size_t at = 0; at < length; at++) {
            struct set *set = &side->sets[chain[at]];
            int32_t parent = at > 0 ? chain[at - 1] : -1;
            if (set->met && set->parent != parent)
                return set->parent >= 0 && !holds(side, set->parent, i)
                           ? fail_overlap(side, set->parent, chain[at], err)
                           : fail_overlap(side, parent, chain[at], err);
            set->met = true;
            set->parent = parent;
        }
        side->innermost[i] = length > 0 ? chain[length - 1] : -1;
    }
    return CADRE_OK;
}

/* ---- reserves -------------------------------------------------------------------------------- */

struct reserves {
    int32_t *open_most, *rule_of_need; /* per need; the latter is the index of the group */
    const uint64_t **groups;
    bool *open_first; /* per group */
    const struct limit_rule **rules;
    size_t count;
};

static enum cadre_status read_group(const struct snapshot *snapshot, const struct limit_rule *rule,
                                    struct arena *arena, const uint64_t **ret_group,
                                    struct cadre_error *err)
{
    struct limit_matcher *matcher = NULL;
    size_t words = snapshot->person_count / WORD_BITS + 1;
    uint64_t *group = arena_calloc(arena, words, sizeof *group);
    enum cadre_status status =
        limit_matcher_new(snapshot, &rule->people, true, arena, &matcher, err);
    if (status != CADRE_OK)
        return status;
    for (size_t i = 0; i < snapshot->person_count; i++)
        group[i / WORD_BITS] |= (uint64_t)limit_matcher_has(matcher, i) << (i % WORD_BITS);
    *ret_group = group;
    return CADRE_OK;
}

static enum cadre_status fail_two_reserves(const struct snapshot *snapshot,
                                           const struct limit_rule *first, size_t need,
                                           struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED, "seats of need '%.*s' are reserved by '%.*s' already",
               STR_VIEW_ARGS(snapshot->needs[need].code), STR_VIEW_ARGS(first->name));
    return cadre_fail_hint(err,
                           "a need has one reserve; its people may be told by a list of codes");
}

static enum cadre_status add_reserve(struct reserves *reserves, const struct snapshot *snapshot,
                                     const struct limit_rule *rule, struct arena *arena,
                                     struct cadre_error *err)
{
    struct limit_matcher *matcher = NULL;
    enum cadre_status status =
        limit_matcher_new(snapshot, &rule->needs, false, arena, &matcher, err);
    if (status == CADRE_OK)
        status = read_group(snapshot, rule, arena, &reserves->groups[reserves->count], err);
    for (size_t j = 0; status == CADRE_OK && j < snapshot->need_count; j++) {
        if (!limit_matcher_has(matcher, j))
            continue;
        if (reserves->rule_of_need[j] >= 0)
            status =
                fail_two_reserves(snapshot, reserves->rules[reserves->rule_of_need[j]], j, err);
        else
            reserves->rule_of_need[j] = (int32_t)reserves->count;
    }
    if (status != CADRE_OK)
        return in_rule(rule, err);
    reserves->open_first[reserves->count] = rule->open_first;
    reserves->rules[reserves->count++] = rule;
    return CADRE_OK;
}

static bool is_in_group(const struct reserves *reserves, size_t need, size_t person)
{
    const uint64_t *group = reserves->groups[reserves->rule_of_need[need]];
    return group[person / WORD_BITS] >> (person % WORD_BITS) & 1;
}

/* Who sits there from outside leaves the fewer open seats. */
static void count_open(struct reserves *reserves, const struct snapshot *snapshot)
{
    CADRE_FREE int64_t *inside = cadre_calloc(snapshot->need_count, sizeof *inside);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        int32_t need = snapshot->people[i].placed_need;
        if (need >= 0 && reserves->rule_of_need[need] >= 0)
            inside[need] += is_in_group(reserves, (size_t)need, i);
    }
    for (size_t j = 0; j < snapshot->need_count; j++) {
        const struct need *need = &snapshot->needs[j];
        reserves->open_most[j] = -1;
        if (reserves->rule_of_need[j] < 0)
            continue;
        int64_t open = need->headcount -
                       share_of(reserves->rules[reserves->rule_of_need[j]], need->headcount) -
                       (need->staffed - inside[j]);
        open = open < 0 ? 0 : open;
        reserves->open_most[j] = open < need->seats ? (int32_t)open : need->seats;
    }
}

static enum cadre_status read_reserves(const struct snapshot *snapshot, struct arena *arena,
                                       struct reserves *reserves, struct cadre_error *err)
{
    const struct limit_rules *limits = &snapshot->policy.limits;
    size_t needs = snapshot->need_count;
    *reserves = (struct reserves){
        .open_most = arena_calloc(arena, needs, sizeof *reserves->open_most),
        .rule_of_need = arena_calloc(arena, needs, sizeof *reserves->rule_of_need),
        .groups = arena_calloc(arena, LIMIT_RULES_MAX, sizeof *reserves->groups),
        .open_first = arena_calloc(arena, LIMIT_RULES_MAX, sizeof *reserves->open_first),
        .rules = arena_calloc(arena, LIMIT_RULES_MAX, sizeof *reserves->rules),
    };
    for (size_t j = 0; j < needs; j++)
        reserves->rule_of_need[j] = -1;
    for (size_t i = 0; i < limits->count; i++) {
        if (limits->items[i].kind == LIMIT_RESERVE &&
            add_reserve(reserves, snapshot, &limits->items[i], arena, err) != CADRE_OK)
            return err->status;
    }
    count_open(reserves, snapshot);
    return CADRE_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum cadre_status read_side(const struct snapshot *snapshot, bool of_people,
                                   struct arena *arena, struct side *side, struct cadre_error *err)
{
    const struct limit_rules *limits = &snapshot->policy.limits;
    enum cadre_status status = CADRE_OK;
    *side = (struct side){
        .snapshot = snapshot,
        .arena = arena,
        .of_people = of_people,
        .item_count = of_people ? snapshot->person_count : snapshot->need_count,
    };
    for (size_t i = 0; status == CADRE_OK && i < limits->count; i++) {
        if (limits->items[i].kind == (of_people ? LIMIT_DRAW : LIMIT_QUOTA))
            status = add_rule(side, &limits->items[i], err);
    }
    if (status != CADRE_OK) {
        free(side->sets);
        return status;
    }
    order_sets(side);
    return link_sets(side, err);
}

/* Whole and placed are those of the needs' seats, or of the people. */
static void count_whole(const struct side *side, struct cap_origin *origins)
{
    for (size_t rule = 0; rule < side->rule_count; rule++) {
        for (size_t i = 0; i < side->item_count; i++) {
            int32_t set = side->set_of[rule][i];
            if (set < 0)
                continue;
            origins[set].whole += side->of_people ? 1 : side->snapshot->needs[i].headcount;
            origins[set].placed += side->of_people ? side->snapshot->people[i].placed
                                                   : side->snapshot->needs[i].staffed;
        }
    }
}

/* Numbers its caps from `from`. */
static void add_caps(const struct side *side, size_t from, struct cap *caps,
                     struct cap_origin *origins)
{
    count_whole(side, &origins[from]);
    for (size_t i = 0; i < side->count; i++) {
        const struct set *set = &side->sets[i];
        struct cap_origin *origin = &origins[from + i];
        origin->rule = side->rules[set->rule];
        origin->of = set->of;
        origin->members = set->members;
        origin->stated = share_of(origin->rule, origin->whole);
        caps[from + i] = (struct cap){
            .side = side->of_people ? CAP_OF_PEOPLE : CAP_OF_NEEDS,
            .parent = set->parent < 0 ? -1 : set->parent + (int32_t)from,
            .most = origin->stated > origin->placed ? origin->stated - origin->placed : 0,
        };
    }
    for (size_t i = 0; from > 0 && i < side->item_count; i++) {
        if (side->innermost[i] >= 0)
            side->innermost[i] += (int32_t)from;
    }
}

enum cadre_status cap_sets_resolve(const struct snapshot *snapshot, struct arena *arena,
                                   const struct cap_sets **ret_sets, struct cadre_error *err)
{
    struct side needs;
    struct side people;
    struct reserves reserves;
    *ret_sets = NULL;
    if (snapshot->policy.limits.count == 0)
        return CADRE_OK;
    enum cadre_status status = read_side(snapshot, false, arena, &needs, err);
    if (status == CADRE_OK)
        status = read_side(snapshot, true, arena, &people, err);
    if (status == CADRE_OK)
        status = read_reserves(snapshot, arena, &reserves, err);
    if (status != CADRE_OK)
        return status;
    size_t count = needs.count + people.count;
    struct cap_sets *sets = arena_calloc(arena, 1, sizeof *sets);
    struct cap *caps = arena_calloc(arena, count, sizeof *caps);
    struct cap_origin *origins = arena_calloc(arena, count, sizeof *origins);
    add_caps(&needs, 0, caps, origins);
    add_caps(&people, needs.count, caps, origins);
    sets->origins = origins;
    sets->group_rule = reserves.rules;
    sets->caps = (struct caps){
        .items = caps,
        .count = count,
        .of_need = needs.count > 0 ? needs.innermost : NULL,
        .of_person = people.count > 0 ? people.innermost : NULL,
        .open_most = reserves.count > 0 ? reserves.open_most : NULL,
        .reserve_of_need = reserves.count > 0 ? reserves.rule_of_need : NULL,
        .group = reserves.groups,
        .open_first = reserves.open_first,
        .group_count = reserves.count,
    };
    *ret_sets = sets;
    return CADRE_OK;
}

const struct limit_rule *cap_sets_reserve(const struct cap_sets *sets, size_t need)
{
    if (sets->caps.reserve_of_need == NULL || sets->caps.reserve_of_need[need] < 0)
        return NULL;
    return sets->group_rule[sets->caps.reserve_of_need[need]];
}
