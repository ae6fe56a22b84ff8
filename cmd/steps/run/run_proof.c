#include "cmd/steps/run/run_proof.h"

#include "cmd/steps/run/decision_words.h"
#include "cmd/steps/run/run_basis.h"
#include "cmd/steps/run/run_lapses.h"
#include "cmd/steps/run/shortage_words.h"
#include "core/base/alloc.h"
#include "core/policy/policy.h"
#include "reports/limit_words.h"

/* NULL when it holds, else what broke. */
typedef const char *proof_check(const struct run_basis *basis, struct run_proof *proof,
                                struct arena *arena);

/* One check of a proof. */
struct proof_step {
    enum run_fault fault;
    bool about_digest;
    bool by_rules; /* says nothing of a run that was made by other rules */
    proof_check *check;
};

static const char *check_strays(const struct run_basis *basis, struct run_proof *proof,
                                struct arena *arena)
{
    (void)proof;
    (void)arena;
    return basis->stray;
}

static const char *check_counts(const struct run_basis *basis, struct run_proof *proof,
                                struct arena *arena)
{
    (void)proof;
    const struct run_row *run = &basis->run;
    const struct {
        const char *what;
        int64_t stated, counted;
    } counts[] = {
        {"people", run->people, (int64_t)basis->snapshot->person_count},
        {"needs", run->needs, (int64_t)basis->snapshot->need_count},
        {"pairs", run->pairs, (int64_t)pairs_eligible(basis->pairs)},
        {"free seats", run->seats, basis->instance->total_seats},
    };
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (counts[i].stated != counts[i].counted)
            return arena_format(arena, "the run states %lld %s, the registry has %lld",
                                (long long)counts[i].stated, counts[i].what,
                                (long long)counts[i].counted);
    }
    return NULL;
}

