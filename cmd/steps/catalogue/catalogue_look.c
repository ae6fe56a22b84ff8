#include "cmd/steps/catalogue/catalogue_look.h"

#include "cmd/steps/registry_catalogue.h"

enum cadre_status catalogue_look_open(const struct invocation *call, const char *label,
                                      struct registry_session **ret_registry,
                                      struct catalogue **ret_catalogue, struct cadre_error *err)
{
    if (option_given(call, "shipped")) {
        *ret_catalogue = catalogue_new();
        return CADRE_OK;
    }
    enum cadre_status status = registry_session_open(call, label, ret_registry, err);
    if (status != CADRE_OK)
        return status;
    return registry_catalogue_read_whole(registry_session_of(*ret_registry), call->arena,
                                         ret_catalogue, err);
}
