#include "sql/source_store.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/utf8.h"
#include "queries.h"

static enum cadre_status organization_known(struct session *session, const char *code,
                                            bool *ret_known, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {code};
    enum cadre_status status =
        session_run(session, &query_organization_known, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_known = rows_bool(rows, 0, rows_column(rows, "known"));
    return status;
}

enum { CODE_BYTES_MAX = 64 }; /* as of a key in a cell */

static bool is_of_a_code(uint32_t letter)
{
    return letter != '/' && !utf8_is_blank(letter) && !utf8_is_control(letter);
}

/* Other files name it in person_source, which is a key. A natural key is "source/number": a '/' in
 * the source's code would let two people have one key. */
static enum cadre_status check_code(const char *code, struct cadre_error *err)
{
    struct str_view text = str_view_of(code);
    if (text.length == 0)
        return cadre_fail(err, CADRE_USAGE, "a source needs a name");
    if (text.length > CODE_BYTES_MAX)
        return cadre_fail(err, CADRE_USAGE, "'%s' cannot be a source: it has more than %d bytes",
                          code, (int)CODE_BYTES_MAX);
    for (size_t offset = 0; offset < text.length;) {
        if (!is_of_a_code(utf8_next(text, &offset)))
            return cadre_fail(err, CADRE_USAGE,
                              "'%s' cannot be a source: it holds a '/' or a blank", code);
    }
    return CADRE_OK;
}

static enum cadre_status make_source(struct session *session, const char *code, const char *owner,
                                     struct cadre_error *err)
{
    bool known = false;
    const char *const parameters[] = {code, owner != NULL ? owner : code};
    enum cadre_status status = check_code(code, err);
    if (status == CADRE_OK)
        status = organization_known(session, parameters[1], &known, err);
    if (status != CADRE_OK)
        return status;
    if (known)
        return session_do(session, &query_source_add, parameters, err);
    if (owner != NULL) {
        cadre_fail(err, CADRE_USAGE, "no organization has the code '%s'", owner);
        return cadre_fail_hint(err,
                               "import the organizations first: cadre import organizations FILE");
    }
    cadre_fail(err, CADRE_USAGE, "the source '%s' is new and no organization has that code", code);
    return cadre_fail_hint(err, "say to which organization its rows belong: --owner ORG");
}

enum cadre_status source_store_ensure(struct session *session, const char *code, const char *owner,
                                      struct arena *arena, struct source_ensured *ret_source,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {code};
    enum cadre_status status = session_run(session, &query_source_find, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    if (rows_count(rows) == 0) {
        *ret_source = (struct source_ensured){
            .owner = owner != NULL ? owner : code, .made = true, .settings = str_view_of(NULL)};
        return make_source(session, code, owner, err);
    }
    *ret_source = (struct source_ensured){
        .owner = rows_copy(rows, 0, "owner", arena).data,
        .settings = rows_copy(rows, 0, "settings", arena),
    };
    if (owner == NULL || strcmp(owner, ret_source->owner) == 0)
        return CADRE_OK;
    return cadre_fail(err, CADRE_USAGE, "the source '%s' belongs to '%s', not to '%s'", code,
                      ret_source->owner, owner);
}

/* ---- settings -------------------------------------------------------------------------------- */

enum cadre_status source_store_settings(struct session *session, const char *code,
                                        struct arena *arena, struct str_view *ret_settings,
                                        struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {code};
    enum cadre_status status = session_run(session, &query_source_find, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_settings =
        rows_count(rows) > 0 ? rows_copy(rows, 0, "settings", arena) : str_view_of(NULL);
    return CADRE_OK;
}

enum cadre_status source_store_state(struct session *session, const char *code,
                                     const struct source_statement *statement,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {code, statement->settings,
                                      parameter_int64(arena, statement->precedence),
                                      parameter_int64(arena, statement->grace_days)};
    return session_do(session, &query_source_set, parameters, err);
}

/* ---- lists ----------------------------------------------------------------------------------- */

enum cadre_status source_store_list(struct session *session, const char *code, struct arena *arena,
                                    struct source_row **ret_rows, size_t *ret_count,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {code};
    enum cadre_status status = session_run(session, &query_source_list, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_count = rows_count(rows);
    *ret_rows = arena_calloc(arena, *ret_count, sizeof **ret_rows);
    for (size_t row = 0; row < *ret_count; row++)
        (*ret_rows)[row] = (struct source_row){
            .code = rows_copy(rows, row, "code", arena),
            .owner = rows_copy(rows, row, "owner", arena),
            .settings = rows_copy(rows, row, "settings", arena),
            .known_from = rows_copy(rows, row, "known_from", arena),
            .precedence = rows_number(rows, row, "precedence"),
            .grace_days = rows_number(rows, row, "grace_days"),
            .batch = rows_number(rows, row, "batch"),
            .kind = rows_copy(rows, row, "kind", arena),
            .effective = rows_date(rows, row, rows_column(rows, "effective")),
        };
    return CADRE_OK;
}

enum cadre_status source_store_imports(struct session *session, const char *code, int64_t most,
                                       struct arena *arena, struct source_import **ret_imports,
                                       size_t *ret_count, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {code, parameter_int64(arena, most)};
    enum cadre_status status = session_run(session, &query_source_imports, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_count = rows_count(rows);
    *ret_imports = arena_calloc(arena, *ret_count, sizeof **ret_imports);
    for (size_t row = 0; row < *ret_count; row++)
        (*ret_imports)[row] = (struct source_import){
            .number = rows_number(rows, row, "number"),
            .rows_read = rows_number(rows, row, "rows_read"),
            .rows_faulty = rows_number(rows, row, "rows_faulty"),
            .kind = rows_copy(rows, row, "kind", arena),
            .state = rows_copy(rows, row, "state", arena),
            .file_name = rows_copy(rows, row, "file_name", arena),
            .effective = rows_date(rows, row, rows_column(rows, "effective")),
            .full_list = rows_bool(rows, row, rows_column(rows, "full_list")),
            .counted = !rows_is_null(rows, row, rows_column(rows, "rows_read")),
        };
    return CADRE_OK;
}
