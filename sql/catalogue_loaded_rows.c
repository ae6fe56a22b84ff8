#include "sql/catalogue_loaded_rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/catalogue/overlay.h"
#include "queries.h"

/* What the query gives of a row before its cells. */
enum { KEY, REPLACES, LOAD, FIRST_CELL };
enum { CELLS_MAX = 12, PARAMETERS = 3 + CELLS_MAX };

/* The tables that rows may be loaded into: how many of the first columns make a row's key, and what
 * the kind has that the shipped table has not. */
static const struct keyed {
    const char *table;
    size_t key_columns;
    const char *further;
} keyed[] = {
    {"aliases", 2, NULL},           {"call_ups", 1, NULL},      {"code_lists", 2, NULL},
    {"code_list_aliases", 2, NULL}, {"credentials", 2, NULL},   {"elements", 4, NULL},
    {"credential_grants", 7, NULL}, {"frameworks", 2, NULL},    {"mappings", 6, "relation"},
    {"regions", 1, NULL},           {"scale_levels", 2, NULL},  {"scales", 1, NULL},
    {"scale_mappings", 3, NULL},    {"service_rules", 1, NULL},
};

enum { TABLES = sizeof keyed / sizeof *keyed };

static const struct keyed *keyed_of(const char *table)
{
    size_t i = 0;
    while (strcmp(table, keyed[i].table) != 0) {
        i++;
        assert(i < TABLES);
    }
    return &keyed[i];
}

/* ---- one table ------------------------------------------------------------------------------- */

/* The columns of the base, those of the kinds that it has not, and where a row is from. */
static void set_columns(const struct catalogue_table *base, const struct keyed *of,
                        struct arena *arena, struct catalogue_table *table)
{
    const char **columns = arena_calloc(arena, base->column_count + 3, sizeof(*columns));
    size_t count = base->column_count;
    memcpy(columns, base->columns, count * sizeof(*columns));
    if (of->further != NULL && catalogue_table_place(base, of->further) == count)
        columns[count++] = of->further;
    assert(count <= CELLS_MAX);
    columns[count++] = "load";
    columns[count++] = OVERLAY_REPLACES;
    *table = (struct catalogue_table){base->name, columns, count, NULL, 0};
}

struct keyed_row {
    struct str_view key;
    size_t row;
};

static int by_key(const void *left, const void *right)
{
    const struct keyed_row *a = left;
    const struct keyed_row *b = right;
    return str_view_compare(a->key, b->key);
}

/* The rows in the order of their keys; most files have them so. */
static struct keyed_row *in_order(const struct rows *rows, struct arena *arena)
{
    size_t count = rows_count(rows);
    bool ordered = true;
    struct keyed_row *order = arena_calloc(arena, count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++) {
        order[i] = (struct keyed_row){rows_text(rows, i, KEY), i};
        ordered = ordered && (i == 0 || by_key(&order[i - 1], &order[i]) < 0);
    }
    if (!ordered)
        qsort(order, count, sizeof *order, by_key);
    return order;
}

static const char *copied(const struct rows *rows, size_t row, int column, struct arena *arena)
{
    struct str_view cell = rows_text(rows, row, column);
    return cell.length > 0 ? arena_copy(arena, cell).data : "";
}

static void fill_cells(const struct rows *rows, struct arena *arena, struct catalogue_table *table)
{
    size_t cells = table->column_count - 2;
    const struct keyed_row *order = in_order(rows, arena);
    table->row_count = rows_count(rows);
    const char **row = arena_calloc(arena, table->row_count * table->column_count, sizeof(*row));
    table->cells = row;
    for (size_t i = 0; i < table->row_count; i++, row += table->column_count) {
        for (size_t j = 0; j < cells; j++)
            row[j] = copied(rows, order[i].row, FIRST_CELL + (int)j, arena);
        row[cells] = copied(rows, order[i].row, LOAD, arena);
        row[cells + 1] = rows_bool(rows, order[i].row, REPLACES) ? "1" : "";
    }
}

static enum cadre_status overlay_table(struct session *session, const char *until, bool whole,
                                       const struct keyed *of, struct arena *arena,
                                       struct catalogue_table *base, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    struct catalogue_table table;
    set_columns(base, of, arena, &table);
    const char *parameters[PARAMETERS] = {until, base->name, parameter_bool(whole)};
    memcpy(&parameters[3], table.columns, (table.column_count - 2) * sizeof(*parameters));
    enum cadre_status status =
        session_run(session, &query_catalogue_loaded_rows, parameters, &rows, err);
    if (status != CADRE_OK || rows_count(rows) == 0)
        return status;
    fill_cells(rows, arena, &table);
    *base = catalogue_overlay(base, &table, of->key_columns, arena);
    return CADRE_OK;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static struct catalogue_table *table_among(struct catalogue_table *tables, size_t *count,
                                           const char *name)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(tables[i].name, name) == 0)
            return &tables[i];
    }
    tables[*count] = *catalogue_table_find(name);
    return &tables[(*count)++];
}

enum cadre_status catalogue_loaded_rows_overlay(struct session *session, const char *until,
                                                bool whole, struct arena *arena,
                                                struct catalogue_table *tables, size_t *count,
                                                struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *names = NULL;
    struct str_view known[TABLES];
    for (size_t i = 0; i < TABLES; i++)
        known[i] = str_view_of(keyed[i].table);
    const char *const parameters[] = {parameter_text_array(arena, known, TABLES)};
    enum cadre_status status =
        session_run(session, &query_catalogue_loaded_tables, parameters, &names, err);
    for (size_t i = 0; status == CADRE_OK && i < rows_count(names); i++) {
        const struct keyed *of = keyed_of(rows_text(names, i, 0).data);
        status = overlay_table(session, until, whole, of, arena,
                               table_among(tables, count, of->table), err);
    }
    return status;
}
