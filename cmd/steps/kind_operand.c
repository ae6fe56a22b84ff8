#include "cmd/steps/kind_operand.h"

#include "core/base/alloc.h"
#include "core/base/suggest.h"

static enum cadre_status fail_unknown(const char *word, const struct kind *const *kinds,
                                      size_t count, struct cadre_error *err)
{
    CADRE_FREE struct str_view *names = cadre_calloc(count, sizeof *names);
    CADRE_CLEANUP(str_release) struct str known = {0};
    for (size_t i = 0; i < count; i++) {
        names[i] = str_view_of(kinds[i]->name);
        str_add_format(&known, "%s%s", i > 0 ? ", " : "", kinds[i]->name);
    }
    size_t nearest = suggest_nearest(str_view_of(word), names, count);
    cadre_fail(err, CADRE_USAGE, "there is no kind '%s'", word);
    if (nearest < count)
        return cadre_fail_hint(err, "did you mean '%s'?", kinds[nearest]->name);
    return cadre_fail_hint(err, "the kinds are %s", str_chars(&known));
}

enum cadre_status kind_operand(const char *word, const struct kind **ret_kind,
                               struct cadre_error *err)
{
    size_t count;
    const struct kind *kind = kind_find(str_view_of(word));
    if (kind != NULL) {
        *ret_kind = kind;
        return CADRE_OK;
    }
    if (kind_find_catalogue(str_view_of(word)) != NULL) {
        cadre_fail(err, CADRE_USAGE, "'%s' is a kind of the catalogue, not of what is imported",
                   word);
        return cadre_fail_hint(err, "'cadre catalogue load FILE' takes it, and with --dry-run "
                                    "tells what is wrong with it");
    }
    const struct kind *const *kinds = kind_all(&count);
    return fail_unknown(word, kinds, count, err);
}

enum cadre_status kind_operand_catalogue(const char *word, const struct kind **ret_kind,
                                         struct cadre_error *err)
{
    size_t count;
    const struct kind *const *kinds = kind_all_catalogue(&count);
    *ret_kind = kind_find_catalogue(str_view_of(word));
    return *ret_kind != NULL ? CADRE_OK : fail_unknown(word, kinds, count, err);
}

enum cadre_status kind_operand_any(const char *word, const struct kind **ret_kind,
                                   struct cadre_error *err)
{
    const struct kind *kind = kind_find_catalogue(str_view_of(word));
    if (kind == NULL)
        return kind_operand(word, ret_kind, err);
    *ret_kind = kind;
    return CADRE_OK;
}
