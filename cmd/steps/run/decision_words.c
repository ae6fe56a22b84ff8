#include "cmd/steps/run/decision_words.h"

#include "core/base/alloc.h"
#include "core/pairs/locks.h"
#include "reports/need_words.h"

static size_t count_of(const struct lock *locks, size_t of, enum lock_outcome outcome)
{
    size_t count = 0;
    for (size_t i = 0; i < of; i++)
        count += locks[i].outcome == outcome;
    return count;
}

/* Pairs that would be eligible. */
static uint64_t count_closed(const struct pairs *pairs, enum reason reason)
{
    uint64_t count = 0;
    for (size_t j = 0; j < pairs->need_count; j++)
        count += pairs->reasons[j][reason];
    return count;
}

static const char *summary_of(const struct locks *locks, const struct pairs *pairs,
                              struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    size_t held = count_of(locks->items, locks->count, LOCK_HOLDS);
    size_t fulfilled = count_of(locks->items, locks->count, LOCK_FULFILLED);
    str_add_text(&words, "by decisions: ");
    words_add_count(held, "seat bound, ", "seats bound, ", &words);
    words_add_count(fulfilled, "placed already, ", "placed already, ", &words);
    words_add_count(locks->count - held - fulfilled, "binds nothing; ", "bind nothing; ", &words);
    words_add_count(count_closed(pairs, REASON_FORBIDDEN), "fitting pair forbidden, ",
                    "fitting pairs forbidden, ", &words);
    words_add_count(count_closed(pairs, REASON_DECLINED), "declined", "declined", &words);
    return arena_copy(arena, str_view_from(&words)).data;
}

struct telling {
    const struct snapshot *snapshot;
    const struct expansion *expansions; /* NULL = not kept */
    struct arena *arena;
    const char **lines;
    size_t count;
    size_t failed; /* locks that do not hold, of those told now */
};

static enum reason reason_of(const struct telling *telling, const struct lock *lock)
{
    const struct snapshot *snapshot = telling->snapshot;
    const struct expansion *expansion =
        telling->expansions != NULL
            ? &telling->expansions[lock->person]
            : qualify_expand(snapshot, &snapshot->people[lock->person], telling->arena);
    return qualify_reason(snapshot, expansion, &snapshot->needs[lock->need]);
}

static const char *why(const struct telling *telling, const struct lock *lock)
{
    bool decided = lock->decision != NULL;
    if (lock->outcome == LOCK_ELSEWHERE)
        return decided ? "an earlier decision binds the person to another need"
                       : "a decision binds the person to another need";
    if (lock->outcome == LOCK_NO_SEAT && telling->snapshot->needs[lock->need].seats == 0)
        return "no seat is free";
    if (lock->outcome == LOCK_NO_SEAT)
        return decided ? "earlier decisions bind all free seats" : "others take all free seats";
    return reason_title(reason_of(telling, lock));
}

static const char *line_of(const struct telling *telling, const struct lock *lock)
{
    char day[CADRE_DATE_TEXT_SIZE];
    struct str_view person = telling->snapshot->people[lock->person].person_id;
    struct str_view need = telling->snapshot->needs[lock->need].code;
    if (lock->decision == NULL)
        return arena_format(telling->arena, "  %.*s does not stay in %.*s: %s",
                            STR_VIEW_ARGS(person), STR_VIEW_ARGS(need), why(telling, lock));
    return arena_format(telling->arena, "  %.*s is not bound to %.*s, %s on %s: %s",
                        STR_VIEW_ARGS(person), STR_VIEW_ARGS(need),
                        lock->decision->verdict == DECISION_LOCK ? "locked" : "accepted",
                        cadre_date_format(lock->decision->decided_on, day), why(telling, lock));
}

static void tell_failed(struct telling *telling, const struct lock *locks, size_t count)
{
    telling->failed = 0;
    for (size_t i = 0; i < count; i++) {
        if (locks[i].outcome == LOCK_HOLDS || locks[i].outcome == LOCK_FULFILLED)
            continue;
        if (telling->failed++ < DECISION_LINES_MAX)
            telling->lines[telling->count++] = line_of(telling, &locks[i]);
    }
    if (telling->failed > DECISION_LINES_MAX)
        telling->lines[telling->count++] =
            arena_format(telling->arena, "  and %zu more", telling->failed - DECISION_LINES_MAX);
}

/* ---- whom the run of a residual match seats ---------------------------------------------------
 */

static const char *stays_summary(const struct telling *telling, const struct locks *locks)
{
    const struct snapshot *snapshot = telling->snapshot;
    size_t stay = count_of(locks->stays, locks->stay_count, LOCK_HOLDS);
    size_t placed = count_of(locks->stays, locks->stay_count, LOCK_FULFILLED);
    return arena_format(telling->arena,
                        "of run %lld: %zu stay, %zu placed already, %zu stay no more, %zu gone",
                        (long long)snapshot->policy.residual_run, stay, placed,
                        locks->stay_count - stay - placed, snapshot->stays_gone);
}

/* ---- both ------------------------------------------------------------------------------------ */

size_t decision_words(const struct snapshot *snapshot, const struct expansion *expansions,
                      const struct pairs *pairs, struct arena *arena, const char *const **ret_lines)
{
    const struct locks locks = locks_settle(snapshot, pairs, arena);
    struct telling telling = {
        .snapshot = snapshot,
        .expansions = expansions,
        .arena = arena,
        .lines = arena_calloc(arena, 2 * (DECISION_LINES_MAX + 2), sizeof *telling.lines),
    };
    if (locks.count > 0 || count_closed(pairs, REASON_FORBIDDEN) > 0 ||
        count_closed(pairs, REASON_DECLINED) > 0) {
        telling.lines[telling.count++] = summary_of(&locks, pairs, arena);
        tell_failed(&telling, locks.items, locks.count);
    }
    if (snapshot->policy.residual_run > 0) {
        telling.lines[telling.count++] = stays_summary(&telling, &locks);
        tell_failed(&telling, locks.stays, locks.stay_count);
    }
    *ret_lines = telling.lines;
    return telling.count;
}
