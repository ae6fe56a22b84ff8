#include <stdlib.h>

#include "core/evidence/snapshot_rows.h"

/* A role of the past may be in no catalogue any more; one whose version was left is carried. */
static int32_t role_of(const struct snapshot_builder *builder, struct str_view work_role)
{
    int32_t role = -1;
    if (work_role.length == 0 || catalogue_find_element(builder->catalogue, ELEMENT_WORK_ROLE,
                                                        work_role, &role, NULL) != LOOKUP_FOUND)
        return -1;
    return catalogue_carried(builder->catalogue, role, builder->as_of);
}

enum cadre_status snapshot_add_wish(struct snapshot_builder *builder, const struct wish_row *row,
                                    struct cadre_error *err)
{
    int32_t side;
    enum cadre_status status =
        snapshot_code_rank(builder, "preference_side", row->side, &side, err);
    if (status == CADRE_OK && (row->rank < 1 || row->rank >= WISH_NONE))
        status = cadre_fail(err, CADRE_BUG, "the registry holds a wish of rank %d", row->rank);
    if (status != CADRE_OK)
        return status;
    *APPEND(builder->wishes) = (struct waiting_wish){
        .key = snapshot_key_number(builder, row->natural_key),
        .need = arena_copy(builder->arena, row->need),
        .organization = arena_copy(builder->arena, row->organization),
        .wish = {.of_person = side == 1,
                 .need = -1,
                 .work_role = role_of(builder, row->work_role),
                 .organization = -1,
                 .rank = row->rank},
    };
    return CADRE_OK;
}

static int by_person_wish(const void *left, const void *right)
{
    const struct wish *a = left;
    const struct wish *b = right;
    const int64_t orders[] = {
        compare_int(a->person, b->person),
        compare_int(b->of_person, a->of_person),
        compare_int(a->need, b->need),
        compare_int(a->work_role, b->work_role),
        compare_int(a->organization, b->organization),
        compare_int(a->rank, b->rank),
    };
    return first_order(orders, sizeof orders / sizeof *orders);
}

static bool has_target(const struct wish *wish)
{
    return wish->need >= 0 || wish->work_role >= 0 || wish->organization >= 0;
}

void snapshot_seal_wishes(struct snapshot_builder *builder, struct snapshot *snapshot,
                          const uint32_t *indexes, struct person *people)
{
    struct wish *wishes = arena_calloc(builder->arena, builder->wishes.count, sizeof *wishes);
    size_t count = 0;
    for (size_t i = 0; i < builder->wishes.count; i++) {
        const struct waiting_wish *waiting = &builder->wishes.items[i];
        struct wish wish = waiting->wish;
        wish.person = (int32_t)indexes[waiting->key];
        if (waiting->need.length > 0)
            wish.need = snapshot_find_need(snapshot, waiting->need);
        if (waiting->organization.length > 0)
            wish.organization = snapshot_find_organization(snapshot, waiting->organization);
        if (indexes[waiting->key] != UINT32_MAX && has_target(&wish))
            wishes[count++] = wish;
    }
    if (count > 1)
        qsort(wishes, count, sizeof *wishes, by_person_wish);
    snapshot->wishes = wishes;
    snapshot->wish_count = count;
    for (size_t i = 0; i < count; i++) {
        struct person *person = &people[wishes[i].person];
        if (!wishes[i].of_person)
            continue;
        if (person->wish_count++ == 0)
            person->wishes = &wishes[i];
    }
}

/* ---- what is wished for ---------------------------------------------------------------------- */

bool snapshot_wish_is_about(const struct snapshot *snapshot, const struct wish *wish,
                            const struct need *need)
{
    if (wish->need >= 0)
        return &snapshot->needs[wish->need] == need;
    if (wish->work_role >= 0)
        return wish->work_role == need->work_role;
    return need->organization >= 0 &&
           snapshot_organization_inside(snapshot, need->organization, wish->organization);
}

int32_t snapshot_wish_rank(const struct snapshot *snapshot, const struct person *person,
                           const struct need *need)
{
    int32_t rank = WISH_NONE;
    for (size_t i = 0; i < person->wish_count; i++) {
        const struct wish *wish = &person->wishes[i];
        if (wish->rank < rank && snapshot_wish_is_about(snapshot, wish, need))
            rank = wish->rank;
    }
    return rank;
}
