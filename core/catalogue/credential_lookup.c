#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/fold.h"
#include "core/base/suggest.h"
#include "core/catalogue/catalogue_index.h"

static void exact_key(struct str *out, struct str_view issuer, struct str_view code)
{
    str_reset(out);
    catalogue_add_lower(out, issuer);
    str_add_char(out, '/');
    catalogue_add_lower(out, code);
}

/* "CompTIA/Security+" beside the issuer CompTIA is Security+ all the same. */
static struct str_view without_issuer(struct str_view issuer, struct str_view code)
{
    struct str_view rest;
    struct str_view named = str_view_cut(code, '/', &rest);
    return rest.length > 0 && fold_ascii_equal(named, issuer) ? rest : code;
}

static void add_bare(struct catalogue *catalogue, struct str *key, const char *code,
                     uint32_t credential)
{
    str_reset(key);
    catalogue_add_lower(key, str_view_of(code));
    catalogue_index_add(catalogue->credentials_bare, str_view_from(key), credential);
}

static void index_names(struct catalogue *catalogue, struct str *key)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "credentials");
    catalogue->credential_count = table->row_count;
    catalogue->credentials =
        arena_calloc(catalogue->arena, table->row_count, sizeof *catalogue->credentials);
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* issuer code title months grace_days renewal_days */
        catalogue->credentials[row] = (struct credential){
            .issuer = cells[0],
            .code = cells[1],
            .title = cells[2],
            .canonical = arena_format(catalogue->arena, "%s/%s", cells[0], cells[1]),
            .months = catalogue_cell_number(cells[3], 0),
            .grace_days = catalogue_cell_number(cells[4], 0),
            .renewal_days = catalogue_cell_number(cells[5], 0),
        };
        exact_key(key, str_view_of(cells[0]), str_view_of(cells[1]));
        str_map_insert(catalogue->credentials_exact, str_view_from(key), (uint32_t)row);
        add_bare(catalogue, key, cells[1], (uint32_t)row);
    }
}

static uint32_t exact_credential(const struct catalogue *catalogue, struct str *key,
                                 const char *issuer, const char *code)
{
    uint32_t index = INDEX_NONE;
    exact_key(key, str_view_of(issuer), str_view_of(code));
    str_map_find(catalogue->credentials_exact, str_view_from(key), &index);
    return index;
}

void catalogue_index_credential_alias(struct catalogue *catalogue, const char *alias,
                                      int32_t credential)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    exact_key(&key, str_view_of(catalogue->credentials[credential].issuer), str_view_of(alias));
    str_map_insert(catalogue->credentials_exact, str_view_from(&key), (uint32_t)credential);
    add_bare(catalogue, &key, alias, (uint32_t)credential);
}

static void index_aliases(struct catalogue *catalogue, struct str *key)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, "credential_aliases");
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        /* alias issuer code */
        uint32_t credential = exact_credential(catalogue, key, cells[1], cells[2]);
        if (credential == INDEX_NONE)
            continue;
        catalogue_index_credential_alias(catalogue, cells[0], (int32_t)credential);
    }
}

/* ---- grants ---------------------------------------------------------------------------------- */

struct owned_grant {
    uint32_t credential;
    struct grant grant;
};

static int compare_grants(const void *left, const void *right)
{
    const struct owned_grant *a = left;
    const struct owned_grant *b = right;
    if (a->credential != b->credential)
        return a->credential < b->credential ? -1 : 1;
    if (a->grant.element != b->grant.element)
        return a->grant.element < b->grant.element ? -1 : 1;
    return (a->grant.level > b->grant.level) - (a->grant.level < b->grant.level);
}

/* What is granted of an element is granted of where it was carried to: both versions are of one
 * scale. Returns how many grants that makes. */
static size_t add_grant(const struct catalogue *catalogue, struct owned_grant *grants,
                        struct owned_grant grant)
{
    static const struct cadre_date last = {INT32_MAX};
    int32_t carried = catalogue_carried(catalogue, grant.grant.element, last);
    grants[0] = grant;
    if (carried == grant.grant.element)
        return 1;
    grants[1] = grant;
    grants[1].grant.element = carried;
    return 2;
}

/* Alignments and grants share their first seven columns: issuer credential framework version type
 * code level. A row of what is not there, which no load lets in, grants nothing. */
static size_t collect_grants(struct catalogue *catalogue, const char *name,
                             struct owned_grant *grants, struct str *key)
{
    const struct catalogue_table *table = catalogue_table_of(catalogue, name);
    size_t count = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        const char *const *cells = &table->cells[row * table->column_count];
        enum element_type type =
            strcmp(cells[4], "work_role") == 0 ? ELEMENT_WORK_ROLE : ELEMENT_COMPETENCY;
        int32_t element = -1;
        uint32_t credential = exact_credential(catalogue, key, cells[0], cells[1]);
        str_reset(key);
        str_add_format(key, "%s@%s/%s", cells[2], cells[3], cells[5]);
        catalogue_find_element(catalogue, type, str_view_from(key), &element, NULL);
        if (credential == INDEX_NONE || element < 0)
            continue;
        int32_t level = catalogue_level_rank(catalogue, catalogue->elements[element].scale,
                                             str_view_of(cells[6]));
        count += add_grant(catalogue, &grants[count],
                           (struct owned_grant){
                               .credential = credential,
                               .grant = {.element = element, .level = level},
                           });
    }
    return count;
}

