#include "cmd/steps/import/source_settings.h"

#include "cmd/steps/small_file.h"
#include "core/base/alloc.h"
#include "sql/source_store.h"

enum cadre_status source_settings_read(const char *path, struct arena *arena,
                                       struct source_profile *ret_profile, struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str text = {0};
    enum cadre_status status = small_file_read(path, SOURCE_PROFILE_BYTES_MAX, &text, err);
    if (status != CADRE_OK)
        return status;
    struct str_view json = {str_chars(&text), text.length};
    status = source_profile_parse(json, arena, ret_profile, err);
    if (status != CADRE_OK)
        return cadre_fail_context(err, "the settings '%s' are refused", path);
    return CADRE_OK;
}

enum cadre_status source_settings_take(struct str_view settings, const char *code,
                                       struct arena *arena, struct source_profile *ret_profile,
                                       struct cadre_error *err)
{
    enum cadre_status status = CADRE_OK;
    *ret_profile = source_profile_default;
    if (settings.data != NULL)
        status = source_profile_parse(settings, arena, ret_profile, err);
    if (status == CADRE_OK)
        return CADRE_OK;
    cadre_fail_context(err, "the settings of the source '%s' are not known", code);
    return cadre_fail_hint(err, "a newer cadre stated them: use that one");
}

enum cadre_status source_settings_load(struct session *session, const char *code,
                                       struct arena *arena, struct source_profile *ret_profile,
                                       struct cadre_error *err)
{
    struct str_view settings;
    enum cadre_status status = source_store_settings(session, code, arena, &settings, err);
    return status == CADRE_OK ? source_settings_take(settings, code, arena, ret_profile, err)
                              : status;
}

enum cadre_status source_settings_store(struct session *session, const char *code,
                                        const struct source_profile *profile, struct arena *arena,
                                        struct cadre_error *err)
{
    const struct source_statement statement = {
        .settings = source_profile_line(profile, arena),
        .precedence =
            profile->precedence != SOURCE_UNSTATED ? profile->precedence : SOURCE_PRECEDENCE,
        .grace_days =
            profile->grace_days != SOURCE_UNSTATED ? profile->grace_days : SOURCE_GRACE_DAYS,
    };
    return source_store_state(session, code, &statement, err);
}
