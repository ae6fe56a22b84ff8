/*
 * cadre doctor: connection, versions, schema, collation and the registry's own checks.
 */
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/import/import_file.h"
#include "cmd/steps/registry_session.h"
#include "core/base/alloc.h"
#include "reports/need_words.h"
#include "sql/doctor_store.h"
#include "sql/first_volume.h"
#include "sql/migrate.h"

enum { VERSION_WANTED = 150000, CHECKS_MAX = 64 };

enum health { HEALTH_OK, HEALTH_WARN, HEALTH_FAIL };

struct check {
    enum health health;
    const char *what;
    const char *found;
    const char *remedy; /* NULL when ok */
};

/* What was looked at, in the order of looking. */
struct examination {
    const struct invocation *call;
    struct arena *arena;
    bool standby;
    struct check checks[CHECKS_MAX];
    size_t count;
};

static void note(struct examination *examination, enum health health, const char *what,
                 const char *found, const char *remedy)
{
    if (examination->count < CHECKS_MAX)
        examination->checks[examination->count++] =
            (struct check){health, what, found, health == HEALTH_OK ? NULL : remedy};
}

static void note_error(struct examination *examination, const char *what, struct cadre_error *err)
{
    note(examination, HEALTH_FAIL, what,
         arena_strdup(examination->arena, err->message != NULL ? err->message : "failed"),
         err->hint != NULL ? arena_strdup(examination->arena, err->hint) : "see the server's log");
    cadre_error_release(err);
}

/* ---- the server ------------------------------------------------------------------------------ */

static void note_server(struct examination *examination, const struct doctor_server *server)
{
    bool utf8 = str_view_equal(server->encoding, STR_VIEW_LITERAL("UTF8"));
    note(examination, server->version_number >= VERSION_WANTED ? HEALTH_OK : HEALTH_WARN,
         "PostgreSQL", server->version.data, "cadre is made for PostgreSQL 15 and later");
    note(examination, utf8 ? HEALTH_OK : HEALTH_FAIL, "encoding", server->encoding.data,
         "make the database anew with ENCODING 'UTF8'");
    note(examination, server->has_collation ? HEALTH_OK : HEALTH_WARN, "collation az-x-icu",
         server->has_collation ? "there" : "missing",
         "install a PostgreSQL built with ICU: names are sorted by bytes without it");
    note(examination, server->checksums ? HEALTH_OK : HEALTH_WARN, "data checksums",
         server->checksums ? "on" : "off",
         "stop the server and run pg_checksums --enable: a bad disk is noticed in time");
    note(examination, server->may_write || server->standby ? HEALTH_OK : HEALTH_WARN, "writing",
         server->standby     ? "standby, reports only"
         : server->may_write ? "allowed"
                             : "not allowed",
         "ask the database's owner, or connect as another role to import and match");
}

static void examine_disk(struct examination *examination, struct cadre_error *err)
{
    struct private_server *server = NULL;
    int64_t free_mb;
    if (registry_session_is_foreign(examination->call))
        return;
    if (registry_session_locate_server(examination->call, &server, err) != CADRE_OK) {
        note_error(examination, "disk", err);
        return;
    }
    bool room = private_server_has_room(server, &free_mb);
    note(examination, room ? HEALTH_OK : HEALTH_WARN, "disk",
         arena_format(examination->arena, "%lld MB free", (long long)free_mb),
         "make room: with a full disk nothing can be imported");
}

static void examine_server(struct examination *examination, struct session *session,
                           struct cadre_error *err)
{
    struct doctor_server server = {0};
    if (doctor_store_server(session, examination->arena, &server, err) != CADRE_OK)
        note_error(examination, "PostgreSQL", err);
    else
        note_server(examination, &server);
    examination->standby = server.standby;
}

/* ---- the registry ---------------------------------------------------------------------------- */

static bool examine_schema(struct examination *examination, struct session *session,
                           struct cadre_error *err)
{
    struct schema_report report;
    enum cadre_status status = migrate_report(session, &report, err);
    if (status == CADRE_OK)
        status = migrate_require_current(session, err);
    if (status == CADRE_SCHEMA && examination->call->demo && report.state == SCHEMA_ABSENT)
        cadre_fail_hint(err, "'cadre demo' makes it");
    if (status != CADRE_OK) {
        note_error(examination, "schema", err);
        return false;
    }
    note(examination, HEALTH_OK, "schema",
         arena_format(examination->arena, "version %d", report.version), NULL);
    return true;
}

