#include "cmd/steps/run/run_basis.h"

#include "core/base/alloc.h"
#include "core/pairs/named_pairs.h"
#include "core/pairs/wishes.h"
#include "core/policy/policy.h"
#include "sql/snapshot_store.h"

/* The arrays of a basis while they are filled. */
struct filling {
    struct run_basis *basis;
    struct arena *arena;
    int32_t *need_of;
    int32_t *fit_bp;
    int64_t *price;
    int32_t *seats;
};

static void note_stray(struct filling *filling, const char *what)
{
    if (filling->basis->stray == NULL)
        filling->basis->stray = what;
}

static void place_assignment(struct filling *filling, const struct run_assignment_row *row)
{
    const struct snapshot *snapshot = filling->basis->snapshot;
    int32_t person = snapshot_find_person(snapshot, row->natural_key);
    int32_t need = snapshot_find_need(snapshot, row->need_code);
    if (person < 0) {
        note_stray(filling, arena_format(filling->arena,
                                         "somebody assigned to need '%.*s' was not in the registry",
                                         STR_VIEW_ARGS(row->need_code)));
        return;
    }
    if (need < 0) {
        note_stray(filling, arena_format(filling->arena,
                                         "person %.*s is assigned to the unknown need '%.*s'",
                                         STR_VIEW_ARGS(snapshot->people[person].person_id),
                                         STR_VIEW_ARGS(row->need_code)));
        return;
    }
    filling->need_of[person] = need;
    filling->fit_bp[person] = row->fit_bp;
}

static void place_price(struct filling *filling, const struct run_price_row *row, bool *priced)
{
    int32_t need = snapshot_find_need(filling->basis->snapshot, row->need_code);
    if (need < 0) {
        note_stray(filling,
                   arena_format(filling->arena, "a price is stored of the unknown need '%.*s'",
                                STR_VIEW_ARGS(row->need_code)));
        return;
    }
    priced[need] = true;
    filling->price[need] = row->price;
    filling->seats[need] = row->seats;
}

static void fill(struct filling *filling, const struct run_contents *contents)
{
    const struct snapshot *snapshot = filling->basis->snapshot;
    bool *priced = arena_calloc(filling->arena, snapshot->need_count, sizeof *priced);
    for (size_t i = 0; i < snapshot->person_count; i++)
        filling->need_of[i] = filling->fit_bp[i] = -1;
    for (size_t i = 0; i < contents->assignment_count; i++)
        place_assignment(filling, &contents->assignments[i]);
    for (size_t i = 0; i < contents->price_count; i++)
        place_price(filling, &contents->prices[i], priced);
    for (size_t i = 0; i < snapshot->need_count; i++) {
        if (!priced[i])
            note_stray(filling, arena_format(filling->arena, "no price is stored of need '%.*s'",
                                             STR_VIEW_ARGS(snapshot->needs[i].code)));
    }
}

/* ---- limits ---------------------------------------------------------------------------------- */

static bool is_of(const struct cap_figure *row, const struct cap_origin *origin)
{
    return str_view_equal(row->kind, str_view_of(limit_kind_name(origin->rule->kind))) &&
           str_view_equal(row->name, origin->rule->name) && str_view_equal(row->of, origin->of);
}

static void place_caps(struct filling *filling, const struct limit_figures *figures)
{
    struct run_basis *basis = filling->basis;
    size_t count = basis->cap_sets->caps.count;
    int64_t *price = arena_calloc(filling->arena, count, sizeof *price);
    basis->cap_price = price;
    if (figures->cap_count != count)
        note_stray(filling, "the stored quotas and draws are not those of its policy");
    for (size_t i = 0; i < count && i < figures->cap_count; i++) {
        price[i] = figures->caps[i].price;
        if (!is_of(&figures->caps[i], &basis->cap_sets->origins[i]))
            note_stray(filling, arena_format(filling->arena,
                                             "%.*s '%.*s' is stored, which is none of its policy",
                                             STR_VIEW_ARGS(figures->caps[i].kind),
                                             STR_VIEW_ARGS(figures->caps[i].name)));
    }
}

