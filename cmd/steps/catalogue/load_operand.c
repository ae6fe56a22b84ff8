#include "cmd/steps/catalogue/load_operand.h"

enum cadre_status load_operand(const struct invocation *call, size_t index, int64_t *ret_number,
                               struct cadre_error *err)
{
    const char *text = call->operands[index];
    if (str_view_to_int64(str_view_of(text), ret_number) && *ret_number > 0)
        return CADRE_OK;
    cadre_fail(err, CADRE_USAGE, "'%s' is no number of a load", text);
    return cadre_fail_hint(err, "'cadre catalogue loads' lists them");
}