static void examine_counts(struct examination *examination, struct session *session,
                           struct cadre_error *err)
{
    struct doctor_counts counts;
    if (doctor_store_counts(session, &counts, err) != CADRE_OK) {
        note_error(examination, "registry", err);
        return;
    }
    note(examination, counts.elements > 0 ? HEALTH_OK : HEALTH_FAIL, "catalogue",
         arena_format(examination->arena, "%lld elements", (long long)counts.elements),
         "load it with 'cadre db upgrade'");
    note(examination, HEALTH_OK, "registry",
         arena_format(examination->arena, "%lld people, %lld batches, %lld runs",
                      (long long)counts.people, (long long)counts.batches, (long long)counts.runs),
         NULL);
}

static void examine_faults(struct examination *examination, struct session *session,
                           struct cadre_error *err)
{
    struct doctor_fault *faults = NULL;
    size_t count = 0;
    if (doctor_store_faults(session, examination->arena, &faults, &count, err) != CADRE_OK) {
        note_error(examination, "checker", err);
        return;
    }
    for (size_t i = 0; i < count; i++)
        note(examination, HEALTH_FAIL, "checker",
             arena_format(examination->arena, "%.*s: %lld", STR_VIEW_ARGS(faults[i].fault),
                          (long long)faults[i].found),
             "the registry was altered beside cadre: restore a backup, or report a bug");
    if (count == 0)
        note(examination, HEALTH_OK, "checker", "no fault", NULL);
}

static void note_dangling(struct examination *examination, int64_t found, const char *what,
                          const char *remedy)
{
    if (found > 0)
        note(examination, HEALTH_FAIL, "elements",
             arena_format(examination->arena, "%lld %s", (long long)found, what), remedy);
}

/* What names nothing: an upgrade may have withdrawn it. */
static void examine_elements(struct examination *examination, struct session *session,
                             struct cadre_error *err)
{
    int64_t registry = 0;
    int64_t loads = 0;
    if (doctor_store_dangling(session, &registry, &loads, err) != CADRE_OK) {
        note_error(examination, "elements", err);
        return;
    }
    note_dangling(examination, registry, "rows name an element that the catalogue has not",
                  "load its framework again: cadre catalogue load");
    note_dangling(examination, loads, "loaded rows of the catalogue name what is not there",
                  "'cadre catalogue loads' lists the loads: undo the one at fault");
    if (registry + loads == 0)
        note(examination, HEALTH_OK, "elements", "all that are named are there", NULL);
}

/* ---- what is on its way ---------------------------------------------------------------------- */

/* Somebody is at it, or it has come to its end meanwhile. */
static enum cadre_status is_under_way(const struct examination *examination,
                                      struct session *session,
                                      const struct doctor_unfinished *batch, bool *ret_under_way,
                                      struct cadre_error *err)
{
    struct batch_row row;
    const struct kind *kind = kind_find(batch->kind);
    const char *key = kind != NULL ? import_lock_key(kind, batch->source.data) : batch->source.data;
    enum cadre_status status = session_lock_is_held(session, LOCK_SOURCE, key, ret_under_way, err);
    if (status != CADRE_OK || *ret_under_way)
        return status;
    status = batch_store_show(session, batch->number, examination->arena, &row, err);
    if (status == CADRE_OK)
        *ret_under_way = !batch_row_is_unfinished(&row);
    return status;
}

static void note_unfinished(struct examination *examination, const struct doctor_unfinished *batch)
{
    struct arena *arena = examination->arena;
    long long number = (long long)batch->number;
    CADRE_CLEANUP(str_release) struct str found = {0};
    str_add_format(&found, "batch %lld (%.*s", number, STR_VIEW_ARGS(batch->kind));
    if (batch->source.length > 0)
        str_add_format(&found, " of %.*s", STR_VIEW_ARGS(batch->source));
    str_add_text(&found, ") did not come to its end: ");
    words_add_count((uint64_t)batch->rows, "row of it is", "rows of it are", &found);
    str_add_text(&found, " staged");
    note(examination, HEALTH_WARN, "staging", arena_strdup(arena, str_chars(&found)),
         arena_format(arena,
                      "'cadre batch resume %lld' goes on with it, 'cadre batch abandon %lld' "
                      "removes them",
                      number, number));
}

