#include "cmd/steps/run/run_unaltered.h"

#include <string.h>

#include "cmd/steps/registry_catalogue.h"
#include "cmd/steps/run/run_proof.h"
#include "core/base/alloc.h"

/* While a run is in force the next one rests on it, with whatever was made of it. */
static enum cadre_status fail_altered(const struct run_row *run, const char *altered,
                                      struct cadre_error *err)
{
    long long number = (long long)run->number;
    const char *state = run_row_state(run);
    cadre_fail(err, CADRE_FINDINGS, "run %lld (%s) was altered, and nothing is built upon it: %s",
               number, state, altered);
    if (strcmp(state, "published") == 0)
        return cadre_fail_hint(err,
                               "'cadre run withdraw %lld' takes it back, and 'cadre match' then "
                               "makes one that does not rest on it",
                               number);
    return cadre_fail_hint(err, "'cadre match' of its day and policy makes another one");
}

static enum cadre_status look(struct session *session, const struct run_row *run,
                              struct arena *arena, const char **ret_altered,
                              struct cadre_error *err)
{
    CADRE_CLEANUP(catalogue_cleanup) struct catalogue *catalogue = NULL;
    enum cadre_status status = registry_catalogue_read_unaltered(session, run->known_at.data, arena,
                                                                 ret_altered, &catalogue, err);
    if (status != CADRE_OK || *ret_altered != NULL)
        return status;
    return run_proof_glance_alone(session, run, catalogue, arena, ret_altered, err);
}

enum cadre_status run_unaltered_require(struct session *session, const struct run_row *run,
                                        struct cadre_error *err)
{
    CADRE_CLEANUP(arena_cleanup) struct arena *arena = arena_new();
    const char *altered = NULL;
    enum cadre_status status = look(session, run, arena, &altered, err);
    return status == CADRE_OK && altered != NULL ? fail_altered(run, altered, err) : status;
}
