#include "sql/run_life.h"

#include "core/base/alloc.h"
#include "core/policy/policy.h"
#include "queries.h"
#include "sql/registry_write.h"

/* A run whose life goes on, read under the registry lock. */
struct life {
    struct session *session;
    struct arena *arena;
    const char *number; /* parameter */
    struct run_row run;
    struct run_event judged; /* the last verdict; absent event = none */
};

static const char *const verdicts[] = {
    [RUN_APPROVED] = "approved",
    [RUN_REJECTED] = "rejected",
};

/* ---- reading --------------------------------------------------------------------------------- */

enum cadre_status run_life_events(struct session *session, int64_t number, struct arena *arena,
                                  struct run_event **ret_events, size_t *ret_count,
                                  struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status = session_run(session, &query_run_events, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t count = rows_count(rows);
    struct run_event *events = arena_calloc(arena, count, sizeof *events);
    for (size_t row = 0; row < count; row++)
        events[row] = (struct run_event){
            .recorded_at = rows_copy(rows, row, "recorded_at", arena),
            .event = rows_copy(rows, row, "event", arena),
            .role = rows_copy(rows, row, "role", arena),
            .why = rows_copy(rows, row, "why", arena),
            .looked_as_of = rows_date(rows, row, rows_column(rows, "looked_as_of")),
            .looked_known_at = rows_copy(rows, row, "looked_known_at", arena),
            .sealed = rows_bool(rows, row, rows_column(rows, "sealed")),
        };
    *ret_events = events;
    *ret_count = count;
    return CADRE_OK;
}

enum cadre_status run_life_lapses(struct session *session, int64_t number, struct arena *arena,
                                  struct run_lapse_row **ret_rows, size_t *ret_count,
                                  struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status = session_run(session, &query_run_lapses, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_count = rows_count(rows);
    *ret_rows = arena_calloc(arena, *ret_count, sizeof **ret_rows);
    for (size_t row = 0; row < *ret_count; row++)
        (*ret_rows)[row] = (struct run_lapse_row){
            .natural_key = rows_copy(rows, row, "natural_key", arena),
            .person_id = rows_copy(rows, row, "person_id", arena),
            .need_code = rows_copy(rows, row, "need_code", arena),
            .reason = rows_copy(rows, row, "reason", arena),
        };
    return CADRE_OK;
}

static bool is_verdict(const struct run_event *event)
{
    return str_view_equal(event->event, str_view_of(verdicts[RUN_APPROVED])) ||
           str_view_equal(event->event, str_view_of(verdicts[RUN_REJECTED]));
}

enum cadre_status run_life_verdict(struct session *session, int64_t number, struct arena *arena,
                                   struct run_event *ret_verdict, struct cadre_error *err)
{
    struct run_event *events = NULL;
    struct run_event verdict = {0};
    size_t count = 0;
    enum cadre_status status = run_life_events(session, number, arena, &events, &count, err);
    if (status != CADRE_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        if (is_verdict(&events[i]))
            verdict = events[i];
    }
    *ret_verdict = verdict;
    return CADRE_OK;
}

static enum cadre_status read_life(struct life *life, int64_t number, struct cadre_error *err)
{
    life->number = parameter_int64(life->arena, number);
    enum cadre_status status =
        run_store_find(life->session, life->number, life->arena, &life->run, err);
    return status == CADRE_OK
               ? run_life_verdict(life->session, number, life->arena, &life->judged, err)
               : status;
}

static enum cadre_status read_role(struct life *life, struct str_view *ret_role,
                                   struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(life->session, &query_session_role, NULL, &rows, err);
    if (status == CADRE_OK)
        *ret_role = rows_copy(rows, 0, "role", life->arena);
    return status;
}

/* ---- an event -------------------------------------------------------------------------------- */

/* `number` and `at` are parameters. */
static enum cadre_status add_event(struct session *session, const char *number, const char *at,
                                   const char *event, const char *why, struct cadre_error *err)
{
    const char *const parameters[] = {number, at, event, why, NULL, NULL};
    return session_do(session, &query_run_event_add, parameters, err);
}

static enum cadre_status set_published(struct session *session, const char *number, const char *at,
                                       struct cadre_error *err)
{
    const char *const parameters[] = {number, at};
    return session_do(session, &query_run_publish, parameters, err);
}

enum cadre_status run_life_published(struct session *session, int64_t number, const char *at,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *parameter = parameter_int64(arena, number);
    enum cadre_status status = set_published(session, parameter, at, err);
    return status == CADRE_OK ? add_event(session, parameter, at, "published", NULL, err) : status;
}

/* ---- approval and rejection ------------------------------------------------------------------ */

static enum cadre_status fail_settled(const struct life *life, struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED, "run %s is %s already", life->number, run_row_state(&life->run));
    if (life->run.withdrawn_at.data != NULL)
        return cadre_fail_hint(err, "'cadre match' makes a new run");
    return cadre_fail_hint(err, "'cadre run withdraw %s' takes it back", life->number);
}

/* Two pairs of eyes: the role that made the run does not approve it. */
static enum cadre_status require_other_role(struct life *life, struct cadre_error *err)
{
    struct str_view role;
    enum cadre_status status = read_role(life, &role, err);
    if (status != CADRE_OK || !str_view_equal(role, life->run.made_by))
        return status;
    cadre_fail(err, CADRE_REFUSED,
               "run %s was made by the role '%.*s', and its policy wants another role's approval "
               "than that of '%.*s'",
               life->number, STR_VIEW_ARGS(life->run.made_by), STR_VIEW_ARGS(role));
    return cadre_fail_hint(err, "let somebody approve it who connects as another database role");
}

static enum cadre_status judge(struct life *life, int64_t number, enum run_verdict verdict,
                               const char *why, struct cadre_error *err)
{
    const char *at = NULL;
    enum cadre_status status = read_life(life, number, err);
    if (status == CADRE_OK && life->run.published_at.data != NULL)
        status = fail_settled(life, err);
    if (status == CADRE_OK && verdict == RUN_APPROVED && policy_wants_approval(life->run.policy))
        status = require_other_role(life, err);
    if (status == CADRE_OK)
        status = registry_write_time(life->session, life->arena, &at, err);
    if (status == CADRE_OK)
        status = add_event(life->session, life->number, at, verdicts[verdict], why, err);
    return status;
}

enum cadre_status run_life_judge(struct session *session, int64_t number, enum run_verdict verdict,
                                 const char *why, int wait_s, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct life life = {.session = session, .arena = arena};
    enum cadre_status status = registry_write_begin(session, wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = judge(&life, number, verdict, why, err);
    return registry_write_end(session, status, err);
}

/* ---- publication ----------------------------------------------------------------------------- */

static enum cadre_status fail_rejected(const struct life *life, struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED, "run %s was rejected by the role '%.*s': %.*s", life->number,
               STR_VIEW_ARGS(life->judged.role), STR_VIEW_ARGS(life->judged.why));
    return cadre_fail_hint(err,
                           "'cadre run approve %s --why TEXT' takes the rejection back; 'cadre "
                           "match' makes another run when something has changed",
                           life->number);
}

static enum cadre_status fail_unapproved(const struct life *life, struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED,
               "run %s is not approved: its policy wants the approval of another role than '%.*s'",
               life->number, STR_VIEW_ARGS(life->run.made_by));
    return cadre_fail_hint(err, "'cadre run approve %s --why TEXT', as that role", life->number);
}

