#include "core/catalogue/catalogue.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/catalogue/catalogue_index.h"

void catalogue_index_add(struct str_map *map, struct str_view key, uint32_t value)
{
    uint32_t known;
    if (!str_map_insert(map, key, value) && str_map_find(map, key, &known) && known != value)
        str_map_put(map, key, INDEX_AMBIGUOUS);
}

void catalogue_add_lower(struct str *out, struct str_view text)
{
    size_t at = out->length;
    str_add_view(out, text);
    for (; at < out->length; at++)
        out->data[at] = fold_ascii_lower(out->data[at]);
}

static int32_t number_of(const char *cell)
{
    int64_t number = 0;
    str_view_to_int64(str_view_of(cell), &number);
    return (int32_t)number;
}

/* ---- scales and frameworks ------------------------------------------------------------------- */

static void index_labels(struct scale *scale, const struct catalogue_table *levels, size_t row,
                         int32_t rank)
{
    static const char *const columns[] = {"label_en", "label_az", "label_ru"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        CADRE_CLEANUP(str_release) struct str key = {0};
        size_t column = catalogue_table_column(levels, columns[i]);
        const char *label = catalogue_table_cell(levels, row, column);
        if (label[0] == '\0') /* of a scale that was loaded: its code alone names it */
            continue;
        fold_key(str_view_of(label), &key);
        catalogue_index_add(scale->labels, str_view_from(&key), (uint32_t)rank);
    }
}

static void index_scales(struct catalogue *catalogue)
{
    const struct catalogue_table *scales = catalogue_table_of(catalogue, "scales");
    const struct catalogue_table *levels = catalogue_table_of(catalogue, "scale_levels");
    size_t scale_column = catalogue_table_column(levels, "scale");
    size_t level_column = catalogue_table_column(levels, "level");
    size_t rank_column = catalogue_table_column(levels, "rank");
    catalogue->scale_count = scales->row_count;
    catalogue->scales =
        arena_calloc(catalogue->arena, scales->row_count, sizeof *catalogue->scales);
    for (size_t i = 0; i < scales->row_count; i++) {
        struct scale *scale = &catalogue->scales[i];
        scale->code = catalogue_table_cell(scales, i, catalogue_table_column(scales, "code"));
        scale->labels = str_map_new();
        scale->levels = arena_calloc(catalogue->arena, levels->row_count, sizeof(*scale->levels));
        for (size_t j = 0; j < levels->row_count; j++) {
            if (strcmp(catalogue_table_cell(levels, j, scale_column), scale->code) != 0)
                continue;
            int32_t rank = number_of(catalogue_table_cell(levels, j, rank_column));
            scale->levels[rank - 1] = catalogue_table_cell(levels, j, level_column);
            scale->level_count = rank > scale->level_count ? rank : scale->level_count;
            index_labels(scale, levels, j, rank);
        }
    }
}

/* An earlier row, so a shipped one, says so already. */
static bool has_current(const struct catalogue *catalogue, size_t count, const char *code)
{
    for (size_t i = 0; i < count; i++) {
        if (catalogue->frameworks[i].current && strcmp(catalogue->frameworks[i].code, code) == 0)
            return true;
    }
    return false;
}

static void index_frameworks(struct catalogue *catalogue)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "frameworks");
    catalogue->framework_count = table->row_count;
    catalogue->frameworks =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->frameworks);
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* code version title_en title_az title_ru scale current */
        catalogue->frameworks[row] = (struct catalogue_framework){
            .code = cells[0],
            .version = cells[1],
            .title_en = cells[2],
            .title_az = cells[3],
            .title_ru = cells[4],
            .scale = catalogue_find_scale(catalogue, cells[5]),
            .current = strcmp(cells[6], "1") == 0 && !has_current(catalogue, row, cells[0]),
        };
    }
}

size_t catalogue_framework_count(const struct catalogue *catalogue)
{
    return catalogue->framework_count;
}

const struct catalogue_framework *catalogue_framework(const struct catalogue *catalogue,
                                                      int32_t framework)
{
    return &catalogue->frameworks[framework];
}

int32_t catalogue_find_scale(const struct catalogue *catalogue, const char *scale)
{
    for (size_t i = 0; i < catalogue->scale_count; i++) {
        if (strcmp(catalogue->scales[i].code, scale) == 0)
            return (int32_t)i;
    }
    return -1;
}

const char *catalogue_scale_code(const struct catalogue *catalogue, int32_t scale)
{
    return catalogue->scales[scale].code;
}