static void place_reserves(struct filling *filling, const struct limit_figures *figures)
{
    struct run_basis *basis = filling->basis;
    const struct snapshot *snapshot = basis->snapshot;
    int64_t *price = arena_calloc(filling->arena, snapshot->need_count, sizeof *price);
    size_t reserved = 0;
    basis->open_price = price;
    for (size_t j = 0; j < snapshot->need_count; j++)
        reserved += cap_sets_reserve(basis->cap_sets, j) != NULL;
    if (figures->reserve_count != reserved)
        note_stray(filling, "the stored reserves are not those of its policy");
    for (size_t i = 0; i < figures->reserve_count; i++) {
        const struct reserve_figure *row = &figures->reserves[i];
        int32_t need = snapshot_find_need(snapshot, row->need_code);
        const struct limit_rule *rule =
            need >= 0 ? cap_sets_reserve(basis->cap_sets, (size_t)need) : NULL;
        if (rule != NULL && str_view_equal(rule->name, row->name))
            price[need] = row->price;
        else
            note_stray(filling, arena_format(filling->arena,
                                             "a reserve of need '%.*s' is stored, which is none of "
                                             "its policy",
                                             STR_VIEW_ARGS(row->need_code)));
    }
}

/* What an altered policy asks for may be nothing that there is. */
static void build_limits(struct filling *filling, const struct limit_figures *figures)
{
    CADRE_CLEANUP(cadre_error_release) struct cadre_error err = {0};
    struct run_basis *basis = filling->basis;
    if (cap_sets_resolve(basis->snapshot, filling->arena, &basis->cap_sets, &err) != CADRE_OK)
        note_stray(filling,
                   arena_format(filling->arena, "its policy cannot be followed: %s", err.message));
    if (basis->cap_sets != NULL) {
        basis->instance =
            instance_with_caps(basis->instance, &basis->cap_sets->caps, filling->arena);
        place_caps(filling, figures);
        place_reserves(filling, figures);
    } else if (figures->cap_count > 0 || figures->reserve_count > 0) {
        note_stray(filling, "limits are stored, and its policy has none");
    }
}

/* ---- a glance -------------------------------------------------------------------------------- */

/* Where people were before, as the run's rows have it. */
static void take_stored_base(struct snapshot *snapshot, const struct run_contents *contents,
                             struct arena *arena)
{
    struct base_assignment *base = arena_calloc(arena, contents->assignment_count, sizeof *base);
    size_t count = 0;
    for (size_t i = 0; i < contents->assignment_count; i++) {
        const struct run_assignment_row *row = &contents->assignments[i];
        int32_t person = snapshot_find_person(snapshot, row->natural_key);
        int32_t need = snapshot_find_need(snapshot, row->need_code);
        if (row->kept && person >= 0 && need >= 0)
            base[count++] = (struct base_assignment){.person = person, .need = need};
    }
    snapshot->base = base;
    snapshot->base_count = count;
}

static void take_stored_reasons(const struct snapshot *snapshot,
                                const struct run_contents *contents, struct pairs *pairs)
{
    for (size_t i = 0; i < contents->reason_count; i++) {
        const struct run_reason_row *row = &contents->reasons[i];
        int32_t need = snapshot_find_need(snapshot, row->need_code);
        for (int reason = 0; need >= 0 && reason < REASON_COUNT; reason++) {
            if (str_view_equal(row->reason, str_view_of(reason_code((enum reason)reason))))
                pairs->reasons[need][reason] = row->people > 0 ? (uint64_t)row->people : 0;
        }
    }
}

/* Who sits where, and whom a decision or the run of a residual match would have where. */
static size_t name_pairs(const struct run_basis *basis, struct pair_name *names)
{
    const struct snapshot *snapshot = basis->snapshot;
    size_t count = 0;
    for (size_t i = 0; i < snapshot->person_count; i++) {
        const struct person *person = &snapshot->people[i];
        if (basis->need_of[i] >= 0)
            names[count++] = (struct pair_name){(int32_t)i, basis->need_of[i]};
        for (size_t d = 0; d < person->decision_count; d++)
            names[count++] = (struct pair_name){(int32_t)i, person->decisions[d].need};
    }
    for (size_t i = 0; i < snapshot->stay_count; i++)
        names[count++] = (struct pair_name){snapshot->stays[i].person, snapshot->stays[i].need};
    return count;
}

