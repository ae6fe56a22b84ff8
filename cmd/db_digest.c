/*
 * cadre db digest: all that the registry knows, in one line.
 */
#include "cmd/commands.h"
#include "cmd/steps/registry_session.h"
#include "core/base/alloc.h"
#include "sql/registry_digest.h"

static enum cadre_status run_digest(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    struct cadre_date as_of = cadre_date_none;
    const char *known_at = NULL;
    const char *digest;
    enum cadre_status status = option_date(call, "as-of", &as_of, err);
    if (status == CADRE_OK)
        status = option_instant(call, "known-at", &known_at, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre db digest", &registry, err);
    if (status == CADRE_OK)
        status = registry_digest(registry_session_of(registry), as_of, known_at, call->arena,
                                 &digest, err);
    if (status == CADRE_OK)
        printf("%s\n", digest);
    return status;
}

static const struct command_example examples[] = {
    {"cadre db digest", "before and after something that must not change the registry"},
    {"cadre db digest --as-of 2026-03-01", "of that day alone: later months leave it as it is"},
    {"cadre db digest --known-at '2026-03-05 16:00:00'", "what it was at that time, in UTC"},
    {0},
};

static const struct command_option options[] = {
    {"as-of", 0, "DATE", "what holds on that day (default: on all days)"},
    {"known-at", 0, "TIME", "what was known at that time (default: all that is known)"},
    {0},
};

const struct command command_db_digest = {
    .name = "db digest",
    .summary = "print one digest of all that the registry knows",
    .operands = "",
    .description =
        "Two registries with the same digest hold the same records with the same days, the same\n"
        "people, and the sources of these records with the same settings, whatever numbers they\n"
        "gave and whenever they learned it. A source that nothing known is from does not count.\n"
        "So a restored backup, an undo or a month that was imported again can be proved.\n"
        "\n"
        "TIME is YYYY-MM-DD, the end of that day, or has a time of day, in UTC unless it ends\n"
        "with a zone (+04). Values of people do not leave the database.",
    .examples = examples,
    .options = options,
    .run = run_digest,
};