static const char *check_head(const struct run_basis *basis, struct run_proof *proof,
                              struct arena *arena)
{
    (void)basis;
    (void)arena;
    const struct {
        bool broken;
        const char *text;
    } faults[] = {
        {proof->head.mode, "its mode is not that of its policy"},
        {proof->head.known_at, "the time at which it knew the registry is that of no import, load, "
                               "settings of a source, run or publication before it"},
        {proof->head.base_run, "it is said to be based on another run than the one that was the "
                               "last published then"},
        {proof->head.recorded_at, "the time of its recording is not in the order of the runs"},
        {proof->head.published_at,
         "when it was published or withdrawn cannot be, or is not when that was noted"},
        {proof->head.made_by,
         "who made it, when, or by what was known then, is not what was sealed"},
        {proof->head.approval,
         "it is published, and not approved by another role as its policy asks for"},
        {proof->head.events, "what became of it, by whom, when or why, is not what was sealed"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        if (faults[i].broken)
            return faults[i].text;
    }
    return NULL;
}

static const char *check_inputs(const struct run_basis *basis, struct run_proof *proof,
                                struct arena *arena)
{
    (void)proof;
    struct digest digest;
    struct digest without_base;
    const char *policy = arena_copy(arena, basis->run.policy).data;
    const char *version = arena_copy(arena, basis->run.solver_version).data;
    snapshot_digest(basis->snapshot, policy, version, &digest, &without_base);
    if (!digest_is_hex(&without_base, basis->run.digest_without_base))
        return "the digest of the inputs differs: the registry as of the run or the digest were "
               "altered";
    if (!digest_is_hex(&digest, basis->run.digest))
        return "the digest of the inputs differs: the run that it was based on or the digest were "
               "altered";
    return NULL;
}

/* What qualifies is recomputed by this program's rules: where the run was made by others, the
 * digest of its inputs, which covers their name, tells that it is so. */
static const char *check_rules(const struct run_basis *basis, struct run_proof *proof,
                               struct arena *arena)
{
    if (run_basis_same_rules(&basis->run, basis->snapshot->catalogue, arena))
        return NULL;
    if (check_inputs(basis, proof, arena) != NULL)
        return "the run states other rules (policy or catalogue) than this program has, and the "
               "digest of its inputs differs: they were altered";
    proof->fault = RUN_OF_OTHER_RULES;
    return NULL;
}

static struct claim claim_of(const struct run_basis *basis)
{
    const struct run_measure *measure = &basis->contents->measure;
    return (struct claim){.need_of = basis->need_of,
                          .fit_bp = basis->fit_bp,
                          .price = basis->price,
                          .seats = basis->seats,
                          .objective = basis->run.objective,
                          .other = measure->other_known ? &measure->other : NULL,
                          .cap_price = basis->cap_price,
                          .cap_count = basis->contents->limits.cap_count,
                          .open_price = basis->open_price,
                          .overrides = &basis->contents->overrides};
}

/* ---- the certificate ------------------------------------------------------------------------- */

static const char *const certificate_texts[] = {
    [CERTIFICATE_SEATS_DIFFER] = "the stored free seats are not those of the registry",
    [CERTIFICATE_PAIR_NOT_ELIGIBLE] = "somebody is assigned who does not fit",
    [CERTIFICATE_FIT_DIFFERS] = "a stored fit is not that of the pair",
    [CERTIFICATE_LOCK_BROKEN] =
        "somebody does not sit where a decision, or the run that they stay of, binds them to",
    [CERTIFICATE_OVERFILLED] = "more people are assigned than there are seats",
    [CERTIFICATE_OBJECTIVE_DIFFERS] = "the stated result is not that of the assignments",
    [CERTIFICATE_PRICE_BELOW_FLOOR] = "a price lies below its floor",
    [CERTIFICATE_OPEN_SEAT_PRICED] = "a need with an empty seat has a price",
    [CERTIFICATE_PERSON_UNDERPLACED] = "somebody would serve better elsewhere",
    [CERTIFICATE_GAP] = "a better assignment exists: primal and dual value differ",
    [CERTIFICATE_CUTOFF_DIFFERS] = "a stored cutoff is not that of the last one seated",
    [CERTIFICATE_BLOCKING_PAIR] = "person and need would rather have one another",
    [CERTIFICATE_CAP_EXCEEDED] = "more seats are filled than a cap allows",
    [CERTIFICATE_CAP_PRICED] = "a cap that is not full has a price, or one has a price below 0",
    [CERTIFICATE_RESERVE_BROKEN] = "reserved seats went to people outside their group",
    [CERTIFICATE_OTHER_MODE] = "no stable assignment is worth more than the optimal one",
    [CERTIFICATE_OVERRIDES_DIFFER] = "what is priced are not the decisions that bend the match",
    [CERTIFICATE_OVERRIDE_PRICE] = "a price stated of a decision cannot be",
    [CERTIFICATE_OVERRIDES_TOGETHER] = "what decisions are said to cost together cannot be",
};

static bool check_overrides(const struct run_basis *basis, const struct claim *claim,
                            struct arena *arena, struct certificate_result *ret_result)
{
    const struct override *overrides;
    size_t count = overrides_find(basis->snapshot, basis->pairs, arena, &overrides);
    return certificate_check_overrides(basis->instance, claim, overrides, count, basis->snapshot,
                                       arena, ret_result);
}

static void add_cap(const struct cap_figure *cap, struct str *out)
{
    str_add_format(out, "; %.*s '%.*s'", STR_VIEW_ARGS(cap->kind), STR_VIEW_ARGS(cap->name));
    if (cap->of.data != NULL)
        str_add_format(out, " (of %.*s)", STR_VIEW_ARGS(cap->of));
}

static const char *tell_fault(const struct run_basis *basis,
                              const struct certificate_result *result, struct run_proof *proof,
                              struct arena *arena)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    proof->certificate = result->fault;
    str_add_text(&text, certificate_texts[result->fault]);
    if (result->person >= 0)
        str_add_format(&text, "; person %.*s",
                       STR_VIEW_ARGS(basis->snapshot->people[result->person].person_id));
    if (result->need >= 0)
        str_add_format(&text, "%s need '%.*s'", result->person >= 0 ? "," : ";",
                       STR_VIEW_ARGS(basis->snapshot->needs[result->need].code));
    if (result->cap >= 0)
        add_cap(&basis->contents->limits.caps[result->cap], &text);
    return arena_copy(arena, str_view_from(&text)).data;
}