static const struct pairs *pairs_of_rows(const struct run_basis *basis, struct arena *arena)
{
    const struct snapshot *snapshot = basis->snapshot;
    size_t most = basis->contents->assignment_count + snapshot->stay_count;
    for (size_t i = 0; i < snapshot->person_count; i++)
        most += snapshot->people[i].decision_count;
    CADRE_FREE struct pair_name *names = cadre_calloc(most + 1, sizeof *names);
    size_t count = name_pairs(basis, names);
    struct pairs *pairs = named_pairs_build(snapshot, names, count, arena);
    take_stored_reasons(snapshot, basis->contents, pairs);
    return pairs;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void build_rows(struct filling *filling)
{
    struct run_basis *basis = filling->basis;
    const struct snapshot *snapshot = basis->snapshot;
    struct arena *arena = filling->arena;
    filling->need_of = arena_calloc(arena, snapshot->person_count, sizeof *filling->need_of);
    filling->fit_bp = arena_calloc(arena, snapshot->person_count, sizeof *filling->fit_bp);
    filling->price = arena_calloc(arena, snapshot->need_count, sizeof *filling->price);
    filling->seats = arena_calloc(arena, snapshot->need_count, sizeof *filling->seats);
    fill(filling, basis->contents);
    basis->need_of = filling->need_of;
    basis->fit_bp = filling->fit_bp;
    basis->price = filling->price;
    basis->seats = filling->seats;
}

/* Snapshot and contents are there. */
static void build(struct run_basis *basis, bool all_pairs, struct arena *arena)
{
    const struct snapshot *snapshot = basis->snapshot;
    struct filling filling = {.basis = basis, .arena = arena};
    build_rows(&filling);
    basis->pairs =
        all_pairs ? pairs_build(snapshot, basis->expansions, arena) : pairs_of_rows(basis, arena);
    basis->instance = all_pairs ? instance_from(snapshot, basis->pairs, arena)
                                : instance_without_lottery(snapshot, basis->pairs, arena);
    if (snapshot->policy.stable)
        basis->instance = instance_with_wishes(basis->instance, snapshot, arena);
    build_limits(&filling, &basis->contents->limits);
}

struct reading {
    bool expanded, names;
    bool glance; /* the pairs of its rows alone */
};

static enum cadre_status load(struct session *session, const struct run_row *run,
                              const struct catalogue *catalogue, struct reading reading,
                              struct arena *arena, struct run_basis **ret_basis,
                              struct cadre_error *err)
{
    struct snapshot *snapshot = NULL;
    struct run_contents *contents = arena_calloc(arena, 1, sizeof *contents);
    const struct snapshot_request request = {
        .as_of = run->as_of,
        .known_at = arena_copy(arena, run->known_at).data,
        .names = reading.names,
        .policy = match_policy_of(run->policy, arena),
        .call_up = policy_find_call_up(catalogue, run->policy),
    };
    enum cadre_status status =
        snapshot_store_load(session, &request, catalogue, arena, &snapshot, err);
    if (status == CADRE_OK)
        status = run_store_contents(session, run->number, arena, contents, err);
    if (status != CADRE_OK)
        return status;
    struct run_basis *basis = arena_calloc(arena, 1, sizeof *basis);
    basis->run = *run;
    basis->snapshot = snapshot;
    basis->contents = contents;
    if (reading.expanded)
        basis->expansions = qualify_expand_all(snapshot, arena);
    build(basis, !reading.glance, arena);
    *ret_basis = basis;
    return CADRE_OK;
}

enum cadre_status run_basis_glance(struct session *session, const struct run_row *run,
                                   const struct snapshot *snapshot, bool other_base,
                                   struct arena *arena, struct run_basis **ret_basis,
                                   struct cadre_error *err)
{
    struct run_contents *contents = arena_calloc(arena, 1, sizeof *contents);
    enum cadre_status status = run_store_contents(session, run->number, arena, contents, err);
    if (status != CADRE_OK)
        return status;
    struct snapshot *own = arena_calloc(arena, 1, sizeof *own);
    struct run_basis *basis = arena_calloc(arena, 1, sizeof *basis);
    *own = *snapshot;
    if (other_base)
        take_stored_base(own, contents, arena);
    *basis = (struct run_basis){.run = *run, .snapshot = own, .contents = contents};
    build(basis, false, arena);
    *ret_basis = basis;
    return CADRE_OK;
}

enum cadre_status run_basis_load(struct session *session, const struct run_row *run,
                                 const struct catalogue *catalogue, struct arena *arena,
                                 struct run_basis **ret_basis, struct cadre_error *err)
{
    return load(session, run, catalogue, (struct reading){0}, arena, ret_basis, err);
}

enum cadre_status run_basis_load_glance(struct session *session, const struct run_row *run,
                                        const struct catalogue *catalogue, struct arena *arena,
                                        struct run_basis **ret_basis, struct cadre_error *err)
{
    return load(session, run, catalogue, (struct reading){.glance = true}, arena, ret_basis, err);
}

bool run_basis_same_rules(const struct run_row *run, const struct catalogue *catalogue,
                          struct arena *arena)
{
    const struct match_policy options = match_policy_of(run->policy, arena);
    const char *rules = match_policy_text(
        policy_text(catalogue, policy_find_call_up(catalogue, run->policy), arena), &options,
        arena);
    return str_view_equal(policy_rules(run->policy), str_view_of(rules));
}

/* What reports and explanations take for granted: everybody sits where they may. */
static const char *fault_of(const struct run_basis *basis, struct arena *arena)
{
    if (basis->stray != NULL)
        return basis->stray;
    for (size_t i = 0; i < basis->snapshot->person_count; i++) {
        if (basis->need_of[i] >= 0 && pairs_fit(basis->pairs, i, (size_t)basis->need_of[i]) < 0)
            return arena_format(arena, "person %.*s does not fit need '%.*s'",
                                STR_VIEW_ARGS(basis->snapshot->people[i].person_id),
                                STR_VIEW_ARGS(basis->snapshot->needs[basis->need_of[i]].code));
    }
    return NULL;
}

static enum cadre_status fail_other_rules(const struct run_row *run, const char *fault,
                                          struct cadre_error *err)
{
    cadre_fail(err, CADRE_SCHEMA,
               "run %lld was made by other rules (policy or catalogue) than this program has, by "
               "which %s",
               (long long)run->number, fault);
    return cadre_fail_hint(err,
                           "use the cadre that made it; 'cadre match' makes a run by these rules");
}

enum cadre_status run_basis_require(struct session *session, const struct run_row *run,
                                    const struct catalogue *catalogue, bool names,
                                    struct arena *arena, struct run_basis **ret_basis,
                                    struct cadre_error *err)
{
    struct run_basis *basis = NULL;
    const struct reading reading = {.expanded = true, .names = names};
    enum cadre_status status = load(session, run, catalogue, reading, arena, &basis, err);
    if (status == CADRE_BUG && !run_basis_same_rules(run, catalogue, arena)) {
        const char *unreadable = arena_copy(arena, str_view_of(err->message)).data;
        cadre_error_release(err);
        return fail_other_rules(run, unreadable, err);
    }
    if (status != CADRE_OK)
        return status;
    const char *fault = fault_of(basis, arena);
    if (fault == NULL) {
        *ret_basis = basis;
        return CADRE_OK;
    }
    if (!run_basis_same_rules(run, catalogue, arena))
        return fail_other_rules(run, fault, err);
    cadre_fail(err, CADRE_FINDINGS, "run %lld was altered: %s", (long long)run->number, fault);
    return cadre_fail_hint(err,
                           "'cadre verify %lld' tells what broke; 'cadre match' makes a new run",
                           (long long)run->number);
}

const char *run_basis_warning(const struct run_basis *basis, struct arena *arena)
{
    if (run_basis_same_rules(&basis->run, basis->snapshot->catalogue, arena))
        return NULL;
    return arena_format(arena,
                        "run %lld was made by other rules (policy or catalogue) than this program "
                        "has: who fits, and why, is told by these",
                        (long long)basis->run.number);
}

struct report_context run_basis_context(const struct run_basis *basis, bool names)
{
    const struct run_measure *measure = &basis->contents->measure;
    return (struct report_context){.as_of = basis->run.as_of,
                                   .known_at = basis->run.known_at,
                                   .run_digest = basis->run.digest,
                                   .draft = basis->run.published_at.data == NULL ||
                                            basis->run.withdrawn_at.data != NULL,
                                   .names = names,
                                   .objective = basis->run.objective,
                                   .stable = basis->snapshot->policy.stable,
                                   .limits = &basis->contents->limits,
                                   .other = measure->other_known ? &measure->other : NULL};
}
