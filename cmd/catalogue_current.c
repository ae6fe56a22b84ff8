/*
 * cadre catalogue current: which version of a framework a code without a version means.
 */
#include "cmd/commands.h"
#include "cmd/steps/catalogue/framework_operand.h"
#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/registry_session.h"
#include "core/base/alloc.h"
#include "sql/catalogue_ledger.h"

enum { WAIT_S = 60, WAIT_S_MAX = 86400 };

static enum cadre_status find_version(const struct invocation *call, struct session *session,
                                      const char **ret_framework, const char **ret_version,
                                      struct cadre_error *err)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    int32_t version;
    enum cadre_status status = registry_catalogue_read(session, NULL, call->arena, &catalogue, err);
    if (status == CADRE_OK)
        status = framework_version_operand(call, catalogue, call->operands[1], &version, err);
    if (status != CADRE_OK)
        return status;
    const struct catalogue_framework *framework = catalogue_framework(catalogue, version);
    *ret_framework = arena_strdup(call->arena, framework->code);
    *ret_version = arena_strdup(call->arena, framework->version);
    return CADRE_OK;
}

static enum cadre_status run_catalogue_current(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    const char *framework = NULL;
    const char *version = NULL;
    int64_t wait_s = WAIT_S;
    int64_t load = 0;
    enum cadre_status status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre catalogue current", &registry, err);
    if (status == CADRE_OK)
        status = find_version(call, registry_session_of(registry), &framework, &version, err);
    if (status == CADRE_OK)
        status = catalogue_ledger_set_current(registry_session_of(registry), framework, version,
                                              (int)wait_s, &load, err);
    if (status != CADRE_OK || call->quiet)
        return status;
    if (load == 0)
        printf("%s %s: unchanged, it is the current version\n", framework, version);
    else
        printf("load %lld: %s %s is the current version\n", (long long)load, framework, version);
    return CADRE_OK;
}

static const struct command_example examples[] = {
    {"cadre catalogue current DCWF 5.2", "DCWF/511 means DCWF@5.2/511 from now on"},
    {0},
};

static const struct command_option options[] = {
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    {0},
};

const struct command command_catalogue_current = {
    .name = "catalogue current",
    .summary = "say which version of a framework is the current one",
    .operands = "FRAMEWORK VERSION",
    .operands_min = 2,
    .operands_max = 2,
    .description =
        "The current version is what a code without a version means in files that are imported.\n"
        "It is the shipped one, or of a framework of one's own the first that was loaded; a\n"
        "further version that is loaded does not become it by itself.\n"
        "\n"
        "What is in the registry names its versions and stays as it is: 'cadre catalogue\n"
        "migrate' carries it. As known before, the other version is still the current one.",
    .examples = examples,
    .options = options,
    .run = run_catalogue_current,
};
