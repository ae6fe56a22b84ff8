/*
 * cadre verify RUN: is a stored run what it claims to be?
 */
#include "cmd/cli/prose.h"
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/registry_session.h"
#include "cmd/steps/run/match_run.h"
#include "cmd/steps/run/run_proof.h"
#include "core/base/alloc.h"
#include "core/catalogue/catalogue.h"

static const char *what_is_proved(const struct run_proof *proof)
{
    if (!proof->stable)
        return "no better assignment exists";
    return proof->limit_count == 0
               ? "no person and need would rather have one another"
               : "no person and need that the limits let meet would rather have one another";
}

static void print_proof(const struct invocation *call, const struct run_row *run,
                        const struct run_proof *proof)
{
    char day[CADRE_DATE_TEXT_SIZE];
    prose_print(call->terminal_out,
                arena_format(call->arena,
                             "run %lld as of %s holds: inputs and result are unaltered, and %s",
                             (long long)run->number, cadre_date_format(run->as_of, day),
                             what_is_proved(proof)));
    prose_print(call->terminal_out, arena_format(call->arena, "%lld of %lld free seats filled, %s",
                                                 (long long)proof->filled, (long long)proof->seats,
                                                 match_run_size(run, call->arena)));
    for (size_t i = 0; i < proof->decision_count; i++)
        prose_print(call->terminal_out, proof->decisions[i]);
    for (size_t i = 0; i < proof->limit_count; i++)
        prose_print(call->terminal_out, proof->limits[i]);
    if (proof->shortage_count > 0)
        puts("why seats stay empty:");
    for (size_t i = 0; i < proof->shortage_count; i++)
        prose_print(call->terminal_out, arena_format(call->arena, "  %s", proof->shortages[i]));
}

/* Neither proved nor disproved. */
static enum cadre_status fail_other_rules(const struct run_row *run, const struct run_proof *proof,
                                          struct cadre_error *err)
{
    cadre_fail(err, CADRE_SCHEMA,
               "run %lld was made by other rules (policy or catalogue) than this program has: %s",
               (long long)run->number, proof->text);
    return cadre_fail_hint(err,
                           "verify it with that cadre; 'cadre match' makes a run by these rules");
}

static enum cadre_status disproved(const struct invocation *call, const struct run_row *run,
                                   const char *text)
{
    tell_needed(call, "run %lld is disproved: %s", (long long)run->number, text);
    return CADRE_FINDINGS;
}

static enum cadre_status run_verify(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    struct run_row run;
    struct run_proof proof;
    const char *broken = NULL;
    enum cadre_status status = registry_session_open(call, "cadre verify", &registry, err);
    if (status == CADRE_OK)
        status = run_store_find(registry_session_of(registry), call->operands[0], call->arena, &run,
                                err);
    if (status == CADRE_OK)
        status = registry_catalogue_read_unaltered(registry_session_of(registry), run.known_at.data,
                                                   call->arena, &broken, &catalogue, err);
    if (status != CADRE_OK)
        return status;
    if (broken != NULL)
        return disproved(call, &run, broken);
    status = run_proof_check(registry_session_of(registry), &run, catalogue, true, call->arena,
                             &proof, err);
    if (status != CADRE_OK)
        return status;
    if (proof.fault == RUN_OF_OTHER_RULES)
        return fail_other_rules(&run, &proof, err);
    if (proof.fault != RUN_HOLDS)
        return disproved(call, &run, proof.text);
    if (!call->quiet)
        print_proof(call, &run, &proof);
    return CADRE_OK;
}

static const struct command_example examples[] = {
    {"cadre verify last", "the newest run"},
    {"cadre verify 3f9a", "the run whose digest begins so"},
    {0},
};

const struct command command_verify = {
    .name = "verify",
    .summary = "prove or disprove a match run",
    .operands = "RUN",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "RUN is a number, the beginning of its digest (4 digits at least), or last. The registry\n"
        "is read as the run saw it, both digests are made anew, and the stored prices are checked\n"
        "by code that shares nothing with the solver: if they hold, no better assignment exists.\n"
        "Of a stable run it checks that no person prefers a need that would take them and may.\n"
        "\n"
        "By whom the run was made, when, and by what was known then, is sealed. What became of\n"
        "it is covered too: who judged, published or withdrew it, when and why is sealed, an\n"
        "approval that its policy asks for has to be there, and of a run that was published by\n"
        "'cadre run publish' who did not fit any more is looked for again, by what was known\n"
        "then. (Of events of before that was noted it proves times alone.) How long a run took,\n"
        "and in how much memory, is no claim, and is not checked.\n"
        "\n"
        "Its inputs are what decides who is matched where: of people what the conditions, clauses\n"
        "and limits ask for, their evidence, service records, places and decisions; needs and\n"
        "their requirements; organizations, wishes and what sources are worth where that decides;\n"
        "and the rules. Names and contacts are none, nor what was counted of a file when it was\n"
        "imported. The catalogue's shipped rows are this program's own, not the copy in the\n"
        "database; what 'cadre catalogue load' added to them is sealed when it is stored, every\n"
        "cell of it, and since when it counted. (Loads of before that was so were sealed by the\n"
        "upgrade, as they were then.)\n"
        "\n"
        "Exit code 1 says that the run is disproved, and the message what broke. Exit code 6 says\n"
        "that it was made by other rules than this program and its registry have, as runs of\n"
        "before an upgrade may be: it is neither proved nor disproved.",
    .examples = examples,
    .run = run_verify,
};
