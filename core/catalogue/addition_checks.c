#include "core/catalogue/addition_checks.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/suggest.h"
#include "core/catalogue/catalogue_index.h"
#include "core/catalogue/document_cells.h"

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

/* ---- frameworks ------------------------------------------------------------------------------ */

int32_t candidate_framework(const struct candidate_table *table, const char *code,
                            const char *version)
{
    CADRE_CLEANUP(str_release) struct str cell = {0};
    str_add_format(&cell, "%s@%s", code, version);
    return catalogue_find_framework(table->catalogue, str_view_from(&cell));
}

/* True when the cell has one of the signs that join codes. */
static bool check_signs(struct candidate_table *table, size_t row, const char *column,
                        const char *signs)
{
    if (strpbrk(candidate_cell(table, row, column), signs) == NULL)
        return false;
    candidate_fault(table, row, FINDING_D_SIGN, column, NULL);
    return true;
}

static const char *nearest_scale(const struct candidate_table *table, const char *scale)
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

/* True when a word stands where a code is wanted that says that there is none. */
static bool check_placeholder(struct candidate_table *table, size_t row, const char *column)
{
    const char *code = candidate_cell(table, row, column);
    if (code[0] == '\0' || !document_is_placeholder(str_view_of(code)))
        return false;
    candidate_fault(table, row, FINDING_D_PLACEHOLDER, column, NULL);
    return true;
}

/* Of tables whose rows keep no other rule. */
void check_code(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (candidate_came(table, row))
            check_placeholder(table, row, table->target->keys[0]);
    }
}

void check_frameworks(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (!candidate_came(table, row) || check_signs(table, row, "code", "@/") ||
            check_signs(table, row, "version", "@/") || check_placeholder(table, row, "code") ||
            check_placeholder(table, row, "version"))
            continue;
        const char *scale = candidate_cell(table, row, "scale");
        if (table->arrivals[row].outcome == ADDITION_CHANGED)
            candidate_fault(table, row, FINDING_D_STAYS, NULL, NULL);
        else if (catalogue_find_scale(table->catalogue, scale) < 0)
            candidate_fault(table, row, FINDING_D_NOT_THERE, "scale", nearest_scale(table, scale));
    }
}

/* ---- levels of different scales -------------------------------------------------------------- */

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

/* ---- elements and what joins them ------------------------------------------------------------ */

static const char *nearest_framework(const struct candidate_table *table, const char *code)
{
    size_t count = catalogue_framework_count(table->catalogue);
    struct str_view *words = arena_calloc(table->arena, count + 1, sizeof *words);
    for (size_t i = 0; i < count; i++)
        words[i] = str_view_of(catalogue_framework(table->catalogue, (int32_t)i)->code);
    size_t nearest = suggest_nearest(str_view_of(code), words, count);
    if (nearest == count)
        return NULL;
    int32_t current = catalogue_find_framework(table->catalogue, words[nearest]);
    const struct catalogue_framework *framework =
        catalogue_framework(table->catalogue, current >= 0 ? current : (int32_t)nearest);
    return arena_format(table->arena, "did you mean '%s' '%s'?", framework->code,
                        framework->version);
}

/* The index of the row's framework; what is not there is told. */
static int32_t check_framework(struct candidate_table *table, size_t row)
{
    const char *code = candidate_cell(table, row, "framework");
    int32_t framework = candidate_framework(table, code, candidate_cell(table, row, "version"));
    if (framework < 0)
        candidate_fault(table, row, FINDING_D_NOT_THERE, "framework",
                        nearest_framework(table, code));
    return framework;
}

/* Of a code that is there under another type too a row of the files tells, the later one if both
 * are such. */
static void note_two_types(struct candidate_table *table, size_t row, size_t other)
{
    const struct arrival *arrival = &table->arrivals[row];
    if (arrival->row == ROW_NONE)
        arrival = &table->arrivals[other];
    if (arrival->row != ROW_NONE)
        candidate_note(table, arrival->row, FINDING_D_TWO_TYPES, "code",
                       arena_format(table->arena, "%s and %s", candidate_cell(table, other, "type"),
                                    candidate_cell(table, row, "type")));
}

