/*
 * Back from an empty seat over everything by which it could be filled with one seat more in all:
 * who qualifies comes from their seat, or, who is free, in the place of somebody seated below the
 * nearest full cap over them; a seat that is given up below a full cap over needs lets another need
 * below that cap have one more; an outsider who leaves a need lets another one in. Where that meets
 * somebody who is free and held back by nothing, a further seat could be filled.
 */
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/pairs/caps.h"
#include "core/verify/hall.h"

enum { NONE = -1 };

/* Lists of numbers by an index. */
struct lists {
    size_t *start; /* one more than there are */
    int32_t *items;
};

/* Marks say in which search something was met last. */
struct hall_capped {
    const struct instance *instance;
    const struct caps *caps;
    struct arena *arena;
    int32_t *need_of; /* per person, NONE = free; only needs that exist */
    struct hall_columns columns;
    struct cap_counts counts;
    int32_t *filled;      /* per need */
    struct lists seated;  /* per cap over people: who sits, below it */
    struct lists open_to; /* per cap over needs: needs with room whose nearest full cap it is */
    uint32_t mark;
    uint32_t *need_mark;  /* per need */
    uint32_t *entry_mark; /* per need: people outside its group may come */
    uint32_t *person_mark;
    uint32_t *cap_mark;
    int32_t *needs;
    size_t need_count;
    size_t looked; /* at so many of them */
    int32_t *full; /* caps */
    size_t full_count;
};

/* ---- what is full ---------------------------------------------------------------------------- */

static bool is_full(const struct hall_capped *capped, int32_t cap)
{
    return capped->counts.filled[cap] >= capped->caps->items[cap].most;
}

/* From `cap` up, itself first; NONE = none is full. */
static int32_t nearest_full(const struct hall_capped *capped, int32_t cap)
{
    while (cap != NONE && !is_full(capped, cap))
        cap = capped->caps->items[cap].parent;
    return cap;
}

/* Where open seats of a stable match choose first, anybody may have them. */
static bool has_open_room(const struct hall_capped *capped, size_t need)
{
    int32_t most = caps_open_most(capped->caps, need);
    if (most < 0)
        return true;
    bool open_first = capped->instance->wishes != NULL && capped->caps->open_first != NULL &&
                      capped->caps->open_first[capped->caps->reserve_of_need[need]];
    return (open_first ? capped->filled[need] : capped->counts.open[need]) < most;
}

