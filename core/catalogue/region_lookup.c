#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/suggest.h"
#include "core/catalogue/catalogue_index.h"

enum { REGION_WORDS = 3 }; /* of each region among the keys */

static enum region_kind kind_named(const char *name)
{
    static const char *const names[] = {
        [REGION_COUNTRY] = "country",
        [REGION_ECONOMIC] = "economic_region",
        [REGION_ISO] = "region",
        [REGION_DISTRICT] = "district",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0)
            return (enum region_kind)i;
    }
    return REGION_DISTRICT;
}

/* *key is the folded cell. */
static void add_cell(struct catalogue *catalogue, struct str *key, const char *cell,
                     uint32_t region)
{
    str_reset(key);
    fold_key(str_view_of(cell), key);
    catalogue_index_add(catalogue->region_cells, str_view_from(key), region);
}

static void add_name(struct catalogue *catalogue, struct str *key, const char *name,
                     struct str_view *ret_key, uint32_t region)
{
    add_cell(catalogue, key, name, region);
    *ret_key = arena_copy(catalogue->arena, str_view_from(key));
}

static void index_parents(struct catalogue *catalogue, const struct catalogue_table *table,
                          struct str *key)
{
    for (size_t row = 0; row < table->row_count; row++) {
        uint32_t parent;
        str_reset(key);
        fold_key(str_view_of(table->cells[row * table->column_count + 2]), key);
        bool found = str_map_find(catalogue->region_cells, str_view_from(key), &parent);
        catalogue->regions[row].parent = found ? (int32_t)parent : -1;
    }
}

void catalogue_index_regions(struct catalogue *catalogue)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "regions");
    CADRE_CLEANUP(str_release) struct str key = {0};
    size_t count = table->row_count;
    struct str_view *keys = arena_calloc(catalogue->arena, REGION_WORDS * count, sizeof *keys);
    catalogue->region_count = count;
    catalogue->region_keys = keys;
    catalogue->regions = arena_calloc(catalogue->arena, count, sizeof *catalogue->regions);
    catalogue->region_cells = str_map_new();
    for (size_t row = 0; row < count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* code kind parent_code name_en name_az name_ru note */
        catalogue->regions[row] = (struct region){
            .code = cells[0],
            .kind = kind_named(cells[1]),
            .name_en = cells[3],
            .name_az = cells[4],
            .name_ru = cells[5],
        };
        add_name(catalogue, &key, cells[0], &keys[row], (uint32_t)row);
    }
    index_parents(catalogue, table, &key);
    for (size_t row = 0; row < count; row++) {
        const struct region *region = &catalogue->regions[row];
        add_name(catalogue, &key, region->name_en, &keys[2 * count + row], (uint32_t)row);
        add_name(catalogue, &key, region->name_az, &keys[count + row], (uint32_t)row);
        add_cell(catalogue, &key, region->name_ru, (uint32_t)row);
    }
}

void catalogue_index_region_alias(struct catalogue *catalogue, const char *alias, int32_t region)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    add_cell(catalogue, &key, alias, (uint32_t)region);
}

const struct region *catalogue_region(const struct catalogue *catalogue, int32_t region)
{
    return &catalogue->regions[region];
}

size_t catalogue_region_count(const struct catalogue *catalogue)
{
    return catalogue->region_count;
}

bool catalogue_region_inside(const struct catalogue *catalogue, int32_t region, int32_t ancestor)
{
    for (; region >= 0; region = catalogue->regions[region].parent) {
        if (region == ancestor)
            return true;
    }
    return false;
}

static void suggest_region(const struct catalogue *catalogue, struct str_view cell, struct str *out)
{
    if (out == NULL)
        return;
    size_t count = catalogue->region_count;
    size_t nearest = suggest_nearest_key(cell, catalogue->region_keys, REGION_WORDS * count);
    if (nearest < REGION_WORDS * count)
        str_add_format(out, "%s (%s)", catalogue->regions[nearest % count].code,
                       catalogue->regions[nearest % count].name_az);
}

static bool has_name(const struct region *region, struct str_view folded)
{
    const char *const names[] = {region->name_az, region->name_en, region->name_ru};
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str_reset(&key);
        fold_key(str_view_of(names[i]), &key);
        if (str_view_equal(str_view_from(&key), folded))
            return true;
    }
    return false;
}

static void name_ambiguous(const struct catalogue *catalogue, struct str_view folded,
                           struct str *out)
{
    int named = 0;
    for (size_t i = 0; out != NULL && i < catalogue->region_count && named < 2; i++) {
        if (!has_name(&catalogue->regions[i], folded))
            continue;
        str_add_format(out, "%s%s (%s)", named > 0 ? " or " : "", catalogue->regions[i].code,
                       catalogue->regions[i].name_en);
        named++;
    }
}

enum lookup catalogue_find_region(const struct catalogue *catalogue, struct str_view cell,
                                  int32_t *ret_region, struct str *ret_suggestion)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    uint32_t index;
    fold_key(cell, &key);
    if (!str_map_find(catalogue->region_cells, str_view_from(&key), &index)) {
        suggest_region(catalogue, cell, ret_suggestion);
        return LOOKUP_UNKNOWN;
    }
    if (index == INDEX_AMBIGUOUS) {
        name_ambiguous(catalogue, str_view_from(&key), ret_suggestion);
        return LOOKUP_AMBIGUOUS;
    }
    *ret_region = (int32_t)index;
    return LOOKUP_FOUND;
}
