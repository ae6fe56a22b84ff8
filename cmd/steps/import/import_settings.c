#include "cmd/steps/import/import_settings.h"

void import_request_settle(struct import_request *request, const struct source_profile *stored)
{
    request->profile = stored != NULL ? *stored : source_profile_default;
    const struct source_profile *profile = &request->profile;
    enum profile_list list = source_profile_list(profile, request->kind);
    bool full = list == LIST_UNSTATED ? request->kind->full_list : list == LIST_FULL;
    if (request->encoding != ENCODING_UNSTATED) {
        request->profile.encoding = request->encoding;
        request->profile.encoding_demanded = true;
    }
    if (!request->list_given)
        request->full_list = full;
    if (!request->max_removed_given)
        request->max_removed_percent = profile->max_removed_percent != SOURCE_UNSTATED
                                           ? profile->max_removed_percent
                                           : IMPORT_MAX_REMOVED_PERCENT;
}
