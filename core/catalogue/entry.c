#include "core/catalogue/entry.h"

#include <string.h>

#include "core/catalogue/catalogue_data.h"

/* ---- aliases --------------------------------------------------------------------------------- */

/* Of the table's rows whose columns `owner` and `code` say so the column "alias". */
static const char *const *aliases_of(const struct catalogue_table *table, const char *owner_column,
                                     const char *owner, const char *code, struct arena *arena)
{
    size_t count = 0;
    const char **aliases = NULL;
    size_t alias_at = catalogue_table_column(table, "alias");
    size_t owner_at = catalogue_table_column(table, owner_column);
    size_t code_at = catalogue_table_column(table, "code");
    for (size_t row = 0; row < table->row_count; row++) {
        if (strcmp(catalogue_table_cell(table, row, owner_at), owner) != 0 ||
            strcmp(catalogue_table_cell(table, row, code_at), code) != 0)
            continue;
        if (aliases == NULL)
            aliases = arena_calloc(arena, table->row_count - row + 1, sizeof *aliases);
        aliases[count++] = catalogue_table_cell(table, row, alias_at);
    }
    return aliases;
}

/* ---- one of each sort ------------------------------------------------------------------------ */

static size_t count_codes(const struct catalogue *catalogue)
{
    return catalogue_table_of(catalogue, "code_lists")->row_count;
}

static size_t count_scales(const struct catalogue *catalogue)
{
    return catalogue_table_of(catalogue, "scales")->row_count;
}

static void describe_framework(const struct catalogue *catalogue, int32_t index,
                               struct arena *arena, struct entry *entry)
{
    const struct catalogue_framework *framework = catalogue_framework(catalogue, index);
    entry->type = "framework";
    entry->code = arena_format(arena, "%s@%s", framework->code, framework->version);
    entry->short_code = framework->code;
    entry->titles[0] = framework->title_en;
    entry->titles[1] = framework->title_az;
    entry->titles[2] = framework->title_ru;
    entry->current = framework->current;
}

static void describe_element(const struct catalogue *catalogue, int32_t index, struct arena *arena,
                             struct entry *entry)
{
    (void)arena;
    const struct element *element = catalogue_element(catalogue, index);
    entry->type = element->type_name;
    entry->code = element->canonical;
    entry->short_code = element->code;
    entry->titles[0] = element->title_en;
    entry->titles[1] = element->title_az;
    entry->titles[2] = element->title_ru;
    entry->group = element->group_en;
    entry->text = element->text;
    entry->current = catalogue_framework(catalogue, element->framework_index)->current;
}

static void describe_credential(const struct catalogue *catalogue, int32_t index,
                                struct arena *arena, struct entry *entry)
{
    const struct credential *credential = catalogue_credential(catalogue, index);
    entry->type = "credential";
    entry->code = credential->canonical;
    entry->short_code = credential->code;
    entry->titles[0] = credential->title;
    entry->aliases = aliases_of(catalogue_table_of(catalogue, "credential_aliases"), "issuer",
                                credential->issuer, credential->code, arena);
}

static void describe_region(const struct catalogue *catalogue, int32_t index, struct arena *arena,
                            struct entry *entry)
{
    (void)arena;
    const struct region *region = catalogue_region(catalogue, index);
    entry->type = "region";
    entry->code = region->code;
    entry->short_code = region->code;
    entry->titles[0] = region->name_en;
    entry->titles[1] = region->name_az;
    entry->titles[2] = region->name_ru;
}

static void describe_code(const struct catalogue *catalogue, int32_t index, struct arena *arena,
                          struct entry *entry)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "code_lists");
    const char *const *cells = &table->cells[(size_t)index * table->column_count];
    /* list code rank label_en label_az label_ru */
    entry->type = cells[0];
    entry->code = arena_format(arena, "%s/%s", cells[0], cells[1]);
    entry->short_code = cells[1];
    for (size_t i = 0; i < ENTRY_LANGUAGES; i++)
        entry->titles[i] = cells[3 + i];
    entry->aliases = aliases_of(catalogue_table_of(catalogue, "code_list_aliases"), "list",
                                cells[0], cells[1], arena);
}

static void describe_scale(const struct catalogue *catalogue, int32_t index, struct arena *arena,
                           struct entry *entry)
{
    (void)arena;
    const struct catalogue_table *table = catalogue_table_of(catalogue, "scales");
    const char *const *cells = &table->cells[(size_t)index * table->column_count];
    /* code title_en */
    entry->type = "scale";
    entry->code = cells[0];
    entry->short_code = cells[0];
    entry->titles[0] = cells[1];
}

static const struct {
    size_t (*count)(const struct catalogue *catalogue);
    void (*describe)(const struct catalogue *catalogue, int32_t index, struct arena *arena,
                     struct entry *entry);
} sorts[ENTRY_SORT_COUNT] = {
    [ENTRY_FRAMEWORK] = {catalogue_framework_count, describe_framework},
    [ENTRY_ELEMENT] = {catalogue_element_count, describe_element},
    [ENTRY_CREDENTIAL] = {catalogue_credential_count, describe_credential},
    [ENTRY_REGION] = {catalogue_region_count, describe_region},
    [ENTRY_CODE] = {count_codes, describe_code},
    [ENTRY_SCALE] = {count_scales, describe_scale},
};

size_t entry_count(const struct catalogue *catalogue, enum entry_sort sort)
{
    return sorts[sort].count(catalogue);
}

struct entry entry_of(const struct catalogue *catalogue, enum entry_sort sort, int32_t index,
                      struct arena *arena)
{
    struct entry entry = {
        .sort = sort,
        .index = index,
        .titles = {"", "", ""},
        .group = "",
        .text = "",
        .current = true,
    };
    sorts[sort].describe(catalogue, index, arena, &entry);
    return entry;
}
