#include <stdlib.h>

#include "core/evidence/snapshot_rows.h"

const char *decision_verdict_code(enum decision_verdict verdict)
{
    static const char *const codes[DECISION_VERDICT_COUNT] = {
        [DECISION_LOCK] = "lock",           [DECISION_FORBID] = "forbid",
        [DECISION_ACCEPT] = "accept",       [DECISION_DECLINE] = "decline",
        [DECISION_NO_ANSWER] = "no_answer", [DECISION_WITHDRAW] = "withdraw",
    };
    return codes[verdict];
}

enum cadre_status snapshot_add_decision(struct snapshot_builder *builder,
                                        const struct decision_row *row, struct cadre_error *err)
{
    int32_t verdict;
    bool over = cadre_date_is_set(row->until_on) && row->until_on.day < builder->as_of.day;
    if (over || row->decided_on.day > builder->as_of.day)
        return CADRE_OK;
    enum cadre_status status =
        snapshot_code_rank(builder, "decision_verdict", row->verdict, &verdict, err);
    if (status != CADRE_OK)
        return status;
    *APPEND(builder->decisions) = (struct waiting_decision){
        .key = snapshot_key_number(builder, row->natural_key),
        .need = arena_copy(builder->arena, row->need),
        .decision = {.verdict = (enum decision_verdict)verdict,
                     .decided_on = row->decided_on,
                     .until_on = row->until_on,
                     .offered = row->offered,
                     .by = arena_copy(builder->arena, row->by),
                     .reason_code = arena_copy(builder->arena, row->reason_code)},
    };
    return CADRE_OK;
}

/* Key numbers are made person indexes, and needs found, before this sort. The last parts only
 * make the order total: sources may say the same of one day. */
static int by_pair_then_day(const void *left, const void *right)
{
    const struct waiting_decision *a = left;
    const struct waiting_decision *b = right;
    const int64_t orders[] = {
        compare_int(a->key, b->key),
        compare_int(a->decision.need, b->decision.need),
        compare_int(a->decision.decided_on.day, b->decision.decided_on.day),
        compare_int(a->decision.verdict, b->decision.verdict),
        compare_int(a->decision.until_on.day, b->decision.until_on.day),
        str_view_compare(a->decision.by, b->decision.by),
        str_view_compare(a->decision.reason_code, b->decision.reason_code),
    };
    return first_order(orders, sizeof orders / sizeof *orders);
}

static bool lifts(const struct decision *newer, const struct decision *standing)
{
    return standing->verdict != DECISION_FORBID || newer->verdict == DECISION_LOCK ||
           newer->verdict == DECISION_FORBID;
}

/* Those of one person come together, older ones of a need before newer ones. */
static void stand(struct person *person, const struct decision *decision, struct decision *next)
{
    if (person->decision_count == 0 || next[-1].need != decision->need) {
        *next = *decision;
        if (person->decision_count++ == 0)
            person->decisions = next;
    } else if (lifts(decision, &next[-1])) {
        next[-1] = *decision;
    }
}

void snapshot_seal_decisions(struct snapshot_builder *builder, const struct snapshot *snapshot,
                             const uint32_t *indexes, struct person *people)
{
    size_t count = builder->decisions.count;
    struct decision *standing = arena_calloc(builder->arena, count, sizeof *standing);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        struct waiting_decision *waiting = &builder->decisions.items[i];
        waiting->key = indexes[waiting->key];
        waiting->decision.need = snapshot_find_need(snapshot, waiting->need);
    }
    if (count > 1)
        qsort(builder->decisions.items, count, sizeof *builder->decisions.items, by_pair_then_day);
    for (size_t i = 0; i < count; i++) {
        const struct waiting_decision *waiting = &builder->decisions.items[i];
        if (waiting->key == UINT32_MAX || waiting->decision.need < 0)
            continue;
        struct person *person = &people[waiting->key];
        size_t before = person->decision_count;
        stand(person, &waiting->decision, &standing[used]);
        used += person->decision_count - before;
    }
    builder->standing = standing;
    builder->standing_count = used;
}

bool snapshot_has_decisions(const struct snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->person_count; i++) {
        if (snapshot->people[i].decision_count > 0)
            return true;
    }
    return false;
}

const struct decision *snapshot_decision(const struct person *person, int32_t need)
{
    for (size_t i = 0; i < person->decision_count; i++) {
        if (person->decisions[i].need == need)
            return &person->decisions[i];
    }
    return NULL;
}
