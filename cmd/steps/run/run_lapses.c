#include "cmd/steps/run/run_lapses.h"

#include <stdlib.h>

#include "cmd/steps/registry_catalogue.h"
#include "core/base/alloc.h"
#include "core/policy/policy.h"
#include "sql/snapshot_store.h"

static enum cadre_status read_registry(struct session *session, const struct run_row *run,
                                       struct snapshot_request *request, struct arena *arena,
                                       struct run_lapses *lapses, struct cadre_error *err)
{
    enum cadre_status status =
        registry_catalogue_read(session, request->known_at, arena, &lapses->catalogue, err);
    if (status != CADRE_OK)
        return status;
    request->call_up = policy_find_call_up(lapses->catalogue, run->policy);
    return snapshot_store_load(session, request, lapses->catalogue, arena, &lapses->snapshot, err);
}

enum cadre_status run_lapses_find(struct session *session, const struct run_row *run,
                                  struct cadre_date as_of, const char *known_at,
                                  struct arena *arena, struct run_lapses *ret_lapses,
                                  struct cadre_error *err)
{
    struct run_contents contents = {0};
    struct snapshot_request request = {
        .as_of = as_of, .known_at = known_at, .policy = match_policy_of(run->policy, arena)};
    enum cadre_status status = read_registry(session, run, &request, arena, ret_lapses, err);
    if (status == CADRE_OK)
        status = run_store_contents(session, run->number, arena, &contents, err);
    if (status != CADRE_OK)
        return status;
    struct lapse_claim *claims = arena_calloc(arena, contents.assignment_count, sizeof *claims);
    for (size_t i = 0; i < contents.assignment_count; i++)
        claims[i] = (struct lapse_claim){contents.assignments[i].natural_key,
                                         contents.assignments[i].need_code};
    ret_lapses->assignments = contents.assignments;
    ret_lapses->count = lapse_find(ret_lapses->snapshot, claims, contents.assignment_count, arena,
                                   &ret_lapses->items);
    return CADRE_OK;
}

void run_lapses_release(struct run_lapses *lapses)
{
    catalogue_free(lapses->catalogue);
    lapses->catalogue = NULL;
}

struct run_lapse_row *run_lapses_rows(const struct run_lapses *lapses, struct arena *arena)
{
    struct run_lapse_row *rows = arena_calloc(arena, lapses->count, sizeof *rows);
    for (size_t i = 0; i < lapses->count; i++) {
        const struct lapse *lapse = &lapses->items[i];
        const struct run_assignment_row *row = &lapses->assignments[lapse->claim];
        rows[i] = (struct run_lapse_row){
            .natural_key =
                lapse_is_of_person(lapse) ? row->natural_key : (struct str_view){NULL, 0},
            .need_code = row->need_code,
            .reason = str_view_of(lapse_code(lapse)),
        };
    }
    return rows;
}

/* ---- looking again --------------------------------------------------------------------------- */

/* By need and person, its needs first: as they are read. */
static int compare_rows(const void *left, const void *right)
{
    const struct run_lapse_row *a = left;
    const struct run_lapse_row *b = right;
    int order = str_view_compare(a->need_code, b->need_code);
    if (order == 0)
        order = (a->natural_key.data != NULL) - (b->natural_key.data != NULL);
    return order != 0 ? order : str_view_compare(a->natural_key, b->natural_key);
}

static bool same_row(const struct run_lapse_row *left, const struct run_lapse_row *right)
{
    return compare_rows(left, right) == 0 && str_view_equal(left->reason, right->reason);
}

static const char *compare(const struct run_lapse_row *stored, size_t stored_count,
                           struct run_lapse_row *found, size_t found_count, struct arena *arena)
{
    if (found_count > 1)
        qsort(found, found_count, sizeof *found, compare_rows);
    size_t most = stored_count > found_count ? stored_count : found_count;
    for (size_t i = 0; i < most; i++) {
        const struct run_lapse_row *row = i < stored_count ? &stored[i] : &found[i];
        if (i >= stored_count || i >= found_count || !same_row(&stored[i], &found[i]))
            return arena_format(arena,
                                "who did not fit any more when it was published was altered; need "
                                "'%.*s'",
                                STR_VIEW_ARGS(row->need_code));
    }
    return NULL;
}

/* Of another day and another state of the registry than the run: read by itself. */
static enum cadre_status look_again(struct session *session, const struct run_row *run,
                                    const struct run_event *published,
                                    const struct run_lapse_row *stored, size_t stored_count,
                                    struct arena *arena, const char **ret_broken,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    struct run_lapses lapses = {0};
    const char *known_at = published->looked_known_at.data;
    enum cadre_status status =
        registry_catalogue_altered(session, known_at, arena, ret_broken, err);
    if (status != CADRE_OK || *ret_broken != NULL)
        return status;
    status =
        run_lapses_find(session, run, published->looked_as_of, known_at, scratch, &lapses, err);
    if (status == CADRE_OK)
        *ret_broken =
            compare(stored, stored_count, run_lapses_rows(&lapses, scratch), lapses.count, arena);
    run_lapses_release(&lapses);
    if (status != CADRE_BUG)
        return status;
    *ret_broken =
        arena_format(arena, "the registry as of its publication cannot be read: %s", err->message);
    cadre_error_release(err);
    return CADRE_OK;
}

static const struct run_event *publication_of(const struct run_event *events, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (str_view_equal(events[i].event, STR_VIEW_LITERAL("published")))
            return &events[i];
    }
    return NULL;
}

enum cadre_status run_lapses_check(struct session *session, const struct run_row *run,
                                   struct arena *arena, const char **ret_broken,
                                   struct cadre_error *err)
{
    struct run_event *events = NULL;
    struct run_lapse_row *stored = NULL;
    size_t event_count = 0;
    size_t count = 0;
    enum cadre_status status =
        run_life_events(session, run->number, arena, &events, &event_count, err);
    if (status == CADRE_OK)
        status = run_life_lapses(session, run->number, arena, &stored, &count, err);
    if (status != CADRE_OK)
        return status;
    *ret_broken = NULL;
    const struct run_event *published = publication_of(events, event_count);
    if (published != NULL && !published->sealed)
        return CADRE_OK;
    if (published != NULL && cadre_date_is_set(published->looked_as_of))
        return look_again(session, run, published, stored, count, arena, ret_broken, err);
    *ret_broken = compare(stored, count, NULL, 0, arena);
    return CADRE_OK;
}
