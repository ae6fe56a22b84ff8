#include "core/catalogue/addition.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/catalogue/addition_rows.h"
#include "core/catalogue/catalogue_index.h"

struct findings_list {
    struct addition_finding *items;
    size_t count, capacity;
    bool *left_out;                 /* by row */
    struct addition_finding *notes; /* of rows that stay, as this round sees them */
    size_t note_count, note_capacity;
};

/* ---- findings -------------------------------------------------------------------------------- */

static const char *kind_cell(const struct candidate_table *table, size_t row, const char *column)
{
    int index = column != NULL ? kind_column_index(table->kind, column) : -1;
    return index >= 0 ? table->rows[row].cells[index] : "";
}

static void leave_out(struct candidate_table *table, size_t row, const char *code,
                      const char *column, const char *hint)
{
    struct findings_list *list = table->findings;
    if (list->left_out[row])
        return;
    list->left_out[row] = true;
    list->items = cadre_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    list->items[list->count++] =
        (struct addition_finding){row, code, column, kind_cell(table, row, column), hint};
}

bool candidate_came(const struct candidate_table *table, size_t row)
{
    return table->arrivals[row].outcome != ADDITION_SAME;
}

bool candidate_is_left_out(const struct candidate_table *table, size_t row)
{
    return table->findings->left_out[row];
}

void candidate_fault(struct candidate_table *table, size_t row, const char *code,
                     const char *column, const char *hint)
{
    if (candidate_came(table, row))
        leave_out(table, table->arrivals[row].row, code, column, hint);
}

void candidate_note(struct candidate_table *table, size_t row, const char *code, const char *column,
                    const char *hint)
{
    struct findings_list *list = table->findings;
    list->notes =
        cadre_grow(list->notes, &list->note_capacity, list->note_count + 1, sizeof *list->notes);
    list->notes[list->note_count++] =
        (struct addition_finding){row, code, column, kind_cell(table, row, column), hint};
}

/* ---- rows of a kind as rows of a table ------------------------------------------------------- */

static struct str_view behind(struct str_view text, char separator)
{
    struct str_view rest;
    str_view_cut(text, separator, &rest);
    return rest;
}

static struct str_view part_of(const char *cell, enum cell_part part)
{
    struct str_view text = str_view_of(cell);
    struct str_view rest;
    struct str_view before = str_view_cut(text, '/', &rest);
    switch (part) {
    case PART_WHOLE:
        return text;
    case PART_FRAMEWORK:
        return str_view_cut(before, '@', &rest);
    case PART_VERSION:
        return behind(before, '@');
    case PART_BEFORE_SLASH:
        return before;
    case PART_CODE:
    case PART_BEHIND_SLASH:
        break;
    }
    return rest;
}

static const struct placed_cell *placed_in(const struct addition_target *target, const char *column)
{
    for (const struct placed_cell *placed = target->placed; placed->column != NULL; placed++) {
        if (strcmp(placed->column, column) == 0)
            return placed;
    }
    return NULL;
}

static const char *cell_of_row(const struct candidate_table *table, size_t row, const char *column)
{
    const struct placed_cell *placed = placed_in(table->target, column);
    if (placed == NULL)
        return kind_cell(table, row, column);
    const char *cell = kind_cell(table, row, placed->of);
    if (placed->part == PART_WHOLE || cell[0] == '\0')
        return cell;
    return arena_copy(table->arena, part_of(cell, placed->part)).data;
}

static void place_rows(struct candidate_table *table)
{
    size_t columns = table->table.column_count;
    table->placed = arena_calloc(table->arena, table->count, sizeof(*table->placed));
    for (size_t row = 0; row < table->count; row++) {
        table->placed[row] = arena_calloc(table->arena, columns, sizeof(**table->placed));
        for (size_t i = 0; i < columns; i++)
            table->placed[row][i] = cell_of_row(table, row, table->table.columns[i]);
    }
}

/* ---- the table ------------------------------------------------------------------------------- */

const char *candidate_cell(const struct candidate_table *table, size_t row, const char *column)
{
    size_t index = catalogue_table_place(&table->table, column);
    return index < table->table.column_count ? table->cells[row * table->table.column_count + index]
                                             : "";
}

