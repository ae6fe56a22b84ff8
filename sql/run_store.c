#include "sql/run_store.h"

#include <string.h>

#include "core/base/alloc.h"
#include "queries.h"
#include "sql/copy_binary.h"
#include "sql/registry_write.h"
#include "sql/run_life.h"
#include "sql/run_limits.h"
#include "sql/run_overrides.h"

enum { DIGEST_PREFIX_MIN = 4 };

/* ---- reading --------------------------------------------------------------------------------- */

static void read_run(const struct rows *rows, size_t row, struct arena *arena,
                     struct run_row *ret_run)
{
    *ret_run = (struct run_row){
        .number = rows_number(rows, row, "number"),
        .digest = rows_copy(rows, row, "digest", arena),
        .digest_without_base = rows_copy(rows, row, "digest_without_base", arena),
        .result_digest = rows_copy(rows, row, "result_digest", arena),
        .as_of = rows_date(rows, row, rows_column(rows, "as_of")),
        .known_at = rows_copy(rows, row, "known_at", arena),
        .recorded_at = rows_copy(rows, row, "recorded_at", arena),
        .published_at = rows_copy(rows, row, "published_at", arena),
        .withdrawn_at = rows_copy(rows, row, "withdrawn_at", arena),
        .verdict = rows_copy(rows, row, "verdict", arena),
        .made_by = rows_copy(rows, row, "made_by", arena),
        .policy = rows_copy(rows, row, "policy", arena),
        .solver_version = rows_copy(rows, row, "solver_version", arena),
        .mode = rows_copy(rows, row, "mode", arena),
        .base_run = rows_number(rows, row, "base_run"),
        .people = rows_number(rows, row, "people"),
        .needs = rows_number(rows, row, "needs"),
        .pairs = rows_number(rows, row, "pairs"),
        .seats = rows_number(rows, row, "seats"),
        .objective = {.fit_bp = rows_number(rows, row, "fit_bp"),
                      .held = rows_number(rows, row, "held")},
    };
    rows_int64_array(rows, row, rows_column(rows, "filled"), ret_run->objective.filled,
                     INSTANCE_CLASS_COUNT);
}

const char *run_row_state(const struct run_row *run)
{
    if (run->withdrawn_at.data != NULL)
        return "withdrawn";
    if (run->published_at.data != NULL)
        return "published";
    return run->verdict.data != NULL ? run->verdict.data : "draft";
}

static enum cadre_status fail_no_run(const char *word, struct cadre_error *err)
{
    cadre_fail(err, CADRE_USAGE, "there is no run '%s'", word);
    return cadre_fail_hint(err, "'cadre run list' shows them, 'cadre match' makes one");
}

static bool is_hexadecimal(const char *word)
{
    return strlen(word) >= DIGEST_PREFIX_MIN && strspn(word, "0123456789abcdef") == strlen(word);
}

static enum cadre_status query_run(struct session *session, const char *word,
                                   struct rows **ret_rows, struct cadre_error *err)
{
    const char *const parameters[] = {word};
    int64_t number;
    if (strcmp(word, "last") == 0)
        return session_run(session, &query_run_last, NULL, ret_rows, err);
    enum cadre_status status = CADRE_OK;
    if (str_view_to_int64(str_view_of(word), &number) && number > 0)
        status = session_run(session, &query_run_by_number, parameters, ret_rows, err);
    if (status == CADRE_OK && (*ret_rows == NULL || rows_count(*ret_rows) == 0) &&
        is_hexadecimal(word)) {
        rows_free(*ret_rows);
        *ret_rows = NULL;
        status = session_run(session, &query_run_by_prefix, parameters, ret_rows, err);
    }
    return status;
}

enum cadre_status run_store_find(struct session *session, const char *word, struct arena *arena,
                                 struct run_row *ret_run, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = query_run(session, word, &rows, err);
    if (status != CADRE_OK)
        return status;
    if (rows == NULL || rows_count(rows) == 0)
        return fail_no_run(word, err);
    if (rows_count(rows) > 1) {
        cadre_fail(err, CADRE_USAGE, "more than one run's digest begins with '%s'", word);
        return cadre_fail_hint(err, "say more of it, or the number: 'cadre run list' shows both");
    }
    read_run(rows, 0, arena, ret_run);
    return CADRE_OK;
}

