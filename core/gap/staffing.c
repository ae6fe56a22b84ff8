#include "core/gap/staffing.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/gap/seats.h"

static void add_figures(struct staffing_figures *total, const struct staffing_figures *part)
{
    total->seats += part->seats;
    total->staffed += part->staffed;
    total->filled += part->filled;
    total->short_of += part->short_of; /* a surplus in one need fills no other */
    total->fit_bp += part->fit_bp;
}

/* ---- people of a need -------------------------------------------------------------------------
 */

static int by_fit_then_key(const void *left, const void *right)
{
    const struct staffing_person *a = left;
    const struct staffing_person *b = right;
    if (a->fit_bp != b->fit_bp)
        return a->fit_bp > b->fit_bp ? -1 : 1;
    return (a->person > b->person) - (a->person < b->person);
}

/* Per need, in the snapshot's order. */
struct seated {
    struct staffing_person *people;
    size_t count;
};

static void seat(struct seated *seated, const struct pairs *pairs, int32_t person, int32_t need,
                 bool kept)
{
    int32_t fit_bp = pairs_fit(pairs, (size_t)person, (size_t)need);
    seated->people[seated->count++] = (struct staffing_person){
        .person = person,
        .fit_bp = fit_bp > 0 ? fit_bp : 0,
        .kept = kept,
    };
}

static struct seated *seat_all(const struct snapshot *snapshot, const struct pairs *pairs,
                               const int32_t *need_of, const int64_t *filled, struct arena *arena)
{
    struct seated *seated = cadre_calloc(snapshot->need_count, sizeof *seated);
    size_t base_at = 0; /* the base is ordered by person */
    for (size_t j = 0; j < snapshot->need_count; j++)
        seated[j].people = arena_calloc(arena, (size_t)filled[j], sizeof *seated[j].people);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        while (base_at < snapshot->base_count && (size_t)snapshot->base[base_at].person < i)
            base_at++;
        if (need_of[i] < 0)
            continue;
        bool kept = base_at < snapshot->base_count && (size_t)snapshot->base[base_at].person == i &&
                    snapshot->base[base_at].need == need_of[i];
        seat(&seated[need_of[i]], pairs, (int32_t)i, need_of[i], kept);
    }
    for (size_t j = 0; j < snapshot->need_count; j++) {
        if (seated[j].count > 1)
            qsort(seated[j].people, seated[j].count, sizeof *seated[j].people, by_fit_then_key);
    }
    return seated;
}

/* Per need, in the snapshot's order. */
struct runner_ups {
    uint64_t count;
    struct staffing_person *best; /* STAFFING_NEXT_MAX of them at most */
    size_t best_count;
};

/* People come in the order of their keys: one of equal fit stands behind those before. */
static void rank_runner_up(struct runner_ups *runner_ups, int32_t person, int32_t fit_bp)
{
    size_t at = runner_ups->best_count;
    runner_ups->count++;
    while (at > 0 && runner_ups->best[at - 1].fit_bp < fit_bp)
        at--;
    if (at == STAFFING_NEXT_MAX)
        return;
    if (runner_ups->best_count < STAFFING_NEXT_MAX)
        runner_ups->best_count++;
    for (size_t behind = runner_ups->best_count - 1; behind > at; behind--)
        runner_ups->best[behind] = runner_ups->best[behind - 1];
    runner_ups->best[at] = (struct staffing_person){.person = person, .fit_bp = fit_bp};
}

static struct runner_ups *rank_runner_ups(const struct pairs *pairs, const int32_t *need_of,
                                          struct arena *arena)
{
    struct runner_ups *runner_ups = cadre_calloc(pairs->need_count, sizeof *runner_ups);
    for (size_t j = 0; j < pairs->need_count; j++)
        runner_ups[j].best = arena_calloc(arena, STAFFING_NEXT_MAX, sizeof *runner_ups[j].best);
    for (size_t i = 0; i < pairs->person_count; i++) {
        if (need_of[i] >= 0)
            continue;
        for (size_t at = pairs->row_start[i]; at < pairs->row_start[i + 1]; at++)
            rank_runner_up(&runner_ups[pairs->items[at].need], (int32_t)i,
                           (int32_t)pairs->items[at].fit_bp);
    }
    return runner_ups;
}

/* ---- reasons --------------------------------------------------------------------------------- */

static int by_people_then_reason(const void *left, const void *right)
{
    const struct staffing_reason *a = left;
    const struct staffing_reason *b = right;
    if (a->people != b->people)
        return a->people > b->people ? -1 : 1;
    return (a->reason > b->reason) - (a->reason < b->reason);
}

static void take_reasons(struct staffing_need *need, const struct pairs *pairs, struct arena *arena)
{
    struct staffing_reason *reasons = arena_calloc(arena, REASON_COUNT, sizeof *reasons);
    for (int reason = REASON_NONE + 1; reason < REASON_COUNT; reason++) {
        uint64_t people = pairs->reasons[need->need][reason];
        if (people > 0)
            reasons[need->reason_count++] = (struct staffing_reason){(enum reason)reason, people};
    }
    if (need->reason_count > 1)
        qsort(reasons, need->reason_count, sizeof *reasons, by_people_then_reason);
    need->reasons = reasons;
}

/* ---- needs ----------------------------------------------------------------------------------- */

static struct staffing_figures figures_of(const struct need *need, const struct seated *seated)
{
    struct staffing_figures figures = {
        .seats = need->headcount,
        .staffed = need->staffed,
        .filled = (int64_t)seated->count,
        .short_of = seats_short(need, (int64_t)seated->count),
    };
    for (size_t i = 0; i < seated->count; i++)
        figures.fit_bp += seated->people[i].fit_bp;
    return figures;
}

