#include "core/catalogue/addition_checks.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/suggest.h"
#include "core/catalogue/catalogue_index.h"

static bool same(const char *left, const char *right)
{
    return fold_ascii_equal(str_view_of(left), str_view_of(right));
}

/* ---- ranks ----------------------------------------------------------------------------------- */

static bool group_came(const struct candidate_table *table, const char *group, const char *value)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (candidate_came(table, row) && same(candidate_cell(table, row, group), value))
            return true;
    }
    return false;
}

/* The rows of a group have the ranks 1 to their number, each once. */
static bool ranks_are_whole(const struct candidate_table *table, const char *group,
                            const char *value)
{
    size_t count = 0;
    CADRE_FREE bool *taken = cadre_calloc(table->table.row_count + 1, sizeof *taken);
    for (size_t row = 0; row < table->table.row_count; row++)
        count += same(candidate_cell(table, row, group), value);
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (!same(candidate_cell(table, row, group), value))
            continue;
        int32_t rank = catalogue_cell_number(candidate_cell(table, row, "rank"), 0);
        if (rank < 1 || (size_t)rank > count || taken[rank])
            return false;
        taken[rank] = true;
    }
    return true;
}

static void fault_group(struct candidate_table *table, const char *group, const char *value)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (candidate_came(table, row) && same(candidate_cell(table, row, group), value))
            candidate_fault(table, row, FINDING_D_RANKS, "rank", NULL);
    }
}

/* A scale or a list falls as a whole: which of its ranks is wrong would be a guess. */
static void check_ranks(struct candidate_table *table, const char *group)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        const char *value = candidate_cell(table, row, group);
        bool first = row == 0 || !same(candidate_cell(table, row - 1, group), value);
        if (first && group_came(table, group, value) && !ranks_are_whole(table, group, value))
            fault_group(table, group, value);
    }
}

void check_scale_levels(struct candidate_table *table)
{
    check_ranks(table, "scale");
}

/* Shipped lists that a country may add to. Of the others each code has a meaning in the program. */
static const char *const open_lists[] = {"classification", "clearance",         "engagement",
                                         "fitness",        "organization_kind", "sector"};

static bool is_open(const struct candidate_table *table, const char *list)
{
    for (size_t i = 0; i < sizeof open_lists / sizeof(*open_lists); i++) {
        if (same(list, open_lists[i]))
            return true;
    }
    const struct catalogue_table *shipped = catalogue_table_find(table->target->table);
    for (size_t row = 0; row < shipped->row_count; row++) {
        if (same(list, catalogue_table_cell(shipped, row, 0)))
            return false;
    }
    return true;
}

void check_code_lists(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (table->arrivals[row].outcome == ADDITION_NEW &&
            !is_open(table, candidate_cell(table, row, "list")))
            candidate_fault(table, row, FINDING_D_CLOSED_LIST, "list", NULL);
    }
    check_ranks(table, "list");
    static const char *const columns[] = {"code", "label_en", "label_az", "label_ru"};
    check_spellings(table, "list", NULL, columns, 4);
}

/* ---- levels of different scales -------------------------------------------------------------- */

const char *nearest_scale(const struct candidate_table *table, const char *scale)
{
    size_t count;
    const struct catalogue_table *scales = catalogue_table_of(table->catalogue, "scales");
    struct str_view *words = arena_calloc(table->arena, scales->row_count + 1, sizeof *words);
    for (count = 0; count < scales->row_count; count++)
        words[count] = str_view_of(catalogue_table_cell(scales, count, 0));
    size_t nearest = suggest_nearest(str_view_of(scale), words, count);
    return nearest < count ? arena_format(table->arena, "did you mean '%s'?", words[nearest].data)
                           : NULL;
}

/* A mapping's two levels as places in their scales. */
struct mapped_levels {
    int32_t from, from_rank, to, to_rank; /* scales, -1 = none; ranks, 0 = none */
    bool fallen;                          /* it was found at fault, and is none */
};

static struct mapped_levels levels_of(const struct candidate_table *table, size_t row)
{
    const struct catalogue *catalogue = table->catalogue;
    struct mapped_levels levels = {
        .from = catalogue_find_scale(catalogue, candidate_cell(table, row, "from_scale")),
        .to = catalogue_find_scale(catalogue, candidate_cell(table, row, "to_scale")),
    };
    if (levels.from >= 0)
        levels.from_rank = catalogue_level_rank(
            catalogue, levels.from, str_view_of(candidate_cell(table, row, "from_level")));
    if (levels.to >= 0)
        levels.to_rank = catalogue_level_rank(catalogue, levels.to,
                                              str_view_of(candidate_cell(table, row, "to_level")));
    return levels;
}

