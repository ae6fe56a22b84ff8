#include "core/match/refine/comers.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fetch.h"
#include "core/match/people_parts.h"

enum {
    NOBODY = -1,
    LISTED = 24, /* comers of a need that are known by name at first; */
    MORE = 16,   /* and how many times more later */
    ROWS_AHEAD = 16
};

/* Rows stream through memory, but where a page ends the processor by itself waits for the next. */
static void fetch_ahead(const struct rows *rows, const struct people_part *part, size_t person)
{
    size_t ahead = person + ROWS_AHEAD;
    if (ahead < part->end)
        fetch_lines(rows->pairs + rows->start[ahead], rows->pairs + rows->start[ahead + 1]);
}

/* Of a need: the first ones. Some may have been placed since. */
struct list {
    int32_t *people;
    size_t count, at, capacity;
    bool all; /* there are no others */
};

struct comers {
    const struct problem *problem;
    const int32_t *need_of;
    struct list *lists; /* per need */
    size_t asked;       /* comers of a need that were looked for last */
};

/* At the first one of the list who is still free. */
static void pass_placed(const struct comers *comers, struct list *list)
{
    while (list->at < list->count && comers->need_of[list->people[list->at]] >= 0)
        list->at++;
}

/* Of which needs more are looked for: those whose list is empty or was begun. */
static bool *empty_lists(struct comers *comers)
{
    bool *wanted = cadre_calloc(comers->problem->need_count, sizeof *wanted);
    for (size_t j = 0; j < comers->problem->need_count; j++) {
        struct list *list = &comers->lists[j];
        pass_placed(comers, list);
        wanted[j] = !list->all && (list->count == 0 || list->at > 0);
        if (wanted[j])
            *list = (struct list){list->people, 0, 0, list->capacity, true};
    }
    return wanted;
}

/* False when there is one more than was asked for. */
static bool list_comer(struct list *list, size_t asked, int32_t person)
{
    list->all = list->count < asked;
    if (!list->all)
        return false;
    list->people = cadre_grow(list->people, &list->capacity, list->count + 1, sizeof *list->people);
    list->people[list->count++] = person;
    return true;
}

/* A look at all people, each part of them with lists of its own. */
struct listing {
    const struct comers *comers;
    const bool *wanted;
    struct list *lists[PEOPLE_PARTS_MOST]; /* per part and need; of the first part, all of them */
};

static void list_part(void *context, const struct people_part *part)
{
    struct listing *listing = context;
    const struct comers *comers = listing->comers;
    const struct rows *rows = &comers->problem->rows;
    size_t needs = comers->problem->need_count;
    struct list *lists = listing->lists[part->number];
    CADRE_FREE bool *wanted = cadre_malloc(needs * sizeof *wanted);
    memcpy(wanted, listing->wanted, needs * sizeof *wanted);
    for (size_t i = part->first; i < part->end; i++) {
        size_t count = rows->start[i + 1] - rows->start[i];
        fetch_ahead(rows, part, i);
        if (comers->need_of[i] >= 0 ||
            !pairs_any_among(rows->pairs + rows->start[i], count, wanted))
            continue;
        for (size_t at = rows->start[i]; at < rows->start[i + 1]; at++) {
            uint32_t need = packed_need(rows->pairs[at]);
            if (wanted[need])
                wanted[need] = list_comer(&lists[need], comers->asked, (int32_t)i);
        }
    }
}

/* Who comes behind those of the parts before. */
static void join_list(struct list *list, size_t asked, struct list *more)
{
    bool all = list->all && (more->count == 0 || more->all);
    for (size_t at = 0; at < more->count && list->all; at++)
        list_comer(list, asked, more->people[at]);
    list->all = list->all && all;
    free(more->people);
}

static void list_more(struct comers *comers)
{
    const struct problem *problem = comers->problem;
    size_t parts = people_parts(problem);
    CADRE_FREE bool *wanted = empty_lists(comers);
    struct listing listing = {.comers = comers, .wanted = wanted, .lists = {comers->lists}};
    comers->asked = comers->asked == 0 ? LISTED : comers->asked * MORE;
    for (size_t part = 1; part < parts; part++)
        listing.lists[part] = cadre_calloc(problem->need_count, sizeof(struct list));
    people_parts_look(problem, problem->rows, list_part, &listing);
    for (size_t part = 1; part < parts; part++) {
        for (size_t j = 0; j < problem->need_count; j++) {
            if (wanted[j])
                join_list(&comers->lists[j], comers->asked, &listing.lists[part][j]);
        }
        free(listing.lists[part]);
    }
}

struct comers *comers_new(const struct problem *problem, const int32_t *need_of)
{
    struct comers *comers = cadre_calloc(1, sizeof *comers);
    comers->problem = problem;
    comers->need_of = need_of;
    comers->lists = cadre_calloc(problem->need_count, sizeof *comers->lists);
    list_more(comers);
    return comers;
}

void comers_free(struct comers *comers)
{
    if (comers == NULL)
        return;
    for (size_t j = 0; j < comers->problem->need_count; j++)
        free(comers->lists[j].people);
    free(comers->lists);
    free(comers);
}

int32_t comers_next(struct comers *comers, int32_t need)
{
    struct list *list = &comers->lists[need];
    for (;;) {
        pass_placed(comers, list);
        if (list->at < list->count)
            return list->people[list->at];
        if (list->all)
            return NOBODY;
        list_more(comers);
    }
}

bool comers_are_few(const struct comers *comers, size_t need, size_t most)
{
    const struct list *list = &comers->lists[need];
    return list->all && list->count - list->at <= most;
}

void comers_mark(const struct comers *comers, size_t need, bool *people)
{
    const struct list *list = &comers->lists[need];
    for (size_t at = list->at; at < list->count; at++)
        people[list->people[at]] = true;
}
