#include "import/second_header.h"

#include <stdlib.h>

#include "core/base/alloc.h"
#include "core/base/str_map.h"
#include "import/header_candidate.h"
#include "import/header_map.h"

enum { KNOWN_LEAST = 2 }; /* one may be a name by chance */

struct second_header {
    struct str_map **names; /* by kind, as kind_all lists them */
    size_t count;
};

struct second_header *second_header_new(const struct source_profile *profile)
{
    struct second_header *all = cadre_calloc(1, sizeof *all);
    const struct kind *const *kinds = kind_all(&all->count);
    all->names = cadre_calloc(all->count, sizeof(*all->names));
    for (size_t i = 0; i < all->count; i++)
        all->names[i] = header_map_names(kinds[i], profile);
    return all;
}

void second_header_free(struct second_header *all)
{
    if (all == NULL)
        return;
    for (size_t i = 0; i < all->count; i++)
        str_map_free(all->names[i]);
    free(all->names);
    free(all);
}

static bool has_required(const struct kind *kind, const bool *has)
{
    for (size_t i = 0; i < kind->column_count; i++) {
        if (kind->columns[i].required && !has[i])
            return false;
    }
    return true;
}

static bool is_header_of(const struct kind *kind, const struct str_map *names,
                         const struct fields *fields)
{
    size_t known = 0;
    CADRE_CLEANUP(str_release) struct str key = {0};
    CADRE_FREE bool *has = cadre_calloc(kind->column_count, sizeof *has);
    for (size_t i = 0; i < fields->count; i++) {
        uint32_t column;
        struct str_view field = str_view_trim(fields->items[i]);
        if (field.length == 0)
            continue;
        str_reset(&key);
        header_key(field, &key);
        if (!str_map_find(names, str_view_from(&key), &column))
            return false;
        has[column] = true;
        known++;
    }
    return known >= KNOWN_LEAST && has_required(kind, has);
}

/* The first field that is given, as a name; true when there is one. */
static bool first_name(const struct fields *fields, struct str *out)
{
    for (size_t i = 0; i < fields->count; i++) {
        struct str_view field = str_view_trim(fields->items[i]);
        if (field.length > 0) {
            header_key(field, out);
            return true;
        }
    }
    return false;
}

const struct kind *second_header_kind(const struct second_header *all, const struct kind *kind,
                                      const struct fields *fields)
{
    size_t count;
    uint32_t column;
    const struct kind *other = NULL;
    const struct kind *const *kinds = kind_all(&count);
    CADRE_CLEANUP(str_release) struct str name = {0};
    if (!first_name(fields, &name))
        return NULL;
    for (size_t i = 0; i < all->count; i++) {
        if (!str_map_find(all->names[i], str_view_from(&name), &column) ||
            !is_header_of(kinds[i], all->names[i], fields))
            continue;
        if (kinds[i] == kind)
            return kind;
        other = other != NULL ? other : kinds[i];
    }
    return other;
}