static const char *check_certificate(const struct run_basis *basis, struct run_proof *proof,
                                     struct arena *arena)
{
    struct certificate_result result;
    const struct claim claim = claim_of(basis);
    bool stable = basis->snapshot->policy.stable;
    bool holds = stable ? certificate_check_stable(basis->instance, &claim, arena, &result)
                        : certificate_check(basis->instance, &claim, arena, &result);
    if (holds && certificate_check_other(&claim, stable, arena, &result) &&
        check_overrides(basis, &claim, arena, &result))
        return NULL;
    return tell_fault(basis, &result, proof, arena);
}

/* What of it wants no pairs but those of the rows. */
static const char *check_facts(const struct run_basis *basis, struct run_proof *proof,
                               struct arena *arena)
{
    struct certificate_result result;
    const struct claim claim = claim_of(basis);
    return certificate_check_facts(basis->instance, &claim, arena, &result)
               ? NULL
               : tell_fault(basis, &result, proof, arena);
}

static const char *check_result_digest(const struct run_basis *basis, struct run_proof *proof,
                                       struct arena *arena)
{
    (void)proof;
    (void)arena;
    const struct claim claim = claim_of(basis);
    struct digest digest = certificate_result_digest(basis->snapshot, &claim);
    return digest_is_hex(&digest, basis->run.result_digest)
               ? NULL
               : "the digest of the result differs: assignments, prices, seats or the digest were "
                 "altered";
}

/* The certificate often tells more of what was altered than a digest can. */
static const char *check_result(const struct run_basis *basis, struct run_proof *proof,
                                struct arena *arena)
{
    const char *differs = check_result_digest(basis, proof, arena);
    if (differs == NULL || proof->fault == RUN_OF_OTHER_RULES)
        return differs;
    const char *broken = check_certificate(basis, proof, arena);
    return broken == NULL ? differs
                          : arena_format(arena, "the digest of the result differs: %s", broken);
}

/* ---- what no digest covers ------------------------------------------------------------------- */

static bool parts_differ(const struct run_assignment_row *row, const struct fit *fit)
{
    for (int part = 0; part < FIT_PART_COUNT; part++) {
        if (row->part_bp[part] != fit->part_bp[part])
            return true;
    }
    return false;
}

/* What a stored assignment states wrongly beside its seat and fit; NULL when nothing. */
static const char *altered_of(const struct run_basis *basis, const struct run_assignment_row *row,
                              int32_t index, struct arena *scratch)
{
    const struct person *person = &basis->snapshot->people[index];
    int32_t need = basis->need_of[index];
    const struct expansion *expansion = qualify_expand(basis->snapshot, person, scratch);
    struct fit fit = fit_of(basis->snapshot, expansion, &basis->snapshot->needs[need]);
    if (!str_view_equal(row->person_id, person->person_id))
        return "the id";
    if (!str_view_equal(row->owner, person->owner))
        return "the owner";
    if (row->kept != (basis->instance->base_need[index] == need))
        return "the mark that a place was kept";
    return parts_differ(row, &fit) ? "a part of the fit" : NULL;
}

