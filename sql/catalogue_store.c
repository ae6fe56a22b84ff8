#include "sql/catalogue_store.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/csv_text.h"
#include "core/catalogue/overlay.h"
#include "core/catalogue/stray.h"
#include "queries.h"
#include "sql/catalogue_loaded_rows.h"
#include "sql/catalogue_versions.h"
#include "sql/copy_binary.h"

/* ---- the shipped rows ------------------------------------------------------------------------ */

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

/* ---- with what was loaded -------------------------------------------------------------------- */

enum { LOADED_COLUMNS_MAX = 9, FRAMEWORKS = 0 /* among loaded_tables */ };

/* Tables that a load adds rows to. */
static const struct loaded {
    const char *table;
    const struct query *query;
    const char *columns[LOADED_COLUMNS_MAX];
    size_t column_count, key_columns;
} loaded_tables[] = {
    [FRAMEWORKS] = {"frameworks",
                    &query_catalogue_loaded_frameworks,
                    {"code", "version", "title_en", "scale", "current"},
                    5,
                    2},
    {"elements",
     &query_catalogue_loaded_elements,
     {"framework", "version", "type", "code", "title_en", "group_code", "group_en", "text",
      "text_hash"},
     9,
     4},
    {"element_relations",
     &query_catalogue_loaded_relations,
     {"framework", "version", "from_type", "from_code", "relation", "to_type", "to_code"},
     7,
     7},
};

/* A row of a table, with how many of its first columns order it. */
struct ordered_row {
    const char **cells;
    size_t keys;
};

static int by_keys(const void *left, const void *right)
{
    const struct ordered_row *a = left;
    const struct ordered_row *b = right;
    int order = 0;
    for (size_t i = 0; order == 0 && i < a->keys; i++)
        order = strcmp(a->cells[i], b->cells[i]);
    return order;
}

/* Bytewise by their keys. The server would write what it sorts to files; most documents have it in
 * order. */
static void put_in_order(const struct loaded *loaded, const char ***cells, size_t row_count,
                         struct arena *arena)
{
    size_t columns = loaded->column_count;
    bool ordered = true;
    CADRE_FREE struct ordered_row *rows = cadre_calloc(row_count + 1, sizeof *rows);
    for (size_t i = 0; i < row_count; i++) {
        rows[i] = (struct ordered_row){*cells + i * columns, loaded->key_columns};
        ordered = ordered && (i == 0 || by_keys(&rows[i - 1], &rows[i]) < 0);
    }
    if (ordered)
        return;
    qsort(rows, row_count, sizeof *rows, by_keys);
    const char **sorted = arena_calloc(arena, row_count * columns, sizeof(*sorted));
    for (size_t i = 0; i < row_count; i++)
        memcpy(sorted + i * columns, rows[i].cells, columns * sizeof(*sorted));
    *cells = sorted;
}

static struct catalogue_table table_of_rows(const struct loaded *loaded, const struct rows *rows,
                                            struct arena *arena)
{
    size_t row_count = rows_count(rows);
    const char **cells = arena_calloc(arena, row_count * loaded->column_count, sizeof(*cells));
    for (size_t i = 0; i < loaded->column_count; i++) {
        int column = rows_column(rows, loaded->columns[i]);
        for (size_t row = 0; row < row_count; row++) {
            struct str_view cell = rows_text(rows, row, column);
            cells[row * loaded->column_count + i] =
                cell.length > 0 ? arena_copy(arena, cell).data : "";
        }
    }
    put_in_order(loaded, &cells, row_count, arena);
    return (struct catalogue_table){loaded->table, loaded->columns, loaded->column_count, cells,
                                    row_count};
}