static bool has_room(const struct hall_capped *capped, size_t need)
{
    return capped->filled[need] < capped->instance->seats[need];
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* Counted two further on, so that filling moves each start to its place. */
static void add_to_list(struct lists *lists, int32_t list, int32_t item, bool counting)
{
    if (counting)
        lists->start[list + 2]++;
    else
        lists->items[lists->start[list + 1]++] = item;
}

static void list_seated(struct hall_capped *capped, bool counting)
{
    for (size_t i = 0; i < capped->instance->person_count; i++) {
        int32_t cap = capped->need_of[i] != NONE ? caps_of_person(capped->caps, i) : NONE;
        for (; cap != NONE; cap = capped->caps->items[cap].parent)
            add_to_list(&capped->seated, cap, (int32_t)i, counting);
    }
}

static void list_open(struct hall_capped *capped, bool counting)
{
    for (size_t j = 0; j < capped->instance->need_count; j++) {
        int32_t cap =
            has_room(capped, j) ? nearest_full(capped, caps_of_need(capped->caps, j)) : NONE;
        if (cap != NONE)
            add_to_list(&capped->open_to, cap, (int32_t)j, counting);
    }
}

static void make_lists(struct hall_capped *capped, struct lists *lists,
                       void (*list)(struct hall_capped *capped, bool counting))
{
    size_t caps = capped->caps->count;
    lists->start = arena_calloc(capped->arena, caps + 2, sizeof *lists->start);
    list(capped, true);
    for (size_t a = 2; a < caps + 2; a++)
        lists->start[a] += lists->start[a - 1];
    lists->items = arena_calloc(capped->arena, lists->start[caps + 1], sizeof *lists->items);
    list(capped, false);
}

struct hall_capped *hall_capped_new(const struct instance *instance, const int32_t *need_of,
                                    struct arena *arena)
{
    struct hall_capped *capped = arena_calloc(arena, 1, sizeof *capped);
    size_t people = instance->person_count;
    size_t needs = instance->need_count;
    size_t caps = instance->caps->count;
    *capped = (struct hall_capped){
        .instance = instance,
        .caps = instance->caps,
        .arena = arena,
        .need_of = arena_calloc(arena, people, sizeof *capped->need_of),
        .columns = hall_columns_of(instance, arena),
        .filled = arena_calloc(arena, needs, sizeof *capped->filled),
        .need_mark = arena_calloc(arena, needs, sizeof *capped->need_mark),
        .entry_mark = arena_calloc(arena, needs, sizeof *capped->entry_mark),
        .person_mark = arena_calloc(arena, people, sizeof *capped->person_mark),
        .cap_mark = arena_calloc(arena, caps, sizeof *capped->cap_mark),
        .needs = arena_calloc(arena, 2 * needs, sizeof *capped->needs),
        .full = arena_calloc(arena, caps, sizeof *capped->full),
    };
    for (size_t i = 0; i < people; i++) {
        bool sits = need_of[i] >= 0 && (size_t)need_of[i] < needs;
        capped->need_of[i] = sits ? need_of[i] : NONE;
        if (sits)
            capped->filled[need_of[i]]++;
    }
    capped->counts = caps_count(instance, capped->need_of, arena);
    make_lists(capped, &capped->seated, list_seated);
    make_lists(capped, &capped->open_to, list_open);
    return capped;
}

/* ---- the search ------------------------------------------------------------------------------ */

static bool take_cap(struct hall_capped *capped, int32_t cap)
{
    if (capped->cap_mark[cap] == capped->mark)
        return false;
    capped->cap_mark[cap] = capped->mark;
    capped->full[capped->full_count++] = cap;
    return true;
}

static void take_need(struct hall_capped *capped, int32_t need)
{
    bool known = capped->need_mark[need] == capped->mark;
    bool open = capped->entry_mark[need] == capped->mark;
    if (!open && has_open_room(capped, (size_t)need)) {
        capped->entry_mark[need] = capped->mark;
        known = false;
    }
    if (known)
        return;
    capped->need_mark[need] = capped->mark;
    capped->needs[capped->need_count++] = need;
}

/* Somebody who sits there may give up the seat. */
static void take_seat(struct hall_capped *capped, size_t person)
{
    int32_t need = capped->need_of[person];
    if (caps_is_outside(capped->caps, (size_t)need, person) &&
        capped->entry_mark[need] != capped->mark) {
        capped->entry_mark[need] = capped->mark;
        capped->need_mark[need] = capped->mark;
        capped->needs[capped->need_count++] = need;
    }
    take_need(capped, need);
    for (int32_t cap = nearest_full(capped, caps_of_need(capped->caps, (size_t)need)); cap != NONE;
         cap = nearest_full(capped, capped->caps->items[cap].parent)) {
        if (!take_cap(capped, cap))
            continue;
        for (size_t at = capped->open_to.start[cap]; at < capped->open_to.start[cap + 1]; at++)
            take_need(capped, capped->open_to.items[at]);
    }
}

/* False when the person is free, and nothing holds them back. */
static bool take_person(struct hall_capped *capped, size_t person)
{
    if (capped->person_mark[person] == capped->mark)
        return true;
    capped->person_mark[person] = capped->mark;
    if (capped->need_of[person] != NONE) {
        take_seat(capped, person);
        return true;
    }
    int32_t cap = nearest_full(capped, caps_of_person(capped->caps, person));
    if (cap == NONE)
        return false;
    if (!take_cap(capped, cap))
        return true;
    for (size_t at = capped->seated.start[cap]; at < capped->seated.start[cap + 1]; at++) {
        size_t other = (size_t)capped->seated.items[at];
        capped->person_mark[other] = capped->mark;
        take_seat(capped, other);
    }
    return true;
}

/* A need that is met again because outsiders may come in is looked at again. */
static bool close_set(struct hall_capped *capped)
{
    for (capped->looked = 0; capped->looked < capped->need_count; capped->looked++) {
        size_t need = (size_t)capped->needs[capped->looked];
        bool open = capped->entry_mark[need] == capped->mark;
        size_t end = capped->columns.start[need + 1];
        for (size_t at = capped->columns.start[need]; at < end; at++) {
            size_t person = (size_t)capped->columns.people[at];
            if (!open && caps_is_outside(capped->caps, need, person))
                continue;
            if (!take_person(capped, person))
                return false;
        }
    }
    return true;
}

/* ---- what is told ---------------------------------------------------------------------------- */

static const int32_t *sorted(const int32_t *numbers, size_t *count, struct arena *arena)
{
    int32_t *copy = arena_calloc(arena, *count, sizeof *copy);
    size_t kept = 0;
    if (*count > 0)
        memcpy(copy, numbers, *count * sizeof *copy);
    if (*count > 1)
        qsort(copy, *count, sizeof *copy, hall_by_number);
    for (size_t at = 0; at < *count; at++) {
        if (kept == 0 || copy[kept - 1] != copy[at])
            copy[kept++] = copy[at];
    }
    *count = kept;
    return copy;
}

static void count_people(struct hall_capped *capped, struct hall_set *set)
{
    uint32_t met = capped->mark++; /* from here on the mark is of whoever is counted */
    for (size_t n = 0; n < set->need_count; n++) {
        size_t need = (size_t)set->needs[n];
        capped->need_mark[need] = capped->mark;
        set->people += (size_t)capped->filled[need];
        set->seats += capped->instance->seats[need];
    }
    for (size_t n = 0; n < set->need_count; n++) {
        size_t need = (size_t)set->needs[n];
        size_t end = capped->columns.start[need + 1];
        for (size_t at = capped->columns.start[need]; at < end; at++) {
            int32_t person = capped->columns.people[at];
            int32_t seat = capped->need_of[person];
            bool sits_here = seat != NONE && capped->need_mark[seat] == capped->mark;
            if (sits_here || capped->person_mark[person] == capped->mark)
                continue;
            set->is_reserved |= capped->person_mark[person] != met;
            capped->person_mark[person] = capped->mark;
            set->held_back++;
        }
    }
}

static bool tell_capped(struct hall_capped *capped, size_t need, struct arena *arena,
                        struct hall_set *ret_set)
{
    capped->full_count = 0;
    for (int32_t cap = nearest_full(capped, caps_of_need(capped->caps, need)); cap != NONE;
         cap = nearest_full(capped, capped->caps->items[cap].parent))
        capped->full[capped->full_count++] = cap;
    if (capped->full_count == 0)
        return false;
    struct hall_set set = {.need_count = 1,
                           .seats = capped->instance->seats[need],
                           .cap_count = capped->full_count,
                           .is_held_down = true};
    set.needs = sorted(&(const int32_t){(int32_t)need}, &set.need_count, arena);
    set.caps = sorted(capped->full, &set.cap_count, arena);
    *ret_set = set;
    return true;
}

bool hall_capped_find(struct hall_capped *capped, size_t need, struct arena *arena,
                      struct hall_set *ret_set)
{
    if (!has_room(capped, need))
        return false;
    if (tell_capped(capped, need, arena, ret_set))
        return true;
    capped->mark++;
    capped->need_count = capped->full_count = 0;
    take_need(capped, (int32_t)need);
    if (!close_set(capped))
        return false;
    struct hall_set set = {.need_count = capped->need_count, .cap_count = capped->full_count};
    set.needs = sorted(capped->needs, &set.need_count, arena);
    set.caps = sorted(capped->full, &set.cap_count, arena);
    count_people(capped, &set);
    *ret_set = set;
    return true;
}
