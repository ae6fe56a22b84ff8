#include "sql/catalogue_versions.h"

#include <assert.h>
#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"

static const char *const carry_columns[] = {"framework",  "from_version", "type",     "from_code",
                                            "to_version", "to_code",      "effective"};
enum { CARRY_COLUMNS = sizeof carry_columns / sizeof *carry_columns };

static enum cadre_status read_carries(struct session *session, const char *until,
                                      struct arena *arena, struct catalogue_table *ret_carries,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {until};
    enum cadre_status status =
        session_run(session, &query_catalogue_loaded_carries, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t count = rows_count(rows);
    const char **cells = arena_calloc(arena, count * CARRY_COLUMNS, sizeof(*cells));
    for (size_t column = 0; column < CARRY_COLUMNS; column++) {
        int place = rows_column(rows, carry_columns[column]);
        for (size_t row = 0; row < count; row++) {
            struct str_view cell = rows_text(rows, row, place);
            cells[row * CARRY_COLUMNS + column] =
                cell.length > 0 ? arena_copy(arena, cell).data : "";
        }
    }
    *ret_carries = (struct catalogue_table){"carries", carry_columns, CARRY_COLUMNS, cells, count};
    return CADRE_OK;
}

static size_t column_named(const struct catalogue_table *table, const char *name)
{
    size_t column = 0;
    while (strcmp(table->columns[column], name) != 0) {
        column++;
        assert(column < table->column_count);
    }
    return column;
}

/* Of that framework `version` is the current one, and no other. */
static void make_current(const char **cells, const struct catalogue_table *frameworks,
                         const char *framework, const char *version)
{
    size_t code = column_named(frameworks, "code");
    size_t name = column_named(frameworks, "version");
    size_t current = column_named(frameworks, "current");
    for (size_t row = 0; row < frameworks->row_count; row++) {
        const char **line = &cells[row * frameworks->column_count];
        if (strcmp(line[code], framework) == 0)
            line[current] = strcmp(line[name], version) == 0 ? "1" : "0";
    }
}

static enum cadre_status read_currents(struct session *session, const char *until,
                                       struct arena *arena, struct catalogue_table *frameworks,
                                       struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {until};
    enum cadre_status status =
        session_run(session, &query_catalogue_loaded_currents, parameters, &rows, err);
    if (status != CADRE_OK || rows_count(rows) == 0)
        return status;
    size_t size = frameworks->row_count * frameworks->column_count;
    const char **cells = arena_calloc(arena, size, sizeof(*cells));
    memcpy(cells, frameworks->cells, size * sizeof *cells);
    for (size_t row = 0; row < rows_count(rows); row++)
        make_current(cells, frameworks, rows_copy(rows, row, "framework", arena).data,
                     rows_copy(rows, row, "version", arena).data);
    frameworks->cells = cells;
    return CADRE_OK;
}

enum cadre_status catalogue_versions_read(struct session *session, const char *until,
                                          struct arena *arena, struct catalogue_table *frameworks,
                                          struct catalogue_table *ret_carries,
                                          struct cadre_error *err)
{
    enum cadre_status status = read_currents(session, until, arena, frameworks, err);
    if (status == CADRE_OK)
        status = read_carries(session, until, arena, ret_carries, err);
    return status;
}
