#include <stdlib.h>
#include <string.h>

#include "core/catalogue/catalogue_index.h"

/* By kind, then code. */
static int compare_keys(const struct role_option *left, enum role_option_kind kind,
                        struct str_view code)
{
    if (left->kind != kind)
        return left->kind < kind ? -1 : 1;
    return str_view_compare(str_view_of(left->code), code);
}

static int by_code(const void *left, const void *right)
{
    const struct role_option *a = left;
    const struct role_option *b = right;
    int order = compare_keys(a, b->kind, str_view_of(b->code));
    return order != 0 ? order : (a->element > b->element) - (a->element < b->element);
}

/* -1 where the framework is not there: a catalogue need not have DCWF. */
static int32_t role_of(struct catalogue *catalogue, const char *const *cells)
{
    int32_t element = -1;
    const char *canonical =
        arena_format(catalogue->arena, "%s@%s/%s", cells[0], cells[1], cells[2]);
    catalogue_find_element(catalogue, ELEMENT_WORK_ROLE, str_view_of(canonical), &element, NULL);
    return element;
}

/* Certifications count by the alignments alone: the matrix differs from their list, and is there to
 * be compared with it. */
static bool is_counted(const char *option)
{
    return strcmp(option, "education") == 0 || strcmp(option, "training") == 0;
}

void catalogue_index_role_options(struct catalogue *catalogue)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "role_options");
    catalogue->role_options =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->role_options);
    catalogue->has_role_options =
        arena_calloc(catalogue->arena, catalogue->element_count, sizeof(bool));
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* framework version work_role option code level education listed */
        int32_t element = role_of(catalogue, cells);
        if (element >= 0)
            catalogue->has_role_options[element] = true;
        if (element < 0 || !is_counted(cells[3]))
            continue;
        bool training = strcmp(cells[3], "training") == 0;
        catalogue->role_options[catalogue->role_option_count++] = (struct role_option){
            .kind = training ? ROLE_OPTION_TRAINING : ROLE_OPTION_EDUCATION,
            .code = cells[4],
            .element = element,
            .level = catalogue_level_rank(catalogue, catalogue->elements[element].scale,
                                          str_view_of(cells[5])),
            .education = catalogue_code_rank(catalogue, "isced", str_view_of(cells[6])),
        };
    }
    if (catalogue->role_option_count > 1)
        qsort(catalogue->role_options, catalogue->role_option_count,
              sizeof *catalogue->role_options, by_code);
}

const struct role_option *catalogue_role_options(const struct catalogue *catalogue,
                                                 enum role_option_kind kind, struct str_view code,
                                                 size_t *ret_count)
{
    size_t low = 0;
    size_t high = catalogue->role_option_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_keys(&catalogue->role_options[middle], kind, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < catalogue->role_option_count &&
           compare_keys(&catalogue->role_options[end], kind, code) == 0)
        end++;
    *ret_count = end - low;
    return &catalogue->role_options[low];
}

bool catalogue_has_role_options(const struct catalogue *catalogue, int32_t element)
{
    return catalogue->has_role_options[element];
}