enum cadre_status run_store_last_of(struct session *session, const char *mode, struct arena *arena,
                                    struct run_row *ret_run, bool *ret_found,
                                    struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {mode};
    enum cadre_status status =
        session_run(session, &query_run_last_of_mode, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_found = rows_count(rows) > 0;
    if (*ret_found)
        read_run(rows, 0, arena, ret_run);
    return CADRE_OK;
}

enum cadre_status run_store_newest(struct session *session, struct cadre_date day,
                                   const char *known_at, struct arena *arena,
                                   struct run_row *ret_run, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_date(arena, day), known_at};
    enum cadre_status status =
        session_run(session, &query_run_newest_until, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    if (rows_count(rows) == 0 && known_at != NULL) {
        cadre_fail(err, CADRE_USAGE, "there was no run as of %s or before at %s", parameters[0],
                   known_at);
        return cadre_fail_hint(err,
                               "'cadre match --as-of %s --known-at TIME' makes the run that it "
                               "would have been",
                               parameters[0]);
    }
    if (rows_count(rows) == 0) {
        cadre_fail(err, CADRE_USAGE, "there is no run as of %s or before", parameters[0]);
        return cadre_fail_hint(err, "make one with 'cadre match --as-of %s'", parameters[0]);
    }
    read_run(rows, 0, arena, ret_run);
    return CADRE_OK;
}

enum cadre_status run_store_list(struct session *session, struct arena *arena,
                                 struct run_row **ret_runs, size_t *ret_count,
                                 struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_run_list, NULL, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_count = rows_count(rows);
    *ret_runs = arena_calloc(arena, *ret_count, sizeof **ret_runs);
    for (size_t row = 0; row < *ret_count; row++)
        read_run(rows, row, arena, &(*ret_runs)[row]);
    return CADRE_OK;
}

static enum cadre_status read_assignments(struct session *session, const char *const *parameters,
                                          struct arena *arena, struct run_contents *contents,
                                          struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_run_assignments, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    contents->assignment_count = rows_count(rows);
    contents->assignments =
        arena_calloc(arena, contents->assignment_count, sizeof *contents->assignments);
    for (size_t row = 0; row < contents->assignment_count; row++) {
        contents->assignments[row] = (struct run_assignment_row){
            .natural_key = rows_copy(rows, row, "natural_key", arena),
            .person_id = rows_copy(rows, row, "person_id", arena),
            .owner = rows_copy(rows, row, "owner", arena),
            .need_code = rows_copy(rows, row, "need_code", arena),
            .fit_bp = (int32_t)rows_number(rows, row, "fit_bp"),
            .kept = rows_bool(rows, row, rows_column(rows, "kept")),
        };
        rows_int64_array(rows, row, rows_column(rows, "parts"), contents->assignments[row].part_bp,
                         FIT_PART_COUNT);
    }
    return CADRE_OK;
}

static enum cadre_status read_prices(struct session *session, const char *const *parameters,
                                     struct arena *arena, struct run_contents *contents,
                                     struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_run_prices, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    contents->price_count = rows_count(rows);
    contents->prices = arena_calloc(arena, contents->price_count, sizeof *contents->prices);
    for (size_t row = 0; row < contents->price_count; row++)
        contents->prices[row] = (struct run_price_row){
            .need_code = rows_copy(rows, row, "need_code", arena),
            .seats = (int32_t)rows_number(rows, row, "seats"),
            .price = rows_number(rows, row, "price"),
        };
    return CADRE_OK;
}

static enum cadre_status read_reasons(struct session *session, const char *const *parameters,
                                      struct arena *arena, struct run_contents *contents,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    enum cadre_status status = session_run(session, &query_run_reasons, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    contents->reason_count = rows_count(rows);
    contents->reasons = arena_calloc(arena, contents->reason_count, sizeof *contents->reasons);
    for (size_t row = 0; row < contents->reason_count; row++)
        contents->reasons[row] = (struct run_reason_row){
            .need_code = rows_copy(rows, row, "need_code", arena),
            .reason = rows_copy(rows, row, "reason", arena),
            .people = rows_number(rows, row, "people"),
        };
    return CADRE_OK;
}

enum cadre_status run_store_needs(struct session *session, const struct run_row *run,
                                  struct arena *arena, struct run_need_row **ret_needs,
                                  size_t *ret_count, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const clock[] = {parameter_date(arena, run->as_of),
                                 parameter_text(arena, run->known_at)};
    const char *const number[] = {parameter_int64(arena, run->number)};
    enum cadre_status status = session_do(session, &query_set_clock, clock, err);
    if (status == CADRE_OK)
        status = session_run(session, &query_run_needs, number, &rows, err);
    if (status != CADRE_OK)
        return status;
    size_t count = rows_count(rows);
    struct run_need_row *needs = arena_calloc(arena, count, sizeof *needs);
    for (size_t row = 0; row < count; row++)
        needs[row] = (struct run_need_row){
            .need_code = rows_copy(rows, row, "need_code", arena),
            .title = rows_copy(rows, row, "title", arena),
            .seats = (int32_t)rows_number(rows, row, "seats"),
            .priority = (int32_t)rows_number(rows, row, "priority"),
        };
    *ret_needs = needs;
    *ret_count = count;
    return CADRE_OK;
}

enum cadre_status run_store_since(struct session *session, const struct run_row *run,
                                  struct arena *arena, struct run_since *ret_since,
                                  struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_text(arena, run->known_at)};
    enum cadre_status status = session_run(session, &query_run_since, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_since = (struct run_since){
            .changed = rows_bool(rows, 0, rows_column(rows, "changed")),
            .newest_person = rows_number(rows, 0, "newest_person"),
        };
    return status;
}

enum cadre_status run_store_measure(struct session *session, int64_t number, struct arena *arena,
                                    struct run_measure *ret_measure, struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    struct run_measure measure = {0};
    enum cadre_status status = session_run(session, &query_run_measure, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    if (rows_count(rows) > 0) {
        measure = (struct run_measure){
            .known = true,
            .other_known = !rows_is_null(rows, 0, rows_column(rows, "other_fit_bp")),
            .other = {.fit_bp = rows_number(rows, 0, "other_fit_bp"),
                      .held = rows_number(rows, 0, "other_held")},
            .reading_ms = rows_number(rows, 0, "reading_ms"),
            .pairs_ms = rows_number(rows, 0, "pairs_ms"),
            .solving_ms = rows_number(rows, 0, "solving_ms"),
            .peak_kib = rows_number(rows, 0, "peak_kib"),
        };
        if (measure.other_known)
            rows_int64_array(rows, 0, rows_column(rows, "other_filled"), measure.other.filled,
                             INSTANCE_CLASS_COUNT);
    }
    *ret_measure = measure;
    return CADRE_OK;
}

enum cadre_status run_store_warm_prices(struct session *session, const struct snapshot *snapshot,
                                        struct arena *arena, const struct plain_price **ret_prices,
                                        struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_text(arena, snapshot->known_at)};
    enum cadre_status status = session_run(session, &query_run_warm_prices, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    struct plain_price *prices = arena_calloc(arena, snapshot->need_count, sizeof *prices);
    size_t shared = 0;
    for (size_t row = 0; row < rows_count(rows); row++) {
        int32_t need =
            snapshot_find_need(snapshot, rows_text(rows, row, rows_column(rows, "need_code")));
        if (need < 0)
            continue;
        prices[need] = instance_plain_price(rows_number(rows, row, "price"),
                                            (size_t)rows_number(rows, row, "needs"),
                                            rows_number(rows, row, "seats"));
        shared++;
    }
    *ret_prices = shared * 2 > snapshot->need_count ? prices : NULL;
    return CADRE_OK;
}

enum cadre_status run_store_contents(struct session *session, int64_t number, struct arena *arena,
                                     struct run_contents *ret_contents, struct cadre_error *err)
{
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status = read_assignments(session, parameters, arena, ret_contents, err);
    if (status == CADRE_OK)
        status = read_prices(session, parameters, arena, ret_contents, err);
    if (status == CADRE_OK)
        status = read_reasons(session, parameters, arena, ret_contents, err);
    if (status == CADRE_OK)
        status = run_store_measure(session, number, arena, &ret_contents->measure, err);
    if (status == CADRE_OK)
        status = run_overrides_read(session, number, arena, &ret_contents->overrides, err);
    if (status == CADRE_OK)
        status = run_limits_read(session, number, arena, &ret_contents->limits, err);
    return status;
}

enum cadre_status run_store_head_faults(struct session *session, int64_t number,
                                        struct arena *arena, struct run_head_faults *ret_faults,
                                        struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const char *const parameters[] = {parameter_int64(arena, number)};
    enum cadre_status status = session_run(session, &query_run_head_faults, parameters, &rows, err);
    if (status != CADRE_OK)
        return status;
    *ret_faults = (struct run_head_faults){
        .mode = rows_bool(rows, 0, rows_column(rows, "mode")),
        .base_run = rows_bool(rows, 0, rows_column(rows, "base_run")),
        .known_at = rows_bool(rows, 0, rows_column(rows, "known_at")),
        .recorded_at = rows_bool(rows, 0, rows_column(rows, "recorded_at")),
        .published_at = rows_bool(rows, 0, rows_column(rows, "published_at")),
        .made_by = rows_bool(rows, 0, rows_column(rows, "made_by")),
        .events = rows_bool(rows, 0, rows_column(rows, "events")),
        .approval = rows_bool(rows, 0, rows_column(rows, "approval")),
        .places = rows_bool(rows, 0, rows_column(rows, "places")),
        .costs = rows_bool(rows, 0, rows_column(rows, "costs")),
    };
    return CADRE_OK;
}

/* ---- storing --------------------------------------------------------------------------------- */

static enum cadre_status add_head(struct session *session, const struct solved_run *run,
                                  const char *at, struct arena *arena, int64_t *ret_number,
                                  struct cadre_error *err)
{
    CADRE_CLEANUP(rows_cleanup) struct rows *rows = NULL;
    const struct snapshot *snapshot = run->snapshot;
    const char *const parameters[] = {
        parameter_digest(arena, &run->digest),
        parameter_digest(arena, &run->digest_without_base),
        parameter_digest(arena, &run->result_digest),
        parameter_date(arena, snapshot->as_of),
        parameter_text(arena, snapshot->known_at),
        run->policy,
        run->solver_version,
        parameter_int64(arena, (int64_t)snapshot->person_count),
        parameter_int64(arena, (int64_t)snapshot->need_count),
        parameter_int64(arena, (int64_t)pairs_eligible(run->pairs)),
        parameter_int64(arena, run->instance->total_seats),
        parameter_int64_array(arena, run->objective.filled, INSTANCE_CLASS_COUNT),
        parameter_int64(arena, run->objective.fit_bp),
        parameter_int64(arena, run->objective.held),
        at,
        run->stable ? "stable" : "optimal",
    };
    enum cadre_status status = session_run(session, &query_run_add, parameters, &rows, err);
    if (status == CADRE_OK)
        *ret_number = rows_number(rows, 0, "number");
    return status;
}

static enum cadre_status add_measure(struct session *session, const struct run_measure *measure,
                                     int64_t number, struct arena *arena, struct cadre_error *err)
{
    if (!measure->known)
        return CADRE_OK;
    const struct objective *other = &measure->other;
    bool known = measure->other_known;
    const char *const parameters[] = {
        parameter_int64(arena, number),
        known ? parameter_int64_array(arena, other->filled, INSTANCE_CLASS_COUNT) : NULL,
        known ? parameter_int64(arena, other->fit_bp) : NULL,
        known ? parameter_int64(arena, other->held) : NULL,
        parameter_int64(arena, measure->reading_ms),
        parameter_int64(arena, measure->pairs_ms),
        parameter_int64(arena, measure->solving_ms),
        parameter_int64(arena, measure->peak_kib),
    };
    return session_do(session, &query_run_measure_add, parameters, err);
}

static struct fit fit_of_seat(const struct solved_run *run, size_t person, struct arena *scratch)
{
    const struct snapshot *snapshot = run->snapshot;
    const struct need *need = &snapshot->needs[run->need_of[person]];
    if (run->expansions != NULL)
        return fit_of(snapshot, &run->expansions[person], need);
    arena_reset(scratch);
    return fit_of(snapshot, qualify_expand(snapshot, &snapshot->people[person], scratch), need);
}

static void put_assignment(struct copy_in *copy, int64_t number, const struct solved_run *run,
                           size_t person, struct arena *scratch)
{
    const struct snapshot *snapshot = run->snapshot;
    const struct need *need = &snapshot->needs[run->need_of[person]];
    struct fit fit = fit_of_seat(run, person, scratch);
    copy_in_begin_row(copy, 7 + FIT_PART_COUNT);
    copy_in_int64(copy, number);
    copy_in_text(copy, snapshot->people[person].natural_key);
    copy_in_text(copy, snapshot->people[person].person_id);
    copy_in_text(copy, snapshot->people[person].owner);
    copy_in_text(copy, need->code);
    copy_in_int32(copy, fit.total_bp);
    for (int part = 0; part < FIT_PART_COUNT; part++)
        copy_in_int32(copy, fit.part_bp[part]);
    copy_in_bool(copy, run->instance->base_need[person] == run->need_of[person]);
}

static enum cadre_status add_assignments(struct session *session, const struct solved_run *run,
                                         int64_t number, struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    struct copy_in *copy = NULL;
    enum cadre_status status = copy_in_open(session, query_run_assignment_copy.text, &copy, err);
    for (size_t i = 0; status == CADRE_OK && i < run->snapshot->person_count; i++) {
        if (run->need_of[i] < 0)
            continue;
        put_assignment(copy, number, run, i, scratch);
        status = copy_in_end_row(copy, err);
    }
    return copy_in_close(copy, status, err);
}

static enum cadre_status add_prices(struct session *session, const struct solved_run *run,
                                    int64_t number, struct cadre_error *err)
{
    struct copy_in *copy = NULL;
    enum cadre_status status = copy_in_open(session, query_run_price_copy.text, &copy, err);
    for (size_t i = 0; status == CADRE_OK && i < run->snapshot->need_count; i++) {
        copy_in_begin_row(copy, 4);
        copy_in_int64(copy, number);
        copy_in_text(copy, run->snapshot->needs[i].code);
        copy_in_int32(copy, run->instance->seats[i]);
        copy_in_int64(copy, run->price[i]);
        status = copy_in_end_row(copy, err);
    }
    return copy_in_close(copy, status, err);
}

static enum cadre_status add_reasons(struct session *session, const struct solved_run *run,
                                     int64_t number, struct cadre_error *err)
{
    struct copy_in *copy = NULL;
    enum cadre_status status = copy_in_open(session, query_run_reason_copy.text, &copy, err);
    for (size_t cell = 0; status == CADRE_OK && cell < run->snapshot->need_count * REASON_COUNT;
         cell++) {
        size_t need = cell / REASON_COUNT;
        enum reason reason = (enum reason)(cell % REASON_COUNT);
        if (run->pairs->reasons[need][reason] == 0)
            continue;
        copy_in_begin_row(copy, 4);
        copy_in_int64(copy, number);
        copy_in_text(copy, run->snapshot->needs[need].code);
        copy_in_text(copy, str_view_of(reason_code(reason)));
        copy_in_int64(copy, (int64_t)run->pairs->reasons[need][reason]);
        status = copy_in_end_row(copy, err);
    }
    return copy_in_close(copy, status, err);
}

static enum cadre_status add_rows(struct session *session, const struct solved_run *run,
                                  int64_t number, struct cadre_error *err)
{
    enum cadre_status status = add_assignments(session, run, number, err);
    if (status == CADRE_OK)
        status = add_prices(session, run, number, err);
    if (status == CADRE_OK)
        status = add_reasons(session, run, number, err);
    if (status == CADRE_OK)
        status = run_limits_add(session, number, &run->limits, err);
    return status;
}

static enum cadre_status add_in_transaction(struct session *session, const struct solved_run *run,
                                            bool publish, int64_t *ret_number, bool *ret_published,
                                            struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *at = NULL;
    bool stale = false;
    enum cadre_status status =
        registry_write_is_past(session, run->snapshot->known_at, &stale, err);
    if (status == CADRE_OK)
        status = registry_write_time(session, arena, &at, err);
    if (status == CADRE_OK)
        status = add_head(session, run, at, arena, ret_number, err);
    if (status == CADRE_OK)
        status = add_measure(session, &run->measure, *ret_number, arena, err);
    if (status == CADRE_OK)
        status = run_overrides_add(session, *ret_number, &run->overrides, arena, err);
    if (status == CADRE_OK)
        status = add_rows(session, run, *ret_number, err);
    *ret_published = publish && !stale;
    if (status == CADRE_OK && *ret_published)
        status = run_life_published(session, *ret_number, at, err);
    return status;
}

enum cadre_status run_store_add(struct session *session, const struct solved_run *run, bool publish,
                                int wait_s, int64_t *ret_number, bool *ret_published,
                                struct cadre_error *err)
{
    enum cadre_status status = registry_write_begin(session, wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = add_in_transaction(session, run, publish, ret_number, ret_published, err);
    return registry_write_end(session, status, err);
}
