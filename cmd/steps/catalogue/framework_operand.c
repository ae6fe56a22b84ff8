#include "cmd/steps/catalogue/framework_operand.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/suggest.h"

/* The versions of the framework, "" when there is none of that name. */
static void add_versions(const struct catalogue *catalogue, struct str_view name, struct str *out)
{
    size_t count = catalogue_framework_count(catalogue);
    for (size_t i = 0; i < count; i++) {
        const struct catalogue_framework *framework = catalogue_framework(catalogue, (int32_t)i);
        if (fold_ascii_equal(name, str_view_of(framework->code)))
            str_add_format(out, "%s%s@%s", out->length > 0 ? ", " : "", framework->code,
                           framework->version);
    }
}

static enum cadre_status fail_name(const struct catalogue *catalogue, const char *word,
                                   struct cadre_error *err)
{
    size_t count = catalogue_framework_count(catalogue);
    CADRE_FREE struct str_view *names = cadre_calloc(count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = str_view_of(catalogue_framework(catalogue, (int32_t)i)->code);
    struct str_view version;
    size_t nearest = suggest_nearest(str_view_cut(str_view_of(word), '@', &version), names, count);
    cadre_fail(err, CADRE_USAGE, "the catalogue has no framework '%s'", word);
    if (nearest < count)
        return cadre_fail_hint(err, "did you mean '%s'?", names[nearest].data);
    return cadre_fail_hint(err, "'cadre catalogue list' shows them");
}

enum cadre_status framework_operand(const struct catalogue *catalogue, const char *word,
                                    int32_t *ret_framework, struct cadre_error *err)
{
    CADRE_CLEANUP(str_release) struct str versions = {0};
    struct str_view version;
    int32_t framework = catalogue_find_framework(catalogue, str_view_of(word));
    if (framework >= 0) {
        *ret_framework = framework;
        return CADRE_OK;
    }
    add_versions(catalogue, str_view_cut(str_view_of(word), '@', &version), &versions);
    if (versions.length == 0)
        return fail_name(catalogue, word, err);
    cadre_fail(err, CADRE_USAGE, "the catalogue has no framework '%s'", word);
    return cadre_fail_hint(err, "it has %s", str_chars(&versions));
}

enum cadre_status framework_version_operand(const struct invocation *call,
                                            const struct catalogue *catalogue, const char *version,
                                            int32_t *ret_framework, struct cadre_error *err)
{
    const char *framework = call->operands[0];
    if (strchr(framework, '@') != NULL)
        return cadre_fail(err, CADRE_USAGE,
                          "'%s' names a version already: give the framework, then both versions",
                          framework);
    return framework_operand(catalogue, arena_format(call->arena, "%s@%s", framework, version),
                             ret_framework, err);
}