/* The columns of the catalogue's table, and the further ones of the target that it has not. */
static void unite_columns(struct candidate_table *table, const struct catalogue_table *base)
{
    enum { FURTHER_MAX = sizeof table->target->further / sizeof(*table->target->further) };
    size_t count = base->column_count;
    const char **columns = arena_calloc(table->arena, count + FURTHER_MAX, sizeof(*columns));
    memcpy(columns, base->columns, count * sizeof(*columns));
    for (size_t i = 0; i < FURTHER_MAX && table->target->further[i] != NULL; i++) {
        if (catalogue_table_place(base, table->target->further[i]) == base->column_count)
            columns[count++] = table->target->further[i];
    }
    table->table = (struct catalogue_table){base->name, columns, count, NULL, 0};
    while (table->key_count < ADDITION_KEYS_MAX && table->target->keys[table->key_count] != NULL) {
        table->keys[table->key_count] =
            catalogue_table_place(&table->table, table->target->keys[table->key_count]);
        table->key_count++;
    }
}

/* Codes are found whatever their case: two that differ by it alone would be one. */
static void add_key(const struct candidate_table *table, const char *const *cells, struct str *key)
{
    enum { UNIT_SEPARATOR = 0x1f };
    str_reset(key);
    for (size_t i = 0; i < table->key_count; i++) {
        catalogue_add_lower(key, str_view_of(cells[table->keys[i]]));
        str_add_char(key, UNIT_SEPARATOR);
    }
}

static void note_place(const struct candidate_table *table, struct str_map *places,
                       const char *const *cells, size_t row)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    add_key(table, cells, &key);
    str_map_insert(places, str_view_from(&key), (uint32_t)row);
}

/* Keys stand among the shipped columns, in the same places. */
static void note_shipped(struct candidate_table *table)
{
    const struct catalogue_table *shipped = catalogue_table_find(table->target->table);
    table->shipped_places = str_map_new();
    for (size_t row = 0; row < shipped->row_count; row++)
        note_place(table, table->shipped_places, &shipped->cells[row * shipped->column_count], row);
}

/* As it is without any of the rows. */
static void begin_again(struct candidate_table *table)
{
    const struct catalogue_table *base = catalogue_table_of(table->catalogue, table->target->table);
    size_t columns = table->table.column_count;
    str_map_free(table->places);
    table->places = str_map_new();
    table->table.row_count = base->row_count;
    for (size_t row = 0; row < base->row_count + table->count; row++)
        table->arrivals[row] = (struct arrival){.row = ROW_NONE};
    for (size_t row = 0; row < base->row_count; row++) {
        for (size_t i = 0; i < columns; i++)
            table->cells[row * columns + i] =
                i < base->column_count ? catalogue_table_cell(base, row, i) : "";
        note_place(table, table->places, &table->cells[row * columns], row);
    }
}

static struct candidate_table candidate_of(const struct addition_target *target,
                                           const struct catalogue *catalogue,
                                           const struct kind *kind, const struct addition_row *rows,
                                           size_t count, struct findings_list *findings,
                                           struct arena *arena)
{
    const struct catalogue_table *base = catalogue_table_of(catalogue, target->table);
    struct candidate_table table = {.target = target,
                                    .catalogue = catalogue,
                                    .kind = kind,
                                    .rows = rows,
                                    .count = count,
                                    .findings = findings,
                                    .arena = arena};
    unite_columns(&table, base);
    size_t most = base->row_count + count;
    table.cells = arena_calloc(arena, most * table.table.column_count, sizeof(*table.cells));
    table.table.cells = table.cells;
    table.arrivals = arena_calloc(arena, most, sizeof *table.arrivals);
    table.outcomes = arena_calloc(arena, count, sizeof *table.outcomes);
    place_rows(&table);
    note_shipped(&table);
    return table;
}

static void candidate_release(struct candidate_table *table)
{
    str_map_free(table->places);
    str_map_free(table->shipped_places);
}

/* ---- a row comes ----------------------------------------------------------------------------- */

static bool says_replaces(const struct candidate_table *table, size_t row)
{
    return strcmp(kind_cell(table, row, "replaces"), "1") == 0;
}

static bool is_key(const struct candidate_table *table, size_t column)
{
    for (size_t i = 0; i < table->key_count; i++) {
        if (table->keys[i] == column)
            return true;
    }
    return false;
}

/* The column of the kind that the cell came from. */
static const char *column_of_kind(const struct candidate_table *table, size_t column)
{
    const char *name = table->table.columns[column];
    const struct placed_cell *placed = placed_in(table->target, name);
    if (placed != NULL)
        return placed->of;
    return kind_column_index(table->kind, name) >= 0 ? name : NULL;
}

