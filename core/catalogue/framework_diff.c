#include "core/catalogue/framework_diff.h"

#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/str_map.h"
#include "core/catalogue/catalogue_data.h"

struct differ {
    const struct catalogue *catalogue;
    struct framework_diff *diff;
    struct framework_change *changes;
    /* Titles and hashes of what only one version has -> its element; both versions apart. */
    struct str_map *gone, *came;
};

/* ---- which elements -------------------------------------------------------------------------- */

/* From `at` on the next element of the version, -1 behind the last one. */
static int32_t next_of(const struct catalogue *catalogue, int32_t framework, size_t at)
{
    size_t count = catalogue_element_count(catalogue);
    for (; at < count; at++) {
        if (catalogue_element(catalogue, (int32_t)at)->framework_index == framework)
            return (int32_t)at;
    }
    return -1;
}

static int32_t counterpart(const struct catalogue *catalogue, int32_t element, int32_t framework)
{
    const struct element *known = catalogue_element(catalogue, element);
    return catalogue_element_named(catalogue, framework, str_view_of(known->type_name),
                                   str_view_of(known->code));
}

static bool is_withdrawn(const struct catalogue *catalogue, int32_t element)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "elements");
    size_t note = catalogue_table_column(table, "note");
    return strcmp(catalogue_table_cell(table, (size_t)element, note), "withdrawn") == 0;
}

static bool is_partial(const struct catalogue *catalogue, int32_t framework)
{
    int32_t at = next_of(catalogue, framework, 0);
    if (at < 0)
        return false;
    for (; at >= 0; at = next_of(catalogue, framework, (size_t)at + 1)) {
        if (!is_withdrawn(catalogue, at))
            return false;
    }
    return true;
}

/* ---- twins ----------------------------------------------------------------------------------- */

enum { TWIN_AMBIGUOUS = INT32_MAX };

static void twin_key(struct str *out, const struct element *element, const char *what, char kind)
{
    str_reset(out);
    str_add_text(out, element->type_name);
    str_add_char(out, kind);
    fold_key(str_view_of(what), out);
}

static void add_twin_key(struct str_map *map, struct str *key, uint32_t element)
{
    if (!str_map_insert(map, str_view_from(key), element))
        str_map_put(map, str_view_from(key), TWIN_AMBIGUOUS);
}

static void add_twin(const struct catalogue *catalogue, struct str_map *map, int32_t index,
                     struct str *key)
{
    const struct element *element = catalogue_element(catalogue, index);
    if (element->title_en[0] != '\0') {
        twin_key(key, element, element->title_en, '=');
        add_twin_key(map, key, (uint32_t)index);
    }
    if (element->text_hash[0] != '\0') {
        twin_key(key, element, element->text_hash, '#');
        add_twin_key(map, key, (uint32_t)index);
    }
}

/* The only one of the other version, for the only one of its own. */
static int32_t twin_by(const struct str_map *own, const struct str_map *other,
                       const struct str *key)
{
    uint32_t self = TWIN_AMBIGUOUS;
    uint32_t twin = TWIN_AMBIGUOUS;
    str_map_find(own, str_view_from(key), &self);
    str_map_find(other, str_view_from(key), &twin);
    return self == TWIN_AMBIGUOUS || twin == TWIN_AMBIGUOUS ? -1 : (int32_t)twin;
}

static int32_t find_twin(const struct catalogue *catalogue, const struct str_map *own,
                         const struct str_map *other, int32_t index, struct str *key)
{
    const struct element *element = catalogue_element(catalogue, index);
    int32_t twin = -1;
    if (element->text_hash[0] != '\0') {
        twin_key(key, element, element->text_hash, '#');
        twin = twin_by(own, other, key);
    }
    if (twin < 0 && element->title_en[0] != '\0') {
        twin_key(key, element, element->title_en, '=');
        twin = twin_by(own, other, key);
    }
    return twin;
}

static void index_twins(const struct differ *differ)
{
    const struct framework_diff *diff = differ->diff;
    CADRE_CLEANUP(str_release) struct str key = {0};
    const struct {
        int32_t version, other;
        struct str_map *map;
    } sides[] = {{diff->from, diff->to, differ->gone}, {diff->to, diff->from, differ->came}};
    for (size_t side = 0; side < sizeof sides / sizeof *sides; side++) {
        for (int32_t at = next_of(differ->catalogue, sides[side].version, 0); at >= 0;
             at = next_of(differ->catalogue, sides[side].version, (size_t)at + 1)) {
            if (counterpart(differ->catalogue, at, sides[side].other) < 0)
                add_twin(differ->catalogue, sides[side].map, at, &key);
        }
    }
}

/* ---- changes --------------------------------------------------------------------------------- */

