#include "cmd/steps/run/run_choice.h"

enum cadre_status run_choice_find(const struct invocation *call, struct session *session,
                                  struct run_row *ret_run, struct cadre_error *err)
{
    const char *word = option_text(call, "run");
    struct cadre_date as_of = call->today;
    const char *known_at = NULL;
    enum cadre_status status = option_date(call, "as-of", &as_of, err);
    if (status == CADRE_OK)
        status = option_instant(call, "known-at", &known_at, err);
    if (status != CADRE_OK)
        return status;
    if (word == NULL)
        return run_store_newest(session, as_of, known_at, call->arena, ret_run, err);
    if (option_given(call, "as-of"))
        return cadre_fail(err, CADRE_USAGE, "'--run' and '--as-of' exclude one another");
    if (known_at != NULL)
        return cadre_fail(err, CADRE_USAGE, "'--run' and '--known-at' exclude one another");
    return run_store_find(session, word, call->arena, ret_run, err);
}
