#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/evidence/snapshot_rows.h"

/* An acceptance and whose it is. */
struct acceptance {
    struct decision *decision;
    int32_t person;
};

static int newest_first(const void *left, const void *right)
{
    const struct acceptance *a = left;
    const struct acceptance *b = right;
    const int64_t orders[] = {
        compare_int(b->decision->decided_on.day, a->decision->decided_on.day),
        compare_int(a->person, b->person),
        compare_int(a->decision->need, b->decision->need),
    };
    return first_order(orders, sizeof orders / sizeof *orders);
}

/* As the condition of the match has it: who sits elsewhere when the need begins is kept from it. */
static bool is_kept_away(const struct person *person, const struct need *need,
                         struct cadre_date as_of)
{
    struct cadre_date begins = need->starts_on;
    if (!cadre_date_is_set(begins) || begins.day < as_of.day)
        begins = as_of;
    return person->placed &&
           (!cadre_date_is_set(person->placed_until) || person->placed_until.day >= begins.day);
}

static void seat(struct decision *decision, struct person *person, struct need *need)
{
    decision->seated = true;
    need->staffed++;
    if (!person->placed || !cadre_date_is_set(need->ends_on) ||
        need->ends_on.day > person->placed_until.day) {
        person->placed_until = need->ends_on;
        person->placed_need = decision->need;
    }
    person->placed = true;
}

void snapshot_seal_acceptances(struct snapshot_builder *builder, const struct snapshot *snapshot,
                               struct person *people, struct need *needs)
{
    CADRE_FREE struct acceptance *acceptances =
        cadre_calloc(builder->standing_count + 1, sizeof *acceptances);
    size_t count = 0;
    for (size_t i = 0; i < snapshot->person_count; i++) {
        size_t first =
            people[i].decision_count > 0 ? (size_t)(people[i].decisions - builder->standing) : 0;
        for (size_t d = first; d < first + people[i].decision_count; d++) {
            if (builder->standing[d].offered)
                acceptances[count++] = (struct acceptance){&builder->standing[d], (int32_t)i};
        }
    }
    if (count > 1)
        qsort(acceptances, count, sizeof *acceptances, newest_first);
    for (size_t i = 0; i < count; i++) {
        struct person *person = &people[acceptances[i].person];
        struct need *need = &needs[acceptances[i].decision->need];
        if (!is_kept_away(person, need, snapshot->as_of))
            seat(acceptances[i].decision, person, need);
    }
}
