#include <stdlib.h>

#include "core/base/fold.h"
#include "core/evidence/snapshot_rows.h"

/* Where the text has its place in a list: false when it is the next one. */
static bool is_known(struct str_map *map, struct str_view text, uint32_t *ret_index)
{
    *ret_index = str_map_count(map);
    if (str_map_insert(map, text, *ret_index))
        return false;
    return str_map_find(map, text, ret_index);
}

struct str_view snapshot_text(struct snapshot_builder *builder, struct str_view text)
{
    uint32_t index;
    if (text.data == NULL)
        return text;
    if (!is_known(builder->texts, text, &index))
        *APPEND(builder->text_views) = arena_copy(builder->arena, text);
    return builder->text_views.items[index];
}

struct str_view snapshot_folded(struct snapshot_builder *builder, struct str_view text)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    uint32_t index;
    if (text.length == 0)
        return text;
    if (!is_known(builder->folds, text, &index)) {
        fold_key(text, &key);
        *APPEND(builder->fold_views) = arena_copy(builder->arena, str_view_from(&key));
    }
    return builder->fold_views.items[index];
}

enum cadre_status snapshot_fail_unknown(const char *what, struct str_view text,
                                        struct cadre_error *err)
{
    return cadre_fail(err, CADRE_BUG,
                      "the registry holds the %s '%.*s', which is not in the "
                      "catalogue",
                      what, STR_VIEW_ARGS(text));
}

enum cadre_status snapshot_code_rank(const struct snapshot_builder *builder, const char *list,
                                     struct str_view code, int32_t *ret_rank,
                                     struct cadre_error *err)
{
    *ret_rank = 0;
    if (code.length == 0)
        return CADRE_OK;
    *ret_rank = catalogue_code_rank(builder->catalogue, list, code);
    return *ret_rank > 0 ? CADRE_OK : snapshot_fail_unknown(list, code, err);
}

enum cadre_status snapshot_code_bits(const struct snapshot_builder *builder, const char *list,
                                     struct str_view codes, uint32_t *ret_bits,
                                     struct cadre_error *err)
{
    uint32_t bits = 0;
    while (codes.length > 0) {
        struct str_view rest;
        int32_t rank;
        enum cadre_status status =
            snapshot_code_rank(builder, list, str_view_cut(codes, ';', &rest), &rank, err);
        if (status != CADRE_OK)
            return status;
        bits |= rank > 0 ? UINT32_C(1) << (rank - 1) : 0;
        codes = rest;
    }
    *ret_bits = bits;
    return CADRE_OK;
}

enum cadre_status snapshot_region(const struct snapshot_builder *builder, struct str_view code,
                                  int32_t *ret_region, struct cadre_error *err)
{
    *ret_region = -1;
    if (code.length == 0 ||
        catalogue_find_region(builder->catalogue, code, ret_region, NULL) == LOOKUP_FOUND)
        return CADRE_OK;
    return snapshot_fail_unknown("region", code, err);
}

static size_t count_parts(struct str_view text)
{
    size_t count = text.length > 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.data[i] == ';';
    return count;
}

static int by_language(const void *left, const void *right)
{
    const struct language_level *a = left;
    const struct language_level *b = right;
    int order = str_view_compare(a->language, b->language);
    return order != 0 ? order : (a->level > b->level) - (a->level < b->level);
}

/* A list is a set: two sources that state it in another order say the same. */
static enum cadre_status read_languages(const struct snapshot_builder *builder,
                                        struct str_view text,
                                        const struct language_level **ret_languages,
                                        size_t *ret_count, struct cadre_error *err)
{
    size_t count = count_parts(text);
    int32_t cefr = catalogue_find_scale(builder->catalogue, "cefr");
    struct language_level *languages = arena_calloc(builder->arena, count, sizeof *languages);
    for (size_t i = 0; i < count; i++) {
        struct str_view rest;
        struct str_view level;
        struct str_view part = str_view_cut(text, ';', &rest);
        languages[i].language = arena_copy(builder->arena, str_view_cut(part, ':', &level));
        languages[i].level = catalogue_level_rank(builder->catalogue, cefr, level);
        if (languages[i].level == 0)
            return snapshot_fail_unknown("language level", part, err);
        text = rest;
    }
    if (count > 1)
        qsort(languages, count, sizeof *languages, by_language);
    *ret_languages = languages;
    *ret_count = count;
    return CADRE_OK;
}

enum cadre_status snapshot_languages(struct snapshot_builder *builder, struct str_view text,
                                     const struct language_level **ret_languages, size_t *ret_count,
                                     struct cadre_error *err)
{
    struct waiting_languages known = {NULL, 0};
    enum cadre_status status = CADRE_OK;
    uint32_t index;
    if (text.length > 0 && str_map_find(builder->language_lists, text, &index)) {
        known = builder->language_views.items[index];
    } else if (text.length > 0) {
        status = read_languages(builder, text, &known.languages, &known.count, err);
        if (status != CADRE_OK)
            return status;
        str_map_put(builder->language_lists, text, (uint32_t)builder->language_views.count);
        *APPEND(builder->language_views) = known;
    }
    *ret_languages = known.languages;
    *ret_count = known.count;
    return status;
}

static int by_text(const void *left, const void *right)
{
    const struct str_view *a = left;
    const struct str_view *b = right;
    return str_view_compare(*a, *b);
}

struct str_view *snapshot_list(struct snapshot_builder *builder, struct str_view text,
                               size_t *ret_count)
{
    *ret_count = count_parts(text);
    struct str_view *views = arena_calloc(builder->arena, *ret_count, sizeof *views);
    for (size_t i = 0; i < *ret_count; i++) {
        struct str_view rest;
        views[i] = arena_copy(builder->arena, str_view_cut(text, ';', &rest));
        text = rest;
    }
    if (*ret_count > 1)
        qsort(views, *ret_count, sizeof *views, by_text);
    return views;
}

enum cadre_status snapshot_element(const struct snapshot_builder *builder, enum element_type type,
                                   struct str_view canonical, int32_t *ret_element,
                                   struct cadre_error *err)
{
    if (catalogue_find_element(builder->catalogue, type, canonical, ret_element, NULL) ==
        LOOKUP_FOUND)
        return CADRE_OK;
    return snapshot_fail_unknown("element", canonical, err);
}

struct str_view snapshot_specialty(struct snapshot_builder *builder, struct str_view code)
{
    const struct catalogue *catalogue = builder->catalogue;
    int32_t element;
    if (code.length == 0 || !catalogue_has_elements(catalogue, ELEMENT_MILITARY_SPECIALTY) ||
        catalogue_find_element(catalogue, ELEMENT_MILITARY_SPECIALTY, code, &element, NULL) !=
            LOOKUP_FOUND)
        return snapshot_text(builder, code);
    element = catalogue_carried(catalogue, element, builder->as_of);
    return str_view_of(catalogue_element(catalogue, element)->canonical);
}

enum cadre_status snapshot_level(const struct snapshot_builder *builder, int32_t element,
                                 struct str_view level, int32_t *ret_rank, struct cadre_error *err)
{
    *ret_rank = 1;
    if (level.length == 0)
        return CADRE_OK;
    *ret_rank = catalogue_level_rank(builder->catalogue,
                                     catalogue_element(builder->catalogue, element)->scale, level);
    return *ret_rank > 0 ? CADRE_OK : snapshot_fail_unknown("level", level, err);
}