static void index_grants(struct catalogue *catalogue, struct str *key)
{
    size_t most = catalogue_table_of(catalogue, "alignments")->row_count +
                  catalogue_table_of(catalogue, "credential_grants")->row_count;
    CADRE_FREE struct owned_grant *owned = cadre_calloc(2 * most, sizeof *owned);
    size_t count = collect_grants(catalogue, "alignments", owned, key);
    count += collect_grants(catalogue, "credential_grants", owned + count, key);
    qsort(owned, count, sizeof *owned, compare_grants);
    catalogue->grants = arena_calloc(catalogue->arena, count, sizeof *catalogue->grants);
    catalogue->grant_ranges = arena_calloc(catalogue->arena, catalogue->credential_count,
                                           sizeof *catalogue->grant_ranges);
    for (size_t i = 0; i < count; i++) {
        struct grant_range *range = &catalogue->grant_ranges[owned[i].credential];
        if (range->count++ == 0)
            range->start = i;
        catalogue->grants[i] = owned[i].grant;
    }
}

void catalogue_index_credentials(struct catalogue *catalogue)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    catalogue->credentials_exact = str_map_new();
    catalogue->credentials_bare = str_map_new();
    index_names(catalogue, &key);
    index_aliases(catalogue, &key);
    index_grants(catalogue, &key);
}

/* ---- looking up ------------------------------------------------------------------------------ */

const struct credential *catalogue_credential(const struct catalogue *catalogue, int32_t credential)
{
    return &catalogue->credentials[credential];
}

size_t catalogue_credential_count(const struct catalogue *catalogue)
{
    return catalogue->credential_count;
}

const struct grant *catalogue_grants(const struct catalogue *catalogue, int32_t credential,
                                     size_t *ret_count)
{
    const struct grant_range *range = &catalogue->grant_ranges[credential];
    *ret_count = range->count;
    return catalogue->grants + range->start;
}

static void suggest_credential(const struct catalogue *catalogue, struct str_view code,
                               struct str *out)
{
    if (out == NULL)
        return;
    size_t count = catalogue->credential_count;
    CADRE_FREE struct str_view *words = cadre_calloc(count * 2, sizeof *words);
    for (size_t i = 0; i < count; i++) {
        words[i] = str_view_of(catalogue->credentials[i].code);
        words[count + i] = str_view_of(catalogue->credentials[i].title);
    }
    size_t nearest = suggest_nearest(code, words, count * 2);
    if (nearest < count * 2)
        str_add_text(out, catalogue->credentials[nearest % count].canonical);
}

static void name_ambiguous(const struct catalogue *catalogue, struct str_view code, struct str *out)
{
    int named = 0;
    CADRE_CLEANUP(str_release) struct str key = {0};
    CADRE_CLEANUP(str_release) struct str wanted = {0};
    catalogue_add_lower(&wanted, code);
    for (size_t i = 0; out != NULL && i < catalogue->credential_count && named < 2; i++) {
        str_reset(&key);
        catalogue_add_lower(&key, str_view_of(catalogue->credentials[i].code));
        if (!str_view_equal(str_view_from(&key), str_view_from(&wanted)))
            continue;
        str_add_format(out, "%s%s", named > 0 ? " or " : "", catalogue->credentials[i].canonical);
        named++;
    }
}

enum lookup catalogue_find_credential(const struct catalogue *catalogue, struct str_view issuer,
                                      struct str_view code, int32_t *ret_credential,
                                      struct str *ret_suggestion)
{
    CADRE_CLEANUP(str_release) struct str key = {0};
    uint32_t index = INDEX_NONE;
    if (issuer.length > 0) {
        exact_key(&key, issuer, code);
        if (!str_map_find(catalogue->credentials_exact, str_view_from(&key), &index)) {
            exact_key(&key, issuer, without_issuer(issuer, code));
            str_map_find(catalogue->credentials_exact, str_view_from(&key), &index);
        }
    } else {
        catalogue_add_lower(&key, code);
        if (!str_map_find(catalogue->credentials_exact, str_view_from(&key), &index))
            str_map_find(catalogue->credentials_bare, str_view_from(&key), &index);
    }
    if (index == INDEX_AMBIGUOUS) {
        name_ambiguous(catalogue, code, ret_suggestion);
        return LOOKUP_AMBIGUOUS;
    }
    if (index == INDEX_NONE) {
        suggest_credential(catalogue, code, ret_suggestion);
        return LOOKUP_UNKNOWN;
    }
    *ret_credential = (int32_t)index;
    return LOOKUP_FOUND;
}
