/*
 * cadre catalogue undo: a load is taken back.
 */
#include "sql/catalogue_undo.h"
#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/catalogue/load_operand.h"
#include "cmd/steps/registry_session.h"
#include "core/base/alloc.h"

enum { WAIT_S = 60, WAIT_S_MAX = 86400, USES_TOLD = 20 };

static void tell_uses(const struct invocation *call, const struct catalogue_undo_result *result)
{
    size_t told = result->use_count < USES_TOLD ? result->use_count : USES_TOLD;
    for (size_t i = 0; i < told; i++) {
        const struct catalogue_use *use = &result->uses[i];
        tell(call, "%.*s %.*s: %.*s: %lld", STR_VIEW_ARGS(use->type), STR_VIEW_ARGS(use->code),
             STR_VIEW_ARGS(use->sort), (long long)use->found);
    }
    if (told < result->use_count)
        tell(call, "and %zu more", result->use_count - told);
}

static void tell_resting(const struct invocation *call, const struct catalogue_undo_result *result)
{
    for (size_t i = 0; i < result->resting_count; i++) {
        const struct undo_rest *rest = &result->resting[i];
        tell(call, "batch %lld (%.*s%s%.*s) rests on it: rows: %lld", (long long)rest->batch,
             STR_VIEW_ARGS(rest->kind), rest->source.length > 0 ? " of " : "",
             STR_VIEW_ARGS(rest->source), (long long)rest->found);
    }
}

static void print_undone(const struct invocation *call, int64_t number,
                         const struct catalogue_undo_result *result)
{
    if (call->quiet)
        return;
    if (result->unchanged)
        printf("load %lld: unchanged, it was undone already\n", (long long)number);
    else if (result->row.batch > 0)
        printf("load %lld is undone by load %lld: %lld %s before it\n", (long long)number,
               (long long)result->load, (long long)result->records,
               result->records == 1 ? "record is as it was" : "records are as they were");
    else
        printf("load %lld is undone by load %lld: the catalogue is as it was before it\n",
               (long long)number, (long long)result->load);
}

static enum cadre_status run_catalogue_undo(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct catalogue_undo_result result = {0};
    int64_t wait_s = WAIT_S;
    int64_t number;
    enum cadre_status status = load_operand(call, 0, &number, err);
    if (status == CADRE_OK)
        status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre catalogue undo", &registry, err);
    if (status == CADRE_OK)
        status = catalogue_undo(registry_session_of(registry), number, (int)wait_s, call->arena,
                                &result, err);
    if (status == CADRE_OK) {
        print_undone(call, number, &result);
        return status;
    }
    tell_uses(call, &result);
    tell_resting(call, &result);
    return status;
}

static const struct command_example examples[] = {
    {"cadre catalogue undo 4", "what load 4 brought goes, what it replaced counts again"},
    {0},
};

static const struct command_option options[] = {
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    {0},
};

const struct command command_catalogue_undo = {
    .name = "catalogue undo",
    .summary = "take one load of the catalogue back",
    .operands = "LOAD",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "Afterwards the catalogue is what it was before the load, and of a change of version the\n"
        "registry too: 'cadre db digest' says the same. Nothing is erased: as known before the\n"
        "undo, the load is still there. Undoing it twice changes nothing.\n"
        "\n"
        "It is refused (exit 4), with a list, when rows of the registry name what the load\n"
        "brought, when a later load changed or names it or found its rows as they are, of a\n"
        "change of version when later imports rest on what was carried or named the version\n"
        "that was left, and of mappings when imports read levels by them. Take those back\n"
        "first, the newest first.",
    .examples = examples,
    .options = options,
    .run = run_catalogue_undo,
};
