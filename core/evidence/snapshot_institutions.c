#include <stdlib.h>

#include "core/evidence/snapshot_rows.h"

void snapshot_add_study(struct snapshot_builder *builder, struct str_view natural_key,
                        struct str_view institution, struct cadre_date graduated_on)
{
    if (!cadre_date_is_set(graduated_on))
        return;
    *APPEND(builder->studies) =
        (struct waiting_study){snapshot_key_number(builder, natural_key),
                               snapshot_folded(builder, institution), graduated_on};
}

void snapshot_add_institution(struct snapshot_builder *builder, struct str_view list,
                              struct str_view institution, struct cadre_date listed_from,
                              struct cadre_date listed_until)
{
    *APPEND(builder->institutions) =
        (struct waiting_institution){snapshot_folded(builder, institution),
                                     arena_copy(builder->arena, list), listed_from, listed_until};
}

static int by_institution(const void *left, const void *right)
{
    const struct waiting_institution *a = left;
    const struct waiting_institution *b = right;
    return str_view_compare(a->institution, b->institution);
}

/* The first of the sorted rows that is not before `institution`. */
static size_t first_row(const struct snapshot_builder *builder, struct str_view institution)
{
    size_t low = 0;
    size_t high = builder->institutions.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_view_compare(builder->institutions.items[middle].institution, institution) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void join(struct snapshot_builder *builder, const struct waiting_study *study)
{
    struct cadre_date day = study->graduated_on;
    for (size_t i = first_row(builder, study->institution); i < builder->institutions.count; i++) {
        const struct waiting_institution *row = &builder->institutions.items[i];
        if (!str_view_equal(row->institution, study->institution))
            return;
        if (day.day < row->listed_from.day ||
            (cadre_date_is_set(row->listed_until) && day.day > row->listed_until.day))
            continue;
        *APPEND(builder->facts) = (struct waiting_fact){study->key,
                                                        {.kind = ALTERNATIVE_INSTITUTION,
                                                         .code = row->list,
                                                         .from_on = day,
                                                         .until_on = cadre_date_none}};
    }
}

void snapshot_join_institutions(struct snapshot_builder *builder)
{
    if (builder->institutions.count > 1)
        qsort(builder->institutions.items, builder->institutions.count,
              sizeof *builder->institutions.items, by_institution);
    for (size_t i = 0; i < builder->studies.count; i++)
        join(builder, &builder->studies.items[i]);
}