static enum cadre_status examine_unfinished(struct examination *examination,
                                            struct session *session, struct cadre_error *err)
{
    struct doctor_unfinished *batches = NULL;
    size_t count = 0;
    enum cadre_status status =
        doctor_store_unfinished(session, examination->arena, &batches, &count, err);
    for (size_t i = 0; status == CADRE_OK && i < count; i++) {
        bool under_way = false;
        status = is_under_way(examination, session, &batches[i], &under_way, err);
        if (status == CADRE_OK && !under_way)
            note_unfinished(examination, &batches[i]);
    }
    return status;
}

/* People's rows that lie about: those of imports that were killed. */
static void examine_staging(struct examination *examination, struct session *session,
                            struct cadre_error *err)
{
    size_t before = examination->count;
    size_t left = 0;
    if (examination->standby)
        return; /* who is at work is known to the other server */
    enum cadre_status status = first_volume_left(session, &left, err);
    if (status == CADRE_OK && left > 0)
        note(examination, HEALTH_WARN, "staging",
             arena_format(examination->arena,
                          "%zu first %s did not come to an end and left %s rows", left,
                          left == 1 ? "list" : "lists", left == 1 ? "its" : "their"),
             "the next 'cadre import', of whatever, removes them");
    if (status == CADRE_OK)
        status = examine_unfinished(examination, session, err);
    if (status != CADRE_OK)
        note_error(examination, "staging", err);
    else if (examination->count == before)
        note(examination, HEALTH_OK, "staging", "no rows are left there", NULL);
}

static void examine(struct examination *examination, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    if (registry_session_connect(examination->call, "cadre doctor", &registry, err) != CADRE_OK) {
        note_error(examination, "connection", err);
        return;
    }
    struct session *session = registry_session_of(registry);
    note(examination, HEALTH_OK, "connection",
         registry_session_is_foreign(examination->call) ? "to a server" : "private PostgreSQL",
         NULL);
    examine_disk(examination, err);
    examine_server(examination, session, err);
    if (!examine_schema(examination, session, err))
        return;
    examine_counts(examination, session, err);
    examine_elements(examination, session, err);
    examine_staging(examination, session, err);
    examine_faults(examination, session, err);
}

/* ---- telling --------------------------------------------------------------------------------- */

static enum health worst_of(const struct examination *examination)
{
    enum health worst = HEALTH_OK;
    for (size_t i = 0; i < examination->count; i++) {
        if (examination->checks[i].health > worst)
            worst = examination->checks[i].health;
    }
    return worst;
}

static void print_checks(const struct examination *examination)
{
    static const char *const words[] = {
        [HEALTH_OK] = "ok", [HEALTH_WARN] = "warn", [HEALTH_FAIL] = "fail"};
    for (size_t i = 0; i < examination->count; i++) {
        const struct check *check = &examination->checks[i];
        printf("%-4s  %-18s  %s\n", words[check->health], check->what, check->found);
        if (check->remedy != NULL)
            printf("      %-18s  -> %s\n", "", check->remedy);
    }
}

/* One line when a human is needed: the first of the worst. */
static void tell_worst(const struct examination *examination, enum health worst)
{
    for (size_t i = 0; worst > HEALTH_OK && i < examination->count; i++) {
        const struct check *check = &examination->checks[i];
        if (check->health != worst)
            continue;
        tell_needed(examination->call, "%s: %s; %s", check->what, check->found, check->remedy);
        return;
    }
}

static enum cadre_status run_doctor(struct invocation *call, struct cadre_error *err)
{
    static const enum cadre_status statuses[] = {
        [HEALTH_OK] = CADRE_OK, [HEALTH_WARN] = CADRE_FINDINGS, [HEALTH_FAIL] = CADRE_DATABASE};
    struct examination *examination = arena_calloc(call->arena, 1, sizeof *examination);
    examination->call = call;
    examination->arena = call->arena;
    examine(examination, err);
    enum health worst = worst_of(examination);
    if (call->quiet)
        tell_worst(examination, worst);
    else
        print_checks(examination);
    return statuses[worst];
}

static const struct command_example examples[] = {
    {"cadre doctor", "is everything well, and what to do if not"},
    {"cadre doctor -q || mail -s cadre operator < /dev/null", "from cron: silent when well"},
    {0},
};

const struct command command_doctor = {
    .name = "doctor",
    .summary = "check connection, server, schema and registry",
    .operands = "",
    .description =
        "Each line says ok, warn or fail, and what to do. The checker looks for versions that\n"
        "overlap, people that do not follow from their source records, and numbers that do not\n"
        "add up. Rows of people that an import left in staging, as it was killed, are told with\n"
        "what removes them. Exit code 1: a warning; 3: a failure.",
    .examples = examples,
    .run = run_doctor,
};