static const char *check_parts(const struct run_basis *basis, struct arena *arena)
{
    enum { AT_ONCE = 256 };
    CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
    const struct snapshot *snapshot = basis->snapshot;
    for (size_t i = 0; i < basis->contents->assignment_count; i++) {
        if (i % AT_ONCE == 0)
            arena_reset(scratch);
        const struct run_assignment_row *row = &basis->contents->assignments[i];
        int32_t person = snapshot_find_person(snapshot, row->natural_key);
        const char *altered = altered_of(basis, row, person, scratch);
        if (altered != NULL)
            return arena_format(arena, "%s of person %.*s was altered", altered,
                                STR_VIEW_ARGS(snapshot->people[person].person_id));
    }
    return NULL;
}

/* People whom the registry counts for the row; 0 for a need or reason that there is not. */
static uint64_t people_of(const struct run_basis *basis, const struct run_reason_row *row)
{
    int32_t need = snapshot_find_need(basis->snapshot, row->need_code);
    for (int reason = 0; need >= 0 && reason < REASON_COUNT; reason++) {
        if (str_view_equal(row->reason, str_view_of(reason_code((enum reason)reason))))
            return basis->pairs->reasons[need][reason];
    }
    return 0;
}

static const char *check_reasons(const struct run_basis *basis, struct arena *arena)
{
    const struct run_contents *contents = basis->contents;
    size_t expected = 0;
    for (size_t need = 0; need < basis->snapshot->need_count; need++) {
        for (int reason = 0; reason < REASON_COUNT; reason++)
            expected += basis->pairs->reasons[need][reason] > 0;
    }
    for (size_t i = 0; i < contents->reason_count; i++) {
        const struct run_reason_row *row = &contents->reasons[i];
        if (row->people <= 0 || (uint64_t)row->people != people_of(basis, row))
            return arena_format(arena, "why people do not fit need '%.*s' was altered",
                                STR_VIEW_ARGS(row->need_code));
    }
    return contents->reason_count == expected ? NULL : "a reason why people do not fit is gone";
}

static bool same_worth(struct limit_worth left, struct limit_worth right)
{
    return left.priority == right.priority && left.fit_bp == right.fit_bp &&
           left.is_exact == right.is_exact;
}

/* Names, needs and prices have been looked at. */
static const char *check_limits(const struct run_basis *basis, struct arena *arena)
{
    const struct limit_figures *stored = &basis->contents->limits;
    if (basis->cap_sets == NULL)
        return NULL;
    const struct limit_figures figures =
        limit_figures_of(basis->snapshot, basis->cap_sets, basis->instance, basis->need_of,
                         basis->cap_price, basis->open_price, arena);
    for (size_t i = 0; i < figures.cap_count; i++) {
        const struct cap_figure *cap = &figures.caps[i];
        const struct cap_figure *row = &stored->caps[i];
        if (row->stated != cap->stated || row->placed != cap->placed || row->most != cap->most ||
            row->filled != cap->filled || !same_worth(row->worth, cap->worth))
            return arena_format(arena, "the figures of %.*s '%.*s' were altered",
                                STR_VIEW_ARGS(cap->kind), STR_VIEW_ARGS(cap->name));
    }
    for (size_t i = 0; i < figures.reserve_count; i++) {
        const struct reserve_figure *reserve = &figures.reserves[i];
        const struct reserve_figure *row = &stored->reserves[i];
        if (row->open_most != reserve->open_most || row->open_filled != reserve->open_filled ||
            !same_worth(row->worth, reserve->worth))
            return arena_format(arena, "the reserved seats of need '%.*s' were altered",
                                STR_VIEW_ARGS(reserve->need_code));
    }
    return NULL;
}

static const char *check_details(const struct run_basis *basis, struct run_proof *proof,
                                 struct arena *arena)
{
    (void)proof;
    const char *broken = check_parts(basis, arena);
    if (broken == NULL)
        broken = check_limits(basis, arena);
    return broken != NULL ? broken : check_reasons(basis, arena);
}

static const char *check_order(const struct run_basis *basis, struct run_proof *proof,
                               struct arena *arena)
{
    (void)basis;
    (void)arena;
    if (proof->head.places)
        return "a limit or decision does not stand in its place";
    return proof->head.costs ? "what decisions cost together is gone, or there are none" : NULL;
}