struct need_order {
    int64_t organization; /* unknown ones last */
    int32_t priority, need;
};

static int by_organization_priority_code(const void *left, const void *right)
{
    const struct need_order *a = left;
    const struct need_order *b = right;
    if (a->organization != b->organization)
        return a->organization < b->organization ? -1 : 1;
    if (a->priority != b->priority)
        return a->priority < b->priority ? -1 : 1;
    return (a->need > b->need) - (a->need < b->need);
}

/* Organizations and needs of a snapshot are ordered by code already. */
static struct need_order *order_needs(const struct snapshot *snapshot)
{
    struct need_order *order = cadre_calloc(snapshot->need_count, sizeof *order);
    for (size_t j = 0; j < snapshot->need_count; j++) {
        const struct need *need = &snapshot->needs[j];
        order[j] = (struct need_order){
            .organization = need->organization >= 0 ? need->organization : INT64_MAX,
            .priority = need->priority,
            .need = (int32_t)j,
        };
    }
    if (snapshot->need_count > 1)
        qsort(order, snapshot->need_count, sizeof *order, by_organization_priority_code);
    return order;
}

static struct staffing_need *count_needs(const struct snapshot *snapshot, const struct pairs *pairs,
                                         const int32_t *need_of, struct arena *arena)
{
    CADRE_FREE int64_t *filled = seats_filled(snapshot, need_of);
    CADRE_FREE struct seated *seated = seat_all(snapshot, pairs, need_of, filled, arena);
    CADRE_FREE struct runner_ups *runner_ups = rank_runner_ups(pairs, need_of, arena);
    CADRE_FREE struct need_order *order = order_needs(snapshot);
    struct staffing_need *needs = arena_calloc(arena, snapshot->need_count, sizeof *needs);
    for (size_t i = 0; i < snapshot->need_count; i++) {
        int32_t j = order[i].need;
        needs[i] = (struct staffing_need){
            .need = j,
            .figures = figures_of(&snapshot->needs[j], &seated[j]),
            .people = seated[j].people,
            .person_count = seated[j].count,
            .eligible = pairs->reasons[j][REASON_NONE],
            .runner_ups = runner_ups[j].count,
            .next = runner_ups[j].best,
            .next_count = runner_ups[j].best_count,
        };
        if (needs[i].figures.short_of > 0)
            take_reasons(&needs[i], pairs, arena);
    }
    return needs;
}

/* ---- groups ---------------------------------------------------------------------------------- */

/* The topmost ministry or agency at or above it, itself if there is none. */
static int32_t agency_of(const struct snapshot *snapshot, int32_t organization)
{
    int32_t ministry =
        catalogue_code_rank(snapshot->catalogue, "organization_kind", STR_VIEW_LITERAL("ministry"));
    int32_t agency =
        catalogue_code_rank(snapshot->catalogue, "organization_kind", STR_VIEW_LITERAL("agency"));
    int32_t topmost = organization;
    int32_t at = organization;
    /* A registry may hold two that name each other as parent: no walk is longer than the list. */
    for (size_t steps = 0; at >= 0 && steps < snapshot->organization_count; steps++) {
        int32_t kind = snapshot->organizations[at].kind;
        if (kind == ministry || kind == agency)
            topmost = at;
        at = snapshot->organizations[at].parent;
    }
    return topmost;
}

static int32_t unit_of(const struct snapshot *snapshot, int32_t organization)
{
    (void)snapshot;
    return organization;
}

/* By code, the group of needs whose organization is unknown last. */
static const struct staffing_group *group_needs(const struct staffing *staffing,
                                                int32_t (*group_of)(const struct snapshot *snapshot,
                                                                    int32_t organization),
                                                struct arena *arena, size_t *ret_count)
{
    const struct snapshot *snapshot = staffing->snapshot;
    size_t last = snapshot->organization_count;
    struct staffing_group *groups = arena_calloc(arena, last + 1, sizeof *groups);
    for (size_t i = 0; i < staffing->need_count; i++) {
        const struct staffing_need *need = &staffing->needs[i];
        int32_t organization = group_of(snapshot, snapshot->needs[need->need].organization);
        struct staffing_group *group = &groups[organization >= 0 ? (size_t)organization : last];
        group->organization = organization;
        group->need_count++;
        add_figures(&group->figures, &need->figures);
    }
    *ret_count = 0;
    for (size_t at = 0; at <= last; at++) {
        if (groups[at].need_count > 0)
            groups[(*ret_count)++] = groups[at];
    }
    return groups;
}

struct staffing *staffing_count(const struct snapshot *snapshot, const struct pairs *pairs,
                                const int32_t *need_of, struct arena *arena)
{
    struct staffing *staffing = arena_calloc(arena, 1, sizeof *staffing);
    staffing->snapshot = snapshot;
    staffing->needs = count_needs(snapshot, pairs, need_of, arena);
    staffing->need_count = snapshot->need_count;
    staffing->units = group_needs(staffing, unit_of, arena, &staffing->unit_count);
    staffing->agencies = group_needs(staffing, agency_of, arena, &staffing->agency_count);
    for (size_t i = 0; i < staffing->need_count; i++) {
        const struct staffing_need *need = &staffing->needs[i];
        int32_t priority = snapshot->needs[need->need].priority;
        add_figures(&staffing->total, &need->figures);
        add_figures(&staffing->by_priority[priority - 1], &need->figures);
    }
    return staffing;
}