/* Published already is fine. */
static enum cadre_status require_publishable(const struct life *life, struct cadre_error *err)
{
    if (life->run.withdrawn_at.data != NULL)
        return fail_settled(life, err);
    if (life->run.published_at.data != NULL)
        return CADRE_OK;
    if (str_view_equal(life->judged.event, str_view_of(verdicts[RUN_REJECTED])))
        return fail_rejected(life, err);
    if (policy_wants_approval(life->run.policy) && life->judged.event.data == NULL)
        return fail_unapproved(life, err);
    return CADRE_OK;
}

enum cadre_status run_life_may_publish(struct session *session, int64_t number,
                                       struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct life life = {.session = session, .arena = arena};
    enum cadre_status status = read_life(&life, number, err);
    return status == CADRE_OK ? require_publishable(&life, err) : status;
}

static enum cadre_status store_lapses(struct life *life, const struct run_publication *publication,
                                      struct cadre_error *err)
{
    size_t count = publication->lapse_count;
    struct str_view *texts = arena_calloc(life->arena, 3 * count, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        texts[i] = publication->lapses[i].natural_key;
        texts[count + i] = publication->lapses[i].need_code;
        texts[2 * count + i] = publication->lapses[i].reason;
    }
    const char *const parameters[] = {
        life->number,
        parameter_text_array(life->arena, texts, count),
        parameter_text_array(life->arena, texts + count, count),
        parameter_text_array(life->arena, texts + 2 * count, count),
    };
    return session_do(life->session, &query_run_lapse_add, parameters, err);
}