static enum cadre_status read_table(struct session *session, const struct loaded *loaded,
                                    const char *until, bool whole, struct arena *arena,
                                    struct catalogue_table *ret_table, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {until, parameter_bool(whole)};
    enum cadre_status status = session_run(session, loaded->query, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    const struct catalogue_table table = table_of_rows(loaded, rows, arena);
    *ret_table =
        catalogue_overlay(catalogue_table_find(loaded->table), &table, loaded->key_columns, arena);
    return CADRE_OK;
}

static enum cadre_status newest_load(struct session *session, const char *known_at,
                                     struct arena *arena, const char **ret_recorded_at,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {known_at};
    enum cadre_status status =
        session_run(session, &query_catalogue_newest, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_recorded_at = rows_copy(rows, 0, "recorded_at", arena).data;
    return status;
}

/* No load lets that in. */
static enum cadre_status check_elements(const struct catalogue_table *tables, size_t count,
                                        struct cadre_error *err)
{
    const char *const *stray = count > 0 ? catalogue_stray_element(tables, count) : NULL;
    if (stray == NULL)
        return CADRE_OK;
    /* framework version type code */
    return cadre_fail(err, CADRE_BUG,
                      "the registry holds the element '%s@%s/%s', whose framework is not in the "
                      "catalogue",
                      stray[0], stray[1], stray[3]);
}

enum cadre_status catalogue_store_read(struct session *session, const char *known_at, bool whole,
                                       struct arena *arena,
                                       const struct catalogue_table **ret_tables, size_t *ret_count,
                                       struct cadre_error *err)
{
    enum { TABLES = sizeof loaded_tables / sizeof *loaded_tables };
    const char *newest = NULL;
    size_t shipped;
    catalogue_tables(&shipped);
    struct catalogue_table *tables =
        arena_calloc(arena, shipped + 1, sizeof *tables); /* and the carries */
    enum cadre_status status = newest_load(session, known_at, arena, &newest, err);
    size_t count = status == CADRE_OK && newest != NULL ? TABLES : 0;
    /* All as of one load, so that the tables fit one another whoever loads meanwhile. */
    for (size_t i = 0; status == CADRE_OK && i < count; i++)
        status = read_table(session, &loaded_tables[i], newest, whole, arena, &tables[i], err);
    if (status == CADRE_OK && count > 0)
        status = catalogue_versions_read(session, newest, arena, &tables[FRAMEWORKS],
                                         &tables[TABLES], err);
    count += count > 0; /* the carries */
    if (status == CADRE_OK && count > 0)
        status = catalogue_loaded_rows_overlay(session, newest, whole, arena, tables, &count, err);
    if (status == CADRE_OK)
        status = check_elements(tables, count, err);
    if (status != CADRE_OK)
        return status;
    *ret_tables = tables;
    *ret_count = count;
    return CADRE_OK;
}

/* ---- loading --------------------------------------------------------------------------------- */

/* The texts that the server is sent of each item, in the order of the query's parameters. */
static const size_t element_texts[] = {
    offsetof(struct document_element, type),        offsetof(struct document_element, code),
    offsetof(struct document_element, title),       offsetof(struct document_element, group_code),
    offsetof(struct document_element, group_title), offsetof(struct document_element, text),
    offsetof(struct document_element, text_hash)};
static const size_t relation_texts[] = {
    offsetof(struct document_relation, from_type), offsetof(struct document_relation, from_code),
    offsetof(struct document_relation, relation), offsetof(struct document_relation, to_type),
    offsetof(struct document_relation, to_code)};

/* One text of each item as a text[]; an empty one is NULL. */
static const char *texts_of(struct arena *arena, const void *items, size_t count, size_t size,
                            size_t offset)
{
    CADRE_FREE struct str_view *texts = cadre_calloc(count, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        const char *text = NULL;
        memcpy(&text, (const char *)items + i * size + offset, sizeof text);
        texts[i] = str_view_of(text != NULL && text[0] != '\0' ? text : NULL);
    }
    return parameter_text_array(arena, texts, count);
}

static enum cadre_status send_items(struct session *session, const struct query *query,
                                    const void *items, size_t count, size_t size,
                                    const size_t *offsets, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char **parameters =
        arena_calloc(arena, (size_t)query->parameter_count, sizeof(*parameters));
    for (int i = 0; i < query->parameter_count; i++)
        parameters[i] = texts_of(arena, items, count, size, offsets[i]);
    return session_do(session, query, parameters, err);
}

static enum cadre_status send_document(struct session *session,
                                       const struct framework_document *document,
                                       struct cadre_error *err)
{
    enum cadre_status status =
        send_items(session, &query_catalogue_elements, document->elements, document->element_count,
                   sizeof *document->elements, element_texts, err);
    if (status == CADRE_OK)
        status =
            send_items(session, &query_catalogue_relations, document->relations,
                       document->relation_count, sizeof *document->relations, relation_texts, err);
    return status;
}

static enum cadre_status add_document(struct session *session,
                                      const struct framework_document *document,
                                      const struct catalogue_load *load, struct arena *arena,
                                      struct catalogue_load_counts *ret_counts,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    char sha256[DIGEST_HEX_SIZE];
    const char *title = document->title[0] != '\0' ? document->title : NULL;
    const char *const parameters[] = {
        document->framework, document->version, title,
        load->scale,         load->file_name,   digest_to_hex(&load->sha256, sha256)};
    enum cadre_status status = session_run(session, &query_catalogue_add, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_counts = (struct catalogue_load_counts){
        .number = rows_number(rows, 0, "load"),
        .framework_new = rows_bool(rows, 0, rows_column(rows, "framework_new")),
        .current = rows_bool(rows, 0, rows_column(rows, "current")),
        .scale = rows_copy(rows, 0, "scale", arena).data,
        .elements_new = rows_number(rows, 0, "elements_new"),
        .elements_completed = rows_number(rows, 0, "elements_completed"),
        .elements_changed = rows_number(rows, 0, "elements_changed"),
        .elements_same = rows_number(rows, 0, "elements_same"),
        .elements_kept = rows_number(rows, 0, "elements_kept"),
        .relations_new = rows_number(rows, 0, "relations_new"),
        .relations_same = rows_number(rows, 0, "relations_same"),
    };
    return CADRE_OK;
}

static enum cadre_status add_findings(struct session *session,
                                      const struct framework_document *document, int64_t number,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct document_finding *findings = document->findings;
    size_t count = document->finding_count;
    struct str_view *codes = arena_calloc(arena, count, sizeof *codes);
    struct str_view *values = arena_calloc(arena, count, sizeof *values);
    int64_t *lines = arena_calloc(arena, count, sizeof *lines);
    for (size_t i = 0; i < count; i++) {
        codes[i] = str_view_of(findings[i].code->code);
        values[i] = findings[i].value;
        lines[i] = (int64_t)findings[i].line;
    }
    const char *const parameters[] = {
        parameter_int64(arena, number),
        parameter_text_array(arena, codes, count),
        parameter_int64_array(arena, lines, count),
        texts_of(arena, findings, count, sizeof *findings, offsetof(struct document_finding, path)),
        parameter_text_array(arena, values, count),
        texts_of(arena, findings, count, sizeof *findings,
                 offsetof(struct document_finding, hint))};
    return session_do(session, &query_catalogue_findings, parameters, err);
}

static enum cadre_status add_in_transaction(struct session *session,
                                            const struct framework_document *document,
                                            const struct catalogue_load *load, struct arena *arena,
                                            struct catalogue_load_counts *ret_counts,
                                            struct cadre_error *err)
{
    enum cadre_status status = session_begin(session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = send_document(session, document, err);
    if (status == CADRE_OK)
        status = add_document(session, document, load, arena, ret_counts, err);
    if (status == CADRE_OK && ret_counts->number > 0 && document->finding_count > 0)
        status = add_findings(session, document, ret_counts->number, err);
    if (status == CADRE_OK)
        return session_commit(session, err);
    session_rollback(session);
    return status;
}

enum cadre_status catalogue_store_add(struct session *session,
                                      const struct framework_document *document,
                                      const struct catalogue_load *load, struct arena *arena,
                                      struct catalogue_load_counts *ret_counts,
                                      struct cadre_error *err)
{
    struct catalogue_load_counts counts;
    enum cadre_status status = session_lock(session, LOCK_REGISTRY, "", load->wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = add_in_transaction(session, document, load, arena, &counts, err);
    session_unlock(session, LOCK_REGISTRY, "");
    if (status == CADRE_OK)
        *ret_counts = counts;
    return status;
}
