#include "core/evidence/lapse.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"

struct search {
    const struct snapshot *snapshot;
    const struct lapse_claim *claims;
    struct arena *arena;
    struct lapse *lapses;
    size_t count, capacity;
};

static struct lapse *add(struct search *search, enum lapse_kind kind, size_t claim)
{
    search->lapses =
        cadre_grow(search->lapses, &search->capacity, search->count + 1, sizeof *search->lapses);
    struct lapse *lapse = &search->lapses[search->count++];
    *lapse = (struct lapse){
        .kind = kind,
        .claim = claim,
        .person = snapshot_find_person(search->snapshot, search->claims[claim].natural_key),
        .need = snapshot_find_need(search->snapshot, search->claims[claim].need_code),
    };
    return lapse;
}

/* Nobody lapses, and no free seat is claimed, where somebody sits by a placement already. */
static bool sits_there(const struct search *search, size_t claim)
{
    const struct snapshot *snapshot = search->snapshot;
    int32_t person = snapshot_find_person(snapshot, search->claims[claim].natural_key);
    int32_t need = snapshot_find_need(snapshot, search->claims[claim].need_code);
    return person >= 0 && need >= 0 && snapshot->people[person].placed &&
           snapshot->people[person].placed_need == need;
}

/* The need's own lapses are told by themselves. */
static void judge_person(struct search *search, size_t claim)
{
    const struct snapshot *snapshot = search->snapshot;
    int32_t person = snapshot_find_person(snapshot, search->claims[claim].natural_key);
    int32_t need = snapshot_find_need(snapshot, search->claims[claim].need_code);
    if (person < 0)
        (void)add(search, LAPSE_PERSON_GONE, claim);
    if (person < 0 || need < 0)
        return;
    struct verdict verdict;
    const struct expansion *expansion =
        qualify_expand(snapshot, &snapshot->people[person], search->arena);
    qualify_pair(snapshot, expansion, &snapshot->needs[need], &verdict);
    if (verdict.primary != REASON_NONE)
        add(search, LAPSE_CONDITION, claim)->verdict = verdict;
}

static void add_need(struct search *search, enum lapse_kind kind, size_t first, int32_t seats,
                     int32_t claimed)
{
    struct lapse *lapse = add(search, kind, first);
    lapse->seats = seats;
    lapse->claimed = claimed;
}

/* Needs that there are, by code; each by its first claim and how many there are. */
static void judge_needs(struct search *search, size_t count)
{
    const struct snapshot *snapshot = search->snapshot;
    size_t *first = arena_calloc(search->arena, snapshot->need_count, sizeof *first);
    int32_t *claimed = arena_calloc(search->arena, snapshot->need_count, sizeof *claimed);
    for (size_t i = 0; i < count; i++) {
        int32_t need = snapshot_find_need(snapshot, search->claims[i].need_code);
        if (need >= 0 && !sits_there(search, i) && claimed[need]++ == 0)
            first[need] = i;
    }
    for (size_t need = 0; need < snapshot->need_count; need++) {
        if (claimed[need] > snapshot->needs[need].seats)
            add_need(search, LAPSE_SEATS, first[need], snapshot->needs[need].seats, claimed[need]);
    }
}

/* Needs that there are no more, by their first claim. */
static void judge_gone(struct search *search, size_t count)
{
    struct str_map *gone = str_map_new();
    size_t *first = arena_calloc(search->arena, count, sizeof *first);
    int32_t *claimed = arena_calloc(search->arena, count, sizeof *claimed);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = str_map_count(gone);
        struct str_view code = search->claims[i].need_code;
        if (snapshot_find_need(search->snapshot, code) >= 0)
            continue;
        if (str_map_insert(gone, code, at))
            first[at] = i;
        else
            (void)str_map_find(gone, code, &at);
        claimed[at]++;
    }
    for (uint32_t i = 0; i < str_map_count(gone); i++)
        add_need(search, LAPSE_NEED_GONE, first[i], 0, claimed[i]);
    str_map_free(gone);
}

size_t lapse_find(const struct snapshot *snapshot, const struct lapse_claim *claims, size_t count,
                  struct arena *arena, const struct lapse **ret_lapses)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    struct search search = {.snapshot = snapshot, .claims = claims, .arena = scratch};
    for (size_t i = 0; i < count; i++) {
        if (!sits_there(&search, i))
            judge_person(&search, i);
    }
    judge_needs(&search, count);
    judge_gone(&search, count);
    struct lapse *lapses = arena_calloc(arena, search.count, sizeof *lapses);
    for (size_t i = 0; i < search.count; i++)
        lapses[i] = search.lapses[i];
    free(search.lapses);
    *ret_lapses = lapses;
    return search.count;
}

const char *lapse_code(const struct lapse *lapse)
{
    static const char *const codes[] = {
        [LAPSE_PERSON_GONE] = "person_gone",
        [LAPSE_NEED_GONE] = "need_gone",
        [LAPSE_SEATS] = "seats",
    };
    return lapse->kind == LAPSE_CONDITION ? reason_code(lapse->verdict.primary)
                                          : codes[lapse->kind];
}

bool lapse_is_of_person(const struct lapse *lapse)
{
    return lapse->kind == LAPSE_CONDITION || lapse->kind == LAPSE_PERSON_GONE;
}
