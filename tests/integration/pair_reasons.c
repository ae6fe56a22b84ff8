/*
 * pair_reasons CONNINFO DAY [CALL_UP [POLICY]]: what the evaluator says of every pair of a registry
 * on the day, a line each: day, natural key, need, reason, separated by tabs, ordered by the first
 * three bytewise. CALL_UP: its code, "" = none; POLICY: a policy in JSON. The compiled form and the
 * readable one are both asked; it is a bug when they differ (exit 70).
 */
#include <stdio.h>
#include <stdlib.h>

#include "cmd/steps/registry_catalogue.h"
#include "core/base/alloc.h"
#include "core/pairs/people_block.h"
#include "sql/snapshot_store.h"

enum { EXIT_USAGE = 2, EXIT_BUG = 70 };

/* Of a sieve that has seen one person alone. */
static enum reason compiled_reason(const struct sieved *sieved, size_t profile)
{
    uint64_t reasons[REASON_COUNT] = {0};
    enum reason reason = REASON_NONE;
    sieved_add_reasons(sieved, profile, reasons);
    while (reason + 1 < REASON_COUNT && reasons[reason] == 0)
        reason++;
    return reason;
}

/* Decisions are met behind the compiled form (pairs.h), so it has the reason that is behind theirs.
 */
static bool agree(enum reason compiled, enum reason reason, const struct need *need)
{
    if (reason == REASON_FORBIDDEN || reason == REASON_DECLINED)
        reason = need->incomplete ? REASON_OTHER : REASON_NONE;
    return compiled == reason;
}

static void tell(const char *day, const struct snapshot *snapshot, struct arena *arena)
{
    const struct expansion *expansions = qualify_expand_all(snapshot, arena);
    const struct need_profiles *profiles = need_profiles_new(snapshot, arena);
    struct people_block *block = people_block_new(profiles, arena);
    const struct sieve *sieve = sieve_new(profiles->profiles, profiles->profile_count, arena);
    for (size_t i = 0; i < snapshot->person_count; i++) {
        CADRE_CLEANUP(arena_cleanup) struct arena *scratch = arena_new();
        struct sieved *sieved = sieved_new(sieve, scratch);
        people_block_load(block, &expansions[i], 1);
        people_block_sieve(block, sieved);
        for (size_t j = 0; j < snapshot->need_count; j++) {
            const struct need *need = &snapshot->needs[j];
            enum reason reason = qualify_reason(snapshot, &expansions[i], need);
            if (!agree(compiled_reason(sieved, profiles->profile_of[j]), reason, need)) {
                fprintf(stderr, "pair_reasons: the compiled form differs in need %.*s\n",
                        STR_VIEW_ARGS(need->code));
                exit(EXIT_BUG);
            }
            printf("%s\t%.*s\t%.*s\t%s\n", day, STR_VIEW_ARGS(snapshot->people[i].natural_key),
                   STR_VIEW_ARGS(need->code), reason_code(reason));
        }
    }
}

static enum cadre_status tell_day(struct session *session, char **words, int count,
                                  struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    struct snapshot_request request = {0};
    struct snapshot *snapshot = NULL;
    if (!cadre_date_parse_iso(str_view_of(words[0]), &request.as_of))
        return cadre_fail(err, CADRE_USAGE, "'%s' is no day", words[0]);
    enum cadre_status status = registry_catalogue_read(session, NULL, arena, &catalogue, err);
    if (status == CADRE_OK && count > 2)
        status = match_policy_parse(str_view_of(words[2]), arena, &request.policy, err);
    if (status == CADRE_OK && count > 1 && words[1][0] != '\0') {
        request.call_up = catalogue_call_up(catalogue, str_view_of(words[1]));
        if (request.call_up == NULL)
            return cadre_fail(err, CADRE_USAGE, "there is no call-up '%s'", words[1]);
    }
    if (status == CADRE_OK)
        status = snapshot_store_load(session, &request, catalogue, arena, &snapshot, err);
    if (status == CADRE_OK)
        tell(words[0], snapshot, arena);
    return status;
}

int main(int argc, char **argv)
{
    struct cadre_error err = {0};
    CADRE_CLEANUP(session_cleanup) struct session *session = NULL;
    if (argc < 3) {
        fputs("Usage: pair_reasons CONNINFO DAY [CALL_UP [POLICY]]\n", stderr);
        return EXIT_USAGE;
    }
    enum cadre_status status = session_open(argv[1], "pair_reasons", &session, &err);
    if (status == CADRE_OK)
        status = tell_day(session, &argv[2], argc - 2, &err);
    if (status != CADRE_OK)
        fprintf(stderr, "pair_reasons: %s\n", err.message);
    cadre_error_release(&err);
    return status == CADRE_OK && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
