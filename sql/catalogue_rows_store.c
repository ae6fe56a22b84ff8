#include "sql/catalogue_rows_store.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "queries.h"

enum { UNIT_SEPARATOR = 0x1f };

/* ---- columns of tables ----------------------------------------------------------------------- */

static const char *item_cell(const struct addition_items *items, size_t item, const char *column)
{
    size_t index = catalogue_table_place(&items->table, column);
    return index < items->table.column_count ? items->items[item].cells[index] : "";
}

/* The items that `wanted` takes, NULL = all; one column of them as a text[], empty cells NULL. */
typedef bool item_choice(const struct addition_item *item);

static const char *column_texts(struct arena *arena, const struct addition_items *items,
                                item_choice *wanted, const char *column)
{
    struct str_view *texts = arena_calloc(arena, items->count + 1, sizeof *texts);
    size_t count = 0;
    for (size_t i = 0; i < items->count; i++) {
        if (wanted != NULL && !wanted(&items->items[i]))
            continue;
        const char *cell = item_cell(items, i, column);
        texts[count++] = str_view_of(cell[0] != '\0' ? cell : NULL);
    }
    return parameter_text_array(arena, texts, count);
}

/* ---- tables of their own --------------------------------------------------------------------- */

enum { OWN_COLUMNS_MAX = 9 };

static bool is_new(const struct addition_item *item)
{
    return item->outcome == ADDITION_NEW;
}

/* What documents bring too stands where they put it (migration 0013). */
static const struct own_table {
    const char *table;
    const struct query *query;
    const char *columns[OWN_COLUMNS_MAX + 1]; /* in the order of its parameters, behind the load */
    item_choice *wanted;                      /* NULL = all */
    const char *others[3]; /* columns that it has no place for, and no document brings */
} own_tables[] = {
    {"frameworks",
     &query_catalogue_kinds_frameworks,
     {"code", "version", "title_en", "scale", "current"},
     is_new,
     {"title_az", "title_ru"}},
    {"elements",
     &query_catalogue_kinds_elements,
     {"framework", "version", "type", "code", "title_en", "group_code", "group_en", "text",
      "text_hash"},
     NULL,
     {"title_az", "title_ru"}},
    {"element_relations",
     &query_catalogue_kinds_relations,
     {"framework", "version", "from_type", "from_code", "relation", "to_type", "to_code"},
     NULL,
     {NULL}},
};

static const struct own_table *own_table_of(const char *table)
{
    for (size_t i = 0; i < sizeof own_tables / sizeof *own_tables; i++) {
        if (strcmp(own_tables[i].table, table) == 0)
            return &own_tables[i];
    }
    return NULL;
}

static enum cadre_status store_own(struct session *session, const struct own_table *own,
                                   const struct addition_items *items, const char *number,
                                   struct arena *arena, struct cadre_error *err)
{
    const char *parameters[OWN_COLUMNS_MAX + 1] = {number};
    for (size_t i = 0; i < OWN_COLUMNS_MAX && own->columns[i] != NULL; i++)
        parameters[i + 1] = column_texts(arena, items, own->wanted, own->columns[i]);
    return session_do(session, own->query, parameters, err);
}

/* ---- rows of other tables -------------------------------------------------------------------- */

/* The arrays of query_catalogue_kinds_rows as they grow. */
struct row_sheet {
    struct arena *arena;
    struct str_view *tables, *keys, *columns, *texts;
    int64_t *replaces, *places;
    size_t row_count, cell_count;
};

static bool is_key(const struct addition_items *items, size_t column)
{
    for (size_t i = 0; i < items->key_columns; i++) {
        if (items->keys[i] == column)
            return true;
    }
    return false;
}

/* Of a table of its own only what that has no place for. */
static bool is_sent(const struct addition_items *items, const struct own_table *own, size_t column)
{
    if (own == NULL || is_key(items, column))
        return true;
    for (size_t i = 0; i < sizeof own->others / sizeof(*own->others); i++) {
        if (own->others[i] != NULL && strcmp(own->others[i], items->table.columns[column]) == 0)
            return true;
    }
    return false;
}

static void add_key_cell(struct str *key, const char *cell)
{
    for (; *cell != '\0'; cell++)
        str_add_char(key, fold_ascii_lower(*cell));
    str_add_char(key, UNIT_SEPARATOR);
}

