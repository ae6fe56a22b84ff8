#include "cmd/steps/run/run_outcome.h"

#include "cmd/steps/registry_catalogue.h"
#include "core/base/alloc.h"
#include "core/policy/policy.h"
#include "sql/snapshot_store.h"

enum cadre_status run_outcome_load(struct session *session, const struct run_row *run,
                                   struct arena *arena, struct outcome *ret_outcome,
                                   struct cadre_error *err)
{
    struct run_contents contents = {0};
    struct run_need_row *rows = NULL;
    size_t need_count = 0;
    enum cadre_status status = run_store_contents(session, run->number, arena, &contents, err);
    if (status == CADRE_OK)
        status = run_store_needs(session, run, arena, &rows, &need_count, err);
    if (status != CADRE_OK)
        return status;
    struct outcome_need *needs = arena_calloc(arena, need_count, sizeof *needs);
    struct outcome_seat *seats = arena_calloc(arena, contents.assignment_count, sizeof *seats);
    for (size_t i = 0; i < need_count; i++)
        needs[i] = (struct outcome_need){rows[i].need_code, rows[i].title, rows[i].priority,
                                         rows[i].seats};
    for (size_t i = 0; i < contents.assignment_count; i++) {
        const struct run_assignment_row *row = &contents.assignments[i];
        seats[i] =
            (struct outcome_seat){row->natural_key, row->person_id, row->need_code, row->fit_bp};
    }
    *ret_outcome = (struct outcome){.needs = needs,
                                    .need_count = need_count,
                                    .seats = seats,
                                    .seat_count = contents.assignment_count,
                                    .objective = run->objective,
                                    .stable = policy_is_stable(run->policy),
                                    .other_known = contents.measure.other_known,
                                    .other = contents.measure.other,
                                    .limits = contents.limits};
    return CADRE_OK;
}

static void take_places(const struct snapshot *snapshot, struct arena *arena,
                        struct outcome *outcome)
{
    struct outcome_place *places = arena_calloc(arena, snapshot->person_count, sizeof *places);
    size_t count = 0;
    for (size_t i = 0; i < snapshot->person_count; i++) {
        const struct person *person = &snapshot->people[i];
        if (person->placed)
            places[count++] = (struct outcome_place){
                .natural_key = person->natural_key,
                .need_code = person->placed_need >= 0 ? snapshot->needs[person->placed_need].code
                                                      : (struct str_view){NULL, 0},
            };
    }
    outcome->places = places;
    outcome->place_count = count;
}

enum cadre_status run_outcome_add_places(struct session *session, const struct run_row *run,
                                         struct arena *arena, struct outcome *outcome,
                                         struct cadre_error *err)
{
    struct catalogue *catalogue = NULL;
    struct snapshot *snapshot = NULL;
    const struct snapshot_request request = {.as_of = run->as_of,
                                             .known_at = arena_copy(arena, run->known_at).data,
                                             .kept = true,
                                             .seats_only = true};
    enum cadre_status status =
        registry_catalogue_read(session, request.known_at, arena, &catalogue, err);
    if (status != CADRE_OK)
        return status;
    status = snapshot_store_load(session, &request, catalogue, arena, &snapshot, err);
    if (status == CADRE_OK)
        take_places(snapshot, arena, outcome);
    catalogue_free(catalogue);
    return status;
}

/* "P00000123" */
static struct str_view shown_id(struct str_view person_id, int64_t newest_person)
{
    int64_t number;
    struct str_view digits = {person_id.data + 1, person_id.length - 1};
    bool is_new =
        person_id.length > 1 && str_view_to_int64(digits, &number) && number > newest_person;
    return is_new ? str_view_of("new") : person_id;
}

void run_outcome_of(const struct solved_run *solved, int64_t newest_person, struct arena *arena,
                    struct outcome *ret_outcome)
{
    const struct snapshot *snapshot = solved->snapshot;
    struct outcome_need *needs = arena_calloc(arena, snapshot->need_count, sizeof *needs);
    struct outcome_seat *seats = arena_calloc(arena, snapshot->person_count, sizeof *seats);
    size_t count = 0;
    for (size_t i = 0; i < snapshot->need_count; i++)
        needs[i] = (struct outcome_need){snapshot->needs[i].code, snapshot->needs[i].title,
                                         snapshot->needs[i].priority, solved->instance->seats[i]};
    for (size_t i = 0; i < snapshot->person_count; i++) {
        if (solved->need_of[i] < 0)
            continue;
        size_t need = (size_t)solved->need_of[i];
        seats[count++] = (struct outcome_seat){
            .natural_key = snapshot->people[i].natural_key,
            .person_id = shown_id(snapshot->people[i].person_id, newest_person),
            .need_code = snapshot->needs[need].code,
            .fit_bp = pairs_fit(solved->pairs, i, need),
        };
    }
    *ret_outcome = (struct outcome){.needs = needs,
                                    .need_count = snapshot->need_count,
                                    .seats = seats,
                                    .seat_count = count,
                                    .objective = solved->objective,
                                    .stable = solved->stable,
                                    .other_known = solved->measure.other_known,
                                    .other = solved->measure.other,
                                    .limits = solved->limits};
    take_places(snapshot, arena, ret_outcome);
}
