#include "cmd/steps/run/run_publish.h"

#include <string.h>

#include "cmd/cli/tell.h"
#include "cmd/steps/run/run_lapses.h"
#include "core/base/alloc.h"
#include "reports/need_words.h"
#include "sql/snapshot_store.h"

enum { LAPSES_TOLD = 20 };

/* One look at the registry, and what it found. */
struct check {
    const struct invocation *call;
    struct session *session;
    const struct run_publish_request *request;
    struct arena *arena;
    const char *known_at;
    struct run_lapses lapses;
};

static enum cadre_status look(struct check *check, struct cadre_error *err)
{
    const struct run_publish_request *request = check->request;
    enum cadre_status status =
        snapshot_store_moment(check->session, NULL, check->arena, &check->known_at, err);
    if (status == CADRE_OK)
        status = run_lapses_find(check->session, &request->run, request->as_of, check->known_at,
                                 check->arena, &check->lapses, err);
    return status;
}

/* ---- telling --------------------------------------------------------------------------------- */

static void tell_need(const struct check *check, const struct lapse *lapse)
{
    struct str_view code = check->lapses.assignments[lapse->claim].need_code;
    if (lapse->kind == LAPSE_NEED_GONE)
        tell(check->call, "need %.*s is not in force any more, the run fills %d of its seats",
             STR_VIEW_ARGS(code), lapse->claimed);
    else
        tell(check->call, "need %.*s has %d free %s left, the run fills %d", STR_VIEW_ARGS(code),
             lapse->seats, lapse->seats == 1 ? "seat" : "seats", lapse->claimed);
}

static void add_failures(const struct check *check, const struct lapse *lapse, struct str *out)
{
    const struct snapshot *snapshot = check->lapses.snapshot;
    uint32_t told = lapse->verdict.failure_count < QUALIFY_FAILURES_MAX
                        ? lapse->verdict.failure_count
                        : QUALIFY_FAILURES_MAX;
    for (uint32_t i = 0; i < told; i++) {
        str_add_text(out, i > 0 ? "; " : "");
        words_add_failure(snapshot, &snapshot->people[lapse->person], &snapshot->needs[lapse->need],
                          &lapse->verdict.failures[i], check->arena, out);
    }
}

static const char *const gone_words = "not among those who can be matched any more";

static void tell_person(const struct check *check, const struct lapse *lapse)
{
    CADRE_CLEANUP(str_release) struct str words = {0};
    const struct run_assignment_row *row = &check->lapses.assignments[lapse->claim];
    str_add_format(&words, "%.*s, placed in %.*s: ", STR_VIEW_ARGS(row->person_id),
                   STR_VIEW_ARGS(row->need_code));
    if (lapse->kind == LAPSE_CONDITION)
        add_failures(check, lapse, &words);
    else
        str_add_text(&words, gone_words);
    tell(check->call, "%s", str_chars(&words));
}

/* Where no terminal is nobody is named: how many by which first reason. */
static void tell_counts(const struct check *check)
{
    size_t counts[REASON_COUNT] = {0}; /* REASON_NONE: gone */
    for (size_t i = 0; i < check->lapses.count; i++) {
        if (lapse_is_of_person(&check->lapses.items[i]))
            counts[check->lapses.items[i].verdict.primary]++;
    }
    for (int reason = 0; reason < REASON_COUNT; reason++) {
        if (counts[reason] > 0)
            tell(check->call, "%zu placed %s: %s", counts[reason],
                 counts[reason] == 1 ? "person" : "people",
                 reason == REASON_NONE ? gone_words : reason_title((enum reason)reason));
    }
}

static size_t people_of(const struct check *check)
{
    size_t people = 0;
    for (size_t i = 0; i < check->lapses.count; i++)
        people += lapse_is_of_person(&check->lapses.items[i]);
    return people;
}