static bool differ_where_known(const char *left, const char *right)
{
    return left[0] != '\0' && right[0] != '\0' && strcmp(left, right) != 0;
}

static bool is_retitled(const struct element *from, const struct element *to)
{
    return differ_where_known(from->title_en, to->title_en) ||
           differ_where_known(from->title_az, to->title_az) ||
           differ_where_known(from->title_ru, to->title_ru);
}

static bool is_reworded(const struct element *from, const struct element *to)
{
    return differ_where_known(from->text_hash, to->text_hash);
}

static bool is_moved(const struct element *from, const struct element *to)
{
    if (from->group_code[0] != '\0' && to->group_code[0] != '\0')
        return strcmp(from->group_code, to->group_code) != 0;
    return differ_where_known(from->group_en, to->group_en);
}

static bool (*const tests[CHANGE_KIND_COUNT])(const struct element *from,
                                              const struct element *to) = {
    [CHANGE_RETITLED] = is_retitled,
    [CHANGE_REWORDED] = is_reworded,
    [CHANGE_MOVED] = is_moved,
};

static void add_change(struct differ *differ, struct framework_change change)
{
    differ->changes[differ->diff->change_count++] = change;
    differ->diff->counts[change.kind]++;
}

/* What only one version has: added, or withdrawn. */
static void add_single(struct differ *differ, enum framework_change_kind kind)
{
    const struct framework_diff *diff = differ->diff;
    CADRE_CLEANUP(str_release) struct str key = {0};
    bool added = kind == CHANGE_ADDED;
    int32_t version = added ? diff->to : diff->from;
    for (int32_t at = next_of(differ->catalogue, version, 0); at >= 0;
         at = next_of(differ->catalogue, version, (size_t)at + 1)) {
        if (counterpart(differ->catalogue, at, added ? diff->from : diff->to) >= 0)
            continue;
        int32_t twin = find_twin(differ->catalogue, added ? differ->came : differ->gone,
                                 added ? differ->gone : differ->came, at, &key);
        if (added ? diff->from_partial : diff->to_partial)
            differ->diff->beyond++;
        else
            add_change(differ,
                       (struct framework_change){kind, added ? -1 : at, added ? at : -1, twin});
    }
}

static void add_changed(struct differ *differ, enum framework_change_kind kind)
{
    for (int32_t at = next_of(differ->catalogue, differ->diff->to, 0); at >= 0;
         at = next_of(differ->catalogue, differ->diff->to, (size_t)at + 1)) {
        int32_t from = counterpart(differ->catalogue, at, differ->diff->from);
        if (from >= 0 && tests[kind](catalogue_element(differ->catalogue, from),
                                     catalogue_element(differ->catalogue, at)))
            add_change(differ, (struct framework_change){kind, from, at, -1});
    }
}

static void count_kept(struct differ *differ)
{
    for (int32_t at = next_of(differ->catalogue, differ->diff->to, 0); at >= 0;
         at = next_of(differ->catalogue, differ->diff->to, (size_t)at + 1)) {
        int32_t index = counterpart(differ->catalogue, at, differ->diff->from);
        if (index < 0)
            continue;
        const struct element *from = catalogue_element(differ->catalogue, index);
        const struct element *to = catalogue_element(differ->catalogue, at);
        differ->diff->in_both++;
        differ->diff->wording_known += from->text_hash[0] != '\0' && to->text_hash[0] != '\0';
        differ->diff->same +=
            !is_retitled(from, to) && !is_reworded(from, to) && !is_moved(from, to);
    }
}

const struct framework_diff *framework_diff(const struct catalogue *catalogue, int32_t from,
                                            int32_t to, struct arena *arena)
{
    CADRE_CLEANUP(str_map_cleanup) struct str_map *gone = str_map_new();
    CADRE_CLEANUP(str_map_cleanup) struct str_map *came = str_map_new();
    struct differ differ = {
        .catalogue = catalogue,
        .diff = arena_calloc(arena, 1, sizeof *differ.diff),
        .changes =
            arena_calloc(arena, catalogue_element_count(catalogue) * 3 + 1, sizeof *differ.changes),
        .gone = gone,
        .came = came,
    };
    *differ.diff = (struct framework_diff){.from = from,
                                           .to = to,
                                           .changes = differ.changes,
                                           .from_partial = is_partial(catalogue, from),
                                           .to_partial = is_partial(catalogue, to)};
    index_twins(&differ);
    add_single(&differ, CHANGE_ADDED);
    add_single(&differ, CHANGE_WITHDRAWN);
    add_changed(&differ, CHANGE_RETITLED);
    add_changed(&differ, CHANGE_REWORDED);
    add_changed(&differ, CHANGE_MOVED);
    count_kept(&differ);
    return differ.diff;
}