/* Rows differ in their keys: those of one code differ in their types. */
static void check_types(struct candidate_table *table)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *codes = str_map_new();
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (size_t row = 0; row < table->table.row_count; row++) {
        uint32_t other;
        str_reset(&key);
        catalogue_add_lower(&key, str_view_of(candidate_cell(table, row, "framework")));
        str_add_format(&key, "@%s/", candidate_cell(table, row, "version"));
        catalogue_add_lower(&key, str_view_of(candidate_cell(table, row, "code")));
        if (!str_map_insert(codes, str_view_from(&key), (uint32_t)row) &&
            str_map_find(codes, str_view_from(&key), &other))
            note_two_types(table, row, other);
    }
}

/* A code that alone was a spelling of another current framework's element may mean either now. */
static void note_hidden(struct candidate_table *table, size_t row, int32_t framework)
{
    enum element_type type = catalogue_type_named(candidate_cell(table, row, "type"));
    if (type == ELEMENT_STATEMENT || !catalogue_framework(table->catalogue, framework)->current ||
        table->arrivals[row].outcome != ADDITION_NEW)
        return;
    const char *meant = catalogue_element_spelled(table->catalogue, type,
                                                  str_view_of(candidate_cell(table, row, "code")));
    if (meant != NULL)
        candidate_note(table, table->arrivals[row].row, FINDING_D_ALIAS_HIDDEN, "code",
                       arena_format(table->arena, "it meant '%s'", meant));
}

void check_elements(struct candidate_table *table)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *words = alias_words(table->catalogue);
    for (size_t row = 0; row < table->table.row_count; row++) {
        int32_t framework = candidate_came(table, row) ? check_framework(table, row) : -1;
        if (framework < 0)
            continue;
        struct str_view code = str_view_of(candidate_cell(table, row, "code"));
        if (check_placeholder(table, row, "code") || check_placeholder(table, row, "group_code"))
            continue;
        if (!document_is_code(code))
            candidate_fault(table, row, FINDING_D_CODE, "code",
                            framework_holds_codes(code) ? "it holds several codes" : NULL);
        else if (str_map_count(words) > 0 &&
                 !check_spelling(table, row, words,
                                 arena_format(table->arena, "%s@%s",
                                              candidate_cell(table, row, "framework"),
                                              candidate_cell(table, row, "version")),
                                 "code", "code"))
            note_hidden(table, row, framework);
    }
    check_types(table);
}

static int32_t end_of(const struct candidate_table *table, size_t row, int32_t framework,
                      const char *type_column, const char *code_column)
{
    return catalogue_element_named(table->catalogue, framework,
                                   str_view_of(candidate_cell(table, row, type_column)),
                                   str_view_of(candidate_cell(table, row, code_column)));
}

static bool is_child(const struct candidate_table *table, size_t row)
{
    return strcmp(candidate_cell(table, row, "relation"), "isChildOf") == 0;
}

/* A child has one parent, and none is its own forebear. */
static void check_child(struct candidate_table *table, size_t row, int32_t from, int32_t to,
                        int32_t *parents)
{
    int32_t above = to;
    if (parents[from] >= 0 && parents[from] != to) {
        candidate_fault(table, row, FINDING_D_TREE, "to_code",
                        arena_format(table->arena, "its parent is '%s'",
                                     catalogue_element(table->catalogue, parents[from])->code));
        return;
    }
    while (above >= 0 && above != from)
        above = parents[above];
    if (above == from)
        candidate_fault(table, row, FINDING_D_TREE, "to_code", "it would be above itself");
    else
        parents[from] = to;
}

void check_relations(struct candidate_table *table)
{
    size_t count = catalogue_element_count(table->catalogue);
    CADRE_FREE int32_t *parents = cadre_calloc(count + 1, sizeof *parents);
    for (size_t i = 0; i < count; i++)
        parents[i] = catalogue_element_parent(table->catalogue, (int32_t)i);
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (!candidate_came(table, row))
            continue;
        int32_t framework = check_framework(table, row);
        if (framework < 0)
            continue;
        int32_t from = end_of(table, row, framework, "from_type", "from_code");
        int32_t to = end_of(table, row, framework, "to_type", "to_code");
        if (from < 0 || to < 0)
            candidate_fault(table, row, FINDING_D_DANGLING, from < 0 ? "from_code" : "to_code",
                            NULL);
        else if (is_child(table, row))
            check_child(table, row, from, to, parents);
    }
}