static const char *levels_hint(const struct candidate_table *table, int32_t scale)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    for (int32_t rank = 1; rank <= catalogue_scale_size(table->catalogue, scale); rank++)
        str_add_format(&text, "%s%s", rank > 1 ? ", " : "one of ",
                       catalogue_level_code(table->catalogue, scale, rank));
    return arena_strdup(table->arena, str_chars(&text));
}

/* True when the scale and its level are there; else that is told. */
static bool check_mapped(struct candidate_table *table, size_t row, int32_t scale, int32_t rank,
                         const char *scale_column, const char *level_column)
{
    if (scale < 0)
        candidate_fault(table, row, FINDING_D_NOT_THERE, scale_column,
                        nearest_scale(table, candidate_cell(table, row, scale_column)));
    else if (rank == 0)
        candidate_fault(table, row, FINDING_D_NOT_THERE, level_column, levels_hint(table, scale));
    return scale >= 0 && rank > 0;
}

/* Of one direction a higher level gives no lower one; there and back again nothing rises. */
static bool is_against(const struct mapped_levels *mapping, const struct mapped_levels *other)
{
    if (mapping->from == other->from && mapping->to == other->to)
        return (mapping->from_rank < other->from_rank && mapping->to_rank > other->to_rank) ||
               (mapping->from_rank > other->from_rank && mapping->to_rank < other->to_rank);
    return mapping->from == other->to && mapping->to == other->from &&
           mapping->to_rank >= other->from_rank && other->to_rank > mapping->from_rank;
}

static void check_level_order(struct candidate_table *table, size_t row,
                              struct mapped_levels *mappings)
{
    for (size_t other = 0; other < table->table.row_count; other++) {
        /* Of two that came the later one is at fault. */
        bool judged = other == row || (other > row && candidate_came(table, other));
        if (judged || mappings[other].fallen || !is_against(&mappings[row], &mappings[other]))
            continue;
        candidate_fault(table, row, FINDING_D_LEVEL_ORDER, "to_level",
                        arena_format(table->arena, "'%s' of '%s' is '%s' of '%s'",
                                     candidate_cell(table, other, "from_level"),
                                     candidate_cell(table, other, "from_scale"),
                                     candidate_cell(table, other, "to_level"),
                                     candidate_cell(table, other, "to_scale")));
        mappings[row].fallen = true;
        return;
    }
}

static void check_mapping(struct candidate_table *table, size_t row, struct mapped_levels *mappings)
{
    struct mapped_levels *mapping = &mappings[row];
    mapping->fallen =
        !check_mapped(table, row, mapping->from, mapping->from_rank, "from_scale", "from_level") ||
        !check_mapped(table, row, mapping->to, mapping->to_rank, "to_scale", "to_level");
    if (mapping->fallen)
        return;
    if (mapping->from != mapping->to) {
        check_level_order(table, row, mappings);
        return;
    }
    candidate_fault(table, row, FINDING_D_LEVEL_ORDER, "to_scale", "it is the same scale");
    mapping->fallen = true;
}

/* What is read as a level though it is spelled otherwise; NULL when there is nothing to tell. */
static const char *level_read(const struct candidate_table *table, const char *scale,
                              const char *cell)
{
    const struct catalogue *catalogue = table->catalogue;
    int32_t found = catalogue_scale_named(catalogue, str_view_of(scale));
    int32_t rank = found >= 0 ? catalogue_find_level(catalogue, found, str_view_of(cell)) : 0;
    const char *level = rank > 0 ? catalogue_level_code(catalogue, found, rank) : cell;
    return strcmp(cell, level) != 0 && same(cell, level) ? level : NULL;
}

/* Of every row of the files, also of one that says what is there. */
static void note_spellings(struct candidate_table *table, const char *scale_column,
                           const char *level_column)
{
    int scale = kind_column_index(table->kind, scale_column);
    int level = kind_column_index(table->kind, level_column);
    for (size_t row = 0; row < table->count; row++) {
        const char *const *cells = table->rows[row].cells;
        const char *read = level_read(table, cells[scale], cells[level]);
        if (read != NULL && !candidate_is_left_out(table, row))
            candidate_note(table, row, FINDING_D_LEVEL_SPELLING, level_column,
                           arena_format(table->arena, "it is read as %s", read));
    }
}

void check_scale_mappings(struct candidate_table *table)
{
    size_t count = table->table.row_count;
    CADRE_FREE struct mapped_levels *mappings = cadre_calloc(count + 1, sizeof *mappings);
    for (size_t row = 0; row < count; row++)
        mappings[row] = levels_of(table, row);
    for (size_t row = 0; row < count; row++) {
        if (candidate_came(table, row))
            check_mapping(table, row, mappings);
    }
    note_spellings(table, "from_scale", "from_level");
    note_spellings(table, "to_scale", "to_level");
}