/* The shipped cell, "" where none is. */
static const char *shipped_cell(const struct candidate_table *table, struct str_view key,
                                size_t column)
{
    uint32_t row;
    const struct catalogue_table *shipped = catalogue_table_find(table->target->table);
    if (column >= shipped->column_count || !str_map_find(table->shipped_places, key, &row))
        return "";
    return catalogue_table_cell(shipped, row, column);
}

/* How the cell stands to what is there; ADDITION_LEFT_OUT when it may not be. */
static enum addition_outcome weigh(const struct candidate_table *table, struct str_view key,
                                   size_t column, const char *there, const char *given,
                                   bool replaces)
{
    if (given[0] == '\0' || is_key(table, column) || strcmp(given, there) == 0)
        return ADDITION_SAME;
    if (there[0] == '\0')
        return ADDITION_COMPLETED;
    const char *shipped = shipped_cell(table, key, column);
    bool gives_way = shipped[0] == '\0' || strcmp(shipped, given) == 0 || replaces;
    return gives_way ? ADDITION_CHANGED : ADDITION_LEFT_OUT;
}

static const char *there_hint(const struct candidate_table *table, const char *text)
{
    return arena_format(table->arena, "there it is '%s'", text);
}

/* False when the row says otherwise than a row of the same call, or than what is shipped. */
static bool meet(struct candidate_table *table, size_t row, size_t place, struct str_view key,
                 const char *const *given, enum addition_outcome *ret_outcome)
{
    size_t columns = table->table.column_count;
    const char **there = &table->cells[place * columns];
    const struct arrival *arrival = &table->arrivals[place];
    *ret_outcome = ADDITION_SAME;
    for (size_t i = 0; i < columns; i++) {
        enum addition_outcome outcome =
            weigh(table, key, i, there[i], given[i], says_replaces(table, row));
        bool twice =
            arrival->row != ROW_NONE && arrival->given[i][0] != '\0' && outcome != ADDITION_SAME;
        if (twice || outcome == ADDITION_LEFT_OUT) {
            leave_out(table, row, twice ? FINDING_X_DIFFERS : FINDING_D_SHIPPED,
                      column_of_kind(table, i), there_hint(table, there[i]));
            return false;
        }
        *ret_outcome = outcome > *ret_outcome ? outcome : *ret_outcome;
    }
    return true;
}

static void arrive(struct candidate_table *table, size_t row, size_t place,
                   const char *const *given, enum addition_outcome outcome)
{
    size_t columns = table->table.column_count;
    struct arrival *arrival = &table->arrivals[place];
    if (arrival->row == ROW_NONE) {
        *arrival = (struct arrival){
            .row = row,
            .given = arena_calloc(table->arena, columns, sizeof(*arrival->given)),
        };
        for (size_t i = 0; i < columns; i++)
            arrival->given[i] = "";
    }
    arrival->outcome = outcome > arrival->outcome ? outcome : arrival->outcome;
    arrival->replaces |= says_replaces(table, row);
    for (size_t i = 0; i < columns; i++) {
        if (given[i][0] == '\0' || (outcome != ADDITION_NEW && is_key(table, i)))
            continue;
        arrival->given[i] = given[i];
        table->cells[place * columns + i] = given[i];
    }
    for (size_t i = 0; i < table->key_count; i++)
        arrival->given[table->keys[i]] = table->cells[place * columns + table->keys[i]];
}

static void take_row(struct candidate_table *table, size_t row, struct str *key)
{
    size_t columns = table->table.column_count;
    const char **given = arena_calloc(table->arena, columns, sizeof(*given));
    memcpy(given, table->placed[row], columns * sizeof(*given));
    if (table->target->spell != NULL)
        table->target->spell(table, given);
    add_key(table, given, key);
    uint32_t place;
    enum addition_outcome outcome = ADDITION_NEW;
    bool known = str_map_find(table->places, str_view_from(key), &place);
    if (table->target->fill != NULL)
        table->target->fill(table, given, known);
    if (!known) {
        place = (uint32_t)table->table.row_count++;
        for (size_t i = 0; i < columns; i++)
            table->cells[place * columns + i] = "";
        str_map_insert(table->places, str_view_from(key), place);
    } else if (!meet(table, row, place, str_view_from(key), given, &outcome)) {
        return;
    }
    table->outcomes[row] = outcome;
    arrive(table, row, place, given, outcome);
}

