#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/suggest.h"
#include "core/catalogue/catalogue_index.h"

static struct code_list *list_named(const struct catalogue *catalogue, const char *name)
{
    for (size_t i = 0; i < catalogue->list_count; i++) {
        if (strcmp(catalogue->lists[i].name, name) == 0)
            return &catalogue->lists[i];
    }
    return NULL;
}

static struct code_list *list_made(struct catalogue *catalogue, const char *name, size_t most)
{
    struct code_list *list = list_named(catalogue, name);
    if (list != NULL)
        return list;
    list = &catalogue->lists[catalogue->list_count++];
    *list = (struct code_list){
        .name = name,
        .codes = arena_calloc(catalogue->arena, most, sizeof(*list->codes)),
        .labels = arena_calloc(catalogue->arena, most, sizeof(*list->labels)),
    };
    return list;
}

/* What folding takes for an outer joint is a sign before a number. */
static bool is_negative(struct str_view cell)
{
    return cell.length > 1 && cell.data[0] == '-' && cell.data[1] >= '0' && cell.data[1] <= '9';
}

static void cell_key(struct str *out, const char *list, struct str_view cell)
{
    str_reset(out);
    str_add_text(out, list);
    str_add_char(out, '|');
    if (is_negative(cell))
        str_add_char(out, '-');
    fold_key(cell, out);
    /* A sign alone ("+", "-") folds to itself or to nothing; keep it apart from other cells. */
    if (out->data[out->length - 1] == '|')
        str_add_view(out, cell);
}

static void index_lists(struct catalogue *catalogue, struct str *key)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "code_lists");
    catalogue->lists = arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->lists);
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* list code rank label_en label_az label_ru */
        struct code_list *list = list_made(catalogue, cells[0], table->row_count);
        int64_t rank = 0;
        str_view_to_int64(str_view_of(cells[2]), &rank);
        list->codes[rank - 1] = cells[1];
        list->labels[rank - 1] = cells[3][0] != '\0' ? cells[3] : cells[1];
        list->count = rank > list->count ? (int32_t)rank : list->count;
        static const size_t spellings[] = {1, 3, 4, 5};
        for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
            if (cells[spellings[i]][0] == '\0') /* of a list that was loaded */
                continue;
            cell_key(key, cells[0], str_view_of(cells[spellings[i]]));
            catalogue_index_add(catalogue->list_cells, str_view_from(key), (uint32_t)rank);
        }
    }
}

void catalogue_index_code_alias(struct catalogue *catalogue, const char *list, const char *alias,
                                int32_t rank)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    cell_key(&key, list, str_view_of(alias));
    catalogue_index_add(catalogue->list_cells, str_view_from(&key), (uint32_t)rank);
}

static void index_aliases(struct catalogue *catalogue)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "code_list_aliases");
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* list alias code */
        int32_t rank = catalogue_code_rank(catalogue, cells[0], str_view_of(cells[2]));
        catalogue_index_code_alias(catalogue, cells[0], cells[1], rank);
    }
}

static struct str_map *index_codes(const struct catalogue *catalogue, const char *name)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, name);
    struct str_map *codes = str_map_new();
    for (size_t row = 0; row < table->row_count; row++)
        str_map_insert(codes, str_view_of(table->cells[row * table->column_count]), (uint32_t)row);
    return codes;
}

static struct str_map *index_countries(const struct catalogue *catalogue, struct str *key)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "countries");
    struct str_map *countries = str_map_new();
    for (size_t cell = 0; cell < table->row_count * 2; cell++) {
        str_reset(key);
        catalogue_add_lower(key, str_view_of(table->cells[cell])); /* alpha2 alpha3 */
        str_map_insert(countries, str_view_from(key), (uint32_t)(cell / 2));
    }
    return countries;
}

void catalogue_index_codes(struct catalogue *catalogue)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    catalogue->list_cells = str_map_new();
    index_lists(catalogue, &key);
    index_aliases(catalogue);
    catalogue->countries = index_countries(catalogue, &key);
    catalogue->languages = index_codes(catalogue, "languages");
    catalogue->isced_f = index_codes(catalogue, "isced_f");
    catalogue->isco08 = index_codes(catalogue, "isco08");
}

int32_t catalogue_find_code(const struct catalogue *catalogue, const char *list,
                            struct str_view cell, struct str *ret_suggestion)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    uint32_t rank = INDEX_NONE;
    cell_key(&key, list, cell);
    if (str_map_find(catalogue->list_cells, str_view_from(&key), &rank) && rank < INDEX_AMBIGUOUS)
        return (int32_t)rank;
    const struct code_list *codes = list_named(catalogue, list);
    if (ret_suggestion == NULL || codes == NULL)
        return 0;
    size_t count = (size_t)codes->count;
    CADRE_FREE struct str_view *words = cadre_calloc(count, sizeof *words);
    for (size_t i = 0; i < count; i++)
        words[i] = str_view_of(codes->codes[i]);
    size_t nearest = suggest_nearest(cell, words, count);
    if (nearest < count)
        str_add_text(ret_suggestion, codes->codes[nearest]);
    return 0;
}

int32_t catalogue_code_rank(const struct catalogue *catalogue, const char *list,
                            struct str_view code)
{
    const struct code_list *codes = list_named(catalogue, list);
    for (int32_t rank = 1; codes != NULL && rank <= codes->count; rank++) {
        if (str_view_equal(code, str_view_of(codes->codes[rank - 1])))
            return rank;
    }
    return 0;
}

const char *catalogue_code(const struct catalogue *catalogue, const char *list, int32_t rank)
{
    const struct code_list *codes = list_named(catalogue, list);
    return codes != NULL && rank >= 1 && rank <= codes->count ? codes->codes[rank - 1] : NULL;
}

const char *catalogue_code_label_en(const struct catalogue *catalogue, const char *list,
                                    int32_t rank)
{
    const struct code_list *codes = list_named(catalogue, list);
    return codes != NULL && rank >= 1 && rank <= codes->count ? codes->labels[rank - 1] : NULL;
}

int32_t catalogue_code_count(const struct catalogue *catalogue, const char *list)
{
    const struct code_list *codes = list_named(catalogue, list);
    return codes != NULL ? codes->count : 0;
}

const char *catalogue_find_country(const struct catalogue *catalogue, struct str_view cell)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    uint32_t row;
    catalogue_add_lower(&key, cell);
    if (!str_map_find(catalogue->countries, str_view_from(&key), &row))
        return NULL;
    return catalogue_table_cell(catalogue_table_of(catalogue, "countries"), row, 0);
}

bool catalogue_is_language(const struct catalogue *catalogue, struct str_view code)
{
    uint32_t row;
    return str_map_find(catalogue->languages, code, &row);
}

bool catalogue_is_isco08(const struct catalogue *catalogue, struct str_view code)
{
    uint32_t row;
    return str_map_find(catalogue->isco08, code, &row);
}

bool catalogue_is_isced_f(const struct catalogue *catalogue, struct str_view code)
{
    uint32_t row;
    return str_map_find(catalogue->isced_f, code, &row);
}
