/*
 * cadre source add CODE: who sends files, to whom their rows belong, and how they are written.
 */
#include <string.h>

#include "cmd/cli/tell.h"
#include "cmd/commands.h"
#include "cmd/steps/import/source_settings.h"
#include "cmd/steps/registry_session.h"
#include "core/base/alloc.h"
#include "sql/source_store.h"

enum { WAIT_S = 60, WAIT_S_MAX = 86400 };

struct addition {
    const char *code, *owner;
    const struct source_profile *wanted; /* NULL: the settings stay */
    int wait_s;
    struct source_ensured source;
    struct str changes; /* of the settings */
};

static enum cadre_status restate(struct session *session, struct addition *addition,
                                 struct arena *arena, struct cadre_error *err)
{
    struct source_profile known;
    enum cadre_status status =
        source_settings_take(addition->source.settings, addition->code, arena, &known, err);
    if (status != CADRE_OK)
        return status;
    source_profile_changes(&known, addition->wanted, &addition->changes);
    if (addition->changes.length == 0)
        return CADRE_OK;
    return source_settings_store(session, addition->code, addition->wanted, arena, err);
}

static enum cadre_status add(struct session *session, struct addition *addition,
                             struct arena *arena, struct cadre_error *err)
{
    enum cadre_status status = session_begin(session, TRANSACTION_WRITE, err);
    if (status == CADRE_OK)
        status = source_store_ensure(session, addition->code, addition->owner, arena,
                                     &addition->source, err);
    if (status == CADRE_OK && addition->wanted != NULL)
        status = restate(session, addition, arena, err);
    if (status == CADRE_OK)
        status = session_commit(session, err);
    session_rollback(session);
    return status;
}

/* Nobody imports of the source meanwhile, and nobody reads half of what changes. */
static enum cadre_status add_locked(struct session *session, struct addition *addition,
                                    struct arena *arena, struct cadre_error *err)
{
    enum cadre_status status =
        session_lock(session, LOCK_SOURCE, addition->code, addition->wait_s, err);
    if (status != CADRE_OK)
        return status;
    status = session_lock(session, LOCK_REGISTRY, "", addition->wait_s, err);
    if (status == CADRE_OK)
        status = add(session, addition, arena, err);
    session_unlock(session, LOCK_REGISTRY, "");
    session_unlock(session, LOCK_SOURCE, addition->code);
    return status;
}

static void tell_added(const struct invocation *call, const struct addition *addition)
{
    if (call->quiet)
        return;
    const char *changes = str_chars(&addition->changes);
    if (addition->source.made)
        printf("source '%s' is added; its rows belong to '%s'\n", addition->code,
               addition->source.owner);
    if (addition->changes.length > 0)
        printf("settings of '%s': %s\n", addition->code, changes);
    else if (!addition->source.made)
        printf("source '%s' is unchanged\n", addition->code);
}

static enum cadre_status run_source_add(struct invocation *call, struct cadre_error *err)
{
    CADRE_CLEANUP(registry_session_cleanup) struct registry_session *registry = NULL;
    const char *settings = option_text(call, "settings");
    struct source_profile wanted;
    struct addition addition = {.code = call->operands[0],
                                .owner = option_text(call, "owner"),
                                .wanted = settings != NULL ? &wanted : NULL};
    int64_t wait_s = WAIT_S;
    enum cadre_status status = option_int64(call, "wait", 0, WAIT_S_MAX, &wait_s, err);
    if (status == CADRE_OK && settings != NULL)
        status = source_settings_read(settings, call->arena, &wanted, err);
    if (status == CADRE_OK)
        status = registry_session_open(call, "cadre source add", &registry, err);
    if (status != CADRE_OK)
        return status;
    addition.wait_s = (int)wait_s;
    status = add_locked(registry_session_of(registry), &addition, call->arena, err);
    if (status == CADRE_OK)
        tell_added(call, &addition);
    str_release(&addition.changes);
    return status;
}

static const struct command_example add_examples[] = {
    {"cadre source add BAKU --owner CERT-GOV", "an office, before its first file comes"},
    {"cadre source add BAKU --settings baku.json", "how its files are written; tells what changed"},
    {0},
};

static const struct command_option add_options[] = {
    {"owner", 0, "ORG", "organization that its rows belong to (default: of its code)"},
    {"settings", 0, "FILE", "its settings as JSON, all of them; - for standard input"},
    {"wait", 0, "SECONDS", "how long to wait for others who write (default: 60)"},
    {0},
};

const struct command command_source_add = {
    .name = "source add",
    .summary = "add a source, or state its settings anew",
    .operands = "CODE",
    .operands_min = 1,
    .operands_max = 1,
    .description =
        "A source is an office that sends files. The first import from it adds it too. Settings\n"
        "say how its files are written: delimiter, encoding, date formats, header names, short\n"
        "rows, repeated rows; whether they are whole lists, how many people may leave by one;\n"
        "and what the registry makes of them: precedence and grace days.\n"
        "\n"
        "The file replaces all settings of the source: what it does not state is the default.\n"
        "An unknown member is refused. Options of import overrule settings. A file that is read\n"
        "by other settings is another import, also if its bytes were imported before.\n"
        "\n"
        "Settings have a time from which they are known: what was known before is answered by\n"
        "those of that time.",
    .examples = add_examples,
    .options = add_options,
    .run = run_source_add,
};