static struct str_view key_of(const struct addition_items *items, const struct addition_item *item,
                              struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    for (size_t i = 0; i < items->key_columns; i++)
        add_key_cell(&key, item->cells[items->keys[i]]);
    return arena_copy(arena, str_view_from(&key));
}

static void add_item(struct row_sheet *sheet, const struct addition_items *items,
                     const struct own_table *own, const struct addition_item *item)
{
    size_t cells = sheet->cell_count;
    size_t said = 0;
    for (size_t i = 0; i < items->table.column_count; i++) {
        if (item->cells[i][0] == '\0' || !is_sent(items, own, i))
            continue;
        said += !is_key(items, i);
        sheet->columns[cells] = str_view_of(items->table.columns[i]);
        sheet->texts[cells] = str_view_of(item->cells[i]);
        sheet->places[cells++] = (int64_t)sheet->row_count + 1;
    }
    if (own != NULL && said == 0)
        return;
    sheet->cell_count = cells;
    sheet->tables[sheet->row_count] = str_view_of(items->table.name);
    sheet->keys[sheet->row_count] = key_of(items, item, sheet->arena);
    sheet->replaces[sheet->row_count++] = item->replaces;
}

static struct row_sheet sheet_for(const struct catalogue_rows_load *load, struct arena *arena)
{
    size_t rows = 0;
    size_t cells = 0;
    for (size_t i = 0; i < load->table_count; i++) {
        rows += load->tables[i].count;
        cells += load->tables[i].count * load->tables[i].table.column_count;
    }
    return (struct row_sheet){
        .arena = arena,
        .tables = arena_calloc(arena, rows + 1, sizeof(struct str_view)),
        .keys = arena_calloc(arena, rows + 1, sizeof(struct str_view)),
        .replaces = arena_calloc(arena, rows + 1, sizeof(int64_t)),
        .columns = arena_calloc(arena, cells + 1, sizeof(struct str_view)),
        .texts = arena_calloc(arena, cells + 1, sizeof(struct str_view)),
        .places = arena_calloc(arena, cells + 1, sizeof(int64_t)),
    };
}

static enum cadre_status send_sheet(struct session *session, const struct row_sheet *sheet,
                                    const char *number, struct cadre_error *err)
{
    struct arena *arena = sheet->arena;
    const char *const parameters[] = {
        number,
        parameter_text_array(arena, sheet->tables, sheet->row_count),
        parameter_text_array(arena, sheet->keys, sheet->row_count),
        parameter_int64_array(arena, sheet->replaces, sheet->row_count),
        parameter_int64_array(arena, sheet->places, sheet->cell_count),
        parameter_text_array(arena, sheet->columns, sheet->cell_count),
        parameter_text_array(arena, sheet->texts, sheet->cell_count),
    };
    return session_do(session, &query_catalogue_kinds_rows, parameters, err);
}

static enum cadre_status store_tables(struct session *session,
                                      const struct catalogue_rows_load *load, const char *number,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct row_sheet sheet = sheet_for(load, arena);
    for (size_t i = 0; i < load->table_count; i++) {
        const struct addition_items *items = &load->tables[i];
        const struct own_table *own = own_table_of(items->table.name);
        enum cadre_status status =
            own != NULL ? store_own(session, own, items, number, arena, err) : CADRE_OK;
        if (status != CADRE_OK)
            return status;
        for (size_t j = 0; j < items->count; j++)
            add_item(&sheet, items, own, &items->items[j]);
    }
    return sheet.row_count > 0 ? send_sheet(session, &sheet, number, err) : CADRE_OK;
}

/* ---- the ledger ------------------------------------------------------------------------------ */

static int64_t count_of(const struct catalogue_rows_load *load, const char *table, bool fresh)
{
    int64_t count = 0;
    for (size_t i = 0; i < load->table_count; i++) {
        const struct addition_items *items = &load->tables[i];
        for (size_t j = 0; strcmp(items->table.name, table) == 0 && j < items->count; j++)
            count += (items->items[j].outcome == ADDITION_NEW) == fresh;
    }
    return count;
}

