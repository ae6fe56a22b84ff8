#include "core/catalogue/overlay.h"

#include <assert.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "core/catalogue/catalogue_data.h"

enum { UNIT_SEPARATOR = 0x1f };

#define NO_COLUMN SIZE_MAX
#define NO_ROW UINT32_MAX

struct overlay {
    const struct catalogue_table *shipped, *loaded;
    size_t key_columns;
    const char **columns;
    size_t column_count;
    size_t *places;  /* per column of `loaded`: which one of the result it is, or NO_COLUMN */
    size_t replaces; /* the column of `loaded` that says it, or NO_COLUMN */
    const char **cells;
    size_t row_count;
};

static size_t column_named(const struct overlay *overlay, const char *name)
{
    size_t column = 0;
    while (column < overlay->column_count && strcmp(overlay->columns[column], name) != 0)
        column++;
    return column;
}

static void unite_columns(struct overlay *overlay, struct arena *arena)
{
    const struct catalogue_table *shipped = overlay->shipped;
    const struct catalogue_table *loaded = overlay->loaded;
    size_t most = shipped->column_count + loaded->column_count;
    overlay->columns = arena_calloc(arena, most, sizeof(*overlay->columns));
    overlay->places = arena_calloc(arena, loaded->column_count, sizeof *overlay->places);
    for (; overlay->column_count < shipped->column_count; overlay->column_count++)
        overlay->columns[overlay->column_count] = shipped->columns[overlay->column_count];
    overlay->replaces = NO_COLUMN;
    for (size_t i = 0; i < loaded->column_count; i++) {
        if (strcmp(loaded->columns[i], OVERLAY_REPLACES) == 0) {
            overlay->replaces = i;
            overlay->places[i] = NO_COLUMN;
            continue;
        }
        overlay->places[i] = column_named(overlay, loaded->columns[i]);
        if (overlay->places[i] == overlay->column_count)
            overlay->columns[overlay->column_count++] = loaded->columns[i];
    }
}

static const char **row_cells(const struct overlay *overlay, size_t row)
{
    return overlay->cells + row * overlay->column_count;
}

static void take_shipped(struct overlay *overlay)
{
    const struct catalogue_table *shipped = overlay->shipped;
    for (size_t row = 0; row < shipped->row_count; row++) {
        const char **cells = row_cells(overlay, row);
        for (size_t i = 0; i < overlay->column_count; i++)
            cells[i] = i < shipped->column_count ? catalogue_table_cell(shipped, row, i) : "";
    }
    overlay->row_count = shipped->row_count;
}

/* ---- rows that both have --------------------------------------------------------------------- */

static void add_row_key(const struct catalogue_table *table, const size_t *keys, size_t count,
                        size_t row, struct str *key)
{
    str_reset(key);
    for (size_t i = 0; i < count; i++) {
        str_add_text(key, catalogue_table_cell(table, row, keys[i]));
        str_add_char(key, UNIT_SEPARATOR);
    }
}

/* A table of the two, and where its key stands. */
struct side {
    const struct catalogue_table *table;
    const size_t *keys;
};

/* Of the fewer rows the keys are noted, of the others they are looked up. */
static void find_pairs(const struct overlay *overlay, const struct side *few,
                       const struct side *many, uint32_t *matches)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *rows = str_map_new();
    CADRE_CLEANUP(str_release) struct str key = {0};
    uint32_t found;
    for (size_t row = 0; row < few->table->row_count; row++) {
        add_row_key(few->table, few->keys, overlay->key_columns, row, &key);
        str_map_insert(rows, str_view_from(&key), (uint32_t)row);
    }
    for (size_t row = 0; row < many->table->row_count; row++) {
        add_row_key(many->table, many->keys, overlay->key_columns, row, &key);
        if (!str_map_find(rows, str_view_from(&key), &found))
            continue;
        bool is_loaded = many->table == overlay->loaded;
        matches[is_loaded ? row : found] = is_loaded ? found : (uint32_t)row;
    }
}

/* By row of `loaded`: the one of `shipped` that has its key, or NO_ROW. */
static uint32_t *match_rows(const struct overlay *overlay)
{
    enum { KEYS_MAX = 8 };
    size_t places[KEYS_MAX];
    size_t columns[KEYS_MAX];
    size_t count = overlay->loaded->row_count;
    uint32_t *matches = cadre_calloc(count + 1, sizeof *matches);
    memset(matches, -1, count * sizeof *matches); /* NO_ROW in each */
    assert(overlay->key_columns <= KEYS_MAX);
    for (size_t i = 0; i < overlay->key_columns; i++) {
        places[i] = i;
        for (columns[i] = 0; overlay->places[columns[i]] != i;)
            columns[i]++;
    }
    const struct side shipped = {overlay->shipped, places};
    const struct side loaded = {overlay->loaded, columns};
    if (overlay->shipped->row_count < count)
        find_pairs(overlay, &shipped, &loaded, matches);
    else
        find_pairs(overlay, &loaded, &shipped, matches);
    return matches;
}

static void complete(const char **cells, const char *const *by, size_t count, bool replaces)
{
    for (size_t i = 0; i < count; i++) {
        bool given = by[i][0] != '\0';
        cells[i] = cells[i][0] == '\0' || (replaces && given) ? by[i] : cells[i];
    }
}

static bool row_replaces(const struct overlay *overlay, size_t row)
{
    return overlay->replaces != NO_COLUMN &&
           strcmp(catalogue_table_cell(overlay->loaded, row, overlay->replaces), "1") == 0;
}

/* A row is first written behind the others, where it stays when none has its key. */
static void take_loaded(struct overlay *overlay)
{
    const struct catalogue_table *loaded = overlay->loaded;
    CADRE_FREE uint32_t *matches = match_rows(overlay);
    for (size_t row = 0; row < loaded->row_count; row++) {
        const char **cells = row_cells(overlay, overlay->row_count);
        for (size_t i = 0; i < overlay->column_count; i++)
            cells[i] = "";
        for (size_t i = 0; i < loaded->column_count; i++) {
            if (overlay->places[i] != NO_COLUMN)
                cells[overlay->places[i]] = catalogue_table_cell(loaded, row, i);
        }
        if (matches[row] != NO_ROW)
            complete(row_cells(overlay, matches[row]), cells, overlay->column_count,
                     row_replaces(overlay, row));
        else
            overlay->row_count++;
    }
}

struct catalogue_table catalogue_overlay(const struct catalogue_table *shipped,
                                         const struct catalogue_table *loaded, size_t key_columns,
                                         struct arena *arena)
{
    struct overlay overlay = {.shipped = shipped, .loaded = loaded, .key_columns = key_columns};
    unite_columns(&overlay, arena);
    overlay.cells =
        arena_calloc(arena, (shipped->row_count + loaded->row_count) * overlay.column_count,
                     sizeof(*overlay.cells));
    take_shipped(&overlay);
    take_loaded(&overlay);
    return (struct catalogue_table){.name = shipped->name,
                                    .columns = overlay.columns,
                                    .column_count = overlay.column_count,
                                    .cells = overlay.cells,
                                    .row_count = overlay.row_count};
}
