#include "sql/catalogue_migration.h"

#include "core/base/alloc.h"
#include "queries.h"

static enum cadre_status send_steps(struct session *session,
                                    const struct catalogue_migration *migration,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    size_t count = migration->element_count;
    struct str_view *types = arena_calloc(arena, count, sizeof *types);
    struct str_view *from = arena_calloc(arena, count, sizeof *from);
    struct str_view *to = arena_calloc(arena, count, sizeof *to);
    struct str_view *outcomes = arena_calloc(arena, count, sizeof *outcomes);
    for (size_t i = 0; i < count; i++) {
        types[i] = str_view_of(migration->elements[i].type);
        from[i] = str_view_of(migration->elements[i].from_code);
        to[i] = str_view_of(migration->elements[i].to_code);
        outcomes[i] = str_view_of(migration->elements[i].outcome);
    }
    const char *const parameters[] = {
        parameter_text_array(arena, types, count), parameter_text_array(arena, from, count),
        parameter_text_array(arena, to, count), parameter_text_array(arena, outcomes, count)};
    return session_do(session, &query_catalogue_carry_steps, parameters, err);
}

/* One plan has one digest, whatever file it came from. */
static struct digest plan_digest(const struct catalogue_migration *migration)
{
    struct digest_stream *out = digest_stream_new();
    digest_stream_field(out, str_view_of(migration->framework));
    digest_stream_field(out, str_view_of(migration->from_version));
    digest_stream_field(out, str_view_of(migration->to_version));
    digest_stream_record_end(out);
    for (size_t i = 0; i < migration->element_count; i++) {
        digest_stream_field(out, str_view_of(migration->elements[i].type));
        digest_stream_field(out, str_view_of(migration->elements[i].from_code));
        digest_stream_field(out, str_view_of(migration->elements[i].to_code));
        digest_stream_record_end(out);
    }
    struct digest digest = digest_stream_finish(out);
    digest_stream_free(out);
    return digest;
}

static enum cadre_status fail_torn(const struct rows *rows, struct cadre_error *err)
{
    struct str_view need = rows_text(rows, 0, rows_column(rows, "torn_need"));
    cadre_fail(err, CADRE_REFUSED,
               "clause %lld of need '%.*s' asks for several alternatives, of which fewer would be "
               "left",
               (long long)rows_number(rows, 0, "torn_clause"), STR_VIEW_ARGS(need));
    return cadre_fail_hint(err, "import the requirements of that need under their new codes first");
}

static enum cadre_status carry(struct session *session, const struct catalogue_migration *migration,
                               struct arena *arena, struct catalogue_migration_result *ret_result,
                               struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const struct digest plan = plan_digest(migration);
    const char *const parameters[] = {
        migration->framework,
        migration->from_version,
        migration->to_version,
        parameter_date(arena, migration->effective),
        parameter_text_array(arena, migration->levels, migration->level_count),
        migration->file_name,
        migration->sha256,
        parameter_digest(arena, &plan),
    };
    enum cadre_status status = send_steps(session, migration, err);
    if (status == CADRE_OK)
        status = session_run(session, &query_catalogue_carry, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    if (!rows_is_null(rows, 0, rows_column(rows, "torn_need")))
        return fail_torn(rows, err);
    *ret_result = (struct catalogue_migration_result){rows_number(rows, 0, "load"),
                                                      rows_number(rows, 0, "batch")};
    return CADRE_OK;
}

enum cadre_status catalogue_migration_run(struct session *session,
                                          const struct catalogue_migration *migration,
                                          struct arena *arena,
                                          struct catalogue_migration_result *ret_result,
                                          struct cadre_error *err)
{
    struct catalogue_migration_result result = {0};
    enum cadre_status status = session_begin(session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = carry(session, migration, arena, &result, err);
    if (status == CADRE_OK)
        status = session_commit(session, err);
    else
        session_rollback(session);
    if (status == CADRE_OK)
        *ret_result = result;
    return status;
}
