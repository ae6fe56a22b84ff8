#include "sql/migrate.h"

#include <stdbool.h>
#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"

enum { SCHEMA_LOCK_WAIT_S = 60 };

static int newest_known(void)
{
    int newest = 0;
    for (const struct migration *migration = migration_all; migration->version > 0; migration++)
        newest = migration->version;
    return newest;
}

static bool is_of_program(const struct rows *rows, size_t row, const struct migration *migration)
{
    return rows_number(rows, row, "version") == migration->version &&
           str_view_equal(rows_text(rows, row, rows_column(rows, "checksum")),
                          str_view_of(migration->checksum));
}

/* The ledger's rows stand against the program's list one by one: a gap is an edit too. */
static void judge(const struct rows *rows, struct schema_report *report)
{
    size_t count = rows_count(rows);
    if (count == 0)
        return;
    report->version = (int)rows_int64(rows, count - 1, rows_column(rows, "version"));
    for (size_t row = 0; row < count && migration_all[row].version > 0; row++) {
        if (report->edited_version == 0 && !is_of_program(rows, row, &migration_all[row]))
            report->edited_version = migration_all[row].version;
    }
    report->state = report->edited_version > 0                  ? SCHEMA_EDITED
                    : report->version > report->program_version ? SCHEMA_NEWER
                    : report->version < report->program_version ? SCHEMA_OLDER
                                                                : SCHEMA_CURRENT;
}

enum cadre_status migrate_report(struct session *session, struct schema_report *ret_report,
                                 struct cadre_error *err)
{
    struct schema_report report = {.state = SCHEMA_ABSENT, .program_version = newest_known()};
    CADRE_CLEANUP(rows_cleanup) struct rows *state = NULL;
    CADRE_CLEANUP(rows_cleanup) struct rows *applied = NULL;
    enum cadre_status status = session_run(session, &query_migrate_schema_state, NULL, &state, err);
    if (status == CADRE_OK && rows_bool(state, 0, rows_column(state, "has_ledger"))) {
        status = session_run(session, &query_migrate_applied, NULL, &applied, err);
        if (status == CADRE_OK)
            judge(applied, &report);
    }
    if (status == CADRE_OK)
        *ret_report = report;
    return status;
}

static enum cadre_status fail_state(const struct schema_report *report, struct cadre_error *err)
{
    switch (report->state) {
    case SCHEMA_ABSENT:
        cadre_fail(err, CADRE_SCHEMA, "the database has no cadre schema");
        return cadre_fail_hint(err, "make it with 'cadre db init'");
    case SCHEMA_OLDER:
        cadre_fail(err, CADRE_SCHEMA, "the schema is of version %d, this program wants %d",
                   report->version, report->program_version);
        return cadre_fail_hint(err, "bring it up to date with 'cadre db upgrade'");
    case SCHEMA_NEWER:
        cadre_fail(err, CADRE_SCHEMA, "the schema is of version %d, this program knows only %d",
                   report->version, report->program_version);
        return cadre_fail_hint(err, "install a newer cadre");
    case SCHEMA_EDITED:
        cadre_fail(err, CADRE_SCHEMA, "migration %d of the schema is not the one of this program",
                   report->edited_version);
        return cadre_fail_hint(err, "use the cadre that made this schema, or restore a backup");
    case SCHEMA_CURRENT:
        break;
    }
    return CADRE_OK;
}

enum cadre_status migrate_require_current(struct session *session, struct cadre_error *err)
{
    struct schema_report report;
    enum cadre_status status = migrate_report(session, &report, err);
    return status == CADRE_OK ? fail_state(&report, err) : status;
}

static enum cadre_status record(struct session *session, const struct migration *migration,
                                struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *const parameters[] = {
        parameter_int64(arena, migration->version),
        migration->name,
        arena_format(arena, "\\x%s", migration->checksum),
    };
    return session_do(session, &query_migrate_record, parameters, err);
}

/* Unqualified names of a migration are made in the schema cadre. */
static const char creating[] = "SET LOCAL search_path = cadre, pg_catalog";

static enum cadre_status apply(struct session *session, const struct migration *migration,
                               struct cadre_error *err)
{
    enum cadre_status status = session_begin(session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = session_run_script(session, creating, err);
    if (status == CADRE_OK)
        status = session_run_script(session, migration->text, err);
    if (status == CADRE_OK)
        status = record(session, migration, err);
    if (status == CADRE_OK)
        return session_commit(session, err);
    session_rollback(session);
    return cadre_fail_context(err, "migration %d '%s'", migration->version, migration->name);
}

/* Names of people do not fit into another encoding, and the catalogue would be the first to fail.
 */
static enum cadre_status require_utf8(struct session *session, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *state = NULL;
    enum cadre_status status = session_run(session, &query_migrate_schema_state, NULL, &state, err);
    if (status != CADRE_OK)
        return status;
    struct str_view encoding = rows_text(state, 0, rows_column(state, "encoding"));
    if (str_view_equal(encoding, STR_VIEW_LITERAL("UTF8")))
        return CADRE_OK;
    cadre_fail(err, CADRE_DATABASE, "the database's encoding is %.*s, it has to be UTF8",
               STR_VIEW_ARGS(encoding));
    return cadre_fail_hint(err, "make it anew: createdb --encoding=UTF8 --template=template0");
}

static enum cadre_status apply_missing(struct session *session, int *ret_applied,
                                       struct cadre_error *err)
{
    struct schema_report report = {0};
    int applied = 0;
    enum cadre_status status = require_utf8(session, err);
    if (status == CADRE_OK)
        status = session_do(session, &query_migrate_create_schema, NULL, err);
    if (status == CADRE_OK)
        status = session_do(session, &query_migrate_create_ledger, NULL, err);
    if (status == CADRE_OK)
        status = migrate_report(session, &report, err);
    if (status == CADRE_OK && (report.state == SCHEMA_NEWER || report.state == SCHEMA_EDITED))
        status = fail_state(&report, err);
    for (const struct migration *migration = migration_all;
         status == CADRE_OK && migration->version > 0; migration++) {
        if (migration->version <= report.version)
            continue;
        status = apply(session, migration, err);
        applied++;
    }
    if (status == CADRE_OK)
        *ret_applied = applied;
    return status;
}

enum cadre_status migrate_up(struct session *session, int *ret_applied, struct cadre_error *err)
{
    enum cadre_status status = session_lock(session, LOCK_SCHEMA, "", SCHEMA_LOCK_WAIT_S, err);
    if (status != CADRE_OK)
        return status;
    status = apply_missing(session, ret_applied, err);
    session_unlock(session, LOCK_SCHEMA, "");
    return status;
}