/* True when all rows that were not left out keep the rules. */
static bool settle(struct candidate_table *table)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    size_t before = table->findings->count;
    begin_again(table);
    for (size_t row = 0; row < table->count; row++) {
        if (!table->findings->left_out[row])
            take_row(table, row, &key);
    }
    if (table->target->verify != NULL)
        table->target->verify(table);
    return table->findings->count == before;
}

/* ---- what comes out -------------------------------------------------------------------------- */

static void collect_items(const struct candidate_table *table, struct addition_items *ret_items)
{
    struct addition_item *items = arena_calloc(table->arena, table->count, sizeof *items);
    size_t *keys = arena_calloc(table->arena, table->key_count, sizeof *keys);
    size_t count = 0;
    for (size_t row = 0; row < table->table.row_count; row++) {
        const struct arrival *arrival = &table->arrivals[row];
        if (!candidate_came(table, row))
            continue;
        items[count++] = (struct addition_item){arrival->row, arrival->given, arrival->replaces,
                                                arrival->outcome};
    }
    memcpy(keys, table->keys, table->key_count * sizeof *keys);
    *ret_items = (struct addition_items){.table = table->table,
                                         .keys = keys,
                                         .key_columns = table->key_count,
                                         .items = items,
                                         .count = count};
    ret_items->table.cells = NULL;
    ret_items->table.row_count = 0;
}

static int compare_rows(const void *left, const void *right)
{
    const struct addition_finding *a = left;
    const struct addition_finding *b = right;
    if (a->row != b->row)
        return a->row > b->row ? 1 : -1;
    int order = strcmp(a->code, b->code);
    return order != 0 || a->column == NULL || b->column == NULL ? order
                                                                : strcmp(a->column, b->column);
}

static void collect(struct candidate_table *tables, size_t count,
                    const struct findings_list *findings, struct addition *ret_addition)
{
    size_t found = findings->count + findings->note_count;
    struct addition_finding *copy = arena_calloc(tables->arena, found + 1, sizeof *copy);
    if (findings->count > 0)
        memcpy(copy, findings->items, findings->count * sizeof *copy);
    if (findings->note_count > 0)
        memcpy(copy + findings->count, findings->notes, findings->note_count * sizeof *copy);
    if (found > 0)
        qsort(copy, found, sizeof *copy, compare_rows);
    *ret_addition = (struct addition){
        .outcomes = arena_calloc(tables->arena, tables->count + 1, sizeof *tables->outcomes),
        .findings = copy,
        .finding_count = found,
        .table_count = count,
    };
    for (size_t i = 0; i < count; i++) {
        collect_items(&tables[i], &ret_addition->items[i]);
        ret_addition->tables[i] = tables[i].table;
        for (size_t row = 0; row < tables[i].count; row++) {
            enum addition_outcome *outcome = &ret_addition->outcomes[row];
            if (findings->left_out[row])
                *outcome = ADDITION_LEFT_OUT;
            else if (tables[i].outcomes[row] > *outcome)
                *outcome = tables[i].outcomes[row];
        }
    }
}

void addition_judge(const struct catalogue *catalogue, const struct kind *kind,
                    const struct addition_row *rows, size_t count, struct arena *arena,
                    struct addition *ret_addition)
{
    struct findings_list findings = {.left_out = cadre_calloc(count + 1, sizeof(bool))};
    struct candidate_table tables[ADDITION_TABLES_MAX];
    size_t table_count = 0;
    const struct addition_target *target = addition_target_of(kind->name, 0);
    assert(target != NULL);
    for (; target != NULL; target = addition_target_of(kind->name, table_count))
        tables[table_count++] =
            candidate_of(target, catalogue, kind, rows, count, &findings, arena);
    /* What is left out of one table is so of the other, and what rested on it falls too. */
    for (bool settled = false; !settled;) {
        settled = true;
        findings.note_count = 0;
        for (size_t i = 0; i < table_count; i++)
            settled &= settle(&tables[i]);
    }
    collect(tables, table_count, &findings, ret_addition);
    for (size_t i = 0; i < table_count; i++)
        candidate_release(&tables[i]);
    cadre_free_pointer(&findings.items);
    cadre_free_pointer(&findings.notes);
    cadre_free_pointer(&findings.left_out);
}