static const struct proof_step steps[] = {
    {RUN_HEAD_DIFFERS, true, false, check_head},
    {RUN_RULES_DIFFER, true, false, check_rules},
    {RUN_STRAY_ROW, false, false, check_strays},
    {RUN_COUNTS_DIFFER, true, true, check_counts},
    {RUN_INPUTS_DIFFER, true, false, check_inputs},
    {RUN_RESULT_DIFFERS, true, false, check_result},
    {RUN_NOT_OPTIMAL, false, true, check_certificate},
    {RUN_DETAILS_DIFFER, false, true, check_details},
    {RUN_DETAILS_DIFFER, false, false, check_order},
};

/* ---- a glance -------------------------------------------------------------------------------- */

/* Everybody is counted once for each need. */
static const char *check_sums(const struct run_basis *basis, struct run_proof *proof,
                              struct arena *arena)
{
    (void)proof;
    const struct snapshot *snapshot = basis->snapshot;
    for (size_t need = 0; need < snapshot->need_count; need++) {
        uint64_t people = 0;
        for (int reason = 0; reason < REASON_COUNT; reason++)
            people += basis->pairs->reasons[need][reason];
        if (people != snapshot->person_count)
            return arena_format(arena, "why people do not fit need '%.*s' was altered",
                                STR_VIEW_ARGS(snapshot->needs[need].code));
    }
    return NULL;
}

/* Which check fails does not matter, but its text. */
static const struct {
    proof_check *check;
    bool by_rules; /* as of a step */
} glances[] = {
    {check_head, false},          {check_strays, false}, {check_counts, true}, {check_facts, true},
    {check_result_digest, false}, {check_details, true}, {check_sums, true},   {check_order, false},
};

/* What `proof` knows already counts: that the run was made by other rules, or what was altered. */
static enum cadre_status glance(struct session *session, const struct run_basis *basis,
                                struct run_proof *proof, struct arena *arena,
                                struct cadre_error *err)
{
    enum cadre_status status =
        run_store_head_faults(session, basis->run.number, arena, &proof->head, err);
    if (status != CADRE_OK)
        return status;
    bool other_rules = proof->fault == RUN_OF_OTHER_RULES;
    proof->head.recorded_at = false;
    for (size_t i = 0; proof->text == NULL && i < sizeof glances / sizeof *glances; i++) {
        if (!glances[i].by_rules || !other_rules)
            proof->text = glances[i].check(basis, proof, arena);
    }
    return CADRE_OK;
}

enum cadre_status run_proof_glance(struct session *session, const struct run_basis *basis,
                                   struct arena *arena, const char **ret_altered,
                                   struct cadre_error *err)
{
    struct run_proof proof = {0};
    enum cadre_status status = glance(session, basis, &proof, arena, err);
    if (status == CADRE_OK)
        *ret_altered = proof.text;
    return status;
}

/* ---- what holds ------------------------------------------------------------------------------ */

static void describe(const struct run_basis *basis, struct run_proof *proof, struct arena *arena)
{
    const struct hall_set *sets;
    proof->seats = basis->run.seats;
    proof->stable = basis->snapshot->policy.stable;
    for (size_t i = 0; i < INSTANCE_CLASS_COUNT; i++)
        proof->filled += basis->run.objective.filled[i];
    size_t count = certificate_hall_sets(instance_open(basis->instance, arena),
                                         instance_open_part(basis->instance, basis->need_of, arena),
                                         arena, &sets);
    proof->decision_count =
        decision_words(basis->snapshot, basis->expansions, basis->pairs, arena, &proof->decisions);
    proof->limit_count =
        limit_words_lines(&basis->contents->limits, proof->stable, arena, &proof->limits);
    proof->shortage_count = shortage_words(basis->snapshot, &basis->contents->limits, sets, count,
                                           arena, &proof->shortages);
}