/* ---- credentials ----------------------------------------------------------------------------- */

void check_credentials(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (candidate_came(table, row) && !check_signs(table, row, "issuer", "/") &&
            !check_placeholder(table, row, "issuer"))
            check_placeholder(table, row, "code");
    }
    static const char *const columns[] = {"code"};
    check_spellings(table, NULL, "credentials", columns, 1);
}

/* ---- regions --------------------------------------------------------------------------------- */

static int32_t kind_rank(const struct candidate_table *table, size_t row)
{
    return catalogue_code_rank(table->catalogue, "region_kind",
                               str_view_of(candidate_cell(table, row, "kind")));
}

/* ROW_NONE when no region has the code. */
static size_t region_named(const struct candidate_table *table, const char *code)
{
    size_t row = 0;
    while (row < table->table.row_count && !same(candidate_cell(table, row, "code"), code))
        row++;
    return row < table->table.row_count ? row : ROW_NONE;
}

/* Each lies in one of a wider kind, so that no chain of parents comes back to itself. */
void check_regions(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        const char *parent_code = candidate_cell(table, row, "parent_code");
        if (!candidate_came(table, row) || check_placeholder(table, row, "code"))
            continue;
        bool is_country = strcmp(candidate_cell(table, row, "kind"), "country") == 0;
        if (is_country != (parent_code[0] == '\0')) {
            candidate_fault(table, row, FINDING_D_TREE, "parent_code",
                            is_country ? "a country lies in none" : "it lies in none");
            continue;
        }
        size_t parent = is_country ? ROW_NONE : region_named(table, parent_code);
        if (!is_country && parent == ROW_NONE)
            candidate_fault(table, row, FINDING_D_NOT_THERE, "parent_code", NULL);
        else if (!is_country && kind_rank(table, parent) >= kind_rank(table, row))
            candidate_fault(table, row, FINDING_D_TREE, "parent_code",
                            arena_format(table->arena, "a %s lies in none of these",
                                         candidate_cell(table, row, "kind")));
    }
    static const char *const columns[] = {"code", "name_en", "name_az", "name_ru"};
    check_spellings(table, NULL, "regions", columns, 4);
}

/* ---- law ------------------------------------------------------------------------------------- */

static bool are_of_one_thing(const struct candidate_table *table, size_t left, size_t right)
{
    static const char *const columns[] = {"engagement", "service_status", "ground"};
    for (size_t i = 0; i < sizeof columns / sizeof(*columns); i++) {
        if (!same(candidate_cell(table, left, columns[i]),
                  candidate_cell(table, right, columns[i])))
            return false;
    }
    return true;
}

/* True when the first ends before the other begins. */
static bool ends_before(const struct candidate_table *table, size_t first, size_t other)
{
    struct cadre_date until = catalogue_cell_date(candidate_cell(table, first, "valid_until"));
    struct cadre_date from = catalogue_cell_date(candidate_cell(table, other, "valid_from"));
    return cadre_date_is_set(until) && cadre_date_is_set(from) && until.day < from.day;
}

static void check_rule(struct candidate_table *table, size_t row)
{
    for (size_t other = 0; other < table->table.row_count; other++) {
        /* Of two that came the later one is at fault. */
        bool judged = other == row || (other > row && candidate_came(table, other));
        if (judged || !are_of_one_thing(table, row, other) || ends_before(table, row, other) ||
            ends_before(table, other, row))
            continue;
        candidate_fault(table, row, FINDING_D_OVERLAP, "valid_from",
                        arena_format(table->arena, "'%s' is in force from '%s' until '%s'",
                                     candidate_cell(table, other, "rule"),
                                     candidate_cell(table, other, "valid_from"),
                                     candidate_cell(table, other, "valid_until")));
        return;
    }
}

void check_service_rules(struct candidate_table *table)
{
    for (size_t row = 0; row < table->table.row_count; row++) {
        if (candidate_came(table, row) && !check_placeholder(table, row, "rule"))
            check_rule(table, row);
    }
}
