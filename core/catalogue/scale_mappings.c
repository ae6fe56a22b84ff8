#include "core/base/fold.h"
#include "core/catalogue/catalogue_index.h"

static bool is_joint(char c)
{
    return c == '-' || c == '_' || c == ' ';
}

/* Alike but for case and what joins words: "e-CF" is "ecf". */
static bool same_but_joints(struct str_view left, struct str_view right)
{
    size_t i = 0;
    size_t j = 0;
    for (;; i++, j++) {
        while (i < left.length && is_joint(left.data[i]))
            i++;
        while (j < right.length && is_joint(right.data[j]))
            j++;
        if (i == left.length || j == right.length)
            return i == left.length && j == right.length;
        if (fold_ascii_lower(left.data[i]) != fold_ascii_lower(right.data[j]))
            return false;
    }
}

int32_t catalogue_scale_named(const struct catalogue *catalogue, struct str_view cell)
{
    int32_t found = -1;
    size_t alike = 0;
    for (size_t i = 0; i < catalogue->scale_count; i++) {
        struct str_view code = str_view_of(catalogue->scales[i].code);
        if (fold_ascii_equal(cell, code))
            return (int32_t)i;
        if (same_but_joints(cell, code)) {
            found = (int32_t)i;
            alike++;
        }
    }
    return alike == 1 ? found : -1;
}

/* A row of what is not there says nothing. */
void catalogue_index_scale_mappings(struct catalogue *catalogue)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "scale_mappings");
    catalogue->scale_mappings =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->scale_mappings);
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* from_scale from_level to_scale to_level */
        struct scale_mapping mapping = {.from = catalogue_find_scale(catalogue, cells[0]),
                                        .to = catalogue_find_scale(catalogue, cells[2])};
        if (mapping.from < 0 || mapping.to < 0)
            continue;
        mapping.from_rank = catalogue_level_rank(catalogue, mapping.from, str_view_of(cells[1]));
        mapping.to_rank = catalogue_level_rank(catalogue, mapping.to, str_view_of(cells[3]));
        if (mapping.from_rank > 0 && mapping.to_rank > 0)
            catalogue->scale_mappings[catalogue->scale_mapping_count++] = mapping;
    }
}

int32_t catalogue_level_held(const struct catalogue *catalogue, int32_t own, int32_t other,
                             int32_t rank)
{
    int32_t greatest = own == other ? rank : 0;
    for (size_t i = 0; i < catalogue->scale_mapping_count; i++) {
        const struct scale_mapping *mapping = &catalogue->scale_mappings[i];
        if (mapping->from == other && mapping->to == own && mapping->from_rank <= rank &&
            mapping->to_rank > greatest)
            greatest = mapping->to_rank;
    }
    return greatest;
}

int32_t catalogue_level_asked(const struct catalogue *catalogue, int32_t own, int32_t other,
                              int32_t rank)
{
    int32_t least = own == other ? rank : 0;
    for (size_t i = 0; i < catalogue->scale_mapping_count; i++) {
        const struct scale_mapping *mapping = &catalogue->scale_mappings[i];
        if (mapping->from == own && mapping->to == other && mapping->to_rank >= rank &&
            (least == 0 || mapping->from_rank < least))
            least = mapping->from_rank;
    }
    return least;
}