/* Elsewhere what no import lets in is a bug; here it is what was looked for, unless rules that came
 * later do not know it any more. */
static struct run_proof proof_of_unreadable(const struct run_row *run,
                                            const struct catalogue *catalogue, const char *message,
                                            struct arena *arena)
{
    const char *text = arena_copy(arena, str_view_of(message)).data;
    if (run_basis_same_rules(run, catalogue, arena))
        return (struct run_proof){.fault = RUN_REGISTRY_UNREADABLE, .text = text};
    return (struct run_proof){
        .fault = RUN_OF_OTHER_RULES,
        .text = arena_format(arena, "by these the registry cannot be read as it was: %s", text)};
}

enum cadre_status run_proof_glance_alone(struct session *session, const struct run_row *run,
                                         const struct catalogue *catalogue, struct arena *arena,
                                         const char **ret_altered, struct cadre_error *err)
{
    struct run_basis *basis = NULL;
    struct run_proof proof = {0};
    enum cadre_status status = run_basis_load_glance(session, run, catalogue, arena, &basis, err);
    if (status == CADRE_BUG) {
        proof = proof_of_unreadable(run, catalogue, err->message, arena);
        *ret_altered = proof.fault == RUN_OF_OTHER_RULES ? NULL : proof.text;
        cadre_error_release(err);
        return CADRE_OK;
    }
    if (status != CADRE_OK)
        return status;
    proof.text = check_rules(basis, &proof, arena);
    if (proof.text == NULL && proof.fault == RUN_HOLDS)
        proof.text = check_inputs(basis, &proof, arena);
    status = glance(session, basis, &proof, arena, err);
    if (status == CADRE_OK)
        *ret_altered = proof.text;
    return status;
}

/* What was stored with the publication of a run that holds by itself. */
static enum cadre_status check_publication(struct session *session, const struct run_row *run,
                                           struct arena *arena, struct run_proof *proof,
                                           struct cadre_error *err)
{
    enum cadre_status status = run_lapses_check(session, run, arena, &proof->text, err);
    if (status == CADRE_OK && proof->text != NULL)
        proof->fault = RUN_LAPSES_DIFFER;
    return status;
}

enum cadre_status run_proof_check(struct session *session, const struct run_row *run,
                                  const struct catalogue *catalogue, bool digests,
                                  struct arena *arena, struct run_proof *ret_proof,
                                  struct cadre_error *err)
{
    struct run_basis *basis = NULL;
    struct run_proof proof = {0};
    enum cadre_status status = run_basis_load(session, run, catalogue, arena, &basis, err);
    if (status == CADRE_BUG) {
        *ret_proof = proof_of_unreadable(run, catalogue, err->message, arena);
        cadre_error_release(err);
        return CADRE_OK;
    }
    if (status == CADRE_OK)
        status = run_store_head_faults(session, run->number, arena, &proof.head, err);
    if (status != CADRE_OK)
        return status;
    for (size_t i = 0; proof.text == NULL && i < sizeof steps / sizeof *steps; i++) {
        bool other_rules = proof.fault == RUN_OF_OTHER_RULES;
        if ((steps[i].about_digest && !digests) || (steps[i].by_rules && other_rules))
            continue;
        proof.text = steps[i].check(basis, &proof, arena);
        if (proof.text != NULL)
            proof.fault = steps[i].fault;
    }
    if (proof.fault == RUN_HOLDS && digests)
        status = check_publication(session, run, arena, &proof, err);
    if (status != CADRE_OK)
        return status;
    if (proof.text == NULL && proof.fault == RUN_OF_OTHER_RULES)
        proof.text = "its inputs and its result are unaltered; whether a better assignment exists "
                     "only the cadre that made it can tell";
    else if (proof.text == NULL)
        describe(basis, &proof, arena);
    *ret_proof = proof;
    return CADRE_OK;
}