int32_t catalogue_level_rank(const struct catalogue *catalogue, int32_t scale,
                             struct str_view level)
{
    const struct scale *levels = &catalogue->scales[scale];
    for (int32_t rank = 1; rank <= levels->level_count; rank++) {
        if (fold_ascii_equal(level, str_view_of(levels->levels[rank - 1])))
            return rank;
    }
    return 0;
}

int32_t catalogue_find_level(const struct catalogue *catalogue, int32_t scale, struct str_view cell)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    uint32_t labelled = INDEX_NONE;
    int32_t rank = catalogue_level_rank(catalogue, scale, cell);
    if (rank > 0)
        return rank;
    fold_key(cell, &key);
    str_map_find(catalogue->scales[scale].labels, str_view_from(&key), &labelled);
    return labelled < INDEX_AMBIGUOUS ? (int32_t)labelled : 0;
}

const char *catalogue_level_code(const struct catalogue *catalogue, int32_t scale, int32_t rank)
{
    const struct scale *levels = &catalogue->scales[scale];
    return rank >= 1 && rank <= levels->level_count ? levels->levels[rank - 1] : NULL;
}

int32_t catalogue_scale_size(const struct catalogue *catalogue, int32_t scale)
{
    return catalogue->scales[scale].level_count;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void take_tables(struct catalogue *catalogue, const struct catalogue_table *tables,
                        size_t count)
{
    size_t shipped_count;
    size_t taken = 0;
    const struct catalogue_table *shipped = catalogue_tables(&shipped_count);
    catalogue->table_count = shipped_count + 1;
    catalogue->tables =
        arena_calloc(catalogue->arena, catalogue->table_count, sizeof *catalogue->tables);
    for (size_t i = 0; i < shipped_count; i++) {
        const struct catalogue_table *given = catalogue_table_among(tables, count, shipped[i].name);
        catalogue->tables[i] = given != NULL ? *given : shipped[i];
        assert(catalogue->tables[i].column_count >= shipped[i].column_count);
        taken += given != NULL;
    }
    const struct catalogue_table *carries =
        catalogue_table_among(tables, count, catalogue_no_carries.name);
    catalogue->tables[shipped_count] = carries != NULL ? *carries : catalogue_no_carries;
    assert(taken + (carries != NULL) == count);
    (void)taken;
}

struct catalogue *catalogue_new(void)
{
    return catalogue_from(NULL, 0);
}

struct catalogue *catalogue_from(const struct catalogue_table *tables, size_t count)
{
    struct catalogue *catalogue = cadre_calloc(1, sizeof *catalogue);
    catalogue->arena = arena_new();
    catalogue->shipped = count == 0;
    take_tables(catalogue, tables, count);
    index_scales(catalogue);
    catalogue_index_scale_mappings(catalogue);
    index_frameworks(catalogue);
    catalogue_index_elements(catalogue);
    catalogue_index_carries(catalogue);
    catalogue_index_credentials(catalogue);
    catalogue_index_codes(catalogue);
    catalogue_index_regions(catalogue);
    catalogue_index_rules(catalogue);
    catalogue_index_role_options(catalogue);
    catalogue_index_call_ups(catalogue);
    catalogue_index_aliases(catalogue);
    return catalogue;
}

bool catalogue_is_shipped(const struct catalogue *catalogue)
{
    return catalogue->shipped;
}

void catalogue_free(struct catalogue *catalogue)
{
    if (catalogue == NULL)
        return;
    struct str_map *maps[] = {
        catalogue->elements_exact,   catalogue->elements_bare, catalogue->credentials_exact,
        catalogue->credentials_bare, catalogue->list_cells,    catalogue->region_cells,
        catalogue->countries,        catalogue->languages,     catalogue->isced_f,
        catalogue->isco08,
    };
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        str_map_free(maps[i]);
    for (size_t i = 0; i < catalogue->scale_count; i++)
        str_map_free(catalogue->scales[i].labels);
    arena_free(catalogue->arena);
    free(catalogue);
}

const struct catalogue_table *catalogue_tables_of(const struct catalogue *catalogue,
                                                  size_t *ret_count)
{
    *ret_count = catalogue->table_count;
    return catalogue->tables;
}

const struct catalogue_table *catalogue_table_of(const struct catalogue *catalogue,
                                                 const char *name)
{
    size_t count;
    const struct catalogue_table *tables = catalogue_tables_of(catalogue, &count);
    const struct catalogue_table *table = catalogue_table_among(tables, count, name);
    assert(table != NULL);
    return table;
}

void catalogue_cleanup(struct catalogue **catalogue)
{
    catalogue_free(*catalogue);
}
