#include "cmd/demo/placements.h"

#include <string.h>

#include "cmd/demo/person_private.h"

/* Seats of a need that somebody may sit in at most, so that most stay free. */
static int32_t seats_taken_at_most(const struct demo_need *need)
{
    return need->headcount / 3;
}

/* Whom an organization would have taken: somebody of the trade. */
static bool suits(const struct demo_person *person, const struct demo_need *need)
{
    return need->post->work_role != NULL && strcmp(need->post->work_role, person->track->role) == 0;
}

static const struct demo_need *find_need(const struct demo_person *person,
                                         const struct demo_need *needs, const int32_t *taken,
                                         struct random *random)
{
    uint32_t start = random_below(random, DEMO_NEED_COUNT);
    for (uint32_t i = 0; i < DEMO_NEED_COUNT; i++) {
        uint32_t index = (start + i) % DEMO_NEED_COUNT;
        if (taken[index] < seats_taken_at_most(&needs[index]) && suits(person, &needs[index]))
            return &needs[index];
    }
    return NULL;
}

/* From the need's first day on; a need that lies ahead is taken from its first day. */
static struct cadre_date draw_begin(const struct demo_need *need, struct random *random)
{
    int32_t days = demo_date(DEMO_EFFECTIVE).day - need->starts_on.day;
    int32_t later = random_between(random, 0, days > 0 ? days : 0);
    return cadre_date_add_days(need->starts_on, later);
}

static void end_placement(struct demo_placement *placement, struct random *random)
{
    static const char *const reasons[] = {"term served", "left at own request", "moved away"};
    int32_t days = demo_date(DEMO_EFFECTIVE).day - placement->from_on.day;
    int32_t served = random_between(random, days / 2, days - 1);
    placement->end_reason = reasons[random_below(random, 3)];
    placement->until_on = cadre_date_add_days(placement->from_on, served);
}

static void draw_order(struct demo_placement *placement, struct random *random, struct arena *arena)
{
    placement->order_no = arena_format(arena, "%d/25", random_between(random, 1, 400));
    placement->order_on = cadre_date_add_days(placement->from_on, -random_between(random, 3, 20));
}

static struct demo_placement placement_make(const struct demo_person *person,
                                            const struct demo_need *need, struct random *random,
                                            struct arena *arena)
{
    enum { ENDED, POSTED, ORDERED, ACCEPTED, OFFERED, PROPOSED, STATUSES };
    static const char *const codes[STATUSES] = {"ended",    "posted",  "ordered",
                                                "accepted", "offered", "proposed"};
    static const uint16_t begun[STATUSES] = {24, 52, 8, 4, 6, 6};
    static const uint16_t ahead[STATUSES] = {0, 0, 30, 34, 20, 16};
    struct cadre_date effective = demo_date(DEMO_EFFECTIVE);
    struct demo_placement placement = {.person = person->index,
                                       .source = person->source,
                                       .need = need,
                                       .from_on = draw_begin(need, random),
                                       .until_on = cadre_date_none,
                                       .end_reason = "",
                                       .order_no = "",
                                       .order_on = cadre_date_none};
    bool has_begun = placement.from_on.day < effective.day;
    uint32_t status = random_weighted(random, has_begun ? begun : ahead, STATUSES);
    placement.status = codes[status];
    if (status == ENDED)
        end_placement(&placement, random);
    else if (random_chance(random, 600))
        placement.until_on = cadre_date_add_months(effective, random_between(random, 6, 30));
    placement.takes_seat = status >= POSTED && status <= ACCEPTED;
    if (status <= ORDERED)
        draw_order(&placement, random, arena);
    return placement;
}

struct demo_placement *demo_placements_make(uint64_t seed, size_t person_count,
                                            const struct demo_need *needs,
                                            const struct catalogue *catalogue, struct arena *arena,
                                            size_t *ret_count)
{
    enum { PLACEMENTS_MAX = 240, CHOSEN_PER_MILLE = 35 };
    struct demo_placement *placements = arena_calloc(arena, PLACEMENTS_MAX, sizeof *placements);
    int32_t taken[DEMO_NEED_COUNT] = {0};
    size_t count = 0;
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < person_count && count < PLACEMENTS_MAX; i++) {
        struct random random = random_stream(seed, RANDOM_PLACEMENTS, i);
        if (!random_chance(&random, CHOSEN_PER_MILLE))
            continue;
        struct demo_person person;
        arena_reset(scratch);
        demo_person_make(seed, i, catalogue, scratch, &person);
        const struct demo_need *need = find_need(&person, needs, taken, &random);
        if (need == NULL)
            continue;
        placements[count] = placement_make(&person, need, &random, arena);
        taken[need - needs] += placements[count].takes_seat;
        count++;
    }
    arena_free(scratch);
    *ret_count = count;
    return placements;
}