/* The names of its files, and a digest of theirs. */
static enum cadre_status enter(struct session *session, const struct catalogue_rows_load *load,
                               struct arena *arena, int64_t *ret_number, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    CADRE_CLEANUP(str_release) struct str names = {0};
    CADRE_CLEANUP(str_release) struct str digests = {0};
    char hex[DIGEST_HEX_SIZE];
    for (size_t i = 0; i < load->file_count; i++) {
        str_add_format(&names, "%s%s", i > 0 ? ", " : "", load->files[i].name);
        str_add_text(&digests, digest_to_hex(&load->files[i].sha256, hex));
    }
    struct digest all = load->file_count == 1 ? load->files[0].sha256
                                              : digest_of(str_chars(&digests), digests.length);
    const char *const parameters[] = {
        str_chars(&names),
        digest_to_hex(&all, hex),
        parameter_bool(count_of(load, "frameworks", true) > 0),
        parameter_int64(arena, count_of(load, "elements", true)),
        parameter_int64(arena, count_of(load, "elements", false)),
        parameter_int64(arena, count_of(load, "element_relations", true)),
        parameter_int64(arena, load->rows_new),
        parameter_int64(arena, load->rows_completed),
        parameter_int64(arena, load->rows_changed),
        parameter_int64(arena, load->rows_same),
    };
    enum cadre_status status =
        session_run(session, &query_catalogue_kinds_load, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_number = rows_number(rows, 0, "number");
    return status;
}

static enum cadre_status enter_files(struct session *session,
                                     const struct catalogue_rows_load *load, const char *number,
                                     struct arena *arena, struct cadre_error *err)
{
    size_t count = load->file_count;
    struct str_view *kinds = arena_calloc(arena, count, sizeof *kinds);
    struct str_view *names = arena_calloc(arena, count, sizeof *names);
    struct str_view *digests = arena_calloc(arena, count, sizeof *digests);
    for (size_t i = 0; i < count; i++) {
        char hex[DIGEST_HEX_SIZE];
        kinds[i] = str_view_of(load->files[i].kind);
        names[i] = str_view_of(load->files[i].name);
        digests[i] = arena_copy(arena, str_view_of(digest_to_hex(&load->files[i].sha256, hex)));
    }
    const char *const parameters[] = {number, parameter_text_array(arena, kinds, count),
                                      parameter_text_array(arena, names, count),
                                      parameter_text_array(arena, digests, count)};
    return session_do(session, &query_catalogue_kinds_files, parameters, err);
}

static enum cadre_status enter_findings(struct session *session,
                                        const struct catalogue_rows_load *load, const char *number,
                                        struct arena *arena, struct cadre_error *err)
{
    size_t count = load->finding_count;
    struct str_view *texts[4];
    int64_t *lines = arena_calloc(arena, count, sizeof *lines);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        texts[i] = arena_calloc(arena, count, sizeof **texts);
    for (size_t i = 0; i < count; i++) {
        const struct catalogue_rows_finding *finding = &load->findings[i];
        texts[0][i] = str_view_of(finding->code);
        texts[1][i] = str_view_of(finding->path);
        texts[2][i] = finding->value;
        texts[3][i] = str_view_of(finding->hint);
        lines[i] = finding->line;
    }
    const char *const parameters[] = {number,
                                      parameter_text_array(arena, texts[0], count),
                                      parameter_int64_array(arena, lines, count),
                                      parameter_text_array(arena, texts[1], count),
                                      parameter_text_array(arena, texts[2], count),
                                      parameter_text_array(arena, texts[3], count)};
    return session_do(session, &query_catalogue_findings, parameters, err);
}

enum cadre_status catalogue_rows_store(struct session *session,
                                       const struct catalogue_rows_load *load, int64_t *ret_number,
                                       struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    int64_t entered = 0;
    enum cadre_status status = enter(session, load, arena, &entered, err);
    const char *number = parameter_int64(arena, entered);
    if (status == CADRE_OK)
        status = enter_files(session, load, number, arena, err);
    if (status == CADRE_OK && load->finding_count > 0)
        status = enter_findings(session, load, number, arena, err);
    if (status == CADRE_OK)
        status = store_tables(session, load, number, err);
    if (status == CADRE_OK)
        *ret_number = entered;
    return status;
}

enum cadre_status catalogue_rows_remove(struct session *session, int64_t number, const char *table,
                                        const char *const *key, size_t count,
                                        struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(str_release) struct str text = {0};
    for (size_t i = 0; i < count; i++)
        add_key_cell(&text, key[i]);
    const char *const parameters[] = {parameter_int64(arena, number), table, str_chars(&text)};
    return session_do(session, &query_catalogue_kinds_remove, parameters, err);
}
