#include "cmd/steps/batch_operand.h"

enum cadre_status batch_operand(const struct invocation *call, size_t index, int64_t *ret_number,
                                struct cadre_error *err)
{
    const char *text = call->operands[index];
    if (!str_view_to_int64(str_view_of(text), ret_number))
        return cadre_fail(err, CADRE_USAGE, "'%s' is no number of a batch", text);
    return CADRE_OK;
}

enum cadre_status batch_operand_unfinished(const struct invocation *call,
                                           struct registry_session *registry, int64_t number,
                                           struct batch_row *ret_row, struct cadre_error *err)
{
    struct batch_row row;
    enum cadre_status status =
        batch_store_show(registry_session_of(registry), number, call->arena, &row, err);
    if (status != CADRE_OK)
        return status;
    if (!batch_row_is_unfinished(&row)) {
        cadre_fail(err, CADRE_USAGE, "batch %lld is %.*s: nothing of it is under way",
                   (long long)number, STR_VIEW_ARGS(row.state));
        return cadre_fail_hint(err, "'cadre batch list' shows which are opened, staging or staged");
    }
    *ret_row = row;
    return CADRE_OK;
}
