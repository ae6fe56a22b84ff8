#include "sql/catalogue_store.h"

#include "core/base/alloc.h"
#include "core/base/csv_text.h"
#include "core/catalogue/catalogue.h"
#include "queries.h"
#include "sql/copy_binary.h"

static enum cadre_status reload_statement(struct session *session,
                                          const struct catalogue_table *table, struct arena *arena,
                                          struct str_view *ret_statement, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    struct str_view *columns = arena_calloc(arena, table->column_count, sizeof *columns);
    for (size_t i = 0; i < table->column_count; i++)
        columns[i] = str_view_of(table->columns[i]);
    const char *const parameters[] = {table->name,
                                      parameter_text_array(arena, columns, table->column_count)};
    enum cadre_status status =
        session_run(session, &query_catalogue_reload, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_statement = rows_copy(rows, 0, "statement", arena);
    return status;
}

static enum cadre_status load_table(struct session *session, const struct catalogue_table *table,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str text = {0};
    struct str_view statement;
    enum cadre_status status = reload_statement(session, table, arena, &statement, err);
    if (status != CADRE_OK)
        return status;
    for (size_t cell = 0; cell < table->row_count * table->column_count; cell++) {
        csv_text_add(&text, &csv_style_machine, str_view_of(table->cells[cell]));
        str_add_char(&text, (cell + 1) % table->column_count == 0 ? '\n' : ',');
    }
    return copy_text(session, statement.data, str_view_from(&text), err);
}

enum cadre_status catalogue_store_load(struct session *session, struct cadre_error *err)
{
    size_t count;
    const struct catalogue_table *tables = catalogue_tables(&count);
    enum cadre_status status = session_begin(session, TRANSACTION_WRITE, err);
    for (size_t i = 0; status == CADRE_OK && i < count; i++)
        status = load_table(session, &tables[i], err);
    if (status == CADRE_OK)
        return session_commit(session, err);
    session_rollback(session);
    return status;
}