/* With the day and the time at which it was looked, if it was. */
static enum cadre_status add_published(struct life *life, const struct run_publication *publication,
                                       const char *at, struct cadre_error *err)
{
    const struct cadre_date *as_of = publication->as_of;
    const char *const parameters[] = {
        life->number,
        at,
        "published",
        publication->why,
        as_of != NULL ? parameter_date(life->arena, *as_of) : NULL,
        as_of != NULL ? publication->known_at : NULL,
    };
    enum cadre_status status = set_published(life->session, life->number, at, err);
    if (status == CADRE_OK)
        status = session_do(life->session, &query_run_event_add, parameters, err);
    return status;
}

static enum cadre_status publish(struct life *life, const struct run_publication *publication,
                                 bool *ret_done, bool *ret_stale, struct cadre_error *err)
{
    const char *at = NULL;
    bool stale = false;
    enum cadre_status status = read_life(life, publication->number, err);
    if (status == CADRE_OK)
        status = require_publishable(life, err);
    if (status != CADRE_OK || life->run.published_at.data != NULL)
        return status;
    if (publication->known_at != NULL)
        status =
            registry_write_is_past(life->session, str_view_of(publication->known_at), &stale, err);
    *ret_stale = stale;
    if (status != CADRE_OK || stale)
        return status;
    status = registry_write_time(life->session, life->arena, &at, err);
    if (status == CADRE_OK)
        status = add_published(life, publication, at, err);
    if (status == CADRE_OK)
        status = store_lapses(life, publication, err);
    *ret_done = status == CADRE_OK;
    return status;
}

enum cadre_status run_life_publish(struct session *session,
                                   const struct run_publication *publication, bool *ret_done,
                                   bool *ret_stale, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct life life = {.session = session, .arena = arena};
    *ret_done = *ret_stale = false;
    enum cadre_status status = registry_write_begin(session, publication->wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = publish(&life, publication, ret_done, ret_stale, err);
    return registry_write_end(session, status, err);
}

/* ---- withdrawal ------------------------------------------------------------------------------ */

static enum cadre_status fail_draft(const struct life *life, struct cadre_error *err)
{
    cadre_fail(err, CADRE_REFUSED, "run %s is not published: there is nothing to withdraw",
               life->number);
    return cadre_fail_hint(err, "'cadre run reject %s --why TEXT' keeps it from being published",
                           life->number);
}

static enum cadre_status withdraw(struct life *life, int64_t number, const char *why,
                                  bool *ret_done, struct cadre_error *err)
{
    const char *at = NULL;
    enum cadre_status status = read_life(life, number, err);
    if (status == CADRE_OK && life->run.published_at.data == NULL)
        status = fail_draft(life, err);
    *ret_done = status == CADRE_OK && life->run.withdrawn_at.data == NULL;
    if (status != CADRE_OK || !*ret_done)
        return status;
    status = registry_write_time(life->session, life->arena, &at, err);
    if (status != CADRE_OK)
        return status;
    const char *const parameters[] = {life->number, at};
    status = session_do(life->session, &query_run_withdraw, parameters, err);
    if (status == CADRE_OK)
        status = add_event(life->session, life->number, at, "withdrawn", why, err);
    return status;
}

enum cadre_status run_life_withdraw(struct session *session, int64_t number, const char *why,
                                    int wait_s, bool *ret_done, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    struct life life = {.session = session, .arena = arena};
    enum cadre_status status = registry_write_begin(session, wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = withdraw(&life, number, why, ret_done, err);
    return registry_write_end(session, status, err);
}
