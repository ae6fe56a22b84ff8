#include <stdlib.h>

#include "core/evidence/service.h"
#include "core/evidence/snapshot_rows.h"

enum cadre_status snapshot_add_record(struct snapshot_builder *builder,
                                      const struct record_row *row, struct cadre_error *err)
{
    int32_t record;
    if (row->from_on.day > builder->as_of.day)
        return CADRE_OK;
    enum cadre_status status =
        snapshot_code_rank(builder, "service_record", row->record, &record, err);
    if (status != CADRE_OK)
        return status;
    *APPEND(builder->records) = (struct waiting_record){
        .key = snapshot_row_key(builder, row->person, row->natural_key),
        .record = {.record = (enum service_record)record,
                   .ground = snapshot_text(builder, row->ground),
                   .from_on = row->from_on,
                   .until_on = row->until_on},
        .military_specialty = snapshot_specialty(builder, row->military_specialty),
        .rank_key = snapshot_folded(builder, row->rank),
    };
    return CADRE_OK;
}

/* Key numbers are made person indexes before this sort. */
static int by_person_record(const void *left, const void *right)
{
    const struct waiting_record *a = left;
    const struct waiting_record *b = right;
    const int64_t orders[] = {
        compare_int(a->key, b->key),
        compare_int(a->record.from_on.day, b->record.from_on.day),
        compare_int(a->record.record, b->record.record),
        str_view_compare(a->record.ground, b->record.ground),
        compare_int(a->record.until_on.day, b->record.until_on.day),
        str_view_compare(a->military_specialty, b->military_specialty),
        str_view_compare(a->rank_key, b->rank_key),
    };
    return first_order(orders, sizeof orders / sizeof *orders);
}

static void add_record(struct person *person, const struct waiting_record *waiting,
                       struct held_record *held)
{
    *held = waiting->record;
    if (person->record_count++ == 0)
        person->records = held;
    if (waiting->military_specialty.length > 0)
        person->military_specialty = waiting->military_specialty;
    if (waiting->rank_key.length > 0)
        person->rank_key = waiting->rank_key;
}

void snapshot_seal_records(struct snapshot_builder *builder, const struct snapshot *snapshot,
                           const uint32_t *indexes, struct person *people)
{
    size_t count = builder->records.count;
    struct held_record *held = arena_calloc(builder->arena, count, sizeof *held);
    snapshot_deal(builder->records.items, count, sizeof *builder->records.items, indexes,
                  snapshot->person_count, by_person_record);
    for (size_t i = 0; i < count; i++) {
        const struct waiting_record *waiting = &builder->records.items[i];
        if (waiting->key != UINT32_MAX)
            add_record(&people[waiting->key], waiting, &held[i]);
    }
    for (size_t i = 0; i < snapshot->person_count; i++) {
        service_judge(snapshot->catalogue, snapshot->as_of, &people[i]);
        people[i].uncalled =
            snapshot->call_up != NULL && !service_takes(snapshot->call_up, people[i].birth_date);
    }
}