static void tell_lapses(const struct check *check)
{
    size_t people = people_of(check);
    size_t told = 0;
    for (size_t i = 0; check->call->terminal_err && i < check->lapses.count && told < LAPSES_TOLD;
         i++) {
        if (lapse_is_of_person(&check->lapses.items[i])) {
            tell_person(check, &check->lapses.items[i]);
            told++;
        }
    }
    if (!check->call->terminal_err)
        tell_counts(check);
    else if (told < people)
        tell(check->call, "and %zu more people", people - told);
    for (size_t i = 0; i < check->lapses.count; i++) {
        if (!lapse_is_of_person(&check->lapses.items[i]))
            tell_need(check, &check->lapses.items[i]);
    }
}

static enum cadre_status fail_lapsed(const struct check *check, struct cadre_error *err)
{
    char day[CADRE_DATE_TEXT_SIZE];
    size_t people = people_of(check);
    size_t needs = check->lapses.count - people;
    CADRE_CLEANUP(str_release) struct str words = {0};
    if (people > 0)
        str_add_format(&words, "%zu %s whom it places %s not fit any more", people,
                       people == 1 ? "person" : "people", people == 1 ? "does" : "do");
    if (needs > 0)
        str_add_format(&words, "%s%zu %s not the seats any more", people > 0 ? ", " : "", needs,
                       needs == 1 ? "need has" : "needs have");
    cadre_fail(err, CADRE_REFUSED, "run %lld is not published: as of %s %s",
               (long long)check->request->run.number, cadre_date_format(check->request->as_of, day),
               str_chars(&words));
    return cadre_fail_hint(
        err, "'cadre match' makes a new run; --despite --why TEXT publishes this one all the same");
}

/* ---- publishing ------------------------------------------------------------------------------ */

static enum cadre_status store(struct check *check, bool *ret_done, bool *ret_stale,
                               struct cadre_error *err)
{
    const struct run_publication publication = {.number = check->request->run.number,
                                                .why = check->request->why,
                                                .as_of = &check->request->as_of,
                                                .known_at = check->known_at,
                                                .lapses =
                                                    run_lapses_rows(&check->lapses, check->arena),
                                                .lapse_count = check->lapses.count,
                                                .wait_s = check->request->wait_s};
    return run_life_publish(check->session, &publication, ret_done, ret_stale, err);
}

/* Looks and stores; *ret_stale: something was recorded in between. */
static enum cadre_status attempt(struct check *check, bool *ret_done, bool *ret_stale,
                                 struct cadre_error *err)
{
    enum cadre_status status = look(check, err);
    if (status == CADRE_OK && check->lapses.count > 0 && !check->request->despite)
        status = fail_lapsed(check, err);
    if (status == CADRE_OK)
        status = store(check, ret_done, ret_stale, err);
    if (status == CADRE_REFUSED || (status == CADRE_OK && !*ret_stale))
        tell_lapses(check);
    run_lapses_release(&check->lapses);
    return status;
}

/* Reading takes its time, and nobody waits for it: only when somebody wrote meanwhile it is done
 * again with the registry held. */
static enum cadre_status attempt_twice(const struct check *fresh, bool *ret_done,
                                       size_t *ret_lapses, struct cadre_error *err)
{
    bool stale = false;
    struct check check = *fresh;
    enum cadre_status status = attempt(&check, ret_done, &stale, err);
    if (status == CADRE_OK && stale) {
        check = *fresh;
        status = session_lock(check.session, LOCK_REGISTRY, "", check.request->wait_s, err);
        if (status != CADRE_OK)
            return status;
        status = attempt(&check, ret_done, &stale, err);
        session_unlock(check.session, LOCK_REGISTRY, "");
    }
    *ret_lapses = check.lapses.count;
    return status;
}

enum cadre_status run_publish(const struct invocation *call, struct session *session,
                              const struct run_publish_request *request, bool *ret_done,
                              size_t *ret_lapses, struct cadre_error *err)
{
    *ret_done = false;
    *ret_lapses = 0;
    enum cadre_status status = run_life_may_publish(session, request->run.number, err);
    if (status != CADRE_OK || request->run.published_at.data != NULL)
        return status;
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const struct check check = {
        .call = call, .session = session, .request = request, .arena = arena};
    return attempt_twice(&check, ret_done, ret_lapses, err);
}
