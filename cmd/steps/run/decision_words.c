#include "cmd/steps/run/decision_words.h"

#include "core/base/alloc.h"
#include "core/pairs/locks.h"

static size_t count_of(const struct locks *locks, enum lock_outcome outcome)
{
    size_t count = 0;
    for (size_t i = 0; i < locks->count; i++)
        count += locks->items[i].outcome == outcome;
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
    size_t held = count_of(locks, LOCK_HOLDS);
    size_t fulfilled = count_of(locks, LOCK_FULFILLED);
    return arena_format(arena,
                        "by decisions: %zu seats bound, %zu placed already, %zu bind nothing; "
                        "%llu fitting pairs forbidden, %llu declined",
                        held, fulfilled, locks->count - held - fulfilled,
                        (unsigned long long)count_closed(pairs, REASON_FORBIDDEN),
                        (unsigned long long)count_closed(pairs, REASON_DECLINED));
}

static const char *why(const struct snapshot *snapshot, const struct expansion *expansions,
                       const struct lock *lock)
{
    const struct need *need = &snapshot->needs[lock->decision->need];
    if (lock->outcome == LOCK_ELSEWHERE)
        return "an earlier decision binds the person to another need";
    if (lock->outcome == LOCK_NO_SEAT)
        return need->seats == 0 ? "no seat is free" : "earlier decisions bind all free seats";
    return reason_title(qualify_reason(snapshot, &expansions[lock->person], need));
}

static const char *line_of(const struct snapshot *snapshot, const struct expansion *expansions,
                           const struct lock *lock, struct arena *arena)
{
    char day[CADRE_DATE_TEXT_SIZE];
    return arena_format(arena, "  %.*s is not bound to %.*s, %s on %s: %s",
                        STR_VIEW_ARGS(snapshot->people[lock->person].person_id),
                        STR_VIEW_ARGS(snapshot->needs[lock->decision->need].code),
                        lock->decision->verdict == DECISION_LOCK ? "locked" : "accepted",
                        cadre_date_format(lock->decision->decided_on, day),
                        why(snapshot, expansions, lock));
}

size_t decision_words(const struct snapshot *snapshot, const struct expansion *expansions,
                      const struct pairs *pairs, struct arena *arena, const char *const **ret_lines)
{
    const struct locks locks = locks_settle(snapshot, pairs, arena);
    const char **lines = arena_calloc(arena, DECISION_LINES_MAX + 2, sizeof *lines);
    size_t count = 0;
    size_t failed = 0;
    *ret_lines = lines;
    if (locks.count == 0 && count_closed(pairs, REASON_FORBIDDEN) == 0 &&
        count_closed(pairs, REASON_DECLINED) == 0)
        return 0;
    lines[count++] = summary_of(&locks, pairs, arena);
    for (size_t i = 0; i < locks.count; i++) {
        const struct lock *lock = &locks.items[i];
        if (lock->outcome == LOCK_HOLDS || lock->outcome == LOCK_FULFILLED)
            continue;
        if (failed++ < DECISION_LINES_MAX)
            lines[count++] = line_of(snapshot, expansions, lock, arena);
    }
    if (failed > DECISION_LINES_MAX)
        lines[count++] = arena_format(arena, "  and %zu more", failed - DECISION_LINES_MAX);
    return count;
}
