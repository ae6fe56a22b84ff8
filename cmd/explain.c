/*
 * cadre explain: why, and why not.
 */
#include "core/match/explain/explain.h"
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/report_files.h"
#include "cmd/steps/run/run_basis.h"
#include "cmd/steps/run/run_choice.h"
#include "cmd/steps/run/shortage_words.h"
#include "core/base/alloc.h"
#include "core/verify/certificate.h"

static enum cadre_status find_need(const struct run_basis *basis, const char *code,
                                   int32_t *ret_need, struct cadre_error *err)
{
    *ret_need = -1;
    if (code == NULL)
        return CADRE_OK;
    *ret_need = snapshot_find_need(basis->snapshot, str_view_of(code));
    if (*ret_need >= 0)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "run %lld knows no need '%s'", (long long)basis->run.number, code);
    return cadre_fail_hint(err, "'cadre report staffing' lists the needs of a run");
}

/* By the registry's id, or by the key that the person bears outside. */
static enum cadre_status find_person(const struct run_basis *basis, const char *word,
                                     int32_t *ret_person, struct cadre_error *err)
{
    *ret_person = snapshot_find_person_id(basis->snapshot, str_view_of(word));
    if (*ret_person < 0)
        *ret_person = snapshot_find_person(basis->snapshot, str_view_of(word));
    if (*ret_person >= 0)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "run %lld knows no person '%s'", (long long)basis->run.number,
               word);
    return cadre_fail_hint(err, "give a person's id (P00000123), or national id");
}

static enum cadre_status explain_one_person(const struct invocation *call,
                                            const struct run_basis *basis, int32_t need,
                                            struct document **ret_document, struct cadre_error *err)
{
    const struct report_context context = run_basis_context(basis, false);
    const struct cap_prices prices = {basis->cap_price, basis->open_price};
    int32_t person;
    enum cadre_status status = find_person(basis, call->operands[0], &person, err);
    if (status != CADRE_OK)
        return status;
    const struct explain_person *explanation =
        explain_person(basis->snapshot, basis->expansions, basis->instance, basis->need_of,
                       basis->price, &prices, person, need, call->arena);
    *ret_document = explain_person_report(explanation, basis->snapshot, &context, call->arena);
    return CADRE_OK;
}

static struct document *explain_one_need(const struct invocation *call,
                                         const struct run_basis *basis, int32_t need)
{
    const struct report_context context = run_basis_context(basis, false);
    const struct cap_prices prices = {basis->cap_price, basis->open_price};
    const struct explain_need *explanation =
        explain_need(basis->snapshot, basis->expansions, basis->pairs, basis->instance,
                     basis->need_of, basis->price, &prices, need, call->arena);
    return explain_need_report(explanation, basis->snapshot, &context, call->arena);
}

static struct document *explain_whole_run(const struct invocation *call,
                                          const struct run_basis *basis)
{
    const struct report_context context = run_basis_context(basis, false);
    const struct run_measure *measure = &basis->contents->measure;
    const struct run_costs costs = {measure->known, measure->reading_ms, measure->pairs_ms,
                                    measure->solving_ms, measure->peak_kib};
    const struct hall_set *sets;
    const char *const *shortages;
    struct explain_run explanation;
    size_t count = certificate_hall_sets(
        instance_open(basis->instance, call->arena),
        instance_open_part(basis->instance, basis->need_of, call->arena), call->arena, &sets);
    count = shortage_words(basis->snapshot, &basis->contents->limits, sets, count, call->arena,
                           &shortages);
    explain_run(basis->instance, basis->need_of, &explanation);
    return explain_run_report(&explanation, &costs, shortages, count, &basis->contents->overrides,
                              &context, call->arena);
}

static enum cadre_status explain(const struct invocation *call, const struct run_basis *basis,
                                 struct document **ret_document, struct cadre_error *err)
{
    int32_t need;
    enum cadre_status status = find_need(basis, option_text(call, "need"), &need, err);
    if (status != CADRE_OK)
        return status;
    if (call->operand_count > 0)
        return explain_one_person(call, basis, need, ret_document, err);
    *ret_document =
        need >= 0 ? explain_one_need(call, basis, need) : explain_whole_run(call, basis);
    return CADRE_OK;
}

/* What the answer is called, by what is asked about. */
static const char *report_of(const struct invocation *call)
{
    if (call->operand_count > 0)
        return "explain_person";
    return option_given(call, "need") ? "explain_need" : "explain_run";
}

static enum cadre_status run_explain(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    struct report_target target;
    struct run_row run;
    struct run_basis *basis = NULL;
    struct document *document = NULL;
    if (report_files_tell_schema(call, report_of(call)))
        return CADRE_OK;
    enum cadre_status status = report_target_from(call, &target, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre explain", &registry, err);
    if (status == CADRE_OK)
        status = run_choice_find(call, registry_session_of(registry), &run, err);
    if (status == CADRE_OK)
        status = registry_catalogue_read(registry_session_of(registry), run.known_at.data,
                                         call->arena, &catalogue, err);
    if (status != CADRE_OK)
        return status;
    status = run_basis_require(registry_session_of(registry), &run, catalogue, false, call->arena,
                               &basis, err);
    const char *warning = status == CADRE_OK ? run_basis_warning(basis, call->arena) : NULL;
    if (warning != NULL)
        tell_needed(call, "%s", warning);
    if (status == CADRE_OK)
        status = explain(call, basis, &document, err);
    if (status == CADRE_OK)
        status = report_files_write(call, document, &target, err);
    return status;
}

static const struct command_example examples[] = {
    {"cadre explain P00000123", "where this person sits, and how every need judges them"},
    {"cadre explain P00000123 --need CERT-FIN-01", "why here, or why not"},
    {"cadre explain --run last", "the whole run: people, seats by priority, what it took"},
    {"cadre explain --need CERT-FIN-01", "why its seats are empty, and at which fit it was full"},
    {0},
};

static const struct command_option options[] = {
    {"need", 0, "CODE", "about this need"},
    RUN_CHOICE_OPTIONS,
    REPORT_TARGET_OPTIONS,
    {0},
};

const struct command command_explain = {
    .name = "explain",
    .summary = "tell why somebody sits where, or does not",
    .operands = "[PERSON]",
    .operands_max = 1,
    .description =
        "The answer is that of a match run, as of its day: which condition fails, what it would\n"
        "take, who was ahead by which rule. No other person is ever named; the reserve of a need,\n"
        "who would take a seat that becomes free, is told by ids.\n"
        "\n"
        "PERSON is the registry's id or the national id. With --need alone the need is explained,\n"
        "and with neither the run: people and seats, why seats stay empty, what the other mode\n"
        "comes to, and the time and memory that it took.",
    .examples = examples,
    .options = options,
    .run = run_explain,
};
